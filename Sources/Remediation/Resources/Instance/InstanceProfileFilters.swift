import AWS
import Documents

extension Hydration {
  /// The instance profile of an instance, by name, with the policies that are attached to its
  /// roles under the member where Cloud Custodian keeps them; null where there is none.
  static let instanceProfile = Hydration(InstanceProfile.member) { document, setting in
    guard document[InstanceProfile.member] == nil else { return nil }
    guard let name = InstanceProfile.name(of: document) else { return nil }
    return ReadCall(
      ResourceType.iam("ListInstanceProfiles", [:], setting.scope), pagination: .marker
    ) { document, pages in
      document[InstanceProfile.member] =
        (pages ?? []).items("InstanceProfiles")
        .first { $0["InstanceProfileName"]?.string == name }.map { .object($0) } ?? .null
    }
  }

  static let instanceProfilePolicies = Hydration("policies of the instance profile") {
    document, setting in
    if let call = instanceProfile.nextCall(document, setting) { return call }
    guard let profile = document[InstanceProfile.member]?.object,
      profile[InstanceProfile.policies] == nil,
      let role = profile["Roles"]?.list?.last?["RoleName"]
    else { return nil }
    return ReadCall(
      ResourceType.iam("ListAttachedRolePolicies", ["RoleName": role], setting.scope),
      pagination: .marker, absentCodes: ["NoSuchEntity"]
    ) { document, pages in
      var profile = document[InstanceProfile.member]?.object ?? [:]
      profile[InstanceProfile.policies] = .list(
        (pages ?? []).items("AttachedPolicies").map { .object($0) })
      document[InstanceProfile.member] = .object(profile)
    }
  }

  /// The role of the instance profile; none where there is no profile, or no such role.
  static let instanceRole = Hydration(RelatedKind.instanceRoles.member) { document, setting in
    if let call = instanceProfile.nextCall(document, setting) { return call }
    guard document[RelatedKind.instanceRoles.member] == nil,
      let role = InstanceProfile.role(of: document)
    else { return nil }
    let read = ResourceType.iamRole.readOne(role, setting.scope)
    return ReadCall(read.call, absentCodes: ["NoSuchEntity"]) { document, pages in
      document[RelatedKind.instanceRoles.member] = .list(
        pages.map { read.documents($0).map { .object($0) } } ?? [])
    }
  }
}

extension RelatedKind {
  /// The roles of instance profiles, read one by one.
  static let instanceRoles = RelatedKind(
    member: "stormdrill:InstanceRoles", idMember: "RoleName"
  ) { ResourceType.iamRole.enumerate($0) }
}

/// The instance profile of an instance.
enum InstanceProfile {
  static let member = "stormdrill:InstanceProfile"
  static let policies = "c7n:AttachedPolicies"

  private static func arn(of document: AWSObject) -> String? {
    document.at("IamInstanceProfile", "Arn")?.string
  }

  /// What follows the last slash of its ARN.
  static func name(of document: AWSObject) -> String? {
    arn(of: document)?.split(separator: "/").last.map(String.init)
  }

  /// The name of its role, which it has one of at most.
  static func role(of document: AWSObject) -> String? {
    let arn = document[member]?["Roles"]?.list?.first?["Arn"]?.string
    return arn?.split(separator: "/").last.map(String.init)
  }

  /// The ARN of the role of the profile that the instance names.
  static func roleARN(of document: AWSObject) -> String? {
    exact(document)?["Roles"]?.list?.first?["Arn"]?.string
  }

  /// The profile, if it is just the one that the instance names.
  static func exact(_ document: AWSObject) -> AWSObject? {
    guard let profile = document[member]?.object, let arn = arn(of: document),
      profile["Arn"]?.string == arn
    else { return nil }
    return profile
  }
}

/// `has-specific-managed-policy` of instances: whether the role of its profile has a policy that
/// matches.
struct InstancePolicyFilter: ResourceFilter {
  let position: SourcePosition
  let value: ValueFilter

  var hydrations: [Hydration] { [.instanceProfilePolicies] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard let state = document.at("State", "Name") else {
      throw FilterProblem("the instance has no `State`")
    }
    guard state != "terminated", let profile = InstanceProfile.exact(document) else {
      return false
    }
    var matched = false
    for policy in profile[InstanceProfile.policies]?.list ?? [] {
      if let object = policy.object, try value.matches(object, run.context) { matched = true }
    }
    return matched
  }
}

/// `iam-role`: a value filter on the role of an instance's profile.
struct InstanceRoleFilter: ResourceFilter {
  let related: RelatedFilter

  var position: SourcePosition { related.position }
  var hydrations: [Hydration] { related.hydrations }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let role = InstanceProfile.role(of: run.resources[index].document)
    return try related.matches(index, ids: role.map { [.string($0)] } ?? [], in: &run)
  }
}

extension FilterKind {
  static let instancePolicy = FilterKind(name: "has-specific-managed-policy") {
    loader, reader, type, _ in
    loader.value(&reader, on: type, defaultKey: "PolicyName").map {
      InstancePolicyFilter(position: reader.position, value: $0)
    }
  }

  static let instanceRole = FilterKind(name: "iam-role") { loader, reader, type, _ in
    guard let asked = loader.relatedQuestion(&reader, on: type) else { return nil }
    return InstanceRoleFilter(
      related: RelatedFilter(
        position: reader.position, kind: .instanceRoles, ids: RelatedIDs("no member"),
        question: asked.question, needsAll: asked.needsAll, wanted: asked.wanted,
        annotation: "c7n:matched-iam-role", reading: .instanceRole))
  }
}
