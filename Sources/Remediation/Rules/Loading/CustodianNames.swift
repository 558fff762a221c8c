import Documents

/// The names that Cloud Custodian 0.9.53 knows on AWS, so that a name which exists there and isn't
/// supported here is told apart from one that is misspelt. Read on errors only.
enum CustodianNames {
  /// Every type of resource, without `aws.`.
  static let resourceTypes = words(resourceText)

  /// What the names of types begin with that are no resources of AWS's own API.
  static let otherProviders = ["azure", "gcp", "k8s", "awscc", "oci", "tencentcloud", "terraform"]

  /// The filters of a type (`ec2`), without `and`, `or` and `not`; empty for types not listed.
  static func filters(of type: String) -> [String] { names(of: type, in: filterText) }

  /// The actions of a type.
  static func actions(of type: String) -> [String] { names(of: type, in: actionText) }

  static func actions(of type: ResourceType) -> [String] { actions(of: plain(type.name)) }

  /// The types that have a filter of that name.
  static func types(withFilter name: String) -> [String] { types(with: name, in: filterText) }

  /// The types that have an action of that name.
  static func types(withAction name: String) -> [String] { types(with: name, in: actionText) }

  /// What is wrong with a filter that isn't supported on a type, and what would be right.
  static func missing(
    filter name: String, on type: ResourceType
  ) -> (message: String, suggestion: String?) {
    missing(
      "filter", name, type, filters(of: plain(type.name)), types(withFilter: name),
      type.allFilters.map(\.name) + ["and", "or", "not"])
  }

  static func missing(
    action name: String, on type: ResourceType
  ) -> (message: String, suggestion: String?) {
    missing(
      "action", name, type, actions(of: plain(type.name)), types(withAction: name),
      type.allActions.flatMap(\.names))
  }

  private static func missing(
    _ noun: String, _ name: String, _ type: ResourceType, _ own: [String], _ others: [String],
    _ supported: [String]
  ) -> (message: String, suggestion: String?) {
    let shown = "`\(name.shortened)`"
    if own.contains(name) {
      return (
        "\(noun) \(shown) of Cloud Custodian is not supported on \(type.name)",
        Spelling.suggestion(for: name, among: supported)
      )
    }
    let elsewhere = ResourceTypes.all.filter { other in
      others.contains(plain(other.name))
        || (noun == "filter"
          ? other.filters.contains { $0.name == name }
          : other.actions.contains { $0.names.contains(name) })
    }
    let types = (others.map { "aws.\($0)" } + elsewhere.map(\.name)).uniqued
    if !types.isEmpty {
      return (
        "there is no \(noun) \(shown) on \(type.name)",
        "\(types.map { "`\($0)`" }.joined(separator: ", ")) \(types.count == 1 ? "has" : "have") it"
      )
    }
    return (
      "there is no \(noun) \(shown) on \(type.name)",
      Spelling.suggestion(for: name, among: supported)
    )
  }

  private static func plain(_ type: String) -> String {
    type.hasPrefix("aws.") ? String(type.dropFirst(4)) : type
  }

  private static func words(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  private static func names(of type: String, in text: String) -> [String] {
    let lists = text.split(separator: ";")
    return lists.lazy.map { words(String($0)) }.first { $0.first == type + ":" }
      .map { Array($0.dropFirst()) } ?? []
  }

  private static func types(with name: String, in text: String) -> [String] {
    text.split(separator: ";").map { words(String($0)) }.filter { $0.contains(name) }
      .map { String($0[0].dropLast()) }
  }

  private static let filterText = """
    security-group: config-compliance default-vpc diff egress event finding ingress list-item
    marked-for-op ops-item reduce stale tag-count unused used value;
    ec2: check-permissions compute-optimizer config-compliance cost-optimization default-vpc
    ebs ephemeral event finding has-specific-managed-policy health-event iam-role
    iam-role-tag-mirror image image-age image-metadata instance-age instance-attribute
    instance-uptime list-item marked-for-op metrics network-location offhour onhour ops-item
    reduce security-group singleton ssm ssm-compliance ssm-inventory state-age stop-protected
    subnet tag-count termination-protected user-data value vpc;
    ebs: config-compliance cost-optimization event fault-tolerant finding health-event
    instance kms-alias list-item marked-for-op metrics modifyable ops-item reduce snapshots
    tag-count value;
    ebs-snapshot: age cross-account event finding list-item marked-for-op ops-item reduce
    skip-ami-snapshots tag-count unused value volume;
    ami: cross-account event finding image-age image-attribute list-item marked-for-op
    ops-item reduce tag-count unused value;
    vpc: config-compliance dhcp-options event finding flow-logs internet-gateway list-item
    marked-for-op metrics nat-gateway ops-item reduce resolver-query-logging security-group
    subnet tag-count value vpc-attributes vpc-endpoint;
    subnet: config-compliance event finding flow-logs ip-address-usage list-item marked-for-op
    ops-item reduce tag-count value vpc vpc-endpoint;
    internet-gateway: config-compliance event finding list-item marked-for-op ops-item reduce
    tag-count value;
    network-acl: config-compliance event finding list-item marked-for-op ops-item reduce
    s3-cidr subnet tag-count value;
    route-table: config-compliance cross-az-nat-gateway-route event finding list-item
    marked-for-op ops-item reduce route subnet tag-count value vpc;
    s3: bucket-encryption bucket-logging bucket-notification bucket-replication
    check-public-block config-compliance cross-account data-events event finding global-grants
    has-statement iam-analyzer intelligent-tiering inventory is-log-target list-item
    lock-configuration marked-for-op metrics missing-policy-statement missing-statement
    no-encryption-statement ops-item ownership reduce value;
    iam-user: access-key check-permissions config-compliance credential event finding group
    has-inline-policy list-item login-profile marked-for-op mfa-device ops-item policy reduce
    service-specific-credentials ssh-key usage value;
    iam-role: check-permissions config-compliance cross-account event finding
    has-inline-policy has-specific-managed-policy iam-analyzer list-item marked-for-op
    no-specific-managed-policy ops-item reduce unused usage used value;
    iam-policy: check-permissions config-compliance event finding has-allow-all list-item
    marked-for-op ops-item reduce unused usage used value;
    iam-group: check-permissions config-compliance event finding has-inline-policy
    has-specific-managed-policy has-users list-item ops-item reduce usage value;
    account: access-analyzer ami-block-public-access bedrock-model-invocation-logging
    check-cloudtrail check-config check-macie config-compliance credential
    default-ebs-encryption ec2-metadata-defaults emr-block-public-access event finding
    glue-security-config guard-duty has-virtual-mfa iam-summary iot-logging
    lakeformation-s3-cross-account list-item missing ops-item organization password-policy
    payment-cryptography-replication-regions reduce s3-public-block securityhub service-limit
    ses-agg-send-stats ses-send-stats shield-enabled value xray-encrypt-key;
    cloudtrail: config-compliance event event-selectors finding is-shadow list-item
    marked-for-op ops-item reduce status value;
    """

  private static let actionText = """
    security-group: auto-tag-user copy-related-tag delete invoke-lambda invoke-sfn mark
    mark-for-op normalize-tag notify patch post-finding post-item put-metric
    remove-permissions remove-tag rename-tag set-permissions tag tag-trim unmark untag webhook;
    ec2: auto-tag-user autorecover-alarm copy-related-tag invoke-lambda invoke-sfn mark
    mark-for-op modify-security-groups normalize-tag notify post-finding post-item
    propagate-spot-tags put-metric reboot remove-tag rename-tag resize send-command
    set-instance-profile set-metadata-access set-monitoring snapshot start stop tag tag-trim
    terminate unmark untag webhook;
    ebs: auto-tag-user copy-instance-tags copy-related-tag delete detach
    encrypt-instance-volumes invoke-lambda invoke-sfn mark mark-for-op modify normalize-tag
    notify post-finding post-item put-metric remove-tag rename-tag snapshot tag tag-trim
    unmark untag webhook;
    ebs-snapshot: auto-tag-user copy copy-related-tag delete invoke-lambda invoke-sfn mark
    mark-for-op normalize-tag notify post-finding post-item put-metric remove-tag rename-tag
    set-permissions tag tag-trim unmark untag webhook;
    ami: auto-tag-user cancel-launch-permission copy copy-related-tag deregister invoke-lambda
    invoke-sfn mark mark-for-op normalize-tag notify post-finding post-item put-metric
    remove-launch-permissions remove-tag rename-tag set-deprecation set-permissions tag
    tag-trim unmark untag webhook;
    vpc: auto-tag-user copy-related-tag delete-empty invoke-lambda invoke-sfn mark mark-for-op
    modify normalize-tag notify post-finding post-item put-metric remove-tag rename-tag
    set-flow-log tag tag-trim unmark untag webhook;
    subnet: auto-tag-user copy-related-tag delete invoke-lambda invoke-sfn mark mark-for-op
    modify normalize-tag notify post-finding post-item put-metric remove-tag rename-tag
    set-flow-log tag tag-trim unmark untag webhook;
    internet-gateway: auto-tag-user copy-related-tag delete invoke-lambda invoke-sfn mark
    mark-for-op normalize-tag notify post-finding post-item put-metric remove-tag rename-tag
    tag tag-trim unmark untag webhook;
    network-acl: auto-tag-user copy-related-tag invoke-lambda invoke-sfn mark mark-for-op
    normalize-tag notify post-finding post-item put-metric remove-tag rename-tag tag tag-trim
    unmark untag webhook;
    route-table: auto-tag-user copy-related-tag invoke-lambda invoke-sfn mark mark-for-op
    normalize-tag notify post-finding post-item put-metric remove-tag rename-tag tag tag-trim
    unmark untag webhook;
    s3: attach-encrypt auto-tag-user configure-lifecycle copy-related-tag delete
    delete-bucket-notification delete-global-grants encrypt-keys encryption-policy
    invoke-lambda invoke-sfn mark-for-op no-op notify post-finding post-item put-metric
    remove-statements remove-tag remove-website-hosting set-bucket-encryption
    set-intelligent-tiering set-inventory set-public-block set-replication set-statements tag
    toggle-logging toggle-versioning unmark webhook;
    iam-user: auto-tag-user copy-related-tag delete delete-ssh-keys invoke-lambda invoke-sfn
    mark-for-op notify post-finding post-item put-metric remove-keys remove-tag set-boundary
    set-groups set-policy tag webhook;
    iam-role: auto-tag-user copy-related-tag delete invoke-lambda invoke-sfn mark-for-op
    notify post-finding post-item put-metric remove-tag set-boundary set-policy tag webhook;
    iam-policy: auto-tag-user copy-related-tag delete invoke-lambda invoke-sfn mark-for-op
    notify post-finding post-item put-metric remove-tag rename-tag tag webhook;
    iam-group: delete delete-inline-policies invoke-lambda invoke-sfn notify post-finding
    post-item put-metric set-policy webhook;
    account: enable-cloudtrail enable-data-events invoke-lambda invoke-sfn notify post-finding
    post-item put-metric request-limit-increase set-bedrock-model-invocation-logging
    set-ebs-encryption set-ec2-metadata-defaults set-emr-block-public-access
    set-password-policy set-s3-public-block set-security-token-service-preferences
    set-shield-advanced set-xray-encrypt toggle-config-managed-rule webhook;
    cloudtrail: auto-tag-user copy-related-tag delete invoke-lambda invoke-sfn mark-for-op
    notify post-finding post-item put-metric remove-tag rename-tag set-logging tag
    update-trail webhook;
    """

  private static let resourceText = """
    access-analyzer-finding account acm-certificate advisor-check aiops-investigation-group
    airflow alarm ami apigw-domain-name apigwv2 apigwv2-route apigwv2-stage app-elb
    app-elb-target-group app-flow appdiscovery-agent appmesh-mesh appmesh-virtual-gateway
    appmesh-virtualgateway appmesh-virtualnode appstream-fleet appstream-stack artifact-domain
    artifact-repo asg athena-capacity-reservation athena-data-catalog athena-named-query
    athena-work-group backup-plan backup-vault batch-compute batch-definition batch-queue
    bedrock-agent bedrock-custom-model bedrock-customization-job bedrock-evaluation-job
    bedrock-foundation-model bedrock-guardrail bedrock-inference-profile
    bedrock-knowledge-base bedrock-mantle-project bedrock-model-invocation-job budget
    cache-cluster cache-snapshot cache-subnet-group catalog-portfolio catalog-product cfn
    cleanrooms-collaboration cleanrooms-collaboration-member cleanrooms-configured-table
    cleanrooms-membership client-vpn-endpoint cloud-directory cloudfront-function
    cloudfront-key-value-store cloudhsm-backup cloudhsm-cluster cloudsearch cloudtrail
    cloudwatch-dashboard cloudwatch-synthetics codebuild codebuild-credential codecommit
    codedeploy-app codedeploy-config codedeploy-deployment codedeploy-group codepipeline
    composite-alarm comprehend-document-classification-job comprehend-document-classifier
    comprehend-dominant-language-detection-job comprehend-endpoint
    comprehend-entities-detection-job comprehend-entity-recognizer
    comprehend-events-detection-job comprehend-flywheel comprehend-key-phrases-detection-job
    comprehend-pii-entities-detection-job comprehend-sentiment-detection-job
    comprehend-targeted-sentiment-detection-job comprehend-topics-detection-job
    config-recorder config-rule connect-campaign connect-instance customer-gateway
    datalake-location datapipeline datasync-agent datasync-task dax default-service-quota
    delivery-destination destination devicefarm-project devops-agent-space directconnect
    directconnect-gateway directconnect-virtual-interface directory distribution dlm-policy
    dms-endpoint dms-instance dms-replication-task dsql-cluster dsql-stream dynamodb-backup
    dynamodb-stream dynamodb-table ebs ebs-snapshot ec2 ec2-capacity-reservation ec2-host
    ec2-instance-ami ec2-reserved ec2-spot-fleet-request ecr ecr-image ecs
    ecs-container-instance ecs-service ecs-task ecs-task-definition efs efs-mount-target eks
    eks-nodegroup elastic-ip elasticache-group elasticache-reserved elasticache-user
    elasticbeanstalk elasticbeanstalk-environment elasticsearch elasticsearch-reserved elb emr
    emr-security-configuration emr-serverless-app eni event-api-destination event-bus
    event-connection event-rule event-rule-target eventbridge-pipes firehose firewall
    fis-experiment fis-template flow-log fsx fsx-backup fsx-volume gamelift-build
    gamelift-fleet glacier globalaccelerator glue-catalog glue-classifier glue-connection
    glue-crawler glue-database glue-dev-endpoint glue-job glue-ml-transform
    glue-security-configuration glue-table glue-trigger glue-workflow graphql-api
    guardduty-finding health-event healthcheck hostedzone hsm hsm-client hsm-hapg
    iam-access-key iam-certificate iam-group iam-oidc-provider iam-policy iam-profile iam-role
    iam-saml-provider iam-user identity-pool insight-rule inspector2-finding internet-gateway
    iot iot-certificate iot-ota-update iot-policy kafka kafka-config kendra key-pair keyspace
    keyspace-table kinesis kinesis-analytics kinesis-analyticsv2 kinesis-video kms kms-key
    lambda lambda-event-source-mapping lambda-layer launch-config launch-template-version
    lex-bot lexv2-bot lexv2-bot-alias lightsail-db lightsail-elb lightsail-instance log-group
    log-metric memorydb memorydb-acl memorydb-parameter-group memorydb-snapshot
    memorydb-subnet-group memorydb-user message-broker message-config mirror-session
    mirror-target ml-model nat-gateway network-acl network-addr networkmanager-core
    networkmanager-device networkmanager-global networkmanager-link networkmanager-site
    opensearch-ingestion opensearch-reserved opensearch-serverless ops-item opswork-cm
    opswork-stack org-account org-policy org-unit origin-access-control
    payment-cryptography-key peering-connection pinpoint-app prefix-list qbusiness-application
    qbusiness-data-accessor qbusiness-data-source qbusiness-index qbusiness-plugin qldb
    quicksight-account quicksight-dashboard quicksight-datasource quicksight-group
    quicksight-user r53domain rds rds-cluster rds-cluster-param-group rds-cluster-snapshot
    rds-db-shard-group rds-global-cluster rds-param-group rds-proxy rds-reserved rds-snapshot
    rds-subnet-group rds-subscription readiness-check recovery-cluster recovery-control-panel
    redshift redshift-reserved redshift-snapshot redshift-subnet-group resolver-logs
    resolver-rule resource-share-other resource-share-self rest-account rest-api
    rest-client-certificate rest-resource rest-stage rest-vpclink route-table rrset s3
    s3-access-point s3-access-point-multi s3-directory s3-storage-lens s3-table
    s3-table-bucket s3files-access-point s3files-file-system s3files-mount-target
    sagemaker-app sagemaker-auto-ml-job sagemaker-cluster sagemaker-compilation-job
    sagemaker-data-quality-job-definition sagemaker-domain sagemaker-endpoint
    sagemaker-endpoint-config sagemaker-hyperparameter-tuning-job sagemaker-job
    sagemaker-model sagemaker-model-bias-job-definition
    sagemaker-model-explainability-job-definition sagemaker-model-quality-job-definition
    sagemaker-notebook sagemaker-processing-job sagemaker-space sagemaker-transform-job
    sagemaker-user-profile savings-plan scaling-policy secrets-manager security-group
    security-hub security-lake security-lake-subscriber securityhub-finding serverless-app
    service-quota service-quota-request service-quota-service servicediscovery-namespace
    ses-configuration-set ses-configuration-set-v2 ses-dedicated-ip-pool ses-email-identity
    ses-ingress-endpoint ses-receipt-rule-set sfn-activity shield-attack shield-protection
    simpledb snowball snowball-cluster sns sns-subscription sqs ssm-activation ssm-association
    ssm-data-sync ssm-document ssm-maintenance-window ssm-managed-instance ssm-parameter
    ssm-patch-baseline ssm-patch-group ssm-session-manager step-machine storage-gateway
    streaming-distribution subnet support-case swf-domain timestream-database
    timestream-influxdb timestream-influxdb-cluster timestream-table transfer-connector
    transfer-server transfer-user transfer-web-app transit-attachment transit-gateway
    user-pool vpc vpc-endpoint vpc-endpoint-service-configuration vpc-lattice-listener
    vpc-lattice-rule vpc-lattice-service vpc-lattice-service-network
    vpc-lattice-service-network-association vpc-lattice-target-group vpn-connection
    vpn-gateway waf waf-regional wafv2 workspaces workspaces-bundle workspaces-directory
    workspaces-image workspaces-web xray-group xray-rule
    """
}
