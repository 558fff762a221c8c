/// CloudTrail's names of the calls that change what rules ask of an account.
enum AccountEvents {
  static let all: Set<String> = Set([identity, trails, detection, defaults].flatMap { $0 })

  private static let identity = [
    "UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy", "CreateAccountAlias",
    "DeleteAccountAlias", "CreateVirtualMFADevice", "DeleteVirtualMFADevice", "EnableMFADevice",
    "DeactivateMFADevice", "CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey",
    "SetSecurityTokenServicePreferences", "CreateOrganization", "DeleteOrganization",
    "LeaveOrganization", "RemoveAccountFromOrganization", "AcceptHandshake",
    "EnableAllFeatures",
  ]
  private static let trails = [
    "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging",
    "PutEventSelectors", "PutMetricFilter", "DeleteMetricFilter", "PutMetricAlarm",
    "DeleteAlarms",
  ]
  private static let detection = [
    "PutConfigurationRecorder", "DeleteConfigurationRecorder", "StartConfigurationRecorder",
    "StopConfigurationRecorder", "PutDeliveryChannel", "DeleteDeliveryChannel",
    "CreateDetector", "UpdateDetector", "DeleteDetector", "AcceptAdministratorInvitation",
    "AcceptInvitation", "DisassociateFromAdministratorAccount",
    "DisassociateFromMasterAccount", "EnableMacie", "DisableMacie", "UpdateMacieSession",
    "EnableSecurityHub", "DisableSecurityHub", "CreateAnalyzer", "DeleteAnalyzer",
    "CreateSubscription", "DeleteSubscription",
  ]
  private static let defaults = [
    "EnableEbsEncryptionByDefault", "DisableEbsEncryptionByDefault",
    "ModifyEbsDefaultKmsKeyId", "ResetEbsDefaultKmsKeyId", "ModifyInstanceMetadataDefaults",
    "EnableImageBlockPublicAccess", "DisableImageBlockPublicAccess",
    "PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock",
    "PutBlockPublicAccessConfiguration", "PutEncryptionConfig",
    "PutModelInvocationLoggingConfiguration", "DeleteModelInvocationLoggingConfiguration",
  ]
}
