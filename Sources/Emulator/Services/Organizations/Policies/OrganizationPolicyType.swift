/// What a policy of an organization speaks of
/// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html).
enum OrganizationPolicyType: String, CaseIterable, Sendable {
  case service = "SERVICE_CONTROL_POLICY"
  case resource = "RESOURCE_CONTROL_POLICY"
  case tag = "TAG_POLICY"
  case backup = "BACKUP_POLICY"
  case aiServices = "AISERVICES_OPT_OUT_POLICY"
  case chatbot = "CHATBOT_POLICY"
  case declarativeEC2 = "DECLARATIVE_POLICY_EC2"
  case securityHub = "SECURITYHUB_POLICY"
  case inspector = "INSPECTOR_POLICY"
  case upgradeRollout = "UPGRADE_ROLLOUT_POLICY"
  case bedrock = "BEDROCK_POLICY"
  case s3 = "S3_POLICY"
  case networkSecurityDirector = "NETWORK_SECURITY_DIRECTOR_POLICY"

  /// The policies that decide over requests; all others configure services.
  var isControl: Bool { self == .service || self == .resource }

  /// `service_control_policy`, as ARNs have it.
  var inARN: String { rawValue.lowercased() }

  /// Characters of a document
  /// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html; SCPs
  /// have twice as many since 15 May 2026).
  var sizeLimit: Int {
    switch self {
    case .service: 10_240
    case .resource: 5120
    case .aiServices: 2500
    default: 10_000
    }
  }

  /// How many may hang directly on one root, unit or account: ten SCPs, since 15 May 2026 as well.
  var attachmentLimit: Int {
    switch self {
    case .service, .tag, .backup, .declarativeEC2: 10
    default: 5
    }
  }

  /// How many an organization may have.
  var policyLimit: Int { self == .service ? 10_000 : 1000 }

  /// AWS's policy that hangs on everything once the type is enabled.
  var awsManaged: AWSOwnedPolicy? {
    switch self {
    case .service: .fullAccess
    case .resource: .fullResourceAccess
    default: nil
    }
  }
}

/// A policy that AWS gives to each organization and nobody may change.
struct AWSOwnedPolicy: Hashable, Sendable {
  let id: String
  let name: String
  let description: String
  let type: OrganizationPolicyType
  let content: String

  func arn(_ partition: String) -> String {
    "arn:\(partition):organizations::aws:policy/\(type.inARN)/\(id)"
  }

  static let fullAccess = AWSOwnedPolicy(
    id: "p-FullAWSAccess", name: "FullAWSAccess", description: "Allows access to every operation",
    type: .service,
    content: """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
      """)

  static let fullResourceAccess = AWSOwnedPolicy(
    id: "p-RCPFullAWSAccess", name: "RCPFullAWSAccess",
    description: "Allows all access to every operation", type: .resource,
    content: """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*",\
      "Resource":"*"}]}
      """)

  static let all = [fullAccess, fullResourceAccess]
}
