import AWS

extension OrganizationsService {
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_TagResource.html
  enum TagResource: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["ResourceId", "Tags.Key", "Tags.Value"]
      let id: String
      let tags: OrganizationsTags
      var resources: [String] { [id] }
      var newTags: OrganizationsTags? { tags }

      init(_ members: Members) throws(AWSError) {
        id = members.string("ResourceId") ?? ""
        tags = try OrganizationsTags(members.objects("Tags") ?? [])
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      try call.checkTaggable(input.id, organization)
      try call.organizations.tag(input.id, input.tags, organization)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_UntagResource.html
  enum UntagResource: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["ResourceId", "TagKeys"]
      let id: String
      let tagKeys: [String]
      var resources: [String] { [id] }
      var keys: [String: [String]] { ["aws:TagKeys": tagKeys] }

      init(_ members: Members) {
        id = members.string("ResourceId") ?? ""
        tagKeys = members.strings("TagKeys") ?? []
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      try call.checkTaggable(input.id, organization)
      for key in input.tagKeys { try OrganizationsTags.check(key) }
      try call.organizations.untag(input.id, input.tagKeys, organization)
      return [:]
    }
  }

  /// All tags of a resource fit one page.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTagsForResource.html
  enum ListTagsForResource: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["ResourceId", "NextToken"]
      let id: String
      var resources: [String] { [id] }

      init(_ members: Members) throws(AWSError) {
        id = members.string("ResourceId") ?? ""
        if members.has("NextToken") { throw OrganizationsError.invalidToken }
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      try call.checkTaggable(input.id, organization)
      let tags = try call.organizations.tags(of: input.id, organization)
      return [
        "Tags": .list(
          tags.map { ["Key": .string($0.tag.key), "Value": .string($0.tag.value)] })
      ]
    }
  }
}

extension Call {
  /// A root, unit, account or policy of the organization; AWS's own policies carry no tags.
  fileprivate func checkTaggable(_ id: String, _ organization: Organization) throws(AWSError) {
    if OrganizationsID.isPolicy(id) {
      guard let policy = try organizations.policy(id, organization) else {
        throw OrganizationsError.noTarget
      }
      if policy.isAWSOwned { throw OrganizationsError.targetNotSupported }
      return
    }
    guard
      OrganizationsID.isRoot(id) || OrganizationsID.isUnit(id) || OrganizationsID.isAccount(id)
    else { throw OrganizationsError.pattern }
    guard try organizations.node(id, organization, at: now) != nil else {
      throw OrganizationsError.noTarget
    }
  }
}
