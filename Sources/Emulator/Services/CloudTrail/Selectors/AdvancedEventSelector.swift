import AWS

/// An advanced selector: all of its fields must hold.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
package struct AdvancedEventSelector: Hashable, Sendable {
  package var name: String?
  var fields: [Field]

  struct Field: Hashable, Sendable {
    var name: String
    var conditions: [Condition]
  }

  /// One operator with its values. Of a positive one any value is enough; of a negative one every
  /// value must hold.
  struct Condition: Hashable, Sendable {
    var relation: Relation
    var values: [String]
  }

  enum Relation: String, Hashable, Sendable, CaseIterable {
    case equals = "Equals"
    case startsWith = "StartsWith"
    case endsWith = "EndsWith"
    case notEquals = "NotEquals"
    case notStartsWith = "NotStartsWith"
    case notEndsWith = "NotEndsWith"

    func holds(_ text: String, _ value: String) -> Bool {
      switch self {
      case .equals: text == value
      case .startsWith: text.hasPrefix(value)
      case .endsWith: text.hasSuffix(value)
      case .notEquals: text != value
      case .notStartsWith: !text.hasPrefix(value)
      case .notEndsWith: !text.hasSuffix(value)
      }
    }

    var isNegative: Bool { rawValue.hasPrefix("Not") }
  }

  /// From a request or the column.
  init(_ object: AWSObject) {
    name = object["Name"]?.string
    fields = (object["FieldSelectors"]?.list ?? []).compactMap(\.object).map { field in
      Field(
        name: field["Field"]?.string ?? "",
        conditions: Relation.allCases.compactMap { relation in
          field[relation.rawValue]?.list.map {
            Condition(relation: relation, values: $0.compactMap(\.string))
          }
        })
    }
  }

  var answer: AWSObject {
    var answer = AWSObject()
    answer.set("Name", name.map(AWSValue.string))
    answer["FieldSelectors"] = .list(
      fields.map { field in
        var object: AWSObject = ["Field": .string(field.name)]
        for condition in field.conditions {
          object[condition.relation.rawValue] = .list(condition.values.map(AWSValue.string))
        }
        return .object(object)
      })
    return answer
  }

  func selects(_ record: CloudTrailRecord) -> Bool {
    fields.allSatisfy { field in
      let texts = Self.texts(field.name, record)
      return field.conditions.allSatisfy { condition in
        // A record with several resources is selected by any of them.
        texts.contains { text in
          condition.relation.isNegative
            ? condition.values.allSatisfy { condition.relation.holds(text, $0) }
            : condition.values.contains { condition.relation.holds(text, $0) }
        }
      }
    }
  }

  /// What a field says in a record.
  private static func texts(_ field: String, _ record: CloudTrailRecord) -> [String] {
    switch field {
    case "eventCategory": [record.isManagement ? "Management" : "Data"]
    case "readOnly": [record.isReadOnly ? "true" : "false"]
    case "eventName": [record.eventName]
    case "eventSource": [record.eventSource]
    case "eventType": [record.document["eventType"]?.string ?? ""]
    case "userIdentity.arn": [record.userIdentity["arn"]?.string ?? ""]
    case "sessionCredentialFromConsole":
      [record.document["sessionCredentialFromConsole"]?.string ?? "false"]
    case "resources.type": record.namedResources.map(\.type)
    case "resources.ARN": record.namedResources.map(\.arn)
    default: []
    }
  }

  /// Refuses what AWS refuses of a list of advanced selectors.
  static func check(_ selectors: [AdvancedEventSelector]) throws(AWSError) {
    guard !selectors.isEmpty else {
      throw TrailError.invalidSelectors("AdvancedEventSelectors must not be empty.")
    }
    let values = selectors.flatMap(\.fields).flatMap(\.conditions)
      .reduce(0) { $0 + $1.values.count }
    guard values <= 500 else {
      throw TrailError.invalidSelectors(
        "The total number of conditions in advanced event selectors must not exceed 500.")
    }
    for selector in selectors { try selector.check() }
  }

  private func check() throws(AWSError) {
    for field in fields {
      guard Self.known.contains(field.name) else {
        throw TrailError.invalidSelectors(
          "Field \(field.name) in the advanced event selector is invalid.")
      }
      guard !field.conditions.isEmpty, field.conditions.allSatisfy({ !$0.values.isEmpty }) else {
        throw TrailError.invalidSelectors(
          "Field \(field.name) in the advanced event selector has no operator or no value.")
      }
      let onlyEquals = field.conditions.allSatisfy { $0.relation == .equals }
      if ["eventCategory", "resources.type", "readOnly"].contains(field.name), !onlyEquals {
        throw TrailError.invalidSelectors(
          "Field \(field.name) only supports the Equals operator.")
      }
    }
    let names = fields.map(\.name)
    guard Set(names).count == names.count else {
      throw TrailError.invalidSelectors("A field can be used only once in a selector.")
    }
    try checkCategory()
  }

  private func checkCategory() throws(AWSError) {
    let category = fields.first { $0.name == "eventCategory" }?.conditions.first?.values ?? []
    switch category {
    case ["Management"]:
      if let field = fields.first(where: { !Self.ofManagement.contains($0.name) }) {
        throw TrailError.invalidSelectors(
          "Field \(field.name) is not supported for the event category Management.")
      }
    case ["Data"]:
      let types = fields.first { $0.name == "resources.type" }?.conditions.first?.values ?? []
      guard types.count == 1 else {
        throw TrailError.invalidSelectors(
          "Field resources.type with one value is required for the event category Data.")
      }
    default:
      throw TrailError.invalidSelectors(
        "Field eventCategory with the value Management or Data is required.")
    }
  }

  private static let ofManagement: Set<String> = [
    "eventCategory", "readOnly", "eventSource", "eventName", "eventType", "userIdentity.arn",
    "sessionCredentialFromConsole",
  ]
  private static let known = ofManagement.union(["resources.type", "resources.ARN"])
}
