import AWS
import Documents

/// `has-statement`: whether a resource's policy has all the statements stated, by id or by content.
struct StatementFilter: ResourceFilter {
  struct Required: Sendable {
    /// Without `PartialMatch`.
    var elements: AWSObject
    var partial: [String]
  }

  let position: SourcePosition
  let ids: [String]
  let statements: [Required]
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let resource = run.resources[index]
    guard let policy = try PolicyText.document(resource.document["Policy"]) else { return false }
    let present = try PolicyText.statements(policy)
    var missing = ids
    for statement in present {
      if let sid = statement["Sid"]?.string, let place = missing.firstIndex(of: sid) {
        missing.remove(at: place)
      }
    }
    let more = [
      ("bucket_name", resource.document["Name"]?.string ?? ""),
      ("bucket_region", ResourceType.s3Bucket.homeScope(resource.document, resource.scope).region),
    ]
    // All are looked for, since one of them may have a problem with the policy.
    var hasAll = missing.isEmpty
    for required in statements {
      // Filled in twice, as the dialect does: when the policy is loaded, and for each resource.
      let loaded = Template.expand(.object(required.elements), run.context)
      let elements = Template.expand(loaded, run.context, more).object ?? [:]
      var found = false
      for statement in present where !found {
        found = try Self.has(statement, elements, required.partial)
      }
      if !found { hasAll = false }
    }
    return hasAll
  }

  private static func has(_ statement: AWSObject, _ wanted: AWSObject, _ partial: [String])
    throws(FilterProblem) -> Bool
  {
    var holds = !wanted.isEmpty
    for (key, value) in wanted {
      guard let present = statement[key] else {
        holds = false
        continue
      }
      let left = try Norm(value, of: key)
      let right = try Norm(present, of: key)
      let agrees = partial.contains(key) ? try left.isPart(of: right) : left == right
      if !agrees { holds = false }
    }
    return holds
  }

  /// An element of a statement for comparing: lists and strings are sets, actions without case,
  /// the keys of conditions in small letters.
  enum Norm: Equatable {
    case set([AWSValue])
    case object([String: Norm])
    case other(AWSValue)

    init(_ value: AWSValue, of key: String) throws(FilterProblem) {
      switch key {
      case "Action", "NotAction":
        let texts = value.string.map { [$0] } ?? (value.list ?? []).compactMap(\.string)
        guard !texts.isEmpty || value.list?.isEmpty == true else {
          throw FilterProblem("`\(key)` of a statement is neither a string nor a list of strings")
        }
        self = .set(texts.map { .string($0.lowercased()) })
      default: self = try Norm(value, lowercasesKeys: key == "Condition")
      }
    }

    private init(_ value: AWSValue, lowercasesKeys: Bool) throws(FilterProblem) {
      switch value {
      case .string: self = .set([value])
      case .list(let items):
        guard items.allSatisfy(Python.isHashable) else {
          throw FilterProblem("a list in a statement holds more than plain values")
        }
        self = .set(items)
      case .object(let object):
        var out: [String: Norm] = [:]
        for (key, value) in object {
          out[lowercasesKeys ? key.lowercased() : key] = try Norm(
            value, lowercasesKeys: lowercasesKeys)
        }
        self = .object(out)
      default: self = .other(value)
      }
    }

    static func == (a: Norm, b: Norm) -> Bool {
      switch (a, b) {
      case (.set(let x), .set(let y)):
        x.allSatisfy { Python.has(y, $0) } && y.allSatisfy { Python.has(x, $0) }
      case (.object(let x), .object(let y)):
        x.count == y.count && x.allSatisfy { pair in y[pair.key].map { pair.value == $0 } ?? false }
      case (.other(let x), .other(let y)): Python.equal(x, y)
      default: false
      }
    }

    /// Whether what is present includes all of this.
    func isPart(of present: Norm) throws(FilterProblem) -> Bool {
      switch (self, present) {
      case (.set(let wanted), .set(let items)): return wanted.allSatisfy { Python.has(items, $0) }
      case (.set(let wanted), .object(let object)):
        return wanted.allSatisfy { $0.string.map { object[$0] != nil } ?? false }
      case (.object(let wanted), .object(let object)):
        for (key, value) in wanted {
          guard let other = object[key] else { return false }
          if !(try value.isPart(of: other)) { return false }
        }
        return true
      case (.other(let x), .other(let y)): return Python.equal(x, y)
      default: throw FilterProblem("an element of a statement can't be matched in part")
      }
    }
  }
}
