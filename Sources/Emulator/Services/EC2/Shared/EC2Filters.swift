import AWS

/// The `Filters` of a describe call: every filter must match, and of its values any
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#Filters).
///
/// Values compare with case; `*` stands for any run of characters, `?` for one, and a backslash
/// takes their meaning away.
struct EC2Filters {
  private let filters: [Filter]

  private struct Filter {
    let name: String
    let patterns: [Pattern]
  }

  /// `names` are those that the operation serves; `tag:<key>` goes with `tag-key` among them.
  ///
  /// Errors: `InvalidParameterValue` for a filter that isn't one of AWS's, `FilterLimitExceeded`
  /// past 200 values.
  init(_ members: Members, names: Set<String>) throws(AWSError) {
    var filters: [Filter] = []
    for object in members.objects("Filters") ?? [] {
      let filter = Members(object)
      guard let name = filter.string("Name") else { throw EC2Error.filter("null") }
      let isTag = name.hasPrefix("tag:") && (names.contains("tag-key") || names.contains("key"))
      if !isTag && !names.contains(name) { throw EC2Error.filter(name) }
      let values = filter.strings("Values") ?? []
      if values.isEmpty { throw EC2Error.invalid("The filter '\(name)' must have a value") }
      if values.count > 200 {
        throw AWSError(
          "FilterLimitExceeded",
          "The maximum number of filter values specified on a single call is 200")
      }
      filters.append(Filter(name: name, patterns: values.map(Pattern.init)))
    }
    self.filters = filters
  }

  var isEmpty: Bool { filters.isEmpty }
  var names: [String] { filters.map(\.name) }
  var needTags: Bool { filters.contains { $0.name.hasPrefix("tag") } }

  /// Whether a resource passes those filters that `values` knows (nil skips a filter).
  func match(_ values: (String) -> [String]?) -> Bool {
    for filter in filters {
      guard let values = values(filter.name) else { continue }
      let isMatch = values.contains { value in
        filter.patterns.contains { $0.matches(value) }
      }
      if !isMatch { return false }
    }
    return true
  }

  /// Tags' side of a filter; nil for a filter that isn't about tags.
  static func values(_ name: String, of tags: [EC2Tag]) -> [String]? {
    switch name {
    case "tag-key": return tags.map(\.key)
    case "tag-value": return tags.map(\.value)
    default:
      guard name.hasPrefix("tag:") else { return nil }
      let key = name.dropFirst(4)
      return tags.filter { $0.key == key }.map(\.value)
    }
  }

  /// A filter's value.
  struct Pattern {
    private let literal: String
    private let steps: [Step]?

    private enum Step: Equatable {
      case one
      case many
      case scalar(Unicode.Scalar)
    }

    init(_ text: String) {
      literal = text
      guard text.utf8.contains(where: { $0 == 0x2A || $0 == 0x3F || $0 == 0x5C }) else {
        steps = nil
        return
      }
      var steps: [Step] = []
      var isEscaped = false
      for scalar in text.unicodeScalars {
        if isEscaped {
          steps.append(.scalar(scalar))
          isEscaped = false
        } else if scalar == "\\" {
          isEscaped = true
        } else if scalar == "*" {
          if steps.last != .many { steps.append(.many) }
        } else {
          steps.append(scalar == "?" ? .one : .scalar(scalar))
        }
      }
      if isEscaped { steps.append(.scalar("\\")) }
      self.steps = steps
    }

    /// Linear in most cases, at worst the product of both lengths: only the last `*` is retried.
    func matches(_ value: String) -> Bool {
      guard let steps else { return literal == value }
      let scalars = Array(value.unicodeScalars)
      var step = 0
      var index = 0
      var retry: (step: Int, index: Int)?
      while index < scalars.count {
        if step < steps.count, steps[step] == .many {
          retry = (step + 1, index)
          step += 1
        } else if step < steps.count,
          steps[step] == .one || steps[step] == .scalar(scalars[index])
        {
          step += 1
          index += 1
        } else if let last = retry {
          retry = (last.step, last.index + 1)
          step = last.step
          index = last.index + 1
        } else {
          return false
        }
      }
      return steps[step...].allSatisfy { $0 == .many }
    }
  }
}
