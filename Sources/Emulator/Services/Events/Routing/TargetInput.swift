import AWS

/// What a target gets of an event: the whole, a part, a constant, or a text with parts put in
/// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
struct TargetInput: Sendable {
  private enum Form: Sendable {
    case whole
    case constant(String)
    case part(EventPath)
    case template(String, [String: EventPath])
  }

  private let form: Form

  init(_ target: EventTarget) throws(AWSError) {
    let document = target.document
    if let constant = document["Input"]?.string {
      guard (try? JSON.parse(constant)) != nil else {
        throw EventsError.invalid(
          "Parameter Input is not valid JSON for target \(target.id).")
      }
      form = .constant(constant)
    } else if let path = document["InputPath"]?.string {
      form = .part(try EventPath(path))
    } else if let transformer = document["InputTransformer"] {
      var paths: [String: EventPath] = [:]
      for (name, path) in transformer["InputPathsMap"]?.object ?? [:] {
        guard !name.hasPrefix("AWS") else {
          throw EventsError.invalid(
            "InputPathsMap for target \(target.id) contains a reserved prefix: \(name).")
        }
        paths[name] = try EventPath(path.string ?? "")
      }
      let template = transformer["InputTemplate"]?.string ?? ""
      for name in Self.names(in: template)
      where paths[name] == nil && !name.hasPrefix("aws.events.") {
        throw EventsError.invalid(
          "Invalid InputTemplate for target \(target.id): [\(name)] is not defined.")
      }
      form = .template(template, paths)
    } else {
      form = .whole
    }
  }

  /// The body of the message, JSON as a rule.
  func body(of event: AWSValue, rule: EventRule, at now: Timestamp) -> String {
    switch form {
    case .whole: return JSON.text(event)
    case .constant(let text): return text
    case .part(let path): return path.value(in: event).map { JSON.text($0) } ?? "{}"
    case .template(let template, let paths):
      return Self.fill(template) { name in
        switch name {
        case "aws.events.rule-arn": .string(rule.arn)
        case "aws.events.rule-name": .string(rule.name)
        case "aws.events.event.ingestion-time":
          .string(Timestamp(seconds: now.seconds).iso8601)
        case "aws.events.event": Self.withoutDetail(event)
        case "aws.events.event.json": event
        default: paths[name]?.value(in: event)
        }
      }
    }
  }

  private static func withoutDetail(_ event: AWSValue) -> AWSValue {
    var copy = event.object ?? [:]
    copy["detail"] = nil
    return .object(copy)
  }

  /// The names between `<` and `>`.
  private static func names(in template: String) -> [String] {
    var names: [String] = []
    _ = fill(template) { name in
      names.append(name)
      return nil
    }
    return names
  }

  /// Inside quotes a value stands as text without quotes of its own, elsewhere as JSON.
  private static func fill(_ template: String, _ value: (String) -> AWSValue?) -> String {
    var out = ""
    var rest = template[...]
    var isQuoted = false
    while let character = rest.first {
      if character == "\\" {
        out += rest.prefix(2)
        rest = rest.dropFirst(2)
        continue
      }
      if character == "\"" { isQuoted.toggle() }
      guard character == "<", let end = rest.firstIndex(of: ">") else {
        out.append(character)
        rest = rest.dropFirst()
        continue
      }
      let name = String(rest[rest.index(after: rest.startIndex)..<end])
      guard !name.isEmpty, name.allSatisfy({ !$0.isWhitespace && $0 != "<" && $0 != "\"" }) else {
        out.append(character)
        rest = rest.dropFirst()
        continue
      }
      let found = value(name)
      if isQuoted {
        out += found.map(Self.inner) ?? ""
      } else {
        out += found.map { JSON.text($0) } ?? "null"
      }
      rest = rest[rest.index(after: end)...]
    }
    return out
  }

  /// A value inside a text: strings without quotes but escaped, the rest as JSON, its quotes
  /// escaped.
  private static func inner(_ value: AWSValue) -> String {
    let text = value.string ?? JSON.text(value)
    return String(JSON.text(.string(text)).dropFirst().dropLast())
  }
}

/// A path into an event: `$.detail.requestParameters.items[0].id`.
struct EventPath: Hashable, Sendable {
  private enum Step: Hashable, Sendable {
    case member(String)
    case item(Int)
  }

  private let steps: [Step]

  init(_ text: String) throws(AWSError) {
    let invalid = EventsError.invalid("Invalid JSONPath: \(text)")
    guard text.first == "$" else { throw invalid }
    var steps: [Step] = []
    var rest = text.dropFirst()
    while let character = rest.first {
      rest = rest.dropFirst()
      if character == "." {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty, name != "*" else { throw invalid }
        steps.append(.member(String(name)))
        rest = rest.dropFirst(name.count)
      } else if character == "[", let end = rest.firstIndex(of: "]") {
        let inside = rest[..<end]
        if let index = Int(inside), index >= 0 {
          steps.append(.item(index))
        } else if inside.count > 2, let quote = inside.first, quote == "'" || quote == "\"",
          inside.last == quote
        {
          steps.append(.member(String(inside.dropFirst().dropLast())))
        } else {
          throw invalid
        }
        rest = rest[rest.index(after: end)...]
      } else {
        throw invalid
      }
    }
    self.steps = steps
  }

  func value(in event: AWSValue) -> AWSValue? {
    var here: AWSValue? = event
    for step in steps {
      switch step {
      case .member(let name): here = here?[name]
      case .item(let index):
        guard let items = here?.list, index < items.count else { return nil }
        here = items[index]
      }
    }
    return here
  }
}
