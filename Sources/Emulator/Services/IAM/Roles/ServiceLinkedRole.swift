import AWS

/// A role that a service makes for itself: trusted to that service alone, changed by nobody else,
/// and no control policy binds it
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html).
enum ServiceLinkedRole {
  static let path = "/aws-service-role/"

  static func isOne(_ path: String) -> Bool { path.hasPrefix(Self.path) }

  /// What follows `AWSServiceRoleFor`, for the services that AWS lists
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html).
  static let names = [
    "access-analyzer.amazonaws.com": "AccessAnalyzer",
    "autoscaling.amazonaws.com": "AutoScaling", "cloudtrail.amazonaws.com": "CloudTrail",
    "config.amazonaws.com": "Config", "ecs.amazonaws.com": "ECS",
    "eks.amazonaws.com": "AmazonEKS", "elasticache.amazonaws.com": "ElastiCache",
    "elasticloadbalancing.amazonaws.com": "ElasticLoadBalancing",
    "globalaccelerator.amazonaws.com": "GlobalAccelerator",
    "guardduty.amazonaws.com": "AmazonGuardDuty", "inspector2.amazonaws.com": "AmazonInspector2",
    "macie.amazonaws.com": "AmazonMacie", "organizations.amazonaws.com": "Organizations",
    "rds.amazonaws.com": "RDS", "securityhub.amazonaws.com": "SecurityHub",
    "spot.amazonaws.com": "EC2Spot", "ssm.amazonaws.com": "AmazonSSM",
    "sso.amazonaws.com": "SSO", "support.amazonaws.com": "Support",
    "transitgateway.amazonaws.com": "VPCTransitGateway",
    "trustedadvisor.amazonaws.com": "TrustedAdvisor",
  ]

  /// Services that let an account have several such roles.
  static let suffixed: Set<String> = ["autoscaling.amazonaws.com"]

  static func trust(_ service: String) -> String {
    """
    {"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow",\
    "Principal":{"Service":["\(service)"]}}]}
    """
  }
}

extension Call {
  /// Refuses what isn't there, and the roles that only AWS may change.
  func mustBeChangeable(_ kind: IAMStore.EntityKind, _ name: String) throws(AWSError) {
    try iam.mustExist(kind, name, account)
    guard kind == .role, let role = try iam.role(named: name, account: account) else { return }
    if ServiceLinkedRole.isOne(role.path) {
      throw AWSError(
        "UnmodifiableEntity",
        "Cannot perform the operation on the protected role '\(name)' - this role is only "
          + "modifiable by AWS")
    }
  }
}

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
  ///
  /// Its permissions are the service's own affair: it has no policies here.
  enum CreateServiceLinkedRole: OperationHandler {
    struct Input: OperationInput {
      static let members = ["AWSServiceName", "Description", "CustomSuffix"]
      let service: String
      let description: String?
      let suffix: String?

      init(_ members: Members) throws(AWSError) {
        service = members.string("AWSServiceName") ?? ""
        description = members.string("Description")
        suffix = members.string("CustomSuffix").flatMap { $0.isEmpty ? nil : $0 }
        if let suffix { try IAMName.check(suffix, "customSuffix") }
      }

      /// nil for a service that has no such role.
      var name: String? {
        ServiceLinkedRole.names[service].map {
          "AWSServiceRoleFor" + $0 + (suffix.map { "_" + $0 } ?? "")
        }
      }
      var path: String { "\(ServiceLinkedRole.path)\(service)/" }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [
        AccessCheck(
          call.ownAction, on: call.iamARN("role", input.path, input.name ?? "*"),
          context: ["iam:AWSServiceName": [input.service]])
      ]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      guard let name = input.name else {
        throw IAMError.invalidInput("Invalid AWSServiceName: \(input.service)")
      }
      if input.suffix != nil, !ServiceLinkedRole.suffixed.contains(input.service) {
        throw IAMError.invalidInput("Custom suffix is not allowed for \(input.service)")
      }
      if try call.iam.role(named: name, account: call.account) != nil {
        throw IAMError.invalidInput(
          "Service role name \(name) has been taken in this account, please try a different suffix."
        )
      }
      let role = IAMStore.Role(
        name: name, path: input.path, id: call.world.uniqueID("AROA"),
        arn: call.iamARN("role", input.path, name), created: call.iamDate,
        trustPolicy: ServiceLinkedRole.trust(input.service), description: input.description,
        maxSession: .hours(1), boundary: nil, tags: IAMTags())
      try call.iam.insert(role, call.account)
      return ["Role": .object(role.answer(.created))]
    }
  }

  /// Done at once, where AWS takes its time: nothing of a service's own needs the role here.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
  enum DeleteServiceLinkedRole: OperationHandler {
    static func perform(_ input: EntityInput<OfRole>, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      let role = try call.iam.existingRole(input.name, call.account)
      guard ServiceLinkedRole.isOne(role.path) else {
        throw IAMError.invalidInput("Role \(role.name) is not a service-linked role")
      }
      let task = "task\(role.path)\(role.name)/\(call.world.uuid())"
      try call.iam.deleteRole(role.name, call.account)
      try call.database.run(
        "INSERT INTO iam_deletion_task (account, task) VALUES (?, ?)", .text(call.account),
        .text(task))
      return ["DeletionTaskId": .string(task)]
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html
  enum GetServiceLinkedRoleDeletionStatus: OperationHandler {
    struct Input: OperationInput {
      static let members = ["DeletionTaskId"]
      let task: String

      init(_ members: Members) throws(AWSError) { task = members.string("DeletionTaskId") ?? "" }
    }

    /// On the role whose name the task has in it, gone as it is.
    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      let parts = input.task.split(separator: "/")
      let role =
        parts.count == 5
        ? call.iamARN("role", "/\(parts[1])/\(parts[2])/", String(parts[3])) : "*"
      return [AccessCheck(call.ownAction, on: role)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let task = try call.database.row(
        "SELECT 1 FROM iam_deletion_task WHERE account = ? AND task = ?", .text(call.account),
        .text(input.task))
      guard task != nil else {
        throw IAMError.noSuchEntity("Deletion task \(input.task) cannot be found.")
      }
      return ["Status": "SUCCEEDED"]
    }
  }
}
