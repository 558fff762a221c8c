import AWS

/// For TagUser and TagRole.
struct TagInput<Entity: IAMEntity>: OperationInput {
  static var members: [String] { [Entity.kind.nameMember, "Tags.Key", "Tags.Value"] }
  let name: String
  let tags: [AWSObject]

  init(_ members: Members) throws(AWSError) {
    name = members.string(Entity.kind.nameMember) ?? ""
    try Entity.kind.checkName(name)
    tags = members.objects("Tags") ?? []
  }
}

/// For UntagUser and UntagRole.
struct UntagInput<Entity: IAMEntity>: OperationInput {
  static var members: [String] { [Entity.kind.nameMember, "TagKeys"] }
  let name: String
  let keys: [String]

  init(_ members: Members) throws(AWSError) {
    name = members.string(Entity.kind.nameMember) ?? ""
    try Entity.kind.checkName(name)
    keys = members.strings("TagKeys") ?? []
  }
}

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html
  enum TagUser: OperationHandler {
    static func perform(_ input: TagInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      var user = try call.iam.existingUser(input.name, call.account)
      try user.tags.set(input.tags)
      try call.iam.update(user, named: user.name, call.account)
      return [:]
    }
  }

  enum UntagUser: OperationHandler {
    static func perform(_ input: UntagInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      var user = try call.iam.existingUser(input.name, call.account)
      try user.tags.remove(input.keys)
      try call.iam.update(user, named: user.name, call.account)
      return [:]
    }
  }

  enum ListUserTags: OperationHandler {
    static func perform(_ input: EntityPageInput<OfUser>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let tags = try call.iam.existingUser(input.name, call.account).tags
      return input.page.tags(tags)
    }
  }
}

extension IAMPage {
  /// A page of tags by key.
  func tags(_ tags: IAMTags) -> AWSObject {
    answer("Tags", tags.tags.sorted { $0.key < $1.key }) {
      $0.key
    } value: {
      ["Key": .string($0.key), "Value": .string($0.value)]
    }
  }
}
