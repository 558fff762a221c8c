import AWS
import PolicyLanguage

/// An AWS service that acts by itself on a customer's resource, and for whom.
package struct DeliveringService: Hashable, Sendable {
  /// `cloudtrail.amazonaws.com`
  package var name: String
  /// The trail or rule, for aws:SourceArn and aws:SourceAccount.
  package var sourceARN: String
  package var sourceAccount: String

  package init(name: String, sourceARN: String, sourceAccount: String) {
    self.name = name
    self.sourceARN = sourceARN
    self.sourceAccount = sourceAccount
  }

  package static func cloudTrail(trailARN: String, account: String) -> DeliveringService {
    DeliveringService(
      name: "cloudtrail.amazonaws.com", sourceARN: trailARN, sourceAccount: account)
  }
}

extension World {
  /// Whether the resource's policy lets a service in, and under `--iam enforce` no RCP keeps it
  /// out.
  func allows(_ service: DeliveringService, _ check: AccessCheck, at now: Timestamp)
    throws(AWSError) -> Bool
  {
    let owner = check.owner ?? ""
    var policies = AccessPolicies(resourceAccount: owner)
    if let policy = check.resourcePolicy, let document = policy.document {
      policies.resource = AttachedPolicy(name: policy.name, document: document)
    }
    if options.iam == .enforce {
      policies.resourceControl = try resourceControls(of: owner, for: check.action)
    }
    var context = check.context
    context["aws:SourceArn"] = [service.sourceARN]
    context["aws:SourceAccount"] = [service.sourceAccount]
    context["aws:PrincipalIsAWSService"] = ["true"]
    context["aws:PrincipalServiceName"] = [service.name]
    context["aws:SecureTransport"] = ["true"]
    context["aws:CurrentTime"] = [now.iso8601]
    context["aws:EpochTime"] = [String(now.seconds)]
    if let source = try OrganizationsStore(database).membership(of: service.sourceAccount) {
      context["aws:SourceOrgID"] = [source.organizationID]
      context["aws:SourceOrgPaths"] = [source.path]
    }
    let request = PolicyRequest(
      principal: .service(service.name), action: check.action, resource: check.resource,
      context: context)
    return policies.decision(for: request).isAllowed
  }
}
