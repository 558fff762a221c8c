import AWS

/// Ends instances for good
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html).
enum TerminateInstances: OperationHandler {
  struct Input: OperationInput {
    static let members = ["InstanceIds", "DryRun"]

    let ids: [String]
    let isDryRun: Bool

    init(_ members: Members) {
      ids = members.strings("InstanceIds") ?? []
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try call.ec2Checks("instance", input.ids)
  }

  /// Errors: `OperationNotPermitted` for one that is protected; then none of them ends.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    if input.ids.isEmpty { throw EC2Error.missing("InstanceId") }
    let instances = try call.instances(input.ids)
    for instance in instances where instance.isProtected && instance.goal != .terminated {
      throw AWSError(
        "OperationNotPermitted",
        "The instance '\(instance.id)' may not be terminated. Modify its"
          + " 'disableApiTermination' instance attribute and try again.")
    }
    try call.endDryRun(input.isDryRun)
    return [
      "TerminatingInstances": try InstanceTransition.perform(instances, to: .terminated, call)
    ]
  }
}

/// Gives instances another goal and answers the states before and after.
enum InstanceTransition {
  static func perform(
    _ instances: [EC2Instance], to goal: EC2Instance.Goal, _ call: Call
  ) throws(AWSError) -> AWSValue {
    var list: [AWSValue] = []
    for instance in instances {
      let before = instance.state(at: call.now)
      var after = instance
      if instance.goal != goal {
        (after.goal, after.goalSet) = (goal, call.now)
        // What is stopped already has nothing left to shut down.
        if goal == .terminated, before == .stopped {
          after.goalSet = call.now - EC2Instance.stopTime
        }
        try call.ec2.setGoal(goal, of: instance, at: after.goalSet)
      }
      list.append([
        "InstanceId": .string(instance.id), "CurrentState": after.state(at: call.now).wire,
        "PreviousState": before.wire,
      ])
    }
    return .list(list)
  }
}
