import AWS

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
enum CreateNetworkAclEntry: OperationHandler {
  static func access(_ input: NetworkAclEntryInput, _ call: Call) throws(AWSError)
    -> [AccessCheck]
  { try input.access(call) }

  static func perform(_ input: NetworkAclEntryInput, _ call: inout Call) throws(AWSError)
    -> AWSObject
  {
    let acl = try call.networkACL(input.aclID)
    let entry = try input.entry()
    if acl.has(input.ruleNumber, isEgress: input.isEgress) {
      throw AWSError(
        "NetworkAclEntryAlreadyExists",
        "The network acl entry identified by \(input.ruleNumber) already exists.")
    }
    try call.endDryRun(input.members.isDryRun)
    try call.ec2.insert(entry, into: acl.id, call.scope)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry.html
enum ReplaceNetworkAclEntry: OperationHandler {
  static func access(_ input: NetworkAclEntryInput, _ call: Call) throws(AWSError)
    -> [AccessCheck]
  { try input.access(call) }

  static func perform(_ input: NetworkAclEntryInput, _ call: inout Call) throws(AWSError)
    -> AWSObject
  {
    let acl = try call.networkACL(input.aclID)
    let entry = try input.entry()
    try acl.mustHave(input.ruleNumber, isEgress: input.isEgress)
    try call.endDryRun(input.members.isDryRun)
    try call.ec2.insert(entry, into: acl.id, call.scope)
    return [:]
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAclEntry.html
enum DeleteNetworkAclEntry: OperationHandler {
  struct Input: OperationInput {
    static let members = ["NetworkAclId", "RuleNumber", "Egress", "DryRun"]
    let entry: NetworkAclEntryInput

    init(_ members: Members) { entry = NetworkAclEntryInput(members) }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try input.entry.access(call)
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let entry = input.entry
    let acl = try call.networkACL(entry.aclID)
    try NetworkAclEntryInput.checkNumber(entry.ruleNumber)
    try acl.mustHave(entry.ruleNumber, isEgress: entry.isEgress)
    try call.endDryRun(entry.members.isDryRun)
    try call.ec2.deleteEntry(entry.ruleNumber, isEgress: entry.isEgress, of: acl.id)
    return [:]
  }
}

extension EC2NetworkACL {
  fileprivate func has(_ number: Int, isEgress: Bool) -> Bool {
    entries.contains { $0.ruleNumber == number && $0.isEgress == isEgress }
  }

  fileprivate func mustHave(_ number: Int, isEgress: Bool) throws(AWSError) {
    if !has(number, isEgress: isEgress) {
      throw AWSError(
        "InvalidNetworkAclEntry.NotFound",
        "The network acl entry identified by \(number) does not exist.")
    }
  }
}
