internal import RulePackData

/// The rules that ship, as text: Cloud Custodian policies, each with cases that show what it
/// matches and what it would do.
///
/// Neighbours: the harness and the command line load them by name, through Remediation's
/// `PolicyFile`. Invariant: the names are unique and in order.
package enum RulePacks {
  /// All of them, by name.
  package static let all: [RulePack] = {
    var packs: [RulePack] = []
    while let entry = rule_pack_at(packs.count)?.pointee, let name = entry.name {
      packs.append(
        RulePack(
          name: String(cString: name), policy: text(entry.policy, entry.policy_count),
          cases: text(entry.cases, entry.cases_count)))
    }
    return packs
  }()

  /// nil for a name that no rule has; `ec2-open-admin-port` without its family is found too.
  package static func named(_ name: String) -> RulePack? {
    all.first { $0.name == name } ?? all.first { $0.name.hasSuffix("/\(name)") }
  }

  private static func text(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}

/// One rule that ships.
package struct RulePack: Hashable, Sendable {
  /// `foundational/ec2-open-admin-port`
  package let name: String
  /// A policy file.
  package let policy: String
  /// Resources in, matches and calls out.
  package let cases: String

  /// The policy file's name, for diagnostics.
  package var policyFile: String { "\(name)/policy.yml" }
  package var casesFile: String { "\(name)/cases.yml" }
}
