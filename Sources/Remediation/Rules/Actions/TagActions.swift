import AWS
import Documents

/// `tag`, `mark` and `mark-for-op`: sets tags; what stood under their keys comes back on undo.
struct TagAction: Action {
  enum Value: Sendable {
    case text(String)
    /// `op@date`, so long after now by the clock of a zone.
    case mark(template: String, op: String, after: Duration, zone: ZoneRule, withHours: Bool)
  }

  let name: String
  let position: SourcePosition
  let tags: [(key: String, value: Value)]
  let type: ResourceType

  var hydrations: [Hydration] { type.tagHydrations }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard Tagger.canRead(setting, in: &plan) else { return }
    let pairs = tags.map { tag in (tag.key, text(tag.value, setting.context)) }
    Tagger(type: type, setting: setting).set(pairs, in: &plan)
  }

  private func text(_ value: Value, _ context: EvaluationContext) -> String {
    switch value {
    case .text(let text): return Template.expand(text, context)
    case .mark(let template, let op, let after, let zone, let withHours):
      // Python counts by what the clock shows: a day later it shows the same hour.
      let wall = zone.wallTime(at: context.now).timestamp + after
      let time = CalendarTime(wall)
      func pad(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
      var date = "\(time.year)/\(pad(time.month))/\(pad(time.day))"
      if withHours {
        date += " \(pad(time.hour))\(pad(time.minute)) \(zone.regime(atWall: wall).name)"
      }
      return Template.expand(template, context, [("op", op), ("action_date", date)])
    }
  }
}

/// `remove-tag`, `unmark` and `untag`.
struct RemoveTagAction: Action {
  let name: String
  let position: SourcePosition
  let keys: [String]
  let type: ResourceType

  var hydrations: [Hydration] { type.tagHydrations }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    Tagger(type: type, setting: setting).remove(keys, in: &plan)
  }
}

/// Tags a resource with the calls of its service.
struct Tagger {
  let type: ResourceType
  let setting: ActionSetting

  var before: [(key: String, value: String)] {
    (setting.document["Tags"]?.list ?? []).compactMap { tag in
      guard let key = tag["Key"]?.string, let value = tag["Value"]?.string else { return nil }
      return (key, value)
    }
  }

  /// Tags in a form that isn't known are left alone.
  static func canRead(_ setting: ActionSetting, in plan: inout Plan) -> Bool {
    if setting.leaves("get_bucket_tagging", "its tags", in: &plan) { return false }
    switch setting.document["Tags"] {
    case nil, .null?, .list?: return true
    default:
      plan.remarks.append("the tags of \(setting.id) can't be read")
      return false
    }
  }

  func set(_ tags: [(String, String)], in plan: inout Plan) {
    let keys = tags.map(\.0)
    let replaced = before.filter { keys.contains($0.key) }
    let added = keys.filter { key in !before.contains { $0.key == key } }
    let call: APICall
    var undo: [APICall]
    if type.tagging == .s3 {
      call = bucket(tags.map { ($0.0, $0.1) } + before.filter { !keys.contains($0.key) })
      undo = [bucket(before)]
    } else {
      call = put(tags.map { ($0.0, $0.1) })
      undo = replaced.isEmpty ? [] : [put(replaced)]
      if !added.isEmpty { undo.append(take(added)) }
    }
    plan.steps.append(
      PlannedStep(
        summary: "tag \(setting.id) with \(keys.joined(separator: ", "))", call: call, undo: undo,
        removed: list(replaced)))
  }

  func remove(_ keys: [String], in plan: inout Plan) {
    let removed = before.filter { keys.contains($0.key) }
    guard !removed.isEmpty else {
      plan.remarks.append("\(setting.id) has none of the tags \(keys.joined(separator: ", "))")
      return
    }
    let isBucket = type.tagging == .s3
    plan.steps.append(
      PlannedStep(
        summary: "remove the tags \(removed.map(\.key).joined(separator: ", ")) from \(setting.id)",
        call: isBucket ? bucket(before.filter { !keys.contains($0.key) }) : take(keys),
        undo: [isBucket ? bucket(before) : put(removed)], removed: list(removed)))
  }

  private func list(_ tags: [(key: String, value: String)]) -> AWSValue {
    .list(tags.map { ["Key": .string($0.key), "Value": .string($0.value)] })
  }

  /// A bucket's tags are written as a whole.
  private func bucket(_ tags: [(key: String, value: String)]) -> APICall {
    let bucket = AWSValue.string(setting.id)
    guard !tags.isEmpty else {
      return setting.call("s3", "DeleteBucketTagging", ["Bucket": bucket])
    }
    return setting.call(
      "s3", "PutBucketTagging", ["Bucket": bucket, "Tagging": ["TagSet": list(tags)]])
  }

  private func put(_ tags: [(key: String, value: String)]) -> APICall {
    switch type.tagging {
    case .ec2:
      return setting.call(
        "ec2", "CreateTags", ["Resources": [.string(setting.id)], "Tags": list(tags)])
    case .iam(let kind, let member):
      return setting.call(
        "iam", "Tag\(kind)", AWSObject([(member, .string(setting.id)), ("Tags", list(tags))]))
    case .resourceGroups, .s3, .untagged:
      return setting.call(
        "resourcegroupstaggingapi", "TagResources",
        [
          "ResourceARNList": [arn],
          "Tags": .object(AWSObject(tags.map { ($0.key, .string($0.value)) })),
        ])
    }
  }

  private func take(_ keys: [String]) -> APICall {
    let names = AWSValue.list(keys.map { .string($0) })
    switch type.tagging {
    case .ec2:
      return setting.call(
        "ec2", "DeleteTags",
        ["Resources": [.string(setting.id)], "Tags": .list(keys.map { ["Key": .string($0)] })])
    case .iam(let kind, let member):
      return setting.call(
        "iam", "Untag\(kind)", AWSObject([(member, .string(setting.id)), ("TagKeys", names)]))
    case .resourceGroups, .s3, .untagged:
      return setting.call(
        "resourcegroupstaggingapi", "UntagResources",
        ["ResourceARNList": [arn], "TagKeys": names])
    }
  }

  private var arn: AWSValue {
    .string(type.arn(setting.document, setting.scope).description)
  }
}
