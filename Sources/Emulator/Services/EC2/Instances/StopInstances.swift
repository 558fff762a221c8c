import AWS

/// Stops instances, which keep their private addresses
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html).
enum StopInstances: OperationHandler {
  struct Input: OperationInput {
    static let members = ["InstanceIds", "Force", "DryRun"]

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

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    if input.ids.isEmpty { throw EC2Error.missing("InstanceId") }
    let instances = try call.instances(input.ids)
    for instance in instances {
      let state = instance.state(at: call.now)
      if ![.running, .stopping, .stopped].contains(state) {
        throw AWSError(
          "IncorrectInstanceState",
          "The instance '\(instance.id)' is not in a state from which it can be stopped.")
      }
    }
    try call.endDryRun(input.isDryRun)
    return ["StoppingInstances": try InstanceTransition.perform(instances, to: .stopped, call)]
  }
}
