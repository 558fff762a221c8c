import AWS

/// Gives a prefix list the entries of an earlier version, as a new one
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RestoreManagedPrefixListVersion.html).
enum RestoreManagedPrefixListVersion: OperationHandler {
  struct Input: OperationInput {
    static let members = ["PrefixListId", "PreviousVersion", "CurrentVersion", "DryRun"]
    let id: String
    let previous: Int
    let current: Int
    let isDryRun: Bool

    init(_ members: Members) {
      id = members.string("PrefixListId") ?? ""
      previous = members.integer("PreviousVersion") ?? 0
      current = members.integer("CurrentVersion") ?? 0
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    [try call.ec2Check(EC2PrefixList.type, input.id)]
  }

  /// Errors: `IncorrectState`, `PrefixListVersionMismatch`, `InvalidParameterValue` for a version
  /// that was never, `PrefixListMaxEntriesExceeded` where the list has shrunk since.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    var list = try call.settledPrefixList(input.id)
    if Int64(input.current) != list.version { throw PrefixListRules.versionMismatch }
    let previous = Int64(input.previous)
    try list.checkVersion(previous)
    let store = call.ec2
    let earlier = try store.entries(of: list, version: previous)
    if earlier.count > list.maxEntries { throw PrefixListRules.full(list.maxEntries) }
    let present = try store.entries(of: list, version: list.version)
    try call.endDryRun(input.isDryRun)

    list.goal = .restore
    list.goalSet = call.now
    list.message = nil
    list.version += 1
    try store.update(list)
    let stays = Set(present.map(\.number)).intersection(earlier.map(\.number))
    for entry in present where !stays.contains(entry.number) { try store.end(entry, of: list) }
    for entry in earlier where !stays.contains(entry.number) {
      try store.add(entry.block, entry.description, to: list)
    }
    return try call.answer(list, version: list.version - 1)
  }
}

extension EC2PrefixList {
  /// Whether there is, or was, such a version.
  func checkVersion(_ version: Int64) throws(AWSError) {
    if !(1...self.version).contains(version) {
      throw EC2Error.invalid(
        String(version), for: "TargetVersion", "The prefix list has no such version.")
    }
  }
}
