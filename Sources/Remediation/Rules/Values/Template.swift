import AWS

/// `{account_id}`, `{region}` and `{partition}` in the texts of a policy, as Python's `format`
/// fills them in (https://docs.python.org/3/library/string.html#format-string-syntax): doubled
/// braces stand for one, and a text with any field that isn't known stays as it is.
enum Template {
  /// Fields of the dialect's that are filled in later, by the action or filter that knows them.
  private static let later: Set<String> = [
    "account", "event", "op", "action_date", "service", "bucket_region", "bucket_name",
    "source_bucket_name", "source_bucket_region", "target_bucket_name", "target_prefix",
    "LoadBalancerName",
  ]

  /// Whether filling in would change anything.
  static func isNeeded(in value: AWSValue) -> Bool {
    switch value {
    case .string(let text): isNeeded(in: text)
    case .list(let items): items.contains(where: isNeeded)
    case .object(let object): object.contains { isNeeded(in: $0.value) }
    default: false
    }
  }

  static func isNeeded(in text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "{")) || text.utf8.contains(UInt8(ascii: "}")) else {
      return false
    }
    return fill(text) { ["account_id", "region", "partition"].contains($0) ? "" : kept($0) } != text
  }

  static func expand(
    _ value: AWSValue, _ context: EvaluationContext, _ more: [(String, String)] = []
  ) -> AWSValue {
    switch value {
    case .string(let text): .string(expand(text, context, more))
    case .list(let items): .list(items.map { expand($0, context, more) })
    case .object(let object):
      .object(AWSObject(object.map { ($0.key, expand($0.value, context, more)) }))
    default: value
    }
  }

  /// - Parameter more: what is known at this place only.
  static func expand(
    _ text: String, _ context: EvaluationContext, _ more: [(String, String)] = []
  ) -> String {
    fill(text) { name in
      switch name {
      case "account_id": context.account
      case "region": context.region
      case "partition": partition(of: context.region)
      default: more.first { $0.0 == name }?.1 ?? kept(name)
      }
    }
  }

  private static func kept(_ name: String) -> String? {
    later.contains(name) ? "{\(name)}" : nil
  }

  private static func partition(of region: String) -> String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }

  /// `text.format(**values)`; the text itself where a field has no value or a brace stands alone.
  private static func fill(_ text: String, _ value: (String) -> String?) -> String {
    let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == open || byte == close else {
        out.append(byte)
        continue
      }
      if index < bytes.count, bytes[index] == byte {
        out.append(byte)
        index += 1
        continue
      }
      guard byte == open, let end = bytes[index...].firstIndex(of: close),
        let filled = value(String(decoding: bytes[index..<end], as: UTF8.self))
      else { return text }
      out += Array(filled.utf8)
      index = end + 1
    }
    return String(decoding: out, as: UTF8.self)
  }
}
