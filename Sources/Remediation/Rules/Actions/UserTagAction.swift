import AWS
import Documents

/// `auto-tag-user`: tags what an event touched with who caused it, unless the tag is there already
/// and `update` isn't set. Calls of AWS's own services through instances and functions tag nothing.
struct UserTagAction: Action {
  enum Source: String, Sendable, CaseIterable {
    case userName, arn, sourceIPAddress, principalId
  }

  let name = "auto-tag-user"
  let position: SourcePosition
  let tag: String
  /// Where the id of the principal goes.
  let idTag: String?
  let userTypes: [String]
  let updates: Bool
  /// What is written; nil: the name, or the name of the session.
  let source: Source?
  let type: ResourceType

  static let userTypes = ["IAMUser", "AssumedRole", "FederatedUser"]

  var hydrations: [Hydration] { type.tagHydrations }

  func objection(toMode mode: String?) -> String? {
    mode == "cloudtrail" ? nil : "`\(name)` needs a policy of mode `cloudtrail`"
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard let event = setting.context.event?["detail"], let identity = event["userIdentity"] else {
      plan.remarks.append("no event tells who changed \(setting.id)")
      return
    }
    let kind = identity["type"]?.string ?? ""
    guard userTypes.contains(kind), let user = Self.user(kind, identity) else {
      plan.remarks.append("\(setting.id) was changed by nobody who is to be named: \(kind)")
      return
    }
    guard Tagger.canRead(setting, in: &plan) else { return }
    let isTagged = (setting.document["Tags"]?.list ?? []).contains { $0["Key"]?.string == tag }
    guard updates || !isTagged else {
      plan.remarks.append("\(setting.id) has tag \(tag) already")
      return
    }
    var tags: [(String, String)] = []
    let written = source.map { value($0, kind, event, identity) } ?? ""
    let text = written.isEmpty ? user : written
    if !text.isEmpty { tags.append((tag, text)) }
    let whole = identity["principalId"]?.string ?? ""
    let id =
      kind == "IAMUser" ? whole : whole.split(separator: ":").first.map(String.init) ?? ""
    if let idTag, !idTag.isEmpty, !id.isEmpty {
      tags.removeAll { $0.0 == idTag }
      tags.append((idTag, id))
    }
    let expanded = tags.map { ($0.0, Template.expand($0.1, setting.context)) }
    let tagger = Tagger(type: type, setting: setting)
    if type.tagging == .s3 {
      // A bucket's tags are written as a whole.
      if !expanded.isEmpty { tagger.set(expanded, in: &plan) }
    } else {
      for pair in expanded { tagger.set([pair], in: &plan) }
    }
  }

  /// nil for those who are no people: instances' roles and old functions'.
  private static func user(_ kind: String, _ identity: AWSValue) -> String? {
    if kind == "IAMUser" { return identity["userName"]?.string }
    guard let arn = identity["arn"]?.string, let slash = arn.lastIndex(of: "/") else { return nil }
    let session = String(arn[arn.index(after: slash)...])
    return session.hasPrefix("i-") || session.hasPrefix("awslambda") ? nil : session
  }

  private func value(
    _ source: Source, _ kind: String, _ event: AWSValue, _ identity: AWSValue
  ) -> String {
    switch source {
    case .userName:
      kind == "IAMUser"
        ? identity["userName"]?.string ?? ""
        : identity.at("sessionContext", "sessionIssuer", "userName")?.string ?? ""
    case .arn: identity["arn"]?.string ?? ""
    case .sourceIPAddress: event["sourceIPAddress"]?.string ?? ""
    case .principalId: identity["principalId"]?.string ?? ""
    }
  }
}

extension ActionKind {
  static let autoTagUser = ActionKind(names: ["auto-tag-user"]) { _, reader, type, _ in
    let userTypes = reader.words("user-type", among: UserTagAction.userTypes)
    return UserTagAction(
      position: reader.position, tag: reader.requiredString("tag"),
      idTag: reader.string("principal_id_tag"),
      userTypes: userTypes ?? UserTagAction.userTypes, updates: reader.bool("update") ?? false,
      source: reader.choice("value", as: UserTagAction.Source.self), type: type)
  }
}
