import AWS

/// The IAM policy that belongs to a resource, as it is read: a JSON text, percent-encoded in IAM's
/// answers, or a document already.
enum PolicyText {
  /// nil where there is none.
  static func document(_ value: AWSValue?) throws(FilterProblem) -> AWSObject? {
    switch value {
    case nil, .null?: return nil
    case .object(let object)?: return object
    case .string(let text)?:
      let plain = text.hasPrefix("%7B") || text.hasPrefix("%7b") ? decoded(text) : text
      guard let object = (try? JSON.parse(plain))?.object else {
        throw FilterProblem("the policy is no JSON object")
      }
      return object
    default: throw FilterProblem("the policy is no JSON object")
    }
  }

  /// The text of it as it is written, without what IAM's answers do to it.
  static func text(_ value: AWSValue?) -> AWSValue? {
    switch value {
    case .string(let text)?:
      .string(text.hasPrefix("%7B") || text.hasPrefix("%7b") ? decoded(text) : text)
    case .object(let object)?: .string(JSON.text(object))
    default: nil
    }
  }

  static func statements(_ policy: AWSObject) throws(FilterProblem) -> [AWSObject] {
    switch policy["Statement"] {
    case nil: return []
    case .list(let items)?:
      let statements = items.compactMap(\.object)
      guard statements.count == items.count else {
        throw FilterProblem("the policy has a statement that is no object")
      }
      return statements
    default: throw FilterProblem("the policy's `Statement` is no list")
    }
  }

  private static func decoded(_ text: String) -> String {
    var out: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        out.append(byte)
        index += 3
      } else {
        out.append(bytes[index] == UInt8(ascii: "+") ? 0x20 : bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
