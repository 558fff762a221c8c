import AWS

/// For what adds an entry to a network ACL or changes one.
struct NetworkAclEntryInput: OperationInput {
  static let members = [
    "NetworkAclId", "RuleNumber", "Protocol", "RuleAction", "Egress", "CidrBlock",
    "Ipv6CidrBlock", "PortRange.From", "PortRange.To", "IcmpTypeCode.Type", "IcmpTypeCode.Code",
    "DryRun",
  ]
  let members: Members

  init(_ members: Members) { self.members = members }

  var aclID: String { members.string("NetworkAclId") ?? "" }
  var ruleNumber: Int { members.integer("RuleNumber") ?? 0 }
  var isEgress: Bool { members.bool("Egress") ?? false }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2NetworkACL.type, aclID)]
  }

  /// The entry that the request tells of.
  func entry() throws(AWSError) -> EC2NetworkACL.Entry {
    try Self.checkNumber(ruleNumber)
    let ipProtocol = try ipProtocol()
    let action = members.string("RuleAction") ?? ""
    guard action == "allow" || action == "deny" else {
      throw EC2Error.invalid(action, for: "ruleAction", "Valid values are allow and deny.")
    }
    return EC2NetworkACL.Entry(
      ruleNumber: ruleNumber, isEgress: isEgress, ipProtocol: ipProtocol,
      isAllowed: action == "allow", block: try block(), ports: try ports(ipProtocol),
      icmp: try icmp(ipProtocol))
  }

  static func checkNumber(_ number: Int) throws(AWSError) {
    guard (1...32766).contains(number) else {
      throw EC2Error.invalid(
        String(number), for: "ruleNumber", "The rule number must be between 1 and 32766.")
    }
  }

  private func ipProtocol() throws(AWSError) -> Int {
    let text = members.string("Protocol") ?? ""
    let names = ["all": -1, "icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58]
    guard let number = names[text.lowercased()] ?? Int(text), (-1...255).contains(number) else {
      throw EC2Error.invalid(text, for: "protocol", "Unknown protocol.")
    }
    return number
  }

  private func block() throws(AWSError) -> String {
    switch (members.string("CidrBlock"), members.string("Ipv6CidrBlock")) {
    case (let text?, nil):
      guard let block = IPv4Block(text) else {
        throw EC2Error.invalid(text, for: "cidrBlock", "This is not a valid CIDR block.")
      }
      return block.description
    case (nil, let text?):
      guard let block = IPv6Block(text) else {
        throw EC2Error.invalid(text, for: "ipv6CidrBlock", "This is not a valid CIDR block.")
      }
      return block.description
    case (nil, nil): throw EC2Error.missing("cidrBlock")
    case (_?, _?): throw EC2Error.combination("cidrBlock", "ipv6CidrBlock")
    }
  }

  /// TCP and UDP need them; all others have none.
  private func ports(_ ipProtocol: Int) throws(AWSError) -> ClosedRange<Int>? {
    guard ipProtocol == 6 || ipProtocol == 17 else { return nil }
    guard let range = members.object("PortRange"), let from = range["From"]?.integer,
      let to = range["To"]?.integer
    else { throw EC2Error.missing("portRange") }
    guard (0...65535).contains(from), (0...65535).contains(to), from <= to else {
      throw EC2Error.invalid("Invalid port range: \(from)-\(to)")
    }
    return Int(from)...Int(to)
  }

  private func icmp(_ ipProtocol: Int) throws(AWSError) -> EC2NetworkACL.Entry.ICMP? {
    guard ipProtocol == 1 || ipProtocol == 58 else { return nil }
    guard let code = members.object("IcmpTypeCode") else {
      throw EC2Error.missing("icmpTypeCode.type")
    }
    return .init(
      type: Int(code["Type"]?.integer ?? -1), code: Int(code["Code"]?.integer ?? -1))
  }
}
