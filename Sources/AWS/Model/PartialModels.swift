/// A service that rules call, modelled in part: the operations that they call and the shapes
/// that these lead to.
///
/// The emulator serves none of these operations but S3's control plane; a whole model of each would
/// more than double the binary. A further operation is a name here and a run of `dev models`.
package struct PartialModel: Sendable {
  /// botocore's directory name.
  package let name: String
  /// The service in a signature's credential scope, where that isn't the name.
  package let signingName: String
  package let operations: [String]
  /// Structures of which only some members are modelled, since all would weigh more than the
  /// rest: by the shape's name.
  package let members: [String: [String]]

  private init(
    _ name: String, signs signingName: String? = nil, _ operations: [String],
    members: [String: [String]] = [:]
  ) {
    self.name = name
    self.signingName = signingName ?? name
    self.operations = operations
    self.members = members
  }

  package static func named(_ name: String) -> PartialModel? { all.first { $0.name == name } }

  package static let all = [
    PartialModel(
      "accessanalyzer", signs: "access-analyzer",
      ["ListAnalyzers", "ListFindings", "ListFindingsV2", "ValidatePolicy"]),
    PartialModel("autoscaling", ["DescribeAutoScalingGroups", "DescribeLaunchConfigurations"]),
    PartialModel("batch", ["DescribeComputeEnvironments"]),
    PartialModel(
      "bedrock",
      [
        "DeleteModelInvocationLoggingConfiguration", "GetModelInvocationLoggingConfiguration",
        "PutModelInvocationLoggingConfiguration",
      ]),
    PartialModel(
      "cloudwatch", signs: "monitoring",
      [
        "DeleteAlarms", "DescribeAlarms", "DescribeAlarmsForMetric", "GetMetricData",
        "GetMetricStatistics", "PutMetricData",
      ]),
    PartialModel("codebuild", ["BatchGetProjects", "ListProjects"]),
    PartialModel("cost-optimization-hub", ["GetRecommendation", "ListRecommendations"]),
    PartialModel(
      "ecs", ["DescribeClusters", "DescribeServices", "ListServices"],
      members: [
        "Cluster": ["clusterArn", "clusterName", "status"],
        "Service": ["clusterArn", "roleArn", "serviceArn", "serviceName", "status"],
      ]),
    PartialModel(
      "elb", signs: "elasticloadbalancing",
      ["DescribeLoadBalancerAttributes", "DescribeLoadBalancers"]),
    PartialModel(
      "emr", signs: "elasticmapreduce",
      ["GetBlockPublicAccessConfiguration", "PutBlockPublicAccessConfiguration"]),
    PartialModel(
      "health", ["DescribeAffectedEntities", "DescribeEventDetails", "DescribeEvents"]),
    PartialModel("lambda", ["GetFunction", "GetPolicy", "Invoke", "ListFunctions"]),
    PartialModel(
      "logs",
      [
        "CreateLogGroup", "CreateLogStream", "DescribeLogGroups", "DescribeMetricFilters",
        "PutLogEvents",
      ]),
    PartialModel(
      "macie2", ["GetAdministratorAccount", "GetMacieSession", "GetMasterAccount"]),
    PartialModel(
      "route53resolver",
      ["ListResolverQueryLogConfigAssociations", "ListResolverQueryLogConfigs"]),
    PartialModel(
      "s3control", signs: "s3",
      ["DeletePublicAccessBlock", "GetPublicAccessBlock", "PutPublicAccessBlock"]),
    PartialModel(
      "securityhub", ["BatchImportFindings", "DescribeHub", "GetFindings"],
      members: [
        "ResourceDetails": [
          "AwsEc2Instance", "AwsEc2SecurityGroup", "AwsEc2Volume", "AwsEc2Vpc", "AwsIamAccessKey",
          "AwsIamRole", "AwsIamUser", "AwsS3Bucket", "Other",
        ]
      ]),
    PartialModel(
      "shield", ["CreateSubscription", "DeleteSubscription", "DescribeSubscription"]),
    PartialModel(
      "sns",
      [
        "GetSubscriptionAttributes", "GetTopicAttributes", "ListSubscriptionsByTopic",
        "ListTopics", "Publish",
      ]),
    PartialModel(
      "ssm",
      [
        "CreateOpsItem", "DescribeInstanceAssociationsStatus", "DescribeInstanceInformation",
        "DescribeOpsItems", "GetInventory", "GetParameter", "GetParameters",
        "ListInventoryEntries", "ListResourceComplianceSummaries", "SendCommand", "UpdateOpsItem",
      ]),
    PartialModel("stepfunctions", signs: "states", ["StartExecution"]),
    PartialModel(
      "support",
      [
        "CreateCase", "DescribeCases", "DescribeTrustedAdvisorCheckRefreshStatuses",
        "DescribeTrustedAdvisorCheckResult", "DescribeTrustedAdvisorChecks",
        "RefreshTrustedAdvisorCheck",
      ]),
    PartialModel("xray", ["GetEncryptionConfig", "PutEncryptionConfig"]),
  ]
}

extension ServiceModel {
  /// Modelled with the operations that rules call alone.
  package static let partialNames = PartialModel.all.map(\.name)

  /// All that are compiled in, whole or in part.
  package static let allNames = serviceNames + partialNames

  /// Whether only some of the service's operations are known.
  package var isPartial: Bool { PartialModel.named(name) != nil }

  static func partial(_ name: String) -> ServiceModel? {
    switch name {
    case "accessanalyzer": accessanalyzer
    case "autoscaling": autoscaling
    case "batch": batch
    case "bedrock": bedrock
    case "cloudwatch": cloudwatch
    case "codebuild": codebuild
    case "cost-optimization-hub": costOptimizationHub
    case "ecs": ecs
    case "elb": elb
    case "emr": emr
    case "health": health
    case "lambda": lambda
    case "logs": logs
    case "macie2": macie2
    case "route53resolver": route53resolver
    case "s3control": s3control
    case "securityhub": securityhub
    case "shield": shield
    case "sns": sns
    case "ssm": ssm
    case "stepfunctions": stepfunctions
    case "support": support
    case "xray": xray
    default: nil
    }
  }

  /// S3's control plane signs as S3 does; its path tells it apart.
  static func partial(signing name: String) -> ServiceModel? {
    PartialModel.all.first { $0.signingName == name && name != s3.signingName }
      .flatMap { partial($0.name) }
  }

  private static let accessanalyzer = load("accessanalyzer")
  private static let autoscaling = load("autoscaling")
  private static let batch = load("batch")
  package static let bedrock = load("bedrock")
  private static let cloudwatch = load("cloudwatch")
  private static let codebuild = load("codebuild")
  private static let costOptimizationHub = load("cost-optimization-hub")
  private static let ecs = load("ecs")
  package static let emr = load("emr")
  private static let elb = load("elb")
  private static let health = load("health")
  private static let lambda = load("lambda")
  private static let logs = load("logs")
  private static let macie2 = load("macie2")
  private static let route53resolver = load("route53resolver")
  package static let s3control = load("s3control")
  private static let securityhub = load("securityhub")
  private static let shield = load("shield")
  private static let sns = load("sns")
  private static let ssm = load("ssm")
  private static let stepfunctions = load("stepfunctions")
  private static let support = load("support")
  private static let xray = load("xray")
}
