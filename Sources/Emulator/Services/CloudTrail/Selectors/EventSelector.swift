import AWS

/// A basic selector: management events by reading and writing, data events by the beginning of
/// their resources' ARNs.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html
package struct EventSelector: Hashable, Sendable {
  package enum Access: String, Hashable, Sendable {
    case all = "All"
    case readOnly = "ReadOnly"
    case writeOnly = "WriteOnly"
  }

  struct DataResource: Hashable, Sendable {
    /// `AWS::S3::Object`
    var type: String
    /// `arn:aws:s3:::bucket/prefix`, or `arn:aws:s3` for all.
    var values: [String]
  }

  package var access = Access.all
  package var includesManagement = true
  var dataResources: [DataResource] = []
  /// `kms.amazonaws.com`
  package var excludedSources: [String] = []

  init() {}

  /// From a request or the column; what isn't said takes AWS's default.
  init(_ object: AWSObject) {
    access = object["ReadWriteType"]?.string.flatMap(Access.init) ?? .all
    includesManagement = object["IncludeManagementEvents"]?.bool ?? true
    dataResources = (object["DataResources"]?.list ?? []).map {
      DataResource(
        type: $0["Type"]?.string ?? "", values: $0["Values"]?.list?.compactMap(\.string) ?? [])
    }
    excludedSources = object["ExcludeManagementEventSources"]?.list?.compactMap(\.string) ?? []
  }

  func selects(_ record: CloudTrailRecord) -> Bool {
    switch access {
    case .all: break
    case .readOnly: if !record.isReadOnly { return false }
    case .writeOnly: if record.isReadOnly { return false }
    }
    if record.isManagement {
      return includesManagement && !excludedSources.contains(record.eventSource)
    }
    let resources = record.namedResources
    return dataResources.contains { wanted in
      resources.contains { resource in
        resource.type == wanted.type && wanted.values.contains { resource.arn.hasPrefix($0) }
      }
    }
  }

  var answer: AWSObject {
    [
      "ReadWriteType": .string(access.rawValue),
      "IncludeManagementEvents": .bool(includesManagement),
      "DataResources": .list(
        dataResources.map {
          ["Type": .string($0.type), "Values": .list($0.values.map(AWSValue.string))]
        }),
      "ExcludeManagementEventSources": .list(excludedSources.map(AWSValue.string)),
    ]
  }

  /// Refuses what AWS refuses of a list of basic selectors.
  static func check(_ selectors: [EventSelector]) throws(AWSError) {
    guard (1...5).contains(selectors.count) else {
      throw TrailError.invalidSelectors(
        "Number of event selectors must be between 1 and 5.")
    }
    let values = selectors.flatMap(\.dataResources).reduce(0) { $0 + $1.values.count }
    guard values <= 250 else {
      throw TrailError.invalidSelectors(
        "The total number of allowed data resources is 250. You have specified \(values).")
    }
    for selector in selectors {
      try selector.check()
    }
  }

  private func check() throws(AWSError) {
    if !includesManagement, dataResources.isEmpty {
      throw TrailError.invalidSelectors(
        "Invalid combination of parameters in EventSelectors. When includeManagementEvents is "
          + "false, DataResources must not be empty.")
    }
    for source in excludedSources
    where source != "kms.amazonaws.com" && source != "rdsdata.amazonaws.com" {
      throw TrailError.invalidSelectors(
        "Value \(source) for ExcludeManagementEventSources is invalid.")
    }
    for resource in dataResources {
      guard let prefix = Self.prefixes[resource.type] else {
        throw TrailError.invalidSelectors(
          "Value \(resource.type) for DataResources.Type is invalid.")
      }
      // No value at all is taken, and selects nothing: attackers blind trails that way.
      for value in resource.values where !Self.isSound(value, prefix: prefix) {
        throw TrailError.invalidSelectors(
          "Value \(value) for DataResources.Values is invalid.")
      }
    }
  }

  /// The types that basic selectors know, and how their ARNs begin.
  private static let prefixes = [
    "AWS::S3::Object": "arn:aws:s3", "AWS::Lambda::Function": "arn:aws:lambda",
    "AWS::DynamoDB::Table": "arn:aws:dynamodb",
  ]

  /// All of a service by its bare prefix, else an ARN without a wild card: a bucket's with its
  /// slash.
  private static func isSound(_ value: String, prefix: String) -> Bool {
    if value == prefix { return true }
    guard value.hasPrefix(prefix + ":"), !value.contains("*"), let arn = ARN(value) else {
      return false
    }
    return prefix.hasSuffix(":s3") ? arn.resource.contains("/") : !arn.resource.isEmpty
  }
}
