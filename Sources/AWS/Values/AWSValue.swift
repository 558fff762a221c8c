internal import OrderedCollections

/// A value as AWS speaks it, whatever the wire: what a request carries, what an answer says, what
/// a rule looks at.
///
/// Equality ignores the order of an object's members and takes `1` and `1.0` as different.
package enum AWSValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case timestamp(Timestamp)
  case list([AWSValue])
  case object(AWSObject)
}

/// Named members in the order in which they were put in.
package struct AWSObject: Sendable {
  private var members: OrderedDictionary<String, AWSValue>

  package init() { members = [:] }

  package init(_ pairs: [(String, AWSValue)]) {
    members = OrderedDictionary(pairs, uniquingKeysWith: { _, last in last })
  }

  /// Members whose names are known to differ, which spares looking for those named before.
  package init(distinct pairs: [(String, AWSValue)]) {
    members = OrderedDictionary(
      uncheckedUniqueKeys: pairs.lazy.map(\.0), values: pairs.lazy.map(\.1))
  }

  package subscript(name: String) -> AWSValue? {
    get { place(of: name).map { members.values[$0] } }
    set { members[name] = newValue }
  }

  /// Where a member is. In objects of few members most names differ in their lengths already,
  /// which is seen sooner than that they are other texts.
  private func place(of name: String) -> Int? {
    guard members.count <= Self.fewMembers else { return members.index(forKey: name) }
    let length = name.utf8.count
    let found = members.keys.elements.withUnsafeBufferPointer { keys in
      keys.firstIndex { $0.utf8.count == length && $0 == name }
    }
    if found != nil || name.utf8.allSatisfy({ $0 < 0x80 }) { return found }
    return members.index(forKey: name)
  }

  private static let fewMembers = 15

  /// Whether a member is this text, by code points.
  package func has(_ name: String, _ text: String) -> Bool {
    guard let place = place(of: name), case .string(let found) = members.values[place] else {
      return false
    }
    return found.utf8.count == text.utf8.count && found == text
      && found.utf8.elementsEqual(text.utf8)
  }

  package var keys: [String] { members.keys.elements }
  package var isEmpty: Bool { members.isEmpty }
  package var count: Int { members.count }

  /// Sets a member unless the value is nil: for answers in which AWS leaves out what isn't there.
  package mutating func set(_ name: String, _ value: AWSValue?) {
    if let value { members[name] = value }
  }
}

extension AWSObject: Hashable {
  package static func == (a: AWSObject, b: AWSObject) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count {
      let key = a.members.keys[index]
      // Mostly the order is the same too.
      let value = b.members.keys[index] == key ? b.members.values[index] : b[key]
      if value != a.members.values[index] { return false }
    }
    return true
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    var sum = 0
    for (key, value) in members {
      var one = Hasher()
      one.combine(key)
      one.combine(value)
      sum &+= one.finalize()
    }
    hasher.combine(sum)
  }
}

extension AWSObject: ExpressibleByDictionaryLiteral {
  /// A literal names each member once, which spares looking for those named before.
  package init(dictionaryLiteral elements: (String, AWSValue)...) { self.init(literal: elements) }

  fileprivate init(literal elements: [(String, AWSValue)]) {
    members = OrderedDictionary(
      uncheckedUniqueKeys: elements.lazy.map(\.0), values: elements.lazy.map(\.1))
  }
}

extension AWSObject: Sequence {
  package struct Iterator: IteratorProtocol {
    private let members: OrderedDictionary<String, AWSValue>
    private var index = 0

    fileprivate init(_ members: OrderedDictionary<String, AWSValue>) { self.members = members }

    package mutating func next() -> (key: String, value: AWSValue)? {
      guard index < members.count else { return nil }
      defer { index += 1 }
      return members.elements[index]
    }
  }

  package func makeIterator() -> Iterator { Iterator(members) }
}

extension AWSValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByFloatLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(arrayLiteral elements: AWSValue...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, AWSValue)...) {
    self = .object(AWSObject(literal: elements))
  }
}

extension AWSValue {
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }
  package var integer: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }
  package var double: Double? {
    switch self {
    case .double(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
  package var timestamp: Timestamp? {
    if case .timestamp(let value) = self { value } else { nil }
  }
  package var list: [AWSValue]? {
    if case .list(let value) = self { value } else { nil }
  }
  package var object: AWSObject? {
    if case .object(let value) = self { value } else { nil }
  }
  package var isNull: Bool { self == .null }

  /// A member of an object; nil for any other value.
  package subscript(name: String) -> AWSValue? { object?[name] }

  /// Whether it is an object with a member that is this text, by code points.
  package func has(_ name: String, _ text: String) -> Bool {
    guard case .object(let object) = self else { return false }
    return object.has(name, text)
  }

  /// The member at the end of a path of names; nil where the path breaks off.
  package func at(_ path: String...) -> AWSValue? {
    var here: AWSValue? = self
    for name in path { here = here?[name] }
    return here
  }
}
