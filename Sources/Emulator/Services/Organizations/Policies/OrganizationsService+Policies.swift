import AWS

extension OrganizationsService {
  /// For an operation that names a policy and nothing else.
  struct PolicyInput: OrganizationsInput {
    static let members = ["PolicyId"]
    let id: String
    var resources: [String] { [id] }

    init(_ members: Members) { id = members.string("PolicyId") ?? "" }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html
  enum DescribePolicy: OperationHandler {
    static func perform(_ input: PolicyInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      return ["Policy": .object(try call.existingPolicy(input.id, organization).output)]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeletePolicy.html
  enum DeletePolicy: OperationHandler {
    static func perform(_ input: PolicyInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let policy = try call.existingPolicy(input.id, organization)
      if policy.isAWSOwned { throw OrganizationsError.immutablePolicy }
      if try !store.targets(of: policy, organization).isEmpty {
        throw OrganizationsError.policyInUse
      }
      try store.delete(policy, organization)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPolicies.html
  enum ListPolicies: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["Filter"] + OrganizationsPage.members
      let type: OrganizationPolicyType
      let page: OrganizationsPage
      var keys: [String: [String]] { ["organizations:PolicyType": [type.rawValue]] }

      init(_ members: Members) throws(AWSError) {
        type = try OrganizationPolicyType(checked: members.string("Filter"))
        page = try OrganizationsPage(members)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      let policies = try call.organizations.policies(input.type, organization)
      return try input.page.output("Policies", policies, key: \.number) { $0.summary }
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html
  enum ListPoliciesForTarget: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["TargetId", "Filter"] + OrganizationsPage.members
      let target: String
      let type: OrganizationPolicyType
      let page: OrganizationsPage
      var resources: [String] { [target] }
      var keys: [String: [String]] { ["organizations:PolicyType": [type.rawValue]] }

      init(_ members: Members) throws(AWSError) {
        target = members.string("TargetId") ?? ""
        type = try OrganizationPolicyType(checked: members.string("Filter"))
        page = try OrganizationsPage(members)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      let target = try call.existingTarget(input.target, organization)
      let policies = try call.organizations.policies(on: target.id, input.type, organization)
        .sorted { $0.number < $1.number }
      return try input.page.output("Policies", policies, key: \.number) { $0.summary }
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTargetsForPolicy.html
  enum ListTargetsForPolicy: OperationHandler {
    struct Input: OrganizationsInput {
      static let members = ["PolicyId"] + OrganizationsPage.members
      let id: String
      let page: OrganizationsPage
      var resources: [String] { [id] }

      init(_ members: Members) throws(AWSError) {
        id = members.string("PolicyId") ?? ""
        page = try OrganizationsPage(members)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let organization = try call.readableOrganization()
      let policy = try call.existingPolicy(input.id, organization)
      var nodes: [OrganizationNode] = []
      for id in try call.organizations.targets(of: policy, organization).sorted() {
        if let node = try call.organizations.node(id, organization, at: call.now) {
          nodes.append(node)
        }
      }
      return try input.page.output("Targets", nodes, key: \.id) {
        [
          "TargetId": .string($0.id), "Arn": .string($0.arn(organization)),
          "Name": .string($0.name), "Type": .string($0.type),
        ]
      }
    }
  }
}
