import AWS

extension Hydration {
  static let roleDetail = Hydration("role detail") { document, setting in
    guard document[Hidden.detail] == nil, let name = document["RoleName"] else { return nil }
    return ReadCall(
      ResourceType.iam("GetRole", ["RoleName": name], setting.scope), goneCodes: ["NoSuchEntity"]
    ) { document, pages in
      document[Hidden.detail] = true
      let role = pages?.first?["Role"]?.object.map(ResourceType.withTrust) ?? [:]
      for (member, value) in role { document[member] = value }
    }
  }
}
