extension ManualPage {
  /// A page for each filter: its name, with the types after `@` where it means another thing on
  /// others, what it passes, and below it what its keys mean and how it is written.
  static let filterText = """
    and: passes what all filters in its list pass; what they find is noted only then
    or: passes what at least one filter in its list passes
    not: passes what the filters in its list don't pass together
    value: compares a member of the resource, found by JMESPath, with a value
      example: {type: value, key: Name, op: glob, value: "prod-*"}
    event: compares a part of the CloudTrail record that set the policy off
      example: {type: event, key: detail.userIdentity.type, value: IAMUser}
      mode: {type: cloudtrail, role: r, events: [RunInstances]}
    list-item: passes when items of a list pass filters of their own, and notes which
      example: {type: list-item, key: Tags, attrs: [{Key: Owner}]}
    reduce: sorts or groups the resources and keeps some of them
      example: {type: reduce, sort-by: Name, limit: 5}
    finding: passes resources with Security Hub findings, asked by a query
      example: {type: finding, query: {SeverityLabel: [{Value: HIGH, Comparison: EQUALS}]}}
    marked-for-op: passes once the date of a mark in a tag has come
      example: {type: marked-for-op, op: OP}
    tag-count: compares how many tags of its owner's a resource has
      example: {type: tag-count, op: lt, count: 3}
    reachable-from-internet: whether the internet gets in, over IPv4 or IPv6, by any of the rules
      example: {type: reachable-from-internet, ports: [22, "8000-8999"], trusted: [203.0.113.0/24]}
      key ports: ports or ranges that are asked about; any traffic where none are named
      key protocol: what is asked about; TCP where only ports are named
      key public: networks that count as the internet in the place of all public addresses
      key trusted: networks that don't count, such as an office's
      key more-than: as many IPv4 addresses may get in without being the internet
    exposed: whether the public or foreign accounts get in, by whatever grants it
      example: {type: exposed, to: public}
      key to: who counts: everyone, accounts by name, AWS services, or the first two
      key capabilities: what they must be able to do; anything where none are named
      key trusted-accounts: accounts that don't count
      key trusted-accounts-from: the same from a file or an address, as `value_from`
      key trusted-organizations: organizations that don't count
      key organization: the account's own organization
      key public: networks that count as the internet in the place of all public addresses
      key trusted: networks that don't count, such as an office's
      key more-than: as many IPv4 addresses may get in without being the internet
    administrator: whether it may do everything, by whatever policies
    privilege-escalation: by which known ways it could make itself more than it is
      example: {type: privilege-escalation, ignore: [pass-role-to-function]}
      key paths: the ways that count; all where none are named
      key ignore: ways that don't count
      key include-administrators: whether those count who may do everything already
    stale-credentials: access keys and passwords that are old, or that nobody uses
      example: {type: stale-credentials, unused-days: 90}
      key unused-days: days without use after which a credential is stale
      key older-than-days: days since it was made after which a credential is stale
      key kinds: which credentials count
    ingress: passes groups with a rule for traffic coming in that meets all that is asked; notes it
      example: {type: ingress, IpProtocol: tcp, Ports: [22], Cidr: {value: 198.51.100.0/24}}
    egress: passes groups with a rule for traffic going out that meets all that is asked; notes it
      example: {type: egress, IpProtocol: "-1"}
    default-vpc: passes what lies in the account's default VPC
    stale: passes groups whose rules name groups of peered VPCs that are gone
    unused@security-group: passes groups that nothing uses: no interface, function or other group
    used@security-group: passes groups that something uses
    unused@ebs-snapshot: passes snapshots that no image and no launch template uses
      example: {type: unused, value: true}
    unused@ami: passes images that no instance and no launch configuration uses
      example: {type: unused, value: true}
    unused@iam-role: passes roles that no service and nobody uses
    used@iam-role: passes roles that some service uses
    unused@iam-policy: passes policies that are attached to nothing
    used@iam-policy: passes policies that are attached to something
    config-compliance: passes resources by what rules of AWS Config say of them
      example: {type: config-compliance, rules: [restricted-ssh]}
    cost-optimization: passes resources with recommendations of Cost Optimization Hub
    metrics: compares a CloudWatch metric over some days with a value
      example: {type: metrics, name: NAME, days: 7, value: 5, op: lt}
    health-event@ec2: passes instances that AWS Health tells events about
      example: {type: health-event, types: [AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED]}
    health-event@ebs: passes volumes that AWS Health tells events about
      example: {type: health-event, types: [AWS_EBS_DEGRADED_EBS_VOLUME_PERFORMANCE]}
    check-permissions: passes principals by whether their policies allow some actions
      example: {type: check-permissions, match: allowed, actions: ["iam:CreateUser"]}
    ebs: compares members of an instance's volumes
      example: {type: ebs, key: Encrypted, value: false}
    ephemeral: passes instances whose root lies on the host's own disk
    has-specific-managed-policy: passes what has a managed policy of some name attached
      example: {type: has-specific-managed-policy, value: AdministratorAccess}
    no-specific-managed-policy: passes roles without a managed policy of some name
      example: {type: no-specific-managed-policy, value: AdministratorAccess}
    iam-role: compares members of the roles in an instance's profile
      example: {type: iam-role, key: RoleName, value: web}
    iam-role-tag-mirror: passes instances one of whose tags differs from that of their role
      example: {type: iam-role-tag-mirror, key: Owner}
    image: compares members of the image that an instance runs
      example: {type: image, key: Platform, value: windows}
    image-metadata: compares members of the image that an instance runs
      example: {type: image-metadata, key: Name, op: regex, value: "^old-.*"}
    image-age@ec2: compares the age of the image that an instance runs, in days
      example: {type: image-age, op: ge, days: 90}
    image-age@ami: compares the age of an image, in days
      example: {type: image-age, op: ge, days: 365}
    image-attribute: compares an attribute of an image that only a call of its own tells
      example: {type: image-attribute, attribute: description, key: Value, value: old}
    instance-age: compares the time since an instance's volumes were attached
      example: {type: instance-age, op: ge, days: 60}
    instance-attribute: compares an attribute of an instance that only a call of its own tells
      example: {type: instance-attribute, attribute: rootDeviceName, key: Value, value: /dev/xvda}
    instance-uptime: compares the time since an instance was started
      example: {type: instance-uptime, op: ge, days: 7}
    network-location: compares instance, subnet and security groups by a key of theirs
      example: {type: network-location, key: "tag:Team"}
    offhour: passes from a schedule in a tag when the time to stop has come
      example: {type: offhour, default_tz: et, offhour: 19}
    onhour: passes from a schedule in a tag when the time to start has come
      example: {type: onhour, default_tz: et, onhour: 7}
    ops-item: passes instances that OpsCenter has items about
    security-group: compares members of the security groups that it is in
      example: {type: security-group, key: GroupName, value: default}
    subnet: compares members of the subnets that it is in
      example: {type: subnet, key: "tag:Tier", value: public}
    vpc: compares members of the VPC that it is in
      example: {type: vpc, key: IsDefault, value: true}
    singleton: passes instances outside of auto scaling whose volumes are all replaceable
    ssm: compares what Systems Manager knows of an instance
      example: {type: ssm, key: PingStatus, value: Online}
    ssm-compliance: passes instances by what Systems Manager says of their compliance
      example: {type: ssm-compliance, compliance_types: [Patch], states: [NON_COMPLIANT]}
    ssm-inventory: compares what Systems Manager's inventory holds of an instance
      example: {type: ssm-inventory, query: [{Key: "AWS:Application.Name", Values: [ssh]}]}
    state-age: compares the time since an instance's state changed
      example: {type: state-age, op: ge, days: 7}
    stop-protected: passes instances that can't be stopped by the API
    termination-protected: passes instances that can't be terminated by the API
    user-data: passes instances whose start script holds what a pattern finds
      example: {type: user-data, op: regex, value: "(?smi).*password="}
    fault-tolerant: passes volumes by whether they have snapshots of the last week
      example: {type: fault-tolerant, tolerant: false}
    instance: compares members of the instance that a volume is attached to
      example: {type: instance, key: State.Name, value: stopped}
    kms-alias: compares the alias of the key that a volume is encrypted with
      example: {type: kms-alias, key: AliasName, op: regex, value: "^(alias/aws/).*"}
    modifyable: passes volumes that can be changed in place
    snapshots: compares members of a volume's snapshots
      example: {type: snapshots, attrs: [{type: value, key: StartTime, value_type: age, value: \
    30, op: gt}]}
    age: compares the age of a snapshot, in days
      example: {type: age, days: 30, op: ge}
    cross-account: passes what lets in accounts that aren't on the list; notes the statements
      example: {type: cross-account, whitelist: ["123456789012"]}
    skip-ami-snapshots: leaves out snapshots that images use
      example: {type: skip-ami-snapshots, value: true}
    volume: compares members of the volume that a snapshot was taken of
      example: {type: volume, key: State, value: available}
    dhcp-options: passes VPCs by their DHCP options
      example: {type: dhcp-options, ntp-servers: [192.0.2.1]}
    flow-logs: passes networks by their flow logs
      example: {type: flow-logs, enabled: false}
    internet-gateway: compares members of the gateways attached to a VPC
      example: {type: internet-gateway, key: InternetGatewayId, value: present}
    nat-gateway: compares members of a VPC's NAT gateways
      example: {type: nat-gateway, key: State, value: available}
    resolver-query-logging: passes VPCs by whether their DNS queries are logged
      example: {type: resolver-query-logging, state: false}
    vpc-attributes: passes VPCs by their DNS settings
      example: {type: vpc-attributes, dnshostnames: false}
    vpc-endpoint: compares members of the endpoints in a network
      example: {type: vpc-endpoint, key: ServiceName, value: com.amazonaws.us-east-1.s3}
    ip-address-usage: compares how many of a subnet's addresses are taken
      example: {type: ip-address-usage, key: PercentUsed, op: ge, value: 80}
    s3-cidr: passes network ACLs that cut S3 off
      example: {type: s3-cidr, egress: true, ingress: true}
    cross-az-nat-gateway-route: passes route tables that send traffic through another zone's gateway
    route: compares members of a table's routes
      example: {type: route, key: GatewayId, op: glob, value: "igw-*"}
    bucket-encryption: passes buckets by their default encryption
      example: {type: bucket-encryption, state: false}
    bucket-logging: passes buckets by where their access logs go
      example: {type: bucket-logging, op: disabled}
    bucket-notification: compares members of what a bucket tells of its events
      example: {type: bucket-notification, kind: lambda, key: Id, value: x}
    bucket-replication: passes buckets by their replication rules
      example: {type: bucket-replication, attrs: [{Status: Enabled}]}
    check-public-block: passes buckets where a part of the public access block is off
    data-events: passes buckets by whether a trail records what is done to their objects
      example: {type: data-events, state: absent}
    global-grants: passes buckets whose ACL lets everyone in
    has-statement: passes buckets whose policy has some statements
      example: {type: has-statement, statement_ids: [RequireTLS]}
    intelligent-tiering: compares a bucket's archive settings
      example: {type: intelligent-tiering, attrs: [{Status: Enabled}]}
    inventory: compares a bucket's inventories
      example: {type: inventory, key: IsEnabled, value: true}
    is-log-target: passes buckets that logs go to
    lock-configuration: compares a bucket's object lock
      example: {type: lock-configuration, key: Rule.DefaultRetention.Mode, value: GOVERNANCE}
    missing-policy-statement: passes buckets whose policy lacks some statements
      example: {type: missing-policy-statement, statement_ids: [RequireTLS]}
    missing-statement: passes buckets whose policy lacks some statements
      example: {type: missing-statement, statement_ids: [RequireTLS]}
    no-encryption-statement: passes buckets whose policy demands no encryption
    ownership: compares who owns what others put into a bucket
      example: {type: ownership, value: BucketOwnerEnforced, op: ne}
    access-key: compares members of a user's access keys; notes those that match
      example: {type: access-key, key: CreateDate, value_type: age, value: 90, op: gt}
    credential@iam-user: compares a row of the credential report
      example: {type: credential, key: mfa_active, value: false}
    credential@account: compares the root user's row of the credential report
      example: {type: credential, key: mfa_active, value: false}
    group: compares members of a user's groups
      example: {type: group, key: GroupName, value: Admins}
    has-inline-policy: passes what has policies of its own
    login-profile: compares a user's password settings
      example: {type: login-profile, key: PasswordResetRequired, value: false}
    mfa-device: compares members of a user's MFA devices
      example: {type: mfa-device, key: SerialNumber, value: absent}
    policy: compares members of the managed policies attached to a user
      example: {type: policy, key: PolicyName, value: AdministratorAccess}
    service-specific-credentials: compares a user's passwords for single services
      example: {type: service-specific-credentials, key: ServiceName, value: \
    codecommit.amazonaws.com}
    ssh-key: compares members of a user's SSH keys
      example: {type: ssh-key, key: Status, value: Active}
    usage: compares when services were last used by it
      example: {type: usage, match-operator: any, ServiceNamespace: s3, LastAuthenticated: {type: \
    value, value: null}}
    has-allow-all: passes policies that allow everything on everything
    has-users: passes groups by whether anybody is in them
      example: {type: has-users, value: false}
    access-analyzer: compares members of the account's access analyzers
      example: {type: access-analyzer, key: status, value: ACTIVE}
    ami-block-public-access: passes accounts by whether images can be made public
    bedrock-model-invocation-logging: passes accounts by where calls of Bedrock's models are logged
      example: {type: bedrock-model-invocation-logging, attrs: [{imageDataDeliveryEnabled: true}]}
    check-cloudtrail: passes accounts without a trail as it is demanded
      example: {type: check-cloudtrail, multi-region: true, running: true}
    check-config: passes accounts without a recorder of AWS Config as it is demanded
    check-macie: compares the account's Macie session
      example: {type: check-macie, key: status, value: ENABLED}
    default-ebs-encryption: passes accounts by whether new volumes are encrypted
    ec2-metadata-defaults: compares the metadata options that new instances get
      example: {type: ec2-metadata-defaults, key: HttpTokens, value: required}
    emr-block-public-access: compares the public access block of EMR
      example: {type: emr-block-public-access, key: BlockPublicSecurityGroupRules, value: false}
    guard-duty: passes accounts whose GuardDuty isn't as it is demanded
      example: {type: guard-duty, Detector.Status: ENABLED}
    has-virtual-mfa: passes accounts by whether the root user has a virtual MFA device
    iam-summary: compares the account's numbers of users, keys and policies
      example: {type: iam-summary, key: AccountAccessKeysPresent, value: 0}
    missing: passes an account where another policy would match nothing
      example: {type: missing, policy: {resource: s3, filters: [{Name: audit}]}}
    organization: compares the organization that the account is in
      example: {type: organization, key: Id, value: present}
    password-policy: compares the account's password policy
      example: {type: password-policy, key: MinimumPasswordLength, op: lt, value: 14}
    s3-public-block: compares the account's public access block
      example: {type: s3-public-block, key: BlockPublicAcls, value: false}
    securityhub: passes accounts by whether Security Hub is on
    service-limit: passes accounts near a limit that Trusted Advisor watches
      example: {type: service-limit, services: [EC2], threshold: 80}
    shield-enabled: passes accounts by whether they subscribe to Shield Advanced
    xray-encrypt-key: passes accounts by the key that X-Ray encrypts with
      example: {type: xray-encrypt-key, key: default}
    event-selectors: compares what a trail records
      example: {type: event-selectors, key: "EventSelectors[].IncludeManagementEvents", value: \
    [true]}
    is-shadow: passes trails that are shown here and have their home in another region
    status: compares what a trail says of its deliveries
      example: {type: status, key: IsLogging, value: false}
    """
}
