import AWS

/// `{account_id}`, `{region}` ... in the texts of a policy, as Python's `format` fills them in.
///
/// The policy's loader fills in the whole policy once, before it is compiled; some filters and
/// actions fill in their own texts again, with what they know: that is what this is for.
enum Template {
  /// Fields of the dialect's that are filled in later, by the action or filter that knows them.
  static let later: Set<String> = [
    "account", "event", "op", "action_date", "service", "bucket_region", "bucket_name",
    "source_bucket_name", "source_bucket_region", "target_bucket_name", "target_prefix",
    "LoadBalancerName",
  ]

  /// Whether filling in would change anything.
  static func isNeeded(in value: AWSValue) -> Bool {
    switch value {
    case .string(let text): FormatString.hasMarkup(text)
    case .list(let items): items.contains(where: isNeeded)
    case .object(let object): object.contains { isNeeded(in: $0.value) }
    default: false
    }
  }

  static func isNeeded(in text: String) -> Bool { FormatString.hasMarkup(text) }

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

  /// The text itself where a field has no value or a brace stands alone.
  ///
  /// - Parameter more: what is known at this place only.
  static func expand(
    _ text: String, _ context: EvaluationContext, _ more: [(String, String)] = []
  ) -> String {
    guard FormatString.hasMarkup(text) else { return text }
    let filled = try? fill(text) { name in
      switch name {
      case "account_id": .value(.string(context.account))
      case "region": .value(.string(context.region))
      case "partition": .value(.string(partition(of: context.region)))
      case "now": .time(context.now)
      default:
        more.first { $0.0 == name }.map { .value(.string($0.1)) }
          ?? (later.contains(name) ? .later(name) : nil)
      }
    }
    return filled ?? text
  }

  static func partition(of region: String) -> String {
    partitions.first { region.hasPrefix($0.0) }?.1 ?? "aws"
  }

  private static let partitions = [
    ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-isob-", "aws-iso-b"),
    ("us-isof-", "aws-iso-f"), ("us-iso-", "aws-iso"), ("eu-isoe-", "aws-iso-e"),
    ("eusc-", "aws-eusc"),
  ]

  /// `text.format(**values)`, always a text.
  static func fill(_ text: String, _ value: (String) -> FormatValue?)
    throws(FormatValue.Failure) -> String
  {
    let filled = try format(text, depth: 2, value)
    if filled.count == 1, case .found(let one, let spec) = filled[0] {
      return try one.formatted(spec)
    }
    return try joined(filled)
  }

  /// As `fill`, but a text that is one field without a format stands for the field's value itself.
  ///
  /// - Parameter limit: how many bytes it may become.
  static func fillKeepingType(
    _ text: String, limit: Int = 1 << 20, _ value: (String) -> FormatValue?
  ) throws(FormatValue.Failure) -> FormatValue {
    let filled = try format(text, depth: 2, value)
    if filled.count == 1, case .found(let one, let spec) = filled[0] {
      if spec.isEmpty, case .later = one {} else if spec.isEmpty { return one }
      return .value(.string(try one.formatted(spec)))
    }
    return .value(.string(try joined(filled, limit: limit)))
  }

  private enum Piece {
    case literal(String)
    case found(FormatValue, spec: String)
  }

  private static func joined(
    _ pieces: [Piece], limit: Int = 1 << 20
  ) throws(FormatValue.Failure) -> String {
    var out = ""
    for piece in pieces {
      if out.utf8.count > limit { throw .tooLarge }
      switch piece {
      case .literal(let text): out += text
      case .found(let value, let spec): out += try value.formatted(spec)
      }
    }
    return out
  }

  private static func format(
    _ text: String, depth: Int, _ value: (String) -> FormatValue?
  ) throws(FormatValue.Failure) -> [Piece] {
    if depth < 0 { throw .broken("formats stand in formats too deep") }
    var pieces: [Piece] = []
    var reader = FormatString(text)
    do {
      while let part = try reader.next() {
        switch part {
        case .literal(let text): if !text.isEmpty { pieces.append(.literal(text)) }
        case .field(let name, let conversion, let spec):
          let path = FormatString.path(name)
          guard var found = value(path.first) else { throw FormatValue.Failure.unknown }
          for step in try FormatString.steps(path.rest) { found = try found.step(step) }
          found = try found.converted(conversion)
          let inner = try joined(format(spec, depth: depth - 1, value))
          pieces.append(.found(found, spec: inner))
        }
      }
    } catch let mistake as FormatString.Mistake {
      throw .broken(mistake.message)
    } catch let failure as FormatValue.Failure {
      throw failure
    } catch {
      throw .broken("\(error)")
    }
    return pieces
  }
}
