package import AWS

/// Where a recorder's snapshots and changes go.
package struct DeliveryChannel: Hashable, Sendable {
  package let account: String
  package let region: String
  package let name: String
  /// As PutDeliveryChannel took it.
  package var document: AWSObject
  package var changed: Timestamp

  init(_ name: String, _ scope: Scope, _ document: AWSObject, at now: Timestamp) {
    account = scope.account
    region = scope.region
    self.name = name
    self.document = document
    changed = now
  }

  static let columns = "account, region, name, document, changed"

  init(_ row: Row) {
    account = row.text(0)
    region = row.text(1)
    name = row.text(2)
    document = (try? JSON.parse(row.text(3)))?.object ?? [:]
    changed = Timestamp(microseconds: row.integer(4))
  }

  var values: [SQLValue] {
    [
      .text(account), .text(region), .text(name), .text(JSON.text(document)),
      .integer(changed.microseconds),
    ]
  }

  package var bucket: String { document["s3BucketName"]?.string ?? "" }
  package var prefix: String? { document["s3KeyPrefix"]?.string }

  /// Nothing was delivered yet: no file is made here.
  var status: AWSObject {
    [
      "name": .string(name), "configSnapshotDeliveryInfo": [:], "configHistoryDeliveryInfo": [:],
      "configStreamDeliveryInfo": [
        "lastStatus": "NOT_APPLICABLE", "lastStatusChangeTime": .timestamp(changed),
      ],
    ]
  }
}
