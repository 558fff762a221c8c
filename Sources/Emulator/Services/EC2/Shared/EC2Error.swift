import AWS

/// EC2's errors in its own words, for EC2's model states none
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).
///
/// CloudTrail puts `Client.` before the code; here and on the wire it has no prefix.
enum EC2Error {
  // What any operation may answer.
  static let dryRun = AWSError(
    "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", status: 412)

  static func missing(_ parameter: String) -> AWSError {
    AWSError("MissingParameter", "The request must contain the parameter \(parameter)")
  }
  static func invalid(_ message: String) -> AWSError { AWSError("InvalidParameterValue", message) }
  static func invalid(_ value: String, for parameter: String, _ reason: String) -> AWSError {
    invalid("Value (\(value)) for parameter \(parameter) is invalid. \(reason)")
  }
  static func combination(_ one: String, _ other: String) -> AWSError {
    AWSError(
      "InvalidParameterCombination",
      "The parameter \(one) cannot be used with the parameter \(other)")
  }
  static func filter(_ name: String) -> AWSError { invalid("The filter '\(name)' is invalid") }

  // Identifiers.
  static func malformed(_ code: String, _ id: String, _ prefix: String) -> AWSError {
    AWSError(code, "Invalid id: \"\(id)\" (expecting \"\(prefix)...\")")
  }
  static func vpcNotFound(_ id: String) -> AWSError {
    AWSError("InvalidVpcID.NotFound", "The vpc ID '\(id)' does not exist")
  }
  static func subnetNotFound(_ id: String) -> AWSError {
    AWSError("InvalidSubnetID.NotFound", "The subnet ID '\(id)' does not exist")
  }
  static func groupNotFound(_ id: String) -> AWSError {
    AWSError("InvalidGroup.NotFound", "The security group '\(id)' does not exist")
  }
  static func groupNameNotFound(_ name: String, vpc: String) -> AWSError {
    AWSError(
      "InvalidGroup.NotFound",
      "The security group '\(name)' does not exist in default VPC '\(vpc)'")
  }
  static func ruleNotFound(_ id: String) -> AWSError {
    AWSError(
      "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '\(id)' does not exist")
  }
  static func instancesNotFound(_ ids: [String]) -> AWSError {
    AWSError(
      "InvalidInstanceID.NotFound",
      ids.count == 1
        ? "The instance ID '\(ids[0])' does not exist"
        : "The instance IDs '\(ids.joined(separator: ", "))' do not exist")
  }
  static let noDefaultVPC = AWSError("VPCIdNotSpecified", "No default VPC for this user")

  // Security groups.
  static func permissionExists(_ rule: String) -> AWSError {
    AWSError("InvalidPermission.Duplicate", "the specified rule \"\(rule)\" already exists")
  }
  static let permissionNotFound = AWSError(
    "InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
  static let tooManyRules = AWSError(
    "RulesPerSecurityGroupLimitExceeded",
    "The maximum number of rules per security group has been reached.")
  static func malformedBlock(_ block: String) -> AWSError {
    invalid("CIDR block \(block) is malformed")
  }

  /// Something else still uses the resource.
  static func dependency(_ message: String) -> AWSError {
    AWSError("DependencyViolation", message)
  }
}

/// How identifiers of EC2 look: a prefix and 8 or 17 hexadecimal digits.
enum EC2ID {
  static func isWellFormed(_ id: String, _ prefix: String) -> Bool {
    guard id.hasPrefix(prefix) else { return false }
    let digits = id.utf8.dropFirst(prefix.utf8.count)
    return (digits.count == 8 || digits.count == 17)
      && digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  static func check(_ id: String, _ prefix: String, _ code: String) throws(AWSError) {
    if !isWellFormed(id, prefix) { throw EC2Error.malformed(code, id, prefix) }
  }
  static func group(_ id: String) throws(AWSError) {
    try check(id, "sg-", "InvalidGroupId.Malformed")
  }
  static func vpc(_ id: String) throws(AWSError) {
    try check(id, "vpc-", "InvalidVpcID.Malformed")
  }
  static func subnet(_ id: String) throws(AWSError) {
    try check(id, "subnet-", "InvalidSubnetID.Malformed")
  }
  static func instance(_ id: String) throws(AWSError) {
    try check(id, "i-", "InvalidInstanceID.Malformed")
  }
  static func rule(_ id: String) throws(AWSError) {
    try check(id, "sgr-", "InvalidSecurityGroupRuleId.Malformed")
  }
}
