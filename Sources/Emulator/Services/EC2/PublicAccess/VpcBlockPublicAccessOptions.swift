import AWS

/// Shows whether internet gateways of the region let anything through to the account's VPCs
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessOptions.html).
enum DescribeVpcBlockPublicAccessOptions: OperationHandler {
  static func perform(_ input: DryRunInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.endDryRun(input.isDryRun)
    return try call.vpcBlockOptions()
  }
}

/// Has them block what comes in, or both ways, or nothing
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessOptions.html).
enum ModifyVpcBlockPublicAccessOptions: OperationHandler {
  struct Input: OperationInput {
    static let members = ["InternetGatewayBlockMode", "DryRun"]
    let mode: String
    let isDryRun: Bool

    init(_ members: Members) {
      mode = members.string("InternetGatewayBlockMode") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    guard ["off", "block-bidirectional", "block-ingress"].contains(input.mode) else {
      throw EC2Error.invalid(
        input.mode, for: "InternetGatewayBlockMode",
        "Valid values are off, block-bidirectional and block-ingress.")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.set(.vpcBlock, to: input.mode, in: call.scope, at: call.now)
    return try call.vpcBlockOptions()
  }
}

extension Call {
  /// A change holds at once and is shown as under way for a minute; AWS speaks of some minutes.
  fileprivate func vpcBlockOptions() throws(AWSError) -> AWSObject {
    let set = try ec2.setting(.vpcBlock, in: scope)
    var state = "default-state"
    if let set {
      state = now < set.changed + .minutes(1) ? "update-in-progress" : "update-complete"
    }
    var options: AWSObject = [
      "AwsAccountId": .string(account), "AwsRegion": .string(region), "State": .string(state),
      "InternetGatewayBlockMode": .string(set?.value ?? "off"),
    ]
    options.set("LastUpdateTimestamp", set.map { .timestamp($0.changed) })
    options["ManagedBy"] = "account"
    options["ExclusionsAllowed"] = "allowed"
    return ["VpcBlockPublicAccessOptions": .object(options)]
  }
}
