import PolicyLanguage

/// A way by which a principal that is no administrator gains more rights than it has, with what it
/// needs to be allowed.
///
/// The ways are those that are publicly known: changing a policy that one holds, making oneself
/// credentials of somebody else, passing a role to a service that runs one's code, taking over
/// what runs under a role already.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
struct EscalationPath: Sendable {
  let name: String
  /// What must be allowed, all of it; empty where the principal has nothing to try it on.
  let needs: @Sendable (PrincipalRights) -> [[Need]]

  struct Need: Hashable, Sendable {
    var action: String
    var resource: String
    var context: [String: [String]] = [:]

    init(_ action: String, _ resource: String, _ context: [String: [String]] = [:]) {
      self.action = action
      self.resource = resource
      self.context = context
    }
  }

  /// The first set of needs that is allowed as a whole; nil where none is.
  func isOpen(to rights: PrincipalRights) -> [Need]? {
    needs(rights).first { needs in
      !needs.isEmpty && needs.allSatisfy { rights.allows($0.action, on: $0.resource, $0.context) }
    }
  }

  static let names = all.map(\.name)

  /// Any way by itself.
  private static func any(
    _ name: String, _ needs: @escaping @Sendable (PrincipalRights) -> [Need]
  ) -> EscalationPath {
    EscalationPath(name: name) { needs($0).map { [$0] } }
  }

  /// All of it together.
  private static func all(
    _ name: String, _ needs: @escaping @Sendable (PrincipalRights) -> [Need]
  ) -> EscalationPath {
    EscalationPath(name: name) { [needs($0)] }
  }

  /// A role is passed to a service, which then acts as that role in ways that the caller decides.
  private static func passRole(
    _ name: String, to service: String,
    _ needs: @escaping @Sendable (PrincipalRights) -> [Need]
  ) -> EscalationPath {
    all(name) { rights in
      [
        Need(
          "iam:PassRole", rights.iam("role/zq7"), ["iam:PassedToService": [service]])
      ] + needs(rights)
    }
  }

  private static func administrator(_ rights: PrincipalRights) -> [String: [String]] {
    ["iam:PolicyARN": ["arn:\(rights.partition):iam::aws:policy/AdministratorAccess"]]
  }

  private static let ownPolicies = [
    any("create-policy-version") { rights in
      rights.ownPolicies.map { Need("iam:CreatePolicyVersion", $0) }
    },
    any("set-default-policy-version") { rights in
      rights.ownPolicies.map { Need("iam:SetDefaultPolicyVersion", $0) }
    },
    any("attach-own-policy") { rights in
      rights.selves.map { Need("iam:Attach\($0.kind)Policy", $0.arn, administrator(rights)) }
    },
    any("put-own-policy") { rights in
      rights.selves.map { Need("iam:Put\($0.kind)Policy", $0.arn) }
    },
    any("lift-own-boundary") { rights in
      guard rights.hasBoundary else { return [] }
      return rights.selves.filter { $0.kind != "Group" }.flatMap { own in
        ["Delete", "Put"].map { Need("iam:\($0)\(own.kind)PermissionsBoundary", own.arn) }
      }
    },
    any("join-group") { rights in
      rights.isUser ? [Need("iam:AddUserToGroup", rights.iam("group/zq7"))] : []
    },
  ]

  private static let others = [
    any("create-access-key-of-others") { [Need("iam:CreateAccessKey", $0.iam("user/zq7"))] },
    any("set-password-of-others") { rights in
      ["Create", "Update"].map { Need("iam:\($0)LoginProfile", rights.iam("user/zq7")) }
    },
    any("assume-any-role") { [Need("sts:AssumeRole", $0.iam("role/zq7"))] },
    all("change-trust-and-assume") { rights in
      [
        Need("iam:UpdateAssumeRolePolicy", rights.iam("role/zq7")),
        Need("sts:AssumeRole", rights.iam("role/zq7")),
      ]
    },
  ]

  private static let passing = [
    passRole("pass-role-to-instance", to: "ec2.amazonaws.com") {
      [
        Need("ec2:RunInstances", $0.any("ec2", "instance/*")),
        Need("ec2:RunInstances", $0.any("ec2", "subnet/subnet-0123456789abcdef0")),
      ]
    },
    passRole("pass-role-to-function", to: "lambda.amazonaws.com") {
      [
        Need("lambda:CreateFunction", $0.any("lambda", "function:zq7")),
        Need("lambda:InvokeFunction", $0.any("lambda", "function:zq7")),
      ]
    },
    passRole("pass-role-to-function-by-event", to: "lambda.amazonaws.com") {
      [
        Need("lambda:CreateFunction", $0.any("lambda", "function:zq7")),
        Need("lambda:CreateEventSourceMapping", "*"),
      ]
    },
    passRole("pass-role-to-function-by-permission", to: "lambda.amazonaws.com") {
      [
        Need("lambda:CreateFunction", $0.any("lambda", "function:zq7")),
        Need("lambda:AddPermission", $0.any("lambda", "function:zq7")),
      ]
    },
    passRole("pass-role-to-stack", to: "cloudformation.amazonaws.com") {
      [Need("cloudformation:CreateStack", $0.any("cloudformation", "stack/zq7/*"))]
    },
    passRole("pass-role-to-glue-endpoint", to: "glue.amazonaws.com") {
      [Need("glue:CreateDevEndpoint", $0.any("glue", "devEndpoint/zq7"))]
    },
    passRole("pass-role-to-glue-job", to: "glue.amazonaws.com") {
      [
        Need("glue:CreateJob", $0.any("glue", "job/zq7")),
        Need("glue:StartJobRun", $0.any("glue", "job/zq7")),
      ]
    },
    passRole("pass-role-to-pipeline", to: "datapipeline.amazonaws.com") { _ in
      [
        Need("datapipeline:CreatePipeline", "*"),
        Need("datapipeline:PutPipelineDefinition", "*"),
        Need("datapipeline:ActivatePipeline", "*"),
      ]
    },
    passRole("pass-role-to-task", to: "ecs-tasks.amazonaws.com") {
      [
        Need("ecs:RegisterTaskDefinition", "*"),
        Need("ecs:RunTask", $0.any("ecs", "task-definition/zq7:1")),
      ]
    },
    passRole("pass-role-to-build", to: "codebuild.amazonaws.com") {
      [
        Need("codebuild:CreateProject", $0.any("codebuild", "project/zq7")),
        Need("codebuild:StartBuild", $0.any("codebuild", "project/zq7")),
      ]
    },
    passRole("pass-role-to-notebook", to: "sagemaker.amazonaws.com") {
      [
        Need("sagemaker:CreateNotebookInstance", $0.any("sagemaker", "notebook-instance/zq7")),
        Need(
          "sagemaker:CreatePresignedNotebookInstanceUrl",
          $0.any("sagemaker", "notebook-instance/zq7")),
      ]
    },
  ]

  private static let running = [
    any("change-function-code") {
      [Need("lambda:UpdateFunctionCode", $0.any("lambda", "function:zq7"))]
    },
    any("run-on-instances") {
      [
        Need("ssm:SendCommand", $0.any("ec2", "instance/i-0123456789abcdef0")),
        Need("ssm:StartSession", $0.any("ec2", "instance/i-0123456789abcdef0")),
      ]
    },
    any("change-glue-endpoint") {
      [Need("glue:UpdateDevEndpoint", $0.any("glue", "devEndpoint/zq7"))]
    },
    any("change-stack") {
      [Need("cloudformation:UpdateStack", $0.any("cloudformation", "stack/zq7/*"))]
    },
    any("open-notebook") {
      [
        Need(
          "sagemaker:CreatePresignedNotebookInstanceUrl",
          $0.any("sagemaker", "notebook-instance/zq7"))
      ]
    },
    all("change-build") {
      [
        Need("codebuild:UpdateProject", $0.any("codebuild", "project/zq7")),
        Need("codebuild:StartBuild", $0.any("codebuild", "project/zq7")),
      ]
    },
  ]

  /// In the order in which they are told.
  static let all = ownPolicies + others + passing + running
}

extension PrincipalRights {
  fileprivate var isUser: Bool { principal.kind == .user }

  /// Itself and its groups, as IAM's operations name them.
  fileprivate var selves: [(kind: String, arn: String)] {
    [isUser ? ("User", principal.arn) : ("Role", principal.roleARN ?? "")]
      + groups.map { ("Group", iam("group/\($0)")) }
  }
}
