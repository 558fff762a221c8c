import AWS
import Documents

/// `rename-tag`: gives a tag's value to another key and takes the old keys away.
struct RenameTagAction: Action {
  let name = "rename-tag"
  let position: SourcePosition
  /// The first that a resource has tells the value.
  let oldKeys: [String]
  let newKey: String
  let type: ResourceType

  /// EC2 allows so many tags on a resource.
  static let limit = 50

  var hydrations: [Hydration] { type.tagHydrations }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard Tagger.canRead(setting, in: &plan) else { return }
    let tagger = Tagger(type: type, setting: setting)
    let present = oldKeys.filter { key in tagger.before.contains { $0.key == key } }
    guard let first = present.first,
      let value = tagger.before.last(where: { $0.key == first })?.value
    else {
      plan.remarks.append(
        "\(setting.id) has no tag \(oldKeys.joined(separator: " or ")) to rename")
      return
    }
    guard type.tagging == .ec2 else {
      tagger.set([(newKey, value)], in: &plan)
      for key in present { tagger.remove([key], in: &plan) }
      return
    }
    // A resource with all the tags that it may have must lose one first.
    if tagger.before.count < Self.limit { tagger.set([(newKey, value)], in: &plan) }
    plan.steps.append(
      PlannedStep(
        summary: "remove the tag \(first) from \(setting.id)",
        call: setting.call(
          "ec2", "DeleteTags",
          [
            "Resources": [.string(setting.id)],
            "Tags": [["Key": .string(first), "Value": .string(value)]],
          ]),
        undo: [
          setting.call(
            "ec2", "CreateTags",
            [
              "Resources": [.string(setting.id)],
              "Tags": [["Key": .string(first), "Value": .string(value)]],
            ])
        ], removed: [["Key": .string(first), "Value": .string(value)]]))
    if tagger.before.count >= Self.limit { tagger.set([(newKey, value)], in: &plan) }
  }
}

/// `normalize-tag`: writes a tag's value in other capitals, or without signs at its ends.
struct NormalizeTagAction: Action {
  let name = "normalize-tag"
  let position: SourcePosition
  let key: String
  /// `lower`, `upper`, `title` or `strip`; anything else changes nothing, as in Cloud Custodian.
  let action: String
  /// What `strip` takes away.
  let signs: String
  let type: ResourceType

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard Tagger.canRead(setting, in: &plan) else { return }
    let tagger = Tagger(type: type, setting: setting)
    guard let value = tagger.before.last(where: { $0.key == key })?.value else {
      plan.remarks.append("\(setting.id) has no tag \(key) to normalize")
      return
    }
    guard let new = normalized(value), !new.isEmpty else {
      plan.remarks.append("tag \(key) of \(setting.id) needs no change")
      return
    }
    guard tagger.before.count < RenameTagAction.limit else {
      plan.remarks.append("\(setting.id) has \(tagger.before.count) tags: it takes no more calls")
      return
    }
    tagger.set([(key, new)], in: &plan)
  }

  /// nil where the value is so already.
  private func normalized(_ value: String) -> String? {
    let hasCase = value.contains { $0.isLowercase || $0.isUppercase }
    switch action {
    case "lower":
      let isLower = hasCase && !value.contains(where: \.isUppercase)
      return isLower ? nil : value.lowercased()
    case "upper":
      let isUpper = hasCase && !value.contains(where: \.isLowercase)
      return isUpper ? nil : value.uppercased()
    case "title":
      let title = TagTransform.title.apply(to: value)
      return hasCase && title == value ? nil : title
    case "strip":
      guard !signs.isEmpty, value.contains(signs) else { return nil }
      var rest = value[...]
      while let first = rest.first, signs.contains(first) { rest = rest.dropFirst() }
      while let last = rest.last, signs.contains(last) { rest = rest.dropLast() }
      return String(rest)
    default: return nil
    }
  }
}

/// `tag-trim`: takes tags away, in the order of their keys, until there is space for so many more;
/// some are preserved.
///
/// Departure: Cloud Custodian 0.9.53 fails on every resource here, and leaves all tags.
struct TrimTagsAction: Action {
  let name = "tag-trim"
  let position: SourcePosition
  /// 0 takes all but the preserved.
  let space: Int
  let preserved: [String]
  let type: ResourceType

  var hydrations: [Hydration] { type.tagHydrations }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard Tagger.canRead(setting, in: &plan) else { return }
    let tagger = Tagger(type: type, setting: setting)
    let keys = tagger.before.map(\.key).filter { !$0.hasPrefix("aws:") }.uniqued
    if space != 0, keys.count + space <= RenameTagAction.limit {
      plan.remarks.append("\(setting.id) has space for \(space) more tags")
      return
    }
    var goes = keys.filter { !preserved.contains($0) }.sorted()
    if space != 0 {
      let kept = keys.count - goes.count
      goes = Array(goes.prefix(max(0, goes.count - (RenameTagAction.limit - space - kept))))
    }
    if goes.isEmpty {
      plan.remarks.append("\(setting.id) has no tags to trim")
    } else {
      tagger.remove(goes, in: &plan)
    }
  }
}

extension ActionKind {
  static let renameTag = ActionKind(names: ["rename-tag"]) { _, reader, type, _ in
    var keys = type.tagging == .ec2 ? [] : reader.strings("old_keys") ?? []
    if let key = reader.string("old_key"), !keys.contains(key) { keys.append(key) }
    if keys.isEmpty, reader.diagnostics.isEmpty {
      reader.error("\(reader.subject) has no `old_key`", suggestion: "expected `old_key`")
    }
    return RenameTagAction(
      position: reader.position, oldKeys: keys, newKey: reader.requiredString("new_key"),
      type: type)
  }

  static let normalizeTag = ActionKind(names: ["normalize-tag"]) { _, reader, type, _ in
    NormalizeTagAction(
      position: reader.position, key: reader.requiredString("key"),
      action: reader.string("action") ?? "", signs: reader.string("value") ?? "", type: type)
  }

  static let trimTags = ActionKind(names: ["tag-trim"]) { _, reader, type, _ in
    TrimTagsAction(
      position: reader.position,
      space: Int(reader.integer("space", in: 0...Int64(RenameTagAction.limit)) ?? 3),
      preserved: reader.strings("preserve") ?? [], type: type)
  }
}
