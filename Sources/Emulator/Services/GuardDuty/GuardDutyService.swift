import AWS

/// GuardDuty's detectors: one a region, switched on, suspended, switched off.
///
/// What a detector would find is not made; members, filters and lists are not served
/// (https://docs.aws.amazon.com/guardduty/latest/APIReference/Welcome.html).
package enum GuardDutyService: ServiceDefinition {
  package static let service = "guardduty"
  package static let operations = [
    ServedOperation(service, CreateDetector.self),
    ServedOperation(service, DeleteDetector.self),
    ServedOperation(service, GetDetector.self),
    ServedOperation(service, ListDetectors.self),
    ServedOperation(service, ListTagsForResource.self),
    ServedOperation(service, TagResource.self),
    ServedOperation(service, UntagResource.self),
    ServedOperation(service, UpdateDetector.self),
  ]
  package static let tables = [
    ResourceTable("guardduty_detector", resource: "id", ignored: ["updated", "feature_times"])
  ]

  /// Times are microseconds since 1970; `features` and `feature_times` are JSON by name.
  package static let schema = """
    CREATE TABLE IF NOT EXISTS guardduty_detector (
      account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, is_enabled INTEGER NOT NULL,
      frequency TEXT NOT NULL, features TEXT NOT NULL, feature_times TEXT NOT NULL,
      tags TEXT NOT NULL, client_token TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,
      PRIMARY KEY (account, region)
    ) STRICT, WITHOUT ROWID;
    """
}
