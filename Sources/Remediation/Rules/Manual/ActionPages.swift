extension ManualPage {
  /// A page for each action, as those of filters; `beside` is a filter that it needs before it.
  static let actionText = """
    tag: sets tags
      example: {type: tag, tags: {Owner: team}}
    mark: sets tags
      example: {type: mark, tags: {Owner: team}}
    remove-tag: takes tags away
      example: {type: remove-tag, tags: [Temporary]}
    unmark: takes tags away
      example: {type: unmark, tags: [maid_status]}
    untag: takes tags away
      example: {type: untag, tags: [Temporary]}
    mark-for-op: sets a tag that says what is to be done, and when; due today without `days`
      example: {type: mark-for-op, op: OP, days: 7}
    copy-related-tag: copies tags from a resource that a member names
      example: {type: copy-related-tag, resource: ec2, key: InstanceId, tags: "*"}
    auto-tag-user: sets a tag to who made the resource, from the record of the call
      example: {type: auto-tag-user, tag: Owner}
      mode: {type: cloudtrail, role: r, events: [RunInstances]}
    rename-tag: puts a tag's value under another key
      example: {type: rename-tag, old_key: owner, new_key: Owner}
    normalize-tag: changes the form of a tag's value
      example: {type: normalize-tag, key: Owner, action: lower}
    tag-trim: takes tags away until there is room for more
      example: {type: tag-trim, space: 1, preserve: [Owner]}
    notify: sends a message about what matched to a queue or a topic
      example: {type: notify, to: [a@example.com], transport: {type: sqs, queue: QUEUE}}
    webhook: sends a request for what matched
      example: {type: webhook, url: "https://example.com/hook"}
    invoke-lambda: calls a function with what matched
      example: {type: invoke-lambda, function: repair}
    invoke-sfn: starts a state machine with what matched
      example: {type: invoke-sfn, state-machine: repair}
    put-metric: counts what matched in a CloudWatch metric
      example: {type: put-metric, key: "length(@)", namespace: Rules, metric_name: Matches}
    post-finding: tells Security Hub what matched
      example: {type: post-finding, types: [Software and Configuration Checks/Example], severity: 3}
    close-to-internet: takes just what `reachable-from-internet` noted out of the group's rules
      example: {type: close-to-internet, keep: [203.0.113.0/24]}
      beside: {type: reachable-from-internet, ports: [22]}
      key keep: networks that keep what the rules gave them
      key whole-rules: whether a rule's other ports go too
    remove-exposure: takes just the principals, grants and permissions that `exposed` noted
      beside: {type: exposed, to: public}
    deactivate-credentials: deactivates just those that `stale-credentials` noted
      beside: {type: stale-credentials, unused-days: 90}
    remove-permissions: takes rules of the group away
      example: {type: remove-permissions, ingress: matched}
      beside: {type: ingress, IpProtocol: tcp, Ports: [22]}
    set-permissions@security-group: adds rules and takes others away
      example: {type: set-permissions, remove-ingress: matched}
      beside: {type: ingress, IpProtocol: tcp, Ports: [22]}
    set-permissions@ebs-snapshot,ami: lets accounts in and takes others out
      example: {type: set-permissions, remove: matched}
      beside: {type: cross-account, whitelist: ["123456789012"]}
    remove-launch-permissions: takes launch permissions of an image away
      example: {type: remove-launch-permissions, accounts: matched}
      beside: {type: cross-account, whitelist: ["123456789012"]}
    cancel-launch-permission: takes this account out of an image that another one shares
    delete: deletes it
    delete@s3: empties a bucket and deletes it
    delete@iam-role,iam-user,iam-policy,iam-group: deletes it, with what hangs on it where it is \
    told
    modify-security-groups: changes which groups an instance's interfaces are in
      example: {type: modify-security-groups, add: sg-0123456789abcdef0}
    propagate-spot-tags: copies tags from spot requests to their instances
    reboot: restarts instances that run
    resize: changes the type of instances, while they are stopped
      example: {type: resize, default: t3.micro}
    send-command: has Systems Manager run a document on instances
      example: {type: send-command, command: {DocumentName: AWS-RunShellScript}}
      beside: {type: ssm, key: PingStatus, value: Online}
    set-instance-profile: changes the role of instances
      example: {type: set-instance-profile, name: web}
    set-metadata-access: changes the options of the metadata service
      example: {type: set-metadata-access, tokens: required}
    set-monitoring: turns detailed monitoring on or off
      example: {type: set-monitoring, state: enable}
    snapshot@ec2: takes snapshots of an instance's volumes
    snapshot@ebs: takes a snapshot of a volume
    start: starts instances that are stopped
    stop: stops instances that run
    terminate: terminates instances
    copy-instance-tags: copies tags from an instance to its volumes
      example: {type: copy-instance-tags, tags: [Owner]}
    detach: detaches volumes
    modify@ebs: changes type, size or speed of volumes
      example: {type: modify, volume-type: gp3}
      beside: modifyable
    modify@vpc: changes the DNS settings of a VPC
      example: {type: modify, dnssupport: true}
    modify@subnet: changes whether instances get public addresses
      example: {type: modify, MapPublicIpOnLaunch: false}
    copy@ebs-snapshot: copies snapshots to another region
      example: {type: copy, target_region: us-west-2, encrypted: false}
    copy@ami: copies images to another region
      example: {type: copy, region: us-west-2}
    deregister: deregisters images, and deletes their snapshots where it is told
    set-deprecation: sets from when on images aren't found any more
      example: {type: set-deprecation, days: 90}
    delete-empty: deletes VPCs in which nothing is
    set-flow-log: turns flow logs on or off
      example: {type: set-flow-log, state: false}
    configure-lifecycle: sets lifecycle rules, those of the same ID anew
      example: {type: configure-lifecycle, rules: [{ID: old, Status: Enabled, Expiration: {Days: \
    30}}]}
    delete-bucket-notification: takes away what a bucket tells of its events
      example: {type: delete-bucket-notification, statement_ids: [x]}
    delete-global-grants: takes away what a bucket's ACL gives everyone
    encrypt-keys: encrypts what lies in a bucket
      beside: {type: value, key: Versioning.Status, value: absent}
    encryption-policy: demands encryption in the bucket's policy
    remove-statements: takes statements out of a policy
      example: {type: remove-statements, statement_ids: [Public]}
    remove-website-hosting: turns a bucket's website off
    set-bucket-encryption: sets the default encryption of a bucket
    set-intelligent-tiering: sets when objects move to the archive
      example: {type: set-intelligent-tiering, Id: all, State: delete}
      beside: {type: intelligent-tiering, attrs: [{Status: Enabled}]}
    set-inventory: sets an inventory of a bucket
      example: {type: set-inventory, name: all, destination: logs, state: enabled}
    set-public-block: sets the public access block of a bucket
    set-replication: turns replication rules on or off
      example: {type: set-replication, state: disable}
    set-statements: puts statements into the bucket's policy
      example: {type: set-statements, statements: [{Sid: TLS, Effect: Deny, Principal: "*", \
    Action: "s3:*", Resource: "arn:aws:s3:::{bucket_name}/*", Condition: {Bool: \
    {"aws:SecureTransport": "false"}}}]}
    toggle-logging: turns access logs of a bucket on or off
      example: {type: toggle-logging, enabled: false}
    toggle-versioning: turns versions of objects on or off
    delete-ssh-keys: deletes a user's SSH keys
    remove-keys: deactivates or deletes access keys; without `matched` all of them
      example: {type: remove-keys, matched: true, disable: true}
      beside: {type: access-key, key: CreateDate, value_type: age, value: 90, op: gt}
    set-boundary: sets or takes away the permissions boundary
      example: {type: set-boundary, state: present, policy: \
    "arn:aws:iam::aws:policy/ReadOnlyAccess"}
    set-groups: puts a user into a group or takes it out
      example: {type: set-groups, state: add, group: Auditors}
    set-policy: attaches a managed policy or detaches it
      example: {type: set-policy, state: detached, arn: \
    "arn:aws:iam::aws:policy/AdministratorAccess"}
    delete-inline-policies: deletes the policies of a group's own
    set-logging: starts or stops a trail
      example: {type: set-logging, enabled: true}
    update-trail: changes settings of a trail
      example: {type: update-trail, attributes: {EnableLogFileValidation: true}}
    request-limit-increase: asks support for more of what is near its limit
      example: {type: request-limit-increase, percent-increase: 50}
      beside: {type: service-limit, services: [EC2], threshold: 80}
    set-bedrock-model-invocation-logging: sets where calls of Bedrock's models are logged
      example: {type: set-bedrock-model-invocation-logging, enabled: false}
    set-ebs-encryption: sets whether new volumes are encrypted, and with which key
    set-ec2-metadata-defaults: sets the metadata options that new instances get
      example: {type: set-ec2-metadata-defaults, HttpTokens: required}
    set-emr-block-public-access: sets the public access block of EMR
      example: {type: set-emr-block-public-access, config: {BlockPublicSecurityGroupRules: true}}
    set-password-policy: sets the account's password policy
      example: {type: set-password-policy, policy: {MinimumPasswordLength: 14}}
    set-s3-public-block: sets the account's public access block
    set-security-token-service-preferences: sets the form of the tokens of the global endpoint
      example: {type: set-security-token-service-preferences, token_version: v2Token}
    set-shield-advanced: subscribes to Shield Advanced, or sets whether it goes on
    set-xray-encrypt: sets the key that X-Ray encrypts with
      example: {type: set-xray-encrypt, key: default}
    """
}
