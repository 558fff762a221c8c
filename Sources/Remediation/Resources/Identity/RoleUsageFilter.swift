import AWS
import Documents

/// `used` and `unused` of roles: whether a function, a service of the default cluster, an instance
/// or a launch configuration of the region works with the role.
struct RoleUsageFilter: ResourceFilter {
  let position: SourcePosition
  let isUsed: Bool

  var hydrations: [Hydration] { [.roleUse] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let use = run.resources[index].document[IdentityMember.roleUse]
    let known = ["Functions", "Services", "Profiles"].compactMap { use?[$0]?.bool }
    guard known.count == 3 else {
      throw FilterProblem("the resource was read without what works with the role")
    }
    return known.contains(true) == isUsed
  }
}

extension Hydration {
  /// Whether anything works with the role: each of the region's lists is asked for as a whole, so
  /// that a scan asks once, and of its answer only what names the role is kept.
  ///
  /// As the dialect looks: in one region, at the default cluster, and at launch configurations,
  /// not at launch templates.
  static let roleUse = Hydration(IdentityMember.roleUse) { document, setting in
    let use = document[IdentityMember.roleUse]?.object ?? [:]
    if use["Functions"] == nil { return functionsOfRole(setting) }
    if use["Services"] == nil { return servicesOfRole(use, setting) }
    if use["ProfileNames"] == nil { return profilesOfRole(setting) }
    if use["Configurations"] == nil { return configurationsOfProfiles(setting) }
    if use["Profiles"] == nil { return instancesOfProfiles(setting) }
    return nil
  }

  private static func set(_ members: [(String, AWSValue)], in document: inout AWSObject) {
    var use = document[IdentityMember.roleUse]?.object ?? [:]
    for (name, value) in members { use[name] = value }
    document[IdentityMember.roleUse] = .object(use)
  }

  private static func names(_ role: AWSObject) -> [AWSValue] {
    [role["Arn"], role["RoleName"]].compactMap { $0 }
  }

  private static func functionsOfRole(_ setting: ReadSetting) -> ReadCall {
    ReadCall(
      APICall(service: "lambda", operation: "ListFunctions", input: [:], scope: setting.scope),
      pagination: ReadCall.Pagination(inputMember: "Marker", outputMember: "NextMarker")
    ) { document, pages in
      let roles = (pages ?? []).items("Functions").compactMap { $0["Role"] }
      let isUsed = names(document).contains { roles.contains($0) }
      set([("Functions", .bool(isUsed))], in: &document)
    }
  }

  /// The clusters, then of each its services, then in tens what they are.
  private static func servicesOfRole(_ use: AWSObject, _ setting: ReadSetting) -> ReadCall {
    func call(_ operation: String, _ input: AWSObject) -> APICall {
      APICall(service: "ecs", operation: operation, input: input, scope: setting.scope)
    }
    guard let clusters = use["Clusters"]?.list else {
      return ReadCall(call("DescribeClusters", [:])) { document, pages in
        let names = (pages ?? []).items("clusters").compactMap { $0["clusterName"] }
        set([("Clusters", .list(names))] + (names.isEmpty ? [("Services", false)] : []),
          in: &document)
      }
    }
    let cluster = clusters.first ?? .null
    let rest = AWSValue.list(Array(clusters.dropFirst()))
    guard let services = use["ServiceArns"]?.list else {
      return ReadCall(
        call("ListServices", ["cluster": cluster]),
        pagination: ReadCall.Pagination(inputMember: "nextToken", outputMember: "nextToken")
      ) { document, pages in
        let services = (pages ?? []).flatMap { $0["serviceArns"]?.list ?? [] }
        if services.isEmpty {
          let isLast = clusters.count < 2
          set([("Clusters", rest)] + (isLast ? [("Services", false)] : []), in: &document)
        } else {
          set([("ServiceArns", .list(services))], in: &document)
        }
      }
    }
    return ReadCall(
      call("DescribeServices", ["cluster": cluster, "services": .list(Array(services.prefix(10)))])
    ) { document, pages in
      let roles = (pages ?? []).items("services").compactMap { $0["roleArn"] }
      var changed: [(String, AWSValue)] = []
      if names(document).contains(where: { roles.contains($0) }) {
        changed = [("Services", true)]
      } else if services.count > 10 {
        changed = [("ServiceArns", .list(Array(services.dropFirst(10))))]
      } else {
        var use = document[IdentityMember.roleUse]?.object ?? [:]
        use = AWSObject(use.filter { $0.key != "ServiceArns" }.map { ($0.key, $0.value) })
        document[IdentityMember.roleUse] = .object(use)
        changed = [("Clusters", rest)] + (clusters.count < 2 ? [("Services", false)] : [])
      }
      set(changed, in: &document)
    }
  }

  private static func profilesOfRole(_ setting: ReadSetting) -> ReadCall {
    ReadCall(
      ResourceType.iam("ListInstanceProfiles", [:], setting.scope), pagination: .marker
    ) { document, pages in
      let own = names(document)
      let profiles = (pages ?? []).items("InstanceProfiles").filter { profile in
        (profile["Roles"]?.list ?? []).contains { role in
          role["RoleName"].map { own.contains($0) } ?? false
        }
      }
      let names = profiles.compactMap { $0["InstanceProfileName"] }
      set(
        [("ProfileNames", .list(names))]
          + (names.isEmpty ? [("Configurations", false), ("Profiles", false)] : []),
        in: &document)
    }
  }

  private static func configurationsOfProfiles(_ setting: ReadSetting) -> ReadCall {
    ReadCall(
      APICall(
        service: "autoscaling", operation: "DescribeLaunchConfigurations", input: [:],
        scope: setting.scope), pagination: .nextToken
    ) { document, pages in
      let profiles = document.at(IdentityMember.roleUse, "ProfileNames")?.list ?? []
      let named = (pages ?? []).items("LaunchConfigurations").compactMap {
        $0["IamInstanceProfile"]
      }
      let isUsed = profiles.contains { named.contains($0) }
      set([("Configurations", .bool(isUsed))] + (isUsed ? [("Profiles", true)] : []),
        in: &document)
    }
  }

  private static func instancesOfProfiles(_ setting: ReadSetting) -> ReadCall {
    ReadCall(
      APICall(service: "ec2", operation: "DescribeInstances", input: [:], scope: setting.scope),
      pagination: .nextToken
    ) { document, pages in
      let profiles = document.at(IdentityMember.roleUse, "ProfileNames")?.list ?? []
      let instances = (pages ?? []).items("Reservations").flatMap { $0["Instances"]?.list ?? [] }
      let isUsed = instances.contains { instance in
        guard instance.at("State", "Name") != "terminated",
          let arn = instance.at("IamInstanceProfile", "Arn")?.string,
          let name = arn.split(separator: "/").last
        else { return false }
        return profiles.contains(.string(String(name)))
      }
      set([("Profiles", .bool(isUsed))], in: &document)
    }
  }
}
