import AWS
import Remediation

/// Resources that policies under fuzzing are tried on.
enum FuzzResources {
  static let context = EvaluationContext(
    now: Timestamp(seconds: 1_795_000_000), account: "123456789012", region: "us-east-1",
    event: [
      "detail": [
        "eventName": "RunInstances", "userIdentity": ["arn": "arn:aws:iam::123456789012:user/u"],
      ]
    ])

  private static let statement = """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", \
    "Action": "s3:*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}}]}
    """

  /// One document that has something of each type.
  private static let usual: AWSObject = [
    "GroupId": "sg-1", "OwnerId": "123456789012", "GroupName": "web", "VpcId": "vpc-1",
    "IpPermissions": [
      [
        "FromPort": 22, "ToPort": 22, "IpProtocol": "tcp",
        "IpRanges": [["CidrIp": "0.0.0.0/0", "Description": "all"], ["CidrIp": "10.0.0.0/8"]],
        "Ipv6Ranges": [["CidrIpv6": "::/0"]], "PrefixListIds": [["PrefixListId": "pl-1"]],
        "UserIdGroupPairs": [["GroupId": "sg-1", "UserId": "123456789012"]],
      ],
      ["IpProtocol": "-1", "IpRanges": [], "UserIdGroupPairs": []],
    ],
    "IpPermissionsEgress": [["IpProtocol": "-1", "IpRanges": [["CidrIp": "0.0.0.0/0"]]]],
    "Tags": [
      ["Key": "Name", "Value": "web-1"], ["Key": "Owner", "Value": ""],
      ["Key": "maid_status", "Value": "Resource does not meet policy: stop@2026/11/20"],
    ],
    "InstanceId": "i-1", "LaunchTime": .timestamp(Timestamp(seconds: 1_790_000_000)),
    "State": ["Name": "running", "Code": 16], "ImageId": "ami-1", "CreationDate": "2024-05-06",
    "VolumeId": "vol-1", "SnapshotId": "snap-1", "Encrypted": false, "Size": 8,
    "Name": "bucket", "UserName": "u", "RoleName": "r", "PolicyName": "p", "Path": "/",
    "Arn": "arn:aws:iam::123456789012:role/r", "SubnetId": "subnet-1", "CidrBlock": "10.0.0.0/16",
    "Policy": .string(statement), "AssumeRolePolicyDocument": .string(statement),
    "c7n:policy": .string(statement),
  ]

  /// The usual one, one that is nearly empty, and what the policy says under `metadata`, so that
  /// documents are fuzzed too.
  static func resources(for policy: Policy) -> [Resource] {
    var documents: [AWSObject] = [usual, ["Tags": .null]]
    if let own = policy.document["metadata"]?.object { documents.append(own) }
    return documents.enumerated().map { index, document in
      var document = document
      let member = policy.resourceType.idMember
      if document[member] == nil { document[member] = .string("id-\(index)") }
      return Resource(
        id: "id-\(index)", document: document,
        scope: Scope(account: "123456789012", region: "us-east-1"))
    }
  }
}
