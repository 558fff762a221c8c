import AWS
import Documents
import JMESPath

/// `copy-related-tag`: sets on a resource the tags of another that it names, such as a volume's on
/// its snapshots.
struct CopyRelatedTag: Action {
  let name = "copy-related-tag"
  let position: SourcePosition
  let type: ResourceType
  let related: RelatedTags
  /// nil for all but AWS's own.
  let keys: [String]?
  /// Whether it is well that what is named isn't there.
  let skipsMissing: Bool
  let hydrations: [Hydration]

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard let tags = related.tags(for: setting.document) else {
      plan.remarks.append(
        skipsMissing
          ? "\(setting.id) names nothing that is there to copy tags from"
          : "\(setting.id) is not tagged: the resource to copy tags from is missing")
      return
    }
    let own = RelatedTags.pairs(setting.document["Tags"]).filter { !$0.key.hasPrefix("aws:") }
    let copied = tags.filter { tag in
      let isMeant = keys.map { $0.contains(tag.key) } ?? !tag.key.hasPrefix("aws:")
      return isMeant && !own.contains { $0.key == tag.key && $0.value == tag.value }
    }
    guard !copied.isEmpty else {
      plan.remarks.append("\(setting.id) has the tags to copy already")
      return
    }
    Tagger(type: type, setting: setting).set(copied.map { ($0.key, $0.value) }, in: &plan)
  }
}

/// The tags of another resource, which a resource names under a key.
struct RelatedTags: Sendable {
  enum Source: Sendable {
    /// A type of resource, named by its id.
    case type(ResourceType)
    /// Whatever the tagging API knows, named by its ARN.
    case arn
  }

  let source: Source
  let key: KeySelector

  private var member: String {
    switch source {
    case .type(let type): "stormdrill:Related:\(type.name):\(key.text)"
    case .arn: "stormdrill:Related:arn:\(key.text)"
    }
  }

  private func id(_ document: AWSObject) -> String? {
    (try? key.select(from: document))?.string
  }

  /// Reads the other resource, and all that its tags need.
  var hydration: Hydration {
    Hydration(member) { document, setting in
      guard let id = id(document) else { return nil }
      switch source {
      case .arn: return byARN(document, id, setting.scope)
      case .type(let type): return byID(document, id, type, setting)
      }
    }
  }

  private func byID(
    _ document: AWSObject, _ id: String, _ type: ResourceType, _ setting: ReadSetting
  ) -> ReadCall? {
    guard let known = document[member] else {
      let read = type.readOne(id, setting.scope)
      return ReadCall(read.call, pagination: read.pagination, absentCodes: read.goneCodes) {
        document, pages in
        let found = pages.map(read.documents)?.first { type.id(of: $0) == id }
        document[member] = found.map { .object($0) } ?? .null
      }
    }
    guard let other = known.object,
      let further = type.nextCall(for: type.tagHydrations, document: other, in: setting)
    else { return nil }
    return ReadCall(
      further.call, pagination: further.pagination,
      absentCodes: further.goneCodes + further.absentCodes
    ) { document, pages in
      var other = document[member]?.object ?? [:]
      further.fold(&other, pages)
      document[member] = .object(other)
    }
  }

  private func byARN(_ document: AWSObject, _ arn: String, _ scope: Scope) -> ReadCall? {
    guard document[member] == nil else { return nil }
    let scope = arn.hasPrefix("arn:aws:iam") ? scope.in(region: "us-east-1") : scope
    return ReadCall(
      APICall(
        service: "resourcegroupstaggingapi", operation: "GetResources",
        input: ["ResourceARNList": [.string(arn)]], scope: scope)
    ) { document, pages in
      document[member] =
        (pages ?? []).items("ResourceTagMappingList").first { $0["ResourceARN"]?.string == arn }
        .map { .object($0) } ?? .null
    }
  }

  /// nil where there is no such resource, or it has no tags.
  func tags(for document: AWSObject) -> [(key: String, value: String)]? {
    guard let other = document[member]?.object else { return nil }
    let tags = Self.pairs(other["Tags"])
    return tags.isEmpty ? nil : tags
  }

  static func pairs(_ tags: AWSValue?) -> [(key: String, value: String)] {
    (tags?.list ?? []).compactMap { tag in
      guard let key = tag["Key"]?.string, let value = tag["Value"]?.string else { return nil }
      return (key, value)
    }
  }
}

extension ActionKind {
  /// Of the types whose tags are set by EC2's calls or the tagging API.
  static let copyRelatedTag = ActionKind(names: ["copy-related-tag"]) { _, reader, type, _ in
    let resource = reader.requiredString("resource")
    let keyText = reader.requiredString("key")
    let skipsMissing = reader.bool("skip_missing") ?? true
    let keys =
      reader.requiredNode("tags")?.string == "*" ? nil : reader.strings("tags") ?? []
    let source: RelatedTags.Source
    let name = resource.split(separator: ".").last.map(String.init) ?? resource
    if name == "resourcegroupstaggingapi" {
      source = .arn
    } else if let related = ResourceTypes.named(name) {
      source = .type(related)
    } else {
      let known = ResourceTypes.all.map { String($0.name.dropFirst("aws.".count)) }
      if !resource.isEmpty {
        reader.error(
          at: reader.node("resource")?.position, "resource type `\(resource)` is not supported",
          suggestion: Spelling.suggestion(for: name, among: known + ["resourcegroupstaggingapi"]))
      }
      return nil
    }
    let key = KeySelector(keyText)
    if let problem = key.syntaxError {
      reader.error(
        at: reader.node("key")?.position, "`key` is no JMESPath: \(problem.message)")
    }
    let related = RelatedTags(source: source, key: key)
    let further = type.furtherMembers.filter { keyText.contains($0.member) }.map(\.hydration)
    return CopyRelatedTag(
      position: reader.position, type: type, related: related, keys: keys,
      skipsMissing: skipsMissing,
      hydrations: type.tagHydrations + further + [related.hydration])
  }
}
