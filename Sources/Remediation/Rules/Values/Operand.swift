import AWS
import JMESPath

/// What stands on either side of a filter's operator: a value, or what a value type made of it.
/// A timestamp is Python's datetime.
enum Operand: Sendable {
  case value(AWSValue)
  /// Python's `()`, which stands for a missing value under `in` and `not-in`.
  case emptyTuple
  /// What `value_from` reads from text and CSV files.
  case set([AWSValue])
  case network(IPv4Network)
  case address(IPAddress)
  /// What `parse_cidr` makes of a list.
  case networks([Operand])
  /// nil where there was nothing to read a version from: it can't be compared.
  case version(LooseVersion?)

  static let null = Operand.value(.null)

  var isNull: Bool {
    if case .value(.null) = self { true } else { false }
  }

  /// `bool(x)`
  var isTrue: Bool {
    switch self {
    case .value(let value): PythonValue.isTrue(value)
    case .emptyTuple: false
    case .set(let items): !items.isEmpty
    case .network, .address, .networks, .version: true
    }
  }

  /// Whether it is the string: how the sentinels `absent`, `present` ... are recognised.
  func `is`(_ word: String) throws(FilterProblem) -> Bool {
    switch self {
    case .value(.string(let text)): text == word
    case .version(let version):
      try LooseVersion.known(version).isEqual(to: LooseVersion(word))
    default: false
    }
  }
}

/// Where Cloud Custodian's run would end with an exception: the resource does not match.
struct FilterProblem: Error, Hashable, Sendable {
  var message: String
  init(_ message: String) { self.message = message }
}
