import AWS
import Documents

/// `set-permissions` of images: shares them with accounts, organizations, units or all, or no
/// longer; without either, with nobody.
struct SetImagePermissions: Action {
  let name = "set-permissions"
  let position: SourcePosition
  let added: [String]
  let removed: Sharers

  var hydrations: [Hydration] { [.launchPermissions] }

  func objection(to filters: [Node]) -> String? {
    removed.isMatched ? Sharing.needsFilter(name, filters) : nil
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let sharing = Sharing.ofImage(setting)
    if added.isEmpty, removed.isEmpty { return sharing.reset(in: &plan) }
    let goes: [String]
    switch removed {
    case .named(let names): goes = names
    case .matched:
      goes = Sharing.noted(setting) ?? []
      if goes.isEmpty { plan.remarks.append("`cross-account` noted nobody on \(setting.id)") }
      if goes.contains("all") {
        plan.remarks.append(
          "\(setting.id) stays public: `matched` means no groups, `remove: [all]` does")
      }
    }
    sharing.remove(
      permissions(goes, all: !removed.isMatched, setting, &plan), in: &plan)
    sharing.add(permissions(added, all: true, setting, &plan), in: &plan)
  }

  /// The permissions for some principals: all, then accounts, organizations and units.
  private func permissions(
    _ names: [String], all: Bool, _ setting: ActionSetting, _ plan: inout Plan
  ) -> [AWSValue] {
    var found: [(place: Int, permission: AWSValue)] = []
    for name in names.map({ Template.expand($0, setting.context) }) {
      if name == "all" {
        if all, !found.contains(where: { $0.place == 0 }) { found.append((0, ["Group": "all"])) }
      } else if name.utf8.prefix(12).count(where: { (48...57).contains($0) }) == 12 {
        found.append((1, ["UserId": .string(name)]))
      } else if Self.isARN(name, of: "organization") {
        found.append((2, ["OrganizationArn": .string(name)]))
      } else if Self.isARN(name, of: "ou") {
        found.append((3, ["OrganizationalUnitArn": .string(name)]))
      } else {
        plan.remarks.append("`\(name)` is no account, organization or unit")
      }
    }
    return (0...3).flatMap { place in found.filter { $0.place == place }.map(\.permission) }
  }

  /// `arn:PARTITION:organizations::ACCOUNT:organization/o-...` and `...:ou/o-.../ou-...-...`, which
  /// may go on with anything.
  private static func isARN(_ text: String, of kind: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty,
      parts[1].utf8.allSatisfy({ (65...90).contains($0 & 0xDF) || $0 == UInt8(ascii: "-") }),
      parts[2] == "organizations", parts[3].isEmpty, parts[4].utf8.count == 12,
      parts[4].utf8.allSatisfy({ (48...57).contains($0) })
    else { return false }
    let path = parts[5].split(separator: "/", omittingEmptySubsequences: false)
    guard path.count >= 2, path[0] == kind, path[1].hasPrefix("o-") else { return false }
    let organization = word(path[1].dropFirst(2))
    if kind == "organization" { return organization >= 10 }
    guard path.count >= 3, (10...32).contains(organization),
      path[1].utf8.count == organization + 2, path[2].hasPrefix("ou-")
    else { return false }
    let unit = path[2].dropFirst(3).split(separator: "-", maxSplits: 1)
    return unit.count == 2 && (4...32).contains(word(unit[0]))
      && unit[0].utf8.count == word(unit[0]) && word(unit[1]) >= 8
  }

  /// How many small letters and digits a text begins with.
  private static func word(_ text: Substring) -> Int {
    text.utf8.prefix { (97...122).contains($0) || (48...57).contains($0) }.count
  }
}

/// `remove-launch-permissions`: takes away those of the accounts that `cross-account` noted, of one
/// account, or all.
///
/// Departure: of one account that is named, Cloud Custodian asks AWS about each digit.
struct RemoveLaunchPermissions: Action {
  let name = "remove-launch-permissions"
  let position: SourcePosition
  /// nil for all.
  let accounts: Sharers?

  var hydrations: [Hydration] { [.launchPermissions] }

  func objection(to filters: [Node]) -> String? {
    accounts?.isMatched == true ? Sharing.needsFilter(name, filters) : nil
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let sharing = Sharing.ofImage(setting)
    let names: [String]
    switch accounts {
    case nil: return sharing.reset(in: &plan)
    case .named(let named)?: names = named.map { Template.expand($0, setting.context) }
    case .matched?: names = Sharing.noted(setting) ?? []
    }
    let others = names.filter { $0.hasPrefix("arn:") }
    if names.isEmpty { plan.remarks.append("`cross-account` noted nobody on \(setting.id)") }
    if !others.isEmpty {
      plan.remarks.append(
        "\(setting.id) stays shared with \(others.joined(separator: ", ")): "
          + "this action means accounts, `set-permissions` organizations too")
    }
    let users = names.filter { $0 != "all" && !$0.hasPrefix("arn:") }
    let all: [AWSValue] = names.contains("all") ? [["Group": "all"]] : []
    sharing.remove(all + users.map { ["UserId": .string($0)] }, in: &plan)
  }
}
