package import AWS

/// A detector: GuardDuty in one region of one account.
package struct Detector: Hashable, Sendable {
  package let account: String
  package let region: String
  /// 32 hexadecimal digits.
  package let id: String
  /// False for one that is suspended.
  package var isEnabled: Bool
  /// How often findings are sent on: `SIX_HOURS`.
  package var publishingFrequency: String
  package var features: DetectorFeatures
  var tags: AWSObject
  var clientToken: String?
  package let created: Timestamp
  package var updated: Timestamp

  init(_ id: String, _ scope: Scope, isEnabled: Bool, at now: Timestamp) {
    account = scope.account
    region = scope.region
    self.id = id
    self.isEnabled = isEnabled
    publishingFrequency = "SIX_HOURS"
    features = DetectorFeatures(at: now)
    tags = [:]
    created = now
    updated = now
  }

  static let columns = """
    account, region, id, is_enabled, frequency, features, feature_times, tags, client_token, \
    created, updated
    """

  init(_ row: Row) {
    account = row.text(0)
    region = row.text(1)
    id = row.text(2)
    isEnabled = row.flag(3)
    publishingFrequency = row.text(4)
    features = DetectorFeatures(column: row.text(5), times: row.text(6))
    tags = (try? JSON.parse(row.text(7)))?.object ?? [:]
    clientToken = row.optionalText(8)
    created = Timestamp(microseconds: row.integer(9))
    updated = Timestamp(microseconds: row.integer(10))
  }

  var values: [SQLValue] {
    [
      .text(account), .text(region), .text(id), SQLValue(isEnabled), .text(publishingFrequency),
      .text(features.column), .text(features.timesColumn), .text(JSON.text(tags)),
      SQLValue(clientToken), .integer(created.microseconds), .integer(updated.microseconds),
    ]
  }

  /// As GetDetector answers.
  func output(partition: String) -> AWSObject {
    let role = "aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"
    return [
      "CreatedAt": .string(created.iso8601),
      "FindingPublishingFrequency": .string(publishingFrequency),
      "ServiceRole": .string("arn:\(partition):iam::\(account):role/\(role)"),
      "Status": .string(isEnabled ? "ENABLED" : "DISABLED"),
      "UpdatedAt": .string(updated.iso8601),
      "DataSources": .object(features.dataSources(isEnabled: isEnabled)),
      "Tags": .object(tags),
      "Features": .list(features.output(isEnabled: isEnabled, since: created)),
    ]
  }
}
