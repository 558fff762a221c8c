import AWS
import Emulator
import TestKit
import Testing

/// The policy that denies ways out of a network, over an administrator who may do everything.
struct EssayPolicyTests {
  private static let noWayOut = """
    {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["ec2:AttachInternetGateway",\
    "ec2:CreateInternetGateway","ec2:CreateEgressOnlyInternetGateway",\
    "ec2:CreateVpcPeeringConnection","ec2:AcceptVpcPeeringConnection","globalaccelerator:Create*",\
    "globalaccelerator:Update*"],"Resource":"*"}]}
    """

  private let company: Company
  private let policy: String

  init() throws {
    company = try Company { $0.iam = .enforce }
    try company.join()
    try company.enable()
    policy = try company.policy("NoWayOut", content: Self.noWayOut)
  }

  private func refusal(_ operation: String, _ input: AWSObject, _ account: String) -> AWSError? {
    Client(company.world, account: account).error("ec2", operation, input)
  }

  private func calls(_ account: String) throws -> [(String, AWSObject)] {
    let client = Client(company.world, account: account)
    let vpc = try client.call("ec2", "DescribeVpcs")["Vpcs"]?.list?.first?["VpcId"] ?? ""
    return [
      ("CreateInternetGateway", [:]), ("CreateEgressOnlyInternetGateway", ["VpcId": vpc]),
      ("CreateVpcPeeringConnection", ["VpcId": vpc, "PeerVpcId": "vpc-0123456789abcdef0"]),
    ]
  }

  @Test func memberIsHeldWhereverThePolicyHangs() throws {
    let prod = try company.unit("Prod")
    try company.call(
      "MoveAccount",
      [
        "AccountId": .string(Company.member), "SourceParentId": .string(company.root),
        "DestinationParentId": .string(prod),
      ])
    for target in [company.root, prod, Company.member] {
      for (operation, input) in try calls(Company.member) {
        #expect(refusal(operation, input, Company.member) == nil, "\(operation) before")
      }
      try company.attach(policy, to: target)
      for (operation, input) in try calls(Company.member) {
        let error = refusal(operation, input, Company.member)
        #expect(error?.code == "UnauthorizedOperation", "\(operation) below \(target)")
        let reason = "with an explicit deny in a service control policy"
        #expect(error?.message.contains(reason) == true)
        #expect(company.world.latestRefusal?.prong == .scp)
      }
      try company.call(
        "DetachPolicy", ["PolicyId": .string(policy), "TargetId": .string(target)])
    }
  }

  @Test func managementAccountIsNotHeld() throws {
    try company.attach(policy, to: company.root)
    for (operation, input) in try calls(Company.management) {
      #expect(refusal(operation, input, Company.management) == nil, "\(operation)")
    }
  }

  @Test func acceptingAPeerIsHeldThoughAskingElsewhereIsNot() throws {
    try company.attach(policy, to: Company.member)
    let asking = Client(company.world)
    let answering = Client(company.world, account: Company.member)
    let own = try asking.call("ec2", "CreateVpc", ["CidrBlock": "10.1.0.0/16"])["Vpc"]?["VpcId"]
    let peer = try answering.call("ec2", "DescribeVpcs")["Vpcs"]?.list?.first?["VpcId"]
    let peering = try asking.call(
      "ec2", "CreateVpcPeeringConnection",
      ["VpcId": own ?? "", "PeerVpcId": peer ?? "", "PeerOwnerId": .string(Company.member)])
    let id = peering["VpcPeeringConnection"]?["VpcPeeringConnectionId"] ?? ""
    let error = answering.error(
      "ec2", "AcceptVpcPeeringConnection", ["VpcPeeringConnectionId": id])
    #expect(error?.code == "UnauthorizedOperation")
    try answering.call("ec2", "RejectVpcPeeringConnection", ["VpcPeeringConnectionId": id])
  }

  @Test func keysOfAPeeringNameBothNetworks() throws {
    let only = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Deny",\
      "Action":"ec2:CreateVpcPeeringConnection",\
      "Resource":"arn:aws:ec2:*:*:vpc-peering-connection/*","Condition":{"StringNotLike":\
      {"ec2:AccepterVpc":"arn:aws:ec2:*:123456789012:vpc/*"}}}]}
      """
    let keys = try company.policy("OnlyOwnPeers", content: only)
    try company.attach(keys, to: Company.member)
    let vpc = try Client(company.world, account: Company.member).call("ec2", "DescribeVpcs")[
      "Vpcs"]?.list?.first?["VpcId"] ?? ""
    var input: AWSObject = [
      "VpcId": vpc, "PeerVpcId": "vpc-0123456789abcdef0", "PeerOwnerId": "777788889999",
    ]
    #expect(
      refusal("CreateVpcPeeringConnection", input, Company.member)?.code
        == "UnauthorizedOperation")
    input["PeerOwnerId"] = "123456789012"
    #expect(refusal("CreateVpcPeeringConnection", input, Company.member) == nil)
  }
}
