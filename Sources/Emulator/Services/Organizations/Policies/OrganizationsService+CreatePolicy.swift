import AWS

extension OrganizationsService {
  /// Makes a policy, which does nothing until it is attached.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html
  enum CreatePolicy: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = [
        "Content", "Description", "Name", "Type", "Tags.Key", "Tags.Value",
      ]
      let content: String
      let description: String
      let name: String
      let type: OrganizationPolicyType
      let tags: OrganizationsTags
      var keys: [String: [String]] { ["organizations:PolicyType": [type.rawValue]] }
      var newTags: OrganizationsTags? { tags }

      init(_ members: Members) throws(AWSError) {
        content = members.string("Content") ?? ""
        description = members.string("Description") ?? ""
        name = members.string("Name") ?? ""
        type = try OrganizationPolicyType(checked: members.string("Type"))
        tags = try OrganizationsTags(members.objects("Tags") ?? [])
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      if organization.featureSet != .all { throw OrganizationsError.typeNotAvailable }
      let store = call.organizations
      try PolicyContent.check(input.content, as: input.type)
      let others = try store.policies(input.type, organization)
      if others.contains(where: { $0.name == input.name }) {
        throw OrganizationsError.duplicatePolicy
      }
      if others.count >= input.type.policyLimit {
        throw OrganizationsError.constraint(
          "POLICY_NUMBER_LIMIT_EXCEEDED",
          "You have exceeded the allowed number of policies in the organization.")
      }
      let policy = OrganizationPolicy(
        id: "p-" + call.world.organizationsToken(8), type: input.type, name: input.name,
        description: input.description, content: input.content, organization)
      try store.insert(policy, organization)
      try store.tag(policy.id, input.tags, organization)
      return ["Policy": .object(policy.output)]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdatePolicy.html
  enum UpdatePolicy: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["PolicyId", "Name", "Description", "Content"]
      let members: Members
      var resources: [String] { [members.string("PolicyId") ?? ""] }

      init(_ members: Members) { self.members = members }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let members = input.members
      var policy = try call.existingPolicy(members.string("PolicyId") ?? "", organization)
      if policy.isAWSOwned { throw OrganizationsError.immutablePolicy }
      if let content = members.string("Content") {
        try PolicyContent.check(content, as: policy.type)
        policy.content = content
      }
      if let name = members.string("Name") {
        let isTaken = try store.policies(policy.type, organization).contains {
          $0.name == name && $0.id != policy.id
        }
        if isTaken { throw OrganizationsError.duplicatePolicy }
        policy.name = name
      }
      policy.description = members.string("Description") ?? policy.description
      try store.update(policy)
      return ["Policy": .object(policy.output)]
    }
  }
}

extension OrganizationPolicyType {
  init(checked text: String?) throws(AWSError) {
    guard let type = text.flatMap(OrganizationPolicyType.init(rawValue:)) else {
      throw OrganizationsError.input(
        "INVALID_ENUM_POLICY_TYPE", "You specified an invalid value.")
    }
    self = type
  }
}
