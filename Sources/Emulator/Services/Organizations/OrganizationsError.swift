import AWS

/// What Organizations refuses with: code, message and, where AWS has one, the reason
/// (https://docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html).
enum OrganizationsError {
  static let notInUse = AWSError(
    "AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
  static let accessDenied = AWSError(
    "AccessDeniedException", "You don't have permissions to access this resource.")
  static let alreadyInOrganization = AWSError(
    "AlreadyInOrganizationException",
    "The provided account is already a member of an organization.")
  static let notEmpty = AWSError(
    "OrganizationNotEmptyException",
    "To delete an organization you must first remove all member accounts (except the master).")
  static let masterCannotLeave = AWSError(
    "MasterCannotLeaveOrganizationException",
    "You can't remove a management account from an organization.")

  // What isn't there.
  static let noAccount = AWSError(
    "AccountNotFoundException", "You specified an account that doesn't exist.")
  static let noRoot = AWSError("RootNotFoundException", "You specified a root that doesn't exist.")
  static let noUnit = AWSError(
    "OrganizationalUnitNotFoundException",
    "You specified an organizational unit that doesn't exist.")
  static let noParent = AWSError(
    "ParentNotFoundException", "You specified parent that doesn't exist.")
  static let noSourceParent = AWSError(
    "SourceParentNotFoundException", "You specified a source parent that doesn't exist.")
  static let noDestinationParent = AWSError(
    "DestinationParentNotFoundException",
    "You specified a destination parent that doesn't exist.")
  static let noChild = AWSError(
    "ChildNotFoundException", "You specified a child that doesn't exist.")
  static let noTarget = AWSError(
    "TargetNotFoundException", "You specified a target that doesn't exist.")
  static let noPolicy = AWSError(
    "PolicyNotFoundException", "You specified a policy that doesn't exist.")
  static let noHandshake = AWSError(
    "HandshakeNotFoundException", "You specified a handshake that doesn't exist.")
  static let noCreation = AWSError(
    "CreateAccountStatusNotFoundException",
    "You specified a create account request that doesn't exist.")

  // Units and policies.
  static let duplicateUnit = AWSError(
    "DuplicateOrganizationalUnitException", "An OU with the same name already exists.")
  static let unitNotEmpty = AWSError(
    "OrganizationalUnitNotEmptyException",
    "To delete an organizational unit you must first move all member accounts and child "
      + "organizational units out of it.")
  static let duplicatePolicy = AWSError(
    "DuplicatePolicyException", "A policy with the same name already exists.")
  static let duplicateAttachment = AWSError(
    "DuplicatePolicyAttachmentException",
    "You have already attached the specified policy to the specified target.")
  static let notAttached = AWSError(
    "PolicyNotAttachedException", "The policy isn't attached to the specified target.")
  static let policyInUse = AWSError(
    "PolicyInUseException",
    "You cannot delete a policy that is attached to one or more entities.")
  static let malformedPolicy = AWSError(
    "MalformedPolicyDocumentException",
    "The provided policy document does not meet the requirements of the specified policy type.")
  static let typeAlreadyEnabled = AWSError(
    "PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.")
  static let typeNotEnabled = AWSError(
    "PolicyTypeNotEnabledException",
    "This operation can be performed only for enabled policy types.")
  static let typeNotAvailable = AWSError(
    "PolicyTypeNotAvailableForOrganizationException",
    "You can't use the specified policy type with the feature set currently enabled for this "
      + "organization.")

  static func input(_ reason: String, _ message: String) -> AWSError {
    AWSError("InvalidInputException", message, members: ["Reason": .string(reason)])
  }

  static func constraint(_ reason: String, _ message: String) -> AWSError {
    AWSError("ConstraintViolationException", message, members: ["Reason": .string(reason)])
  }

  static func handshakeConstraint(_ reason: String, _ message: String) -> AWSError {
    AWSError(
      "HandshakeConstraintViolationException", message, members: ["Reason": .string(reason)])
  }

  static let pattern = input(
    "INVALID_PATTERN", "You provided a value that does not match the required pattern.")
  static let targetPattern = input(
    "INVALID_PATTERN_TARGET_ID", "You specified a policy target ID that doesn't match the "
      + "required pattern.")
  static let invalidEnum = input("INVALID_ENUM", "You specified an invalid value.")
  static let invalidToken = input(
    "INVALID_NEXT_TOKEN", "You specified an invalid value for the NextToken parameter.")
  static let immutablePolicy = input(
    "IMMUTABLE_POLICY",
    "You specified a policy that is managed by AWS and can't be modified.")
  static let nonDetachablePolicy = input(
    "NON_DETACHABLE_POLICY", "You can't detach this Amazon Web Services Managed Policy.")
  static let targetNotSupported = input(
    "TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that target entity.")
}
