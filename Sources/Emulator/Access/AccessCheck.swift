package import AWS
package import PolicyLanguage

/// One question that a call raises: may the caller do this to that?
///
/// A call may raise several: RunInstances asks for each instance, image, group and subnet. All must
/// be allowed. Keys that every request has (aws:SourceIp, aws:PrincipalArn ...) are added by the
/// authoriser; an operation names only its own.
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
package struct AccessCheck: Sendable {
  /// `ec2:RunInstances`
  package var action: String
  /// An ARN, or `*` for an action on no resource.
  package var resource: String
  /// Condition keys with their values: `ec2:Vpc`, `aws:ResourceTag/team`.
  package var context: [String: [String]]
  /// The account that owns the resource; nil for the caller's own.
  package var owner: String?
  /// What hangs on the resource: a bucket policy, a key policy, a role's trust.
  package var resourcePolicy: ResourcePolicy?
  /// Whether something other than a policy lets the caller in, as a resource policy would: an ACL.
  package var isGrantedByACL = false

  package init(
    _ action: String, on resource: String = "*", context: [String: [String]] = [:],
    owner: String? = nil
  ) {
    self.action = action
    self.resource = resource
    self.context = context
    self.owner = owner
  }

  package struct ResourcePolicy: Sendable {
    package var document: PolicyDocument?
    /// As an explanation names it.
    package var name: String
    /// Role trust and KMS keys: the owner's own account needs the resource's word too.
    package var mustAllow: Bool
    /// False where S3 ignores what a public policy grants: only its denials count.
    package var grants: Bool

    package init(
      _ document: PolicyDocument?, name: String, mustAllow: Bool = false, grants: Bool = true
    ) {
      self.document = document
      self.name = name
      self.mustAllow = mustAllow
      self.grants = grants
    }
  }
}

extension AccessCheck {
  /// `aws:ResourceTag/team: [blue]` and its like, from a resource's tags.
  package static func tags(_ prefix: String, _ tags: [(key: String, value: String)])
    -> [String: [String]]
  {
    Dictionary(
      tags.map { ("\(prefix)/\($0.key)", [$0.value]) }, uniquingKeysWith: { _, last in last })
  }

  /// aws:RequestTag/... and aws:TagKeys, from the tags that a request sets.
  package static func requestTags(_ tags: [(key: String, value: String)]) -> [String: [String]] {
    if tags.isEmpty { return [:] }
    var keys = Self.tags("aws:RequestTag", tags)
    keys["aws:TagKeys"] = tags.map(\.key)
    return keys
  }
}

extension [AWSObject] {
  /// The tags of a request in their usual form, `Key` and `Value`, unchecked.
  package var keyed: [(key: String, value: String)] {
    compactMap { tag in tag["Key"]?.string.map { ($0, tag["Value"]?.string ?? "") } }
  }
}

extension ServiceModel {
  /// What actions of this service begin with: `ec2`.
  package var actionPrefix: String {
    switch signingName {
    case "tagging": "tag"
    case "monitoring": "cloudwatch"
    default: signingName
    }
  }
}

extension Call {
  var asksWhileItRuns: Bool {
    ServiceRegistry.definition(of: service)?.asksWhileItRuns ?? false
  }

  /// The action that has the operation's own name: `ec2:CreateVpc`.
  package var ownAction: String {
    "\(ServiceModel.named(service)?.actionPrefix ?? service):\(operation)"
  }
}
