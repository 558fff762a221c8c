import AWS

extension IAMService {
  /// AWS's own policies and the account's, by name.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
  enum ListPolicies: OperationHandler {
    struct Input: OperationInput {
      static let members =
        ["Scope", "OnlyAttached", "PathPrefix", "PolicyUsageFilter"] + IAMPage.members
      let scope: String
      let onlyAttached: Bool
      let pathPrefix: String
      let usage: String?
      let page: IAMPage

      init(_ members: Members) throws(AWSError) {
        scope = members.string("Scope") ?? "All"
        usage = members.string("PolicyUsageFilter")
        onlyAttached = members.bool("OnlyAttached") ?? false
        pathPrefix = members.string("PathPrefix") ?? "/"
        try IAMName.checkPathPrefix(pathPrefix)
        page = try IAMPage(members)
      }
    }

    /// AWS words it so.
    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [AccessCheck(call.ownAction, on: "policy path \(input.pathPrefix)")]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var policies = input.scope == "AWS" ? [] : try call.iam.customerPolicies(call.account)
      if input.scope != "Local" { policies += AWSManagedPolicy.all }
      var answers: [AWSObject] = []
      for policy in policies.sorted(by: { key($0) < key($1) })
      where policy.path.hasPrefix(input.pathPrefix) {
        let answer = try call.iam.answer(policy, call.account, isListed: true)
        let attached = answer["AttachmentCount"]?.integer ?? 0
        let bounding = answer["PermissionsBoundaryUsageCount"]?.integer ?? 0
        let isUsed =
          switch input.usage {
          case "PermissionsPolicy": attached > 0
          case "PermissionsBoundary": bounding > 0
          default: true
          }
        // Used as a boundary counts as attached only where that use is asked for.
        if input.onlyAttached, attached == 0, input.usage != "PermissionsBoundary" { continue }
        if isUsed { answers.append(answer) }
      }
      return input.page.answer("Policies", answers) {
        key($0["PolicyName"]?.string ?? "", $0["Arn"]?.string ?? "")
      } value: {
        .object($0)
      }
    }

    private static func key(_ policy: IAMStore.Policy) -> String { key(policy.name, policy.arn) }
    /// A customer policy may have the name of one of AWS's.
    private static func key(_ name: String, _ arn: String) -> String { "\(name) \(arn)" }
  }
}
