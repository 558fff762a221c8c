import AWS

extension IAMService {
  /// Users, roles and groups that have a managed policy, or whose boundary it is.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
  enum ListEntitiesForPolicy: OperationHandler {
    struct Input: OperationInput {
      static let members =
        ["PolicyArn", "EntityFilter", "PathPrefix", "PolicyUsageFilter"] + IAMPage.members
      let arn: String
      let kind: IAMStore.EntityKind?
      let pathPrefix: String
      let usage: String?
      let page: IAMPage

      init(_ members: Members) throws(AWSError) {
        arn = try PolicyInput(members).arn
        switch members.string("EntityFilter") {
        case "User": kind = .user
        case "Role": kind = .role
        case "Group": kind = .group
        case nil: kind = nil
        case let other?:
          // The model's enumeration is shared with another operation.
          throw IAMError.validation("\(other) is not a valid entity filter for this operation.")
        }
        pathPrefix = members.string("PathPrefix") ?? "/"
        try IAMName.checkPathPrefix(pathPrefix)
        usage = members.string("PolicyUsageFilter")
        page = try IAMPage(members)
      }
    }

    struct Entity {
      let kind: IAMStore.EntityKind
      let name: String
      let id: String

      var key: String { "\(kind.rawValue) \(name)" }
      var answer: AWSValue {
        let kind = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
        return [kind + "Name": .string(name), kind + "Id": .string(id)]
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(policy: input.arn)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      _ = try call.iam.existingPolicy(input.arn, call.account)
      let entities = try entities(input, call).sorted { $0.key < $1.key }
      // One page runs over the three lists.
      let page = input.page.answer("Entities", entities) {
        $0.key
      } value: {
        .string($0.key)
      }
      let keys = Set(page["Entities"]?.list?.compactMap(\.string) ?? [])
      func answers(_ kind: IAMStore.EntityKind) -> AWSValue {
        .list(entities.filter { $0.kind == kind && keys.contains($0.key) }.map(\.answer))
      }
      var answer: AWSObject = [
        "PolicyGroups": answers(.group), "PolicyUsers": answers(.user),
        "PolicyRoles": answers(.role),
      ]
      answer.set("IsTruncated", page["IsTruncated"])
      answer.set("Marker", page["Marker"])
      return answer
    }

    private static func entities(_ input: Input, _ call: Call) throws(AWSError) -> [Entity] {
      var pairs: [(kind: IAMStore.EntityKind, name: String)] = []
      if input.usage != "PermissionsBoundary" {
        pairs += try call.iam.entities(ofPolicy: input.arn, call.account)
      }
      if input.usage == "PermissionsBoundary" {
        pairs += try call.iam.boundaries(input.arn, call.account)
      }
      var entities: [Entity] = []
      for (kind, name) in pairs where input.kind == nil || kind == input.kind {
        let (id, path) = try call.identity(kind, name)
        guard path.hasPrefix(input.pathPrefix) else { continue }
        entities.append(Entity(kind: kind, name: name, id: id))
      }
      return entities
    }
  }
}

extension Call {
  fileprivate func identity(_ kind: IAMStore.EntityKind, _ name: String) throws(AWSError)
    -> (id: String, path: String)
  {
    switch kind {
    case .user:
      let user = try iam.existingUser(name, account)
      return (user.id, user.path)
    case .role:
      let role = try iam.existingRole(name, account)
      return (role.id, role.path)
    case .group:
      let group = try iam.existingGroup(name, account)
      return (group.id, group.path)
    }
  }
}
