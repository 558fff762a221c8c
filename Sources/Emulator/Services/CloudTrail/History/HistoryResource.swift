import AWS

/// A resource as LookupEvents lists it for an event: taken from what the record says was asked and
/// answered, since most records name no resources of their own.
struct HistoryResource: Hashable {
  /// `AWS::EC2::SecurityGroup`
  var type: String
  /// A name, an id or an ARN.
  var name: String

  /// Every resource of a record, in the order of the document, each once.
  static func all(of document: String) -> [HistoryResource] {
    guard let record = try? JSON.parse(document) else { return [] }
    var found = Finder(types: types[record["eventSource"]?.string ?? ""] ?? [:])
    for resource in record["resources"]?.list ?? [] {
      if let type = resource["type"]?.string, let arn = resource["ARN"]?.string {
        found.add(type, arn)
      }
    }
    for part in ["requestParameters", "responseElements"] {
      if let value = record[part] { found.search(value, depth: 0) }
    }
    return found.resources
  }

  private struct Finder {
    let types: [String: String]
    var resources: [HistoryResource] = []

    mutating func add(_ type: String, _ name: String) {
      let resource = HistoryResource(type: type, name: name)
      if !name.isEmpty, !resources.contains(resource) { resources.append(resource) }
    }

    /// Records nest lists in `items`; deeper than this no identifier stands.
    mutating func search(_ value: AWSValue, depth: Int) {
      guard depth < 8 else { return }
      switch value {
      case .list(let items): for item in items { search(item, depth: depth + 1) }
      case .object(let object):
        for (name, member) in object {
          if let type = types[name], let text = member.string {
            add(type, text)
          } else {
            search(member, depth: depth + 1)
          }
        }
      default: return
      }
    }
  }

  private static let types: [String: [String: String]] = [
    "iam.amazonaws.com": [
      "userName": "AWS::IAM::User", "userId": "AWS::IAM::User", "roleName": "AWS::IAM::Role",
      "roleId": "AWS::IAM::Role", "groupName": "AWS::IAM::Group", "groupId": "AWS::IAM::Group",
      "policyArn": "AWS::IAM::Policy", "policyName": "AWS::IAM::Policy",
      "accessKeyId": "AWS::IAM::AccessKey", "instanceProfileName": "AWS::IAM::InstanceProfile",
    ],
    "cloudtrail.amazonaws.com": [
      "name": "AWS::CloudTrail::Trail", "trailName": "AWS::CloudTrail::Trail",
      "trailARN": "AWS::CloudTrail::Trail", "s3BucketName": "AWS::S3::Bucket",
      "resourceId": "AWS::CloudTrail::Trail",
    ],
    "s3.amazonaws.com": ["bucketName": "AWS::S3::Bucket"],
    "sts.amazonaws.com": [
      "roleArn": "AWS::IAM::Role", "accessKeyId": "AWS::IAM::AccessKey",
      "assumedRoleId": "AWS::STS::AssumedRole", "roleSessionName": "AWS::STS::AssumedRole",
    ],
    "ec2.amazonaws.com": [
      "groupId": "AWS::EC2::SecurityGroup", "groupName": "AWS::EC2::SecurityGroup",
      "vpcId": "AWS::EC2::VPC", "subnetId": "AWS::EC2::Subnet",
      "instanceId": "AWS::EC2::Instance", "imageId": "AWS::EC2::Ami",
      "snapshotId": "AWS::EC2::Snapshot", "volumeId": "AWS::EC2::Volume",
      "networkInterfaceId": "AWS::EC2::NetworkInterface", "keyName": "AWS::EC2::KeyPair",
      "securityGroupRuleId": "AWS::EC2::SecurityGroupRule", "peerVpcId": "AWS::EC2::VPC",
      "internetGatewayId": "AWS::EC2::InternetGateway",
      "egressOnlyInternetGatewayId": "AWS::EC2::EgressOnlyInternetGateway",
      "EgressOnlyInternetGatewayId": "AWS::EC2::EgressOnlyInternetGateway",
      "vpcPeeringConnectionId": "AWS::EC2::VPCPeeringConnection",
      "routeTableId": "AWS::EC2::RouteTable", "networkAclId": "AWS::EC2::NetworkAcl",
    ],
    "sqs.amazonaws.com": ["queueUrl": "AWS::SQS::Queue", "queueName": "AWS::SQS::Queue"],
    "events.amazonaws.com": ["name": "AWS::Events::Rule", "rule": "AWS::Events::Rule"],
    "organizations.amazonaws.com": [
      "policyId": "AWS::Organizations::Policy", "accountId": "AWS::Organizations::Account",
      "organizationalUnitId": "AWS::Organizations::OrganizationalUnit",
    ],
  ]
}
