import AWS

/// Shows whether snapshots of the region may be shared with everyone
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html).
enum GetSnapshotBlockPublicAccessState: OperationHandler {
  static func perform(_ input: DryRunInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.endDryRun(input.isDryRun)
    let state = try call.ec2.setting(.snapshotBlock, in: call.scope)?.value
    return ["State": .string(state ?? SnapshotBlock.off), "ManagedBy": "account"]
  }
}

/// Blocks public sharing of snapshots, of all or of those that aren't shared yet
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableSnapshotBlockPublicAccess.html).
enum EnableSnapshotBlockPublicAccess: OperationHandler {
  struct Input: OperationInput {
    static let members = ["State", "DryRun"]
    let state: String
    let isDryRun: Bool

    init(_ members: Members) {
      state = members.string("State") ?? ""
      isDryRun = members.isDryRun
    }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    guard SnapshotBlock.states.contains(input.state) else {
      throw EC2Error.invalid(
        input.state, for: "State", "Valid values are block-all-sharing and block-new-sharing.")
    }
    try call.endDryRun(input.isDryRun)
    try call.ec2.set(.snapshotBlock, to: input.state, in: call.scope, at: call.now)
    return ["State": .string(input.state)]
  }
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableSnapshotBlockPublicAccess.html
enum DisableSnapshotBlockPublicAccess: OperationHandler {
  static func perform(_ input: DryRunInput, _ call: inout Call) throws(AWSError) -> AWSObject {
    try call.endDryRun(input.isDryRun)
    try call.ec2.set(.snapshotBlock, to: SnapshotBlock.off, in: call.scope, at: call.now)
    return ["State": .string(SnapshotBlock.off)]
  }
}

/// Nothing is blocked until somebody asks for it.
private enum SnapshotBlock {
  static let off = "unblocked"
  static let states = ["block-all-sharing", "block-new-sharing"]
}
