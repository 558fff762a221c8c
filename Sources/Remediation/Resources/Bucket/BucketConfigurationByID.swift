import AWS
import Documents

/// `set-intelligent-tiering`: sets one of a bucket's tierings, or deletes one or those that
/// `intelligent-tiering` noted.
struct SetIntelligentTiering: Action {
  let name = "set-intelligent-tiering"
  let position: SourcePosition
  let id: String
  /// nil deletes.
  let configuration: AWSObject?

  var hydrations: [Hydration] { [.bucketTierings] }

  func objection(to filters: [Node]) -> String? {
    filters.names(filter: "intelligent-tiering")
      ? nil : "action `set-intelligent-tiering` needs a filter `intelligent-tiering`"
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let method = "list_bucket_intelligent_tiering_configurations"
    if setting.leaves(method, "its tierings", in: &plan) { return }
    if let configuration {
      put(setting.loaded(.string(id)), setting.loaded(.object(configuration)), setting, &plan)
      return
    }
    guard id == "matched" else { return delete(setting.loaded(.string(id)), setting, &plan) }
    let noted = setting.match.annotations[IntelligentTieringFilter.note]?.list ?? []
    let ids = noted.compactMap { $0["Id"] }
    if ids.isEmpty {
      plan.remarks.append("no tiering of bucket \(setting.id) was matched")
    }
    for id in ids { delete(id, setting, &plan) }
  }

  private func before(_ id: AWSValue, _ setting: ActionSetting) -> AWSValue? {
    (setting.document["c7n:IntelligentTiering"]?.list ?? []).first { $0["Id"] == id }
  }

  private func call(
    _ operation: String, _ id: AWSValue, _ setting: ActionSetting, _ configuration: AWSValue? = nil
  ) -> APICall {
    var input: AWSObject = ["Bucket": .string(setting.id), "Id": id]
    if let configuration { input["IntelligentTieringConfiguration"] = configuration }
    return setting.call("s3", operation, input)
  }

  private static let putName = "PutBucketIntelligentTieringConfiguration"
  private static let deleteName = "DeleteBucketIntelligentTieringConfiguration"

  private func put(
    _ id: AWSValue, _ after: AWSValue, _ setting: ActionSetting, _ plan: inout Plan
  ) {
    let before = before(id, setting)
    plan.steps.append(
      PlannedStep(
        summary: "set tiering \(id.string ?? "") of bucket \(setting.id)",
        call: call(Self.putName, id, setting, after),
        undo: [
          before.map { call(Self.putName, id, setting, $0) } ?? call(Self.deleteName, id, setting)
        ], removed: before ?? .null))
  }

  private func delete(_ id: AWSValue, _ setting: ActionSetting, _ plan: inout Plan) {
    let before = before(id, setting)
    plan.steps.append(
      PlannedStep(
        summary: "delete tiering \(id.string ?? "") of bucket \(setting.id)",
        call: call(Self.deleteName, id, setting),
        undo: before.map { [call(Self.putName, id, setting, $0)] } ?? [], removed: before ?? .null,
        doneCodes: ["NoSuchConfiguration"]))
  }
}

/// `set-inventory`: sets one of a bucket's inventories, or deletes it.
struct SetInventory: Action {
  enum State: String, Sendable, CaseIterable { case enabled, disabled, absent }

  let name = "set-inventory"
  let position: SourcePosition
  let id: String
  let destination: String
  var state = State.enabled
  var prefix = ""
  /// `SSES3` or `SSEKMS`
  var encryption: String?
  var keyID: String?
  var versions = "Current"
  var schedule = "Daily"
  var format = "CSV"
  var fields = ["LastModifiedDate", "Size"]

  var hydrations: [Hydration] { [.bucketInventories] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if setting.leaves("GetInventoryConfiguration", "its inventories", in: &plan) { return }
    let id = setting.loaded(.string(id))
    let before = (setting.document["c7n:inventories"]?.list ?? []).first { $0["Id"] == id }
    let input: AWSObject = ["Bucket": .string(setting.id), "Id": id]
    func put(_ inventory: AWSValue) -> APICall {
      var input = input
      input["InventoryConfiguration"] = inventory
      return setting.call("s3", "PutBucketInventoryConfiguration", input)
    }
    let delete = setting.call("s3", "DeleteBucketInventoryConfiguration", input)
    if state == .absent {
      plan.steps.append(
        PlannedStep(
          summary: "delete inventory \(self.id) of bucket \(setting.id)", call: delete,
          undo: before.map { [put($0)] } ?? [], removed: before ?? .null,
          doneCodes: ["NoSuchConfiguration"]))
      return
    }
    var after = inventory(id, setting)
    if let before {
      // c7n sorts the fields to compare them, and sends them so.
      if before["OptionalFields"] != nil { after["OptionalFields"] = Self.sorted(fields) }
      if Self.has(before, after) {
        plan.remarks.append("inventory \(self.id) of bucket \(setting.id) is so already")
        return
      }
    }
    plan.steps.append(
      PlannedStep(
        summary: "set inventory \(self.id) of bucket \(setting.id)", call: put(.object(after)),
        undo: [before.map(put) ?? delete], removed: before ?? .null))
  }

  private static func sorted(_ texts: [String]) -> AWSValue {
    .list(texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { .string($0) })
  }

  private static func has(_ present: AWSValue, _ wanted: AWSObject) -> Bool {
    wanted.allSatisfy { key, value in
      guard let other = present[key] else { return false }
      guard key == "OptionalFields" else { return Python.equal(value, other) }
      return Python.equal(value, sorted((other.list ?? []).compactMap(\.string)))
    }
  }

  private func inventory(_ id: AWSValue, _ setting: ActionSetting) -> AWSObject {
    var place: AWSObject = [
      "Bucket": setting.loaded(.string("arn:aws:s3:::\(destination)")), "Format": .string(format),
      "Prefix": prefix.isEmpty
        ? .string("Inventories/\(setting.context.account)") : setting.loaded(.string(prefix)),
    ]
    if let encryption {
      var key = AWSObject()
      if encryption == "SSEKMS", let keyID, !keyID.isEmpty {
        key["KeyId"] = setting.loaded(.string(keyID))
      }
      place["Encryption"] = .object([encryption: .object(key)])
    }
    return [
      "Destination": ["S3BucketDestination": .object(place)],
      "IsEnabled": .bool(state == .enabled), "Id": id,
      "OptionalFields": .list(fields.map { .string($0) }),
      "IncludedObjectVersions": .string(versions), "Schedule": ["Frequency": .string(schedule)],
    ]
  }
}
