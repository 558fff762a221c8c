import AWS

/// Changes a prefix list: its entries, which makes a version, or its name and size, which doesn't
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html).
///
/// What goes is taken away before anything is added, so that a call may change a description.
enum ModifyManagedPrefixList: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "PrefixListId", "CurrentVersion", "PrefixListName", "AddEntries.Cidr",
      "AddEntries.Description", "RemoveEntries.Cidr", "MaxEntries", "DryRun",
    ]
    let members: Members

    init(_ members: Members) { self.members = members }

    var id: String { members.string("PrefixListId") ?? "" }
    var added: [AWSObject] { members.objects("AddEntries") ?? [] }
    var removed: [String] {
      (members.objects("RemoveEntries") ?? []).map { $0["Cidr"]?.string ?? "" }
    }
    var changesEntries: Bool { !added.isEmpty || !removed.isEmpty }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2PrefixList.type, input.id)]
  }

  /// Errors: `IncorrectState` while another change is under way, `PrefixListVersionMismatch`,
  /// `InvalidPrefixListModification`, `PrefixListMaxEntriesExceeded`,
  /// `InvalidParameterCombination` for entries and a size at once,
  /// `RulesPerSecurityGroupLimitExceeded` for a size that a group has no room for.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    var list = try call.settledPrefixList(input.id)
    if let name = members.string("PrefixListName") {
      try PrefixListRules.checkName(name)
      list.name = name
    }
    let size = members.integer("MaxEntries")
    if size != nil, input.changesEntries {
      throw AWSError(
        "InvalidParameterCombination",
        "You cannot modify the entries and the maximum entries for the prefix list in the same "
          + "request.")
    }
    let store = call.ec2
    let present = try store.entries(of: list, version: list.version)
    if let size {
      try PrefixListRules.checkSize(size)
      if size < present.count { throw PrefixListRules.full(size) }
      list.maxEntries = size
    }
    var change = Change()
    if input.changesEntries {
      try checkVersion(members.integer("CurrentVersion"), list)
      change = try Change(input, list, present)
    }
    try call.endDryRun(members.isDryRun)

    let before = list.version
    list.goal = .modify
    list.goalSet = call.now
    list.message = nil
    if input.changesEntries { list.version += 1 }
    try store.update(list)
    for entry in change.ended { try store.end(entry, of: list) }
    for entry in change.added { try store.add(entry.block, entry.description, to: list) }
    if size != nil { try checkGroups(list, call) }
    // The version of before, until the change is through.
    return try call.answer(list, version: before)
  }

  private static func checkVersion(_ version: Int?, _ list: EC2PrefixList) throws(AWSError) {
    guard let version, version >= 1 else {
      throw EC2Error.invalid(
        "The specified value for version is not valid. The value must be greater than (1).")
    }
    if Int64(version) != list.version { throw PrefixListRules.versionMismatch }
  }

  /// Each rule that names the list weighs as much as the list may hold.
  private static func checkGroups(_ list: EC2PrefixList, _ call: Call) throws(AWSError) {
    for group in try call.ec2.groups(withPrefixList: list.id) {
      try call.checkRoom(in: group)
    }
  }

  private struct Change {
    var ended: [EC2PrefixList.Entry] = []
    var added: [PrefixListRules.NewEntry] = []

    init() {}

    init(_ input: Input, _ list: EC2PrefixList, _ present: [EC2PrefixList.Entry]) throws(AWSError) {
      if max(input.added.count, input.removed.count) > PrefixListRules.perRequest {
        throw EC2Error.invalid(
          "The request cannot contain more than 100 entry additions or removals.")
      }
      var kept = present
      for text in input.removed {
        let block = try PrefixListRules.block(text, list.family)
        guard let place = kept.firstIndex(where: { $0.block == block }) else {
          throw PrefixListRules.isMissing(block)
        }
        ended.append(kept.remove(at: place))
      }
      added = try PrefixListRules.entries(input.added, list.family)
      var blocks = Set(kept.map(\.block))
      for entry in added where !blocks.insert(entry.block).inserted {
        throw PrefixListRules.exists(entry.block, entry.description)
      }
      if blocks.count > list.maxEntries { throw PrefixListRules.full(list.maxEntries) }
    }
  }
}
