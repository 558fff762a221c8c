import AWS
import Testing

@testable import Remediation

@Suite struct ReachableInstanceTests {
  static let instance: AWSObject = [
    "InstanceId": "i-1", "VpcId": "vpc-1", "State": ["Name": "running"],
    "NetworkInterfaces": [
      [
        "NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1",
        "Groups": [["GroupId": "sg-1"]],
        "PrivateIpAddresses": [["Association": ["PublicIp": "54.1.2.3"]]],
      ]
    ],
    "stormdrill:SecurityGroups": [
      [
        "GroupId": "sg-1",
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": 20, "ToPort": 25,
            "IpRanges": [["CidrIp": "0.0.0.0/0"]],
          ]
        ],
      ]
    ],
    "stormdrill:RouteTables": [
      [
        "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [["Main": true]],
        "Routes": [["DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"]],
      ]
    ],
    "stormdrill:NetworkAcls": [
      [
        "NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": true,
        "Entries": [
          [
            "RuleNumber": 100, "Protocol": "-1", "RuleAction": "allow", "Egress": false,
            "CidrBlock": "0.0.0.0/0",
          ],
          [
            "RuleNumber": 100, "Protocol": "-1", "RuleAction": "allow", "Egress": true,
            "CidrBlock": "0.0.0.0/0",
          ],
        ],
      ]
    ],
    "stormdrill:InternetGateways": [
      [
        "InternetGatewayId": "igw-1",
        "Attachments": [["VpcId": "vpc-1", "State": "available"]],
      ]
    ],
    "stormdrill:VpcBlockPublicAccess": "off",
  ]

  static func without(_ member: String, _ value: AWSValue) -> AWSObject {
    var document = instance
    document[member] = value
    return document
  }

  @Test func everythingOnTheWayMustLetThePacketThrough() throws {
    let ssh = try policy(on: "ec2", ["type": "reachable-from-internet", "ports": [22]])
    #expect(ssh.matches(Self.instance))
    #expect(try policy(on: "ec2", "reachable-from-internet").matches(Self.instance))
    #expect(
      try !policy(on: "ec2", ["type": "reachable-from-internet", "ports": [80]])
        .matches(Self.instance))
    #expect(!ssh.matches(Self.without("State", ["Name": "stopped"])))
    #expect(!ssh.matches(Self.without("stormdrill:InternetGateways", [])))
    #expect(
      !ssh.matches(Self.without("stormdrill:VpcBlockPublicAccess", "block-bidirectional")))
    var excluded = Self.without("stormdrill:VpcBlockPublicAccess", "block-bidirectional")
    excluded["stormdrill:VpcBlockPublicAccessExclusions"] = [
      [
        "ResourceArn": "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1",
        "InternetGatewayExclusionMode": "allow-bidirectional", "State": "create-complete",
      ]
    ]
    #expect(ssh.matches(excluded))
    #expect(ssh.problem(with: Self.without("stormdrill:RouteTables", [])) != nil)
    #expect(ssh.problem(with: ["InstanceId": "i-1"]) != nil)
    let notes = try ssh.notes(on: Self.instance)
    #expect(notes[ReachableInstanceFilter.member]?.list?.first?["Interface"] == "eni-1")
  }
}
