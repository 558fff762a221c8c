import AWS

/// A resource with the members that further reads go by, to find out which calls they make.
enum SampleDocument {
  static func of(_ type: ResourceType) -> AWSObject {
    var document = members
    document[type.idMember] = "example"
    return document
  }

  private static let members: AWSObject = [
    "Arn": "arn:aws:iam::123456789012:role/example", "Path": "/",
    "TrailARN": "arn:aws:cloudtrail:us-east-1:123456789012:trail/example",
    "UserName": "example", "RoleName": "example", "GroupName": "example", "PolicyName": "example",
    "DefaultVersionId": "v1", "Name": "example", "OwnerId": "123456789012",
    "InstanceId": "i-1", "ImageId": "ami-1", "VpcId": "vpc-1", "SubnetId": "subnet-1",
    "VolumeId": "vol-1", "SnapshotId": "snap-1", "KmsKeyId": "key-1", "DhcpOptionsId": "dopt-1",
    "State": ["Name": "running"],
    "IamInstanceProfile": ["Arn": "arn:aws:iam::123456789012:instance-profile/example"],
    "SecurityGroups": [["GroupId": "sg-1", "GroupName": "example"]],
    "Attachments": [["InstanceId": "i-1", "VpcId": "vpc-1"]],
    "BlockDeviceMappings": [["DeviceName": "a", "Ebs": ["VolumeId": "vol-1", "SnapshotId": "s"]]],
    "NetworkInterfaces": [
      ["NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "Groups": [["GroupId": "sg-1"]]]
    ],
    "Associations": [["SubnetId": "subnet-1"]],
    "Routes": [["NatGatewayId": "nat-1", "State": "active"]],
    "IpPermissions": [["PrefixListIds": [["PrefixListId": "pl-1"]]]],
  ]
}
