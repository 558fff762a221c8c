import AWS
import Documents

/// The variables of a policy (`{account_id}`, `{region}`, `{now:%Y-%m-%d}`, `{policy[name]}` ...),
/// filled in everywhere in it but in the names of its members.
///
/// As in that dialect: a text that is nothing but one field becomes the field's value, whatever its
/// type; a field that isn't known leaves its whole text as it is; any other mistake in braces, in a
/// comment too, keeps the policy from being used.
struct PolicyVariables {
  let account: String
  let region: String
  let now: Timestamp
  private let policy: Node
  private let policyValue: AWSValue
  /// How much more may be filled in: bytes of text, and values.
  private var budget = 1 << 20
  /// Whether `{now}` stays as it is: a mode that runs in a Lambda leaves it to the actions.
  private let keepsNow: Bool
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether something that decides was filled in with what depends on where and when it runs.
  private(set) var usesContext = false
  private var decides = true

  init(_ policy: Node, account: String, region: String, now: Timestamp) {
    self.policy = policy
    policyValue = policy.value
    self.account = account
    self.region = region
    self.now = now
    let mode = policy["mode"]?["type"]?.string
    keepsNow = mode != nil && mode != "pull"
  }

  /// What stands for the account and region where a policy is read before it runs anywhere.
  static func sample(_ policy: Node) -> PolicyVariables {
    PolicyVariables(
      policy, account: "123456789012", region: "us-east-1",
      now: CalendarTime(year: 2026, month: 1, day: 31).timestamp)
  }

  /// Whether there are braces anywhere in it.
  static func areUsed(in node: Node) -> Bool {
    switch node.kind {
    case .string(let text): FormatString.hasMarkup(text)
    case .sequence(let items): items.contains(where: areUsed)
    case .mapping(let pairs): pairs.contains { areUsed(in: $0.value) }
    default: false
    }
  }

  /// The policy with its variables filled in.
  mutating func filled() -> Node {
    guard let pairs = policy.mapping else { return policy }
    var out: [Node.Pair] = []
    out.reserveCapacity(pairs.count)
    for pair in pairs {
      decides = Self.deciding.contains(pair.key.string ?? "")
      out.append(Node.Pair(key: pair.key, value: fill(pair.value)))
    }
    var filled = Node(.mapping(out), at: policy.position)
    restore(&filled)
    return filled
  }

  /// What decides what a policy does; the rest tells, or is for a Lambda.
  private static let deciding: Set<String> = [
    "filters", "actions", "conditions", "query", "region", "start", "end", "max-resources",
    "max-resources-percent",
  ]

  private mutating func fill(_ node: Node) -> Node {
    switch node.kind {
    case .string(let text):
      guard FormatString.hasMarkup(text), budget >= 0 else { return node }
      return fill(text, node)
    case .sequence(let items): return Node(.sequence(items.map { fill($0) }), at: node.position)
    case .mapping(let pairs):
      let filled = pairs.map { Node.Pair(key: $0.key, value: fill($0.value)) }
      return Node(.mapping(filled), at: node.position)
    default: return node
    }
  }

  private mutating func fill(_ text: String, _ node: Node) -> Node {
    var asks = false
    do throws(FormatValue.Failure) {
      let found = try Template.fillKeepingType(text, limit: budget) { name in
        switch name {
        case "account_id", "region", "partition", "policy": asks = true
        case "now": asks = asks || !keepsNow
        default: break
        }
        return value(name)
      }
      usesContext = usesContext || asks && decides
      budget -= found.weight
      if budget < 0 { throw .tooLarge }
      switch found {
      case .value(let value): return Node(of: value, at: node.position)
      case .time(let time): return Node(.string(TimeFormat.plain(time)), at: node.position)
      case .later(let name): return Node(.string("{\(name)}"), at: node.position)
      }
    } catch {
      let problem: String?
      switch error {
      case .unknown: problem = nil
      case .broken(let message): problem = message
      case .tooLarge:
        problem = "the policy becomes too large by them"
        budget = -1
      }
      if let message = problem, diagnostics.count < Diagnostic.limit {
        diagnostics.append(
          Diagnostic(
            node.position, "the variables in `\(text.shortened)` can't be filled in: \(message)",
            suggestion: "expected `{{` and `}}` for braces that stand for themselves"))
      }
      return node
    }
  }

  private func value(_ name: String) -> FormatValue? {
    switch name {
    case "account_id": return .value(.string(account))
    case "region": return .value(.string(region))
    case "partition": return .value(.string(Template.partition(of: region)))
    case "policy": return .value(policyValue)
    case "now": return keepsNow ? .later("now") : .time(now)
    default:
      return Template.later.contains(name) ? .value(.string("{\(name)}")) : nil
    }
  }

  /// A mode's `member-role` and the subject of a notice keep their braces.
  private func restore(_ filled: inout Node) {
    if let role = policy["mode"]?["member-role"] {
      filled.change("mode") { $0.change("member-role") { $0 = role } }
    }
    guard let actions = policy["actions"]?.sequence else { return }
    filled.change("actions") { node in
      guard var items = node.sequence else { return }
      for (index, action) in actions.enumerated() where action["type"]?.string == "notify" {
        guard let subject = action["subject"] else { continue }
        items[index].change("subject") { $0 = subject }
      }
      node = Node(.sequence(items), at: node.position)
    }
  }
}

extension Node {
  /// A value without places, as if all of it stood at one.
  fileprivate init(of value: AWSValue, at place: SourcePosition) {
    let kind: Kind
    switch value {
    case .null: kind = .null
    case .bool(let flag): kind = .bool(flag)
    case .integer(let number): kind = .integer(number)
    case .double(let number): kind = .double(number)
    case .string(let text): kind = .string(text)
    case .bytes(let bytes): kind = .string(String(decoding: bytes, as: UTF8.self))
    case .timestamp(let time): kind = .string(TimeFormat.plain(time))
    case .list(let items): kind = .sequence(items.map { Node(of: $0, at: place) })
    case .object(let object):
      kind = .mapping(
        object.map {
          Pair(key: Node(.string($0.key), at: place), value: Node(of: $0.value, at: place))
        })
    }
    self.init(kind, at: place)
  }

  /// Changes a member of a mapping, where it has it.
  fileprivate mutating func change(_ name: String, _ change: (inout Node) -> Void) {
    guard var pairs = mapping, let index = pairs.firstIndex(where: { $0.key.string == name })
    else { return }
    change(&pairs[index].value)
    kind = .mapping(pairs)
  }
}
