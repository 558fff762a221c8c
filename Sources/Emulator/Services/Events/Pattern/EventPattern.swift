import AWS

/// An event pattern, compiled: which events a rule wants
/// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
///
/// Every field named must match one of its alternatives. Of a list in the event any element may
/// match; fields below one element of a list of objects must match together.
struct EventPattern: Hashable, Sendable {
  private let root: Fields

  /// Throws `InvalidEventPatternException` for what is no pattern.
  init(_ text: String) throws(AWSError) {
    let value: AWSValue
    do {
      value = try JSON.parse(text)
    } catch {
      throw EventsError.pattern("\(error.message) at byte \(error.offset)")
    }
    guard let object = value.object else { throw EventsError.pattern("Filter is not an object") }
    root = try Fields(object)
  }

  func matches(_ event: AWSValue) -> Bool { root.matches(event) }

  /// The fields of one object of the pattern.
  struct Fields: Hashable, Sendable {
    var fields: [Field] = []
    /// Of each `$or` one alternative must match.
    var alternatives: [[Fields]] = []

    struct Field: Hashable, Sendable {
      let name: String
      let condition: Condition
    }

    indirect enum Condition: Hashable, Sendable {
      case below(Fields)
      case oneOf([EventMatcher])
    }

    init(_ object: AWSObject) throws(AWSError) {
      guard !object.isEmpty else { throw EventsError.pattern("Empty objects are not allowed") }
      for (name, value) in object {
        switch value {
        case .list(let items) where name == "$or" && items.allSatisfy { $0.object != nil }:
          alternatives.append(try Self.alternatives(items))
        case .object(let inner):
          fields.append(Field(name: name, condition: .below(try Fields(inner))))
        case .list(let items):
          guard !items.isEmpty else { throw EventsError.pattern("Empty arrays are not allowed") }
          var matchers: [EventMatcher] = []
          for item in items { matchers.append(try EventMatcher(item)) }
          fields.append(Field(name: name, condition: .oneOf(matchers)))
        default:
          throw EventsError.pattern("\"\(name)\" must be an object or an array")
        }
      }
    }

    private static func alternatives(_ items: [AWSValue]) throws(AWSError) -> [Fields] {
      guard items.count >= 2 else {
        throw EventsError.pattern("There must have at least 2 Objects in $or relationship.")
      }
      var alternatives: [Fields] = []
      for item in items { alternatives.append(try Fields(item.object ?? [:])) }
      return alternatives
    }

    func matches(_ value: AWSValue?) -> Bool {
      if case .list(let items) = value {
        return items.contains { matches($0) }
      }
      return fields.allSatisfy { field in
        let inner = value?[field.name]
        switch field.condition {
        case .below(let fields): return fields.matches(inner)
        case .oneOf(let matchers): return matchers.contains { $0.matches(inner) }
        }
      } && alternatives.allSatisfy { $0.contains { $0.matches(value) } }
    }
  }
}
