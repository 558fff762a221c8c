internal import OrderedCollections

/// Named members in the order in which they were put in.
package struct AWSObject: Sendable {
  /// Nearly all objects are small, and documents consist of thousands of them: side by side in one
  /// place, members are copied, found and compared at a fraction of what a table costs.
  private enum Storage: Sendable {
    case few([Member])
    indirect case many(OrderedDictionary<String, AWSValue>)
  }

  private struct Member: Sendable {
    let name: String
    var value: AWSValue
  }

  private var storage: Storage

  /// Up to here a member is found sooner by looking at one after the other.
  private static let fewMembers = 15

  package init() { storage = .few([]) }

  /// Of members with the same name the last counts, at the place of the first.
  package init(_ pairs: [(String, AWSValue)]) {
    self.init()
    guard pairs.count <= Self.fewMembers else {
      storage = .many(OrderedDictionary(pairs, uniquingKeysWith: { _, last in last }))
      return
    }
    for (name, value) in pairs { self[name] = value }
  }

  /// Members whose names are known to differ, which spares looking for those named before.
  package init(distinct pairs: [(String, AWSValue)]) {
    guard pairs.count <= Self.fewMembers else {
      storage = .many(
        OrderedDictionary(
          uncheckedUniqueKeys: pairs.lazy.map(\.0), values: pairs.lazy.map(\.1)))
      return
    }
    storage = .few(pairs.map { Member(name: $0.0, value: $0.1) })
  }

  package subscript(name: String) -> AWSValue? {
    get {
      switch storage {
      case .few(let members): Self.place(of: name, in: members).map { members[$0].value }
      case .many(let members): members[name]
      }
    }
    set {
      // Taken out while it changes, so that nothing is copied.
      let held = storage
      storage = .few([])
      switch consume held {
      case .few(var members):
        let place = Self.place(of: name, in: members)
        if let newValue {
          if let place {
            members[place].value = newValue
          } else {
            members.append(Member(name: name, value: newValue))
          }
        } else if let place {
          members.remove(at: place)
        }
        storage = members.count > Self.fewMembers ? .many(Self.table(members)) : .few(members)
      case .many(var members):
        members[name] = newValue
        storage = .many(members)
      }
    }
  }

  private static func table(_ members: [Member]) -> OrderedDictionary<String, AWSValue> {
    OrderedDictionary(
      uncheckedUniqueKeys: members.lazy.map(\.name), values: members.lazy.map(\.value))
  }

  /// Most names differ in their lengths already, which is seen sooner than that they are other
  /// texts. Names are equal where they are canonically equivalent, as strings are.
  private static func place(of name: String, in members: [Member]) -> Int? {
    let length = name.utf8.count
    let found = members.withUnsafeBufferPointer { members in
      members.firstIndex { $0.name.utf8.count == length && $0.name == name }
    }
    return found ?? members.firstIndex { $0.name == name }
  }

  /// Whether a member is this text, by code points.
  package func has(_ name: String, _ text: String) -> Bool {
    guard case .string(let found)? = self[name] else { return false }
    return found.utf8.count == text.utf8.count && found == text
      && found.utf8.elementsEqual(text.utf8)
  }

  package var keys: [String] {
    switch storage {
    case .few(let members): members.map(\.name)
    case .many(let members): members.keys.elements
    }
  }

  package var isEmpty: Bool { count == 0 }

  package var count: Int {
    switch storage {
    case .few(let members): members.count
    case .many(let members): members.count
    }
  }

  /// Sets a member unless the value is nil: for answers in which AWS leaves out what isn't there.
  package mutating func set(_ name: String, _ value: AWSValue?) {
    if let value { self[name] = value }
  }

  fileprivate func member(at index: Int) -> (key: String, value: AWSValue) {
    switch storage {
    case .few(let members): (members[index].name, members[index].value)
    case .many(let members): members.elements[index]
    }
  }
}

extension AWSObject: Hashable {
  package static func == (a: AWSObject, b: AWSObject) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count {
      let (name, value) = a.member(at: index)
      let other = b.member(at: index)
      // Mostly the order is the same too.
      if value != (other.key == name ? other.value : b[name]) { return false }
    }
    return true
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    var sum = 0
    for (key, value) in self {
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
  package init(dictionaryLiteral elements: (String, AWSValue)...) { self.init(distinct: elements) }
}

extension AWSObject: Sequence {
  package struct Iterator: IteratorProtocol {
    private let object: AWSObject
    private var index = 0

    fileprivate init(_ object: AWSObject) { self.object = object }

    package mutating func next() -> (key: String, value: AWSValue)? {
      guard index < object.count else { return nil }
      defer { index += 1 }
      return object.member(at: index)
    }
  }

  package func makeIterator() -> Iterator { Iterator(self) }

  package var underestimatedCount: Int { count }
}
