import AWS

extension ResourceType {
  /// The names of the events whose records are asked what they touched; a feed that can't read all
  /// asks CloudTrail for these.
  var touchingEvents: Set<String> { Self.touching[name] ?? [] }

  /// CloudTrail's names, which differ from the API's for some of S3.
  private static let touching: [String: Set<String>] = [
    "aws.security-group": [
      "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress",
      "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "ModifySecurityGroupRules",
      "CreateSecurityGroup", "DeleteSecurityGroup", "CreateTags", "DeleteTags",
      "UpdateSecurityGroupRuleDescriptionsIngress", "UpdateSecurityGroupRuleDescriptionsEgress",
    ],
    "aws.s3": [
      "CreateBucket", "DeleteBucket", "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketAcl",
      "PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock", "PutBucketTagging",
      "DeleteBucketTagging", "PutBucketVersioning", "PutBucketLogging", "PutBucketWebsite",
      "DeleteBucketWebsite", "PutBucketEncryption", "DeleteBucketEncryption",
      "PutBucketLifecycle", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle",
      "PutBucketReplication", "DeleteBucketReplication", "PutBucketNotification",
      "PutBucketOwnershipControls", "DeleteBucketOwnershipControls",
      "PutBucketObjectLockConfiguration", "PutBucketInventoryConfiguration",
      "DeleteBucketInventoryConfiguration", "PutBucketIntelligentTieringConfiguration",
      "DeleteBucketIntelligentTieringConfiguration",
    ],
    "aws.iam-user": IdentityRecords.userEvents,
    "aws.iam-role": IdentityRecords.roleEvents,
    "aws.iam-group": IdentityRecords.groupEvents,
    "aws.iam-policy": IdentityRecords.policyEvents,
    "aws.account": AccountEvents.all,
    "aws.cloudtrail": [
      "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging",
      "PutEventSelectors", "AddTags", "RemoveTags",
    ],
    "aws.vpc": [
      "CreateVpc", "CreateDefaultVpc", "DeleteVpc", "ModifyVpcAttribute", "ModifyVpcTenancy",
      "CreateTags", "DeleteTags", "AssociateVpcCidrBlock", "DisassociateVpcCidrBlock",
      "AssociateDhcpOptions", "CreateFlowLogs", "DeleteFlowLogs", "CreateVpcEndpoint",
      "DeleteVpcEndpoints", "AttachInternetGateway", "DetachInternetGateway",
    ],
    "aws.subnet": [
      "CreateSubnet", "CreateDefaultSubnet", "DeleteSubnet", "ModifySubnetAttribute",
      "AssociateSubnetCidrBlock", "DisassociateSubnetCidrBlock", "CreateTags", "DeleteTags",
      "CreateFlowLogs", "DeleteFlowLogs", "CreateVpcEndpoint", "ModifyVpcEndpoint",
      "DeleteVpcEndpoints",
    ],
    "aws.internet-gateway": [
      "CreateInternetGateway", "DeleteInternetGateway", "AttachInternetGateway",
      "DetachInternetGateway", "CreateTags", "DeleteTags",
    ],
    "aws.network-acl": [
      "CreateNetworkAcl", "DeleteNetworkAcl", "CreateNetworkAclEntry", "ReplaceNetworkAclEntry",
      "DeleteNetworkAclEntry", "ReplaceNetworkAclAssociation", "CreateTags", "DeleteTags",
    ],
    "aws.route-table": [
      "CreateRouteTable", "DeleteRouteTable", "CreateRoute", "ReplaceRoute", "DeleteRoute",
      "AssociateRouteTable", "DisassociateRouteTable", "ReplaceRouteTableAssociation",
      "EnableVgwRoutePropagation", "DisableVgwRoutePropagation", "CreateVpcEndpoint",
      "ModifyVpcEndpoint", "DeleteVpcEndpoints", "CreateTags", "DeleteTags",
    ],
    "aws.ec2": [
      "RunInstances", "TerminateInstances", "StartInstances", "StopInstances",
      "ModifyInstanceAttribute", "ModifyInstanceMetadataOptions", "CreateTags", "DeleteTags",
      "AssociateIamInstanceProfile", "DisassociateIamInstanceProfile",
      "ReplaceIamInstanceProfileAssociation",
    ],
    "aws.ebs": [
      "CreateVolume", "DeleteVolume", "AttachVolume", "DetachVolume", "ModifyVolume",
      "ModifyVolumeAttribute", "EnableVolumeIO", "ImportVolume", "CopyVolumes",
      "RestoreVolumeFromRecycleBin", "RunInstances", "ModifyInstanceAttribute",
      "CreateReplaceRootVolumeTask", "CreateSnapshot", "CreateTags", "DeleteTags",
    ],
    "aws.ebs-snapshot": [
      "CreateSnapshot", "CreateSnapshots", "CopySnapshot", "ImportSnapshot", "DeleteSnapshot",
      "ModifySnapshotAttribute", "ResetSnapshotAttribute", "ModifySnapshotTier",
      "RestoreSnapshotTier", "RestoreSnapshotFromRecycleBin", "LockSnapshot", "UnlockSnapshot",
      "RegisterImage", "CreateTags", "DeleteTags",
    ],
    "aws.ami": [
      "RegisterImage", "CreateImage", "CopyImage", "ImportImage", "DeregisterImage",
      "ModifyImageAttribute", "ResetImageAttribute", "CancelImageLaunchPermission",
      "EnableImage", "DisableImage", "EnableImageDeprecation", "DisableImageDeprecation",
      "EnableImageDeregistrationProtection", "DisableImageDeregistrationProtection",
      "RestoreImageFromRecycleBin", "CreateRestoreImageTask", "CreateTags", "DeleteTags",
    ],
  ]
}
