import AWS

extension OrganizationsService {
  /// For what hangs a policy on a root, unit or account, or takes it off.
  struct AttachmentInput: OrganizationsInput {
    static let members = ["PolicyId", "TargetId"]
    let policy: String
    let target: String
    /// The policy is one and the node it hangs on another; both must be allowed.
    var resources: [String] { [policy, target] }

    init(_ members: Members) {
      policy = members.string("PolicyId") ?? ""
      target = members.string("TargetId") ?? ""
    }
  }

  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html
  enum AttachPolicy: OperationHandler {
    static func perform(_ input: AttachmentInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let policy = try call.existingPolicy(input.policy, organization)
      let target = try call.existingTarget(input.target, organization)
      guard try store.isEnabled(policy.type, in: organization) else {
        throw OrganizationsError.typeNotEnabled
      }
      let attached = try store.policies(on: target.id, policy.type, organization)
      if attached.contains(where: { $0.id == policy.id }) {
        throw OrganizationsError.duplicateAttachment
      }
      if attached.count >= policy.type.attachmentLimit {
        throw OrganizationsError.constraint(
          "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
          "You have attached the maximum number of policies to the specified target.")
      }
      try store.attach(policy.id, policy.type, to: target.id, organization)
      return [:]
    }
  }

  /// Takes a policy off; the last SCP stays, and so does AWS's own RCP.
  ///
  /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html
  enum DetachPolicy: OperationHandler {
    static func perform(_ input: AttachmentInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let organization = try call.managedOrganization()
      let store = call.organizations
      let policy = try call.existingPolicy(input.policy, organization)
      let target = try call.existingTarget(input.target, organization)
      let attached = try store.policies(on: target.id, policy.type, organization)
      guard attached.contains(where: { $0.id == policy.id }) else {
        throw OrganizationsError.notAttached
      }
      if policy.id == AWSOwnedPolicy.fullResourceAccess.id {
        throw OrganizationsError.nonDetachablePolicy
      }
      if policy.type == .service, attached.count == 1 {
        throw OrganizationsError.constraint(
          "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
          "You cannot remove the last policy attached to the specified target. You must have at "
            + "least one attached at all times.")
      }
      try store.detach(policy.id, from: target.id, organization)
      return [:]
    }
  }
}
