package import AWS

/// The detectors of all accounts.
package struct GuardDutyStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  /// The one detector that a region may have.
  package func detector(in scope: Scope) throws(AWSError) -> Detector? {
    try database.row(
      "SELECT \(Detector.columns) FROM guardduty_detector WHERE account = ? AND region = ?",
      .text(scope.account), .text(scope.region)
    ).map(Detector.init)
  }

  func put(_ detector: Detector) throws(AWSError) {
    try database.run(
      """
      INSERT INTO guardduty_detector(\(Detector.columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?) \
      ON CONFLICT (account, region) DO UPDATE SET is_enabled = excluded.is_enabled, \
      frequency = excluded.frequency, features = excluded.features, \
      feature_times = excluded.feature_times, tags = excluded.tags, updated = excluded.updated
      """, detector.values)
  }

  func delete(_ detector: Detector) throws(AWSError) {
    try database.run(
      "DELETE FROM guardduty_detector WHERE account = ? AND region = ?",
      .text(detector.account), .text(detector.region))
  }
}

extension AccessCheck {
  /// For the operation's own action on a detector, whose tags count where it is there.
  static func detector(_ id: String, _ call: Call) throws(AWSError) -> AccessCheck {
    let arn = ARN(
      partition: call.scope.partition, service: "guardduty", region: call.region,
      account: call.account, resource: "detector/\(id)"
    ).description
    let tags = try call.detectors.detector(in: call.scope).map { $0.id == id ? $0.tags : [:] }
    return AccessCheck(
      call.ownAction, on: arn, context: AccessCheck.tags("aws:ResourceTag", (tags ?? [:]).pairs))
  }

  /// The same for a detector's ARN; what is no detector's is asked as it stands.
  static func detector(arn text: String, _ call: Call) throws(AWSError) -> AccessCheck {
    guard let detector = try? call.detector(arn: text) else {
      return AccessCheck(call.ownAction, on: text)
    }
    return try self.detector(detector.id, call)
  }

  func adding(_ keys: [String: [String]]) -> AccessCheck {
    var check = self
    check.context.merge(keys) { _, added in added }
    return check
  }
}

extension AWSObject {
  /// Tags as GuardDuty has them, a map.
  var pairs: [(key: String, value: String)] { map { ($0.key, $0.value.string ?? "") } }
}

extension Call {
  var detectors: GuardDutyStore { GuardDutyStore(database) }

  /// The detector that a request names: one of this account and region.
  func detector(_ id: String) throws(AWSError) -> Detector {
    let isID = id.utf8.count == 32 && id.utf8.allSatisfy(Self.isLowerHex)
    guard isID else { throw GuardDutyError.invalid("detectorId") }
    guard let detector = try detectors.detector(in: scope), detector.id == id else {
      throw GuardDutyError.notOwned
    }
    return detector
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }

  /// The detector behind an ARN, `arn:aws:guardduty:us-east-1:123456789012:detector/12ab...`.
  func detector(arn text: String) throws(AWSError) -> Detector {
    guard let arn = ARN(text), arn.service == "guardduty", arn.resource.hasPrefix("detector/")
    else { throw GuardDutyError.invalid("resourceArn") }
    guard arn.account == account, arn.region == region else { throw GuardDutyError.notOwned }
    return try detector(String(arn.resource.dropFirst("detector/".count)))
  }
}
