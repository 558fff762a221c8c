import AWS

/// Makes a prefix list, of one family of addresses, for so many entries
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateManagedPrefixList.html).
enum CreateManagedPrefixList: OperationHandler {
  struct Input: OperationInput {
    static let members =
      [
        "PrefixListName", "MaxEntries", "AddressFamily", "Entries.Cidr", "Entries.Description",
        "ClientToken", "DryRun",
      ] + EC2TagRules.members
    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    call.ec2Creation(EC2PrefixList.type, input.members)
  }

  /// A request that is sent again with its token makes nothing anew.
  ///
  /// Errors: `InvalidParameterValue`, `PrefixListMaxEntriesExceeded`,
  /// `IdempotentParameterMismatch`.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let name = members.string("PrefixListName") ?? ""
    try PrefixListRules.checkName(name)
    let family = try PrefixListRules.family(members.string("AddressFamily") ?? "")
    let size = members.integer("MaxEntries") ?? 0
    try PrefixListRules.checkSize(size)
    let given = members.objects("Entries") ?? []
    if given.count > PrefixListRules.perRequest {
      throw EC2Error.invalid("The number of entries per request cannot exceeds limit (100).")
    }
    let entries = try PrefixListRules.entries(given, family)
    var seen: Set<String> = []
    for entry in entries where !seen.insert(entry.block).inserted {
      throw PrefixListRules.exists(entry.block, entry.description)
    }
    if entries.count > size { throw PrefixListRules.full(size) }
    let tags = try EC2TagRules.specified(members, for: EC2PrefixList.type)
    try call.endDryRun(members.isDryRun)

    let token = members.string("ClientToken").flatMap { $0.isEmpty ? nil : $0 }
    let store = call.ec2
    if let token,
      let made = try store.prefixList(ofToken: token, in: call.scope, at: call.now)
    {
      guard made.name == name, made.family == family, made.maxEntries == size else {
        throw AWSError(
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous "
            + "request(s).")
      }
      return try call.answer(made)
    }
    let list = EC2PrefixList(
      id: call.world.resourceID("pl-"), account: call.account, region: call.region, name: name,
      family: family, maxEntries: size, version: 1, goal: .create,
      goalSet: call.now, message: nil, now: call.now, number: 0)
    try store.insert(list, token: token)
    for entry in entries { try store.add(entry.block, entry.description, to: list) }
    try store.tag(list.id, type: EC2PrefixList.type, tags, call.scope)
    return try call.answer(list)
  }
}
