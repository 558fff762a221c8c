/// What a kind of caller can bring as a condition key's value.
struct KeyDomain {
  var values: Values
  var canBeAbsent: Bool

  enum Values {
    case these([String])
    /// The caller's own choice.
    case any
    /// What AWS or an identity provider gives him, in one of these shapes.
    case shaped([String], Foreign)
  }

  /// Which of the values that a policy writes out belong to somebody else, so that AWS gives them
  /// to no stranger.
  enum Foreign {
    case none
    /// Each that is written without a wildcard: an ID is one owner's.
    case whole
    /// Each text up to the nth delimiter: `repo:our-company/`, `o-a1b2c3d4e5/`.
    case upTo(UInt8, occurrence: Int)
  }

  static let absent = KeyDomain(values: .these([]), canBeAbsent: true)
  static let free = KeyDomain(values: .any, canBeAbsent: true)
  static func only(_ values: String..., optional: Bool = false) -> KeyDomain {
    KeyDomain(values: .these(values), canBeAbsent: optional)
  }
  static func shaped(
    _ shapes: String..., foreign: Foreign = .none, optional: Bool = true
  ) -> KeyDomain {
    KeyDomain(values: .shaped(shapes, foreign), canBeAbsent: optional)
  }
}
