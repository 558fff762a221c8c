import AWS

/// Starts instances that were stopped
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html).
enum StartInstances: OperationHandler {
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

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    if input.ids.isEmpty { throw EC2Error.missing("InstanceId") }
    let instances = try call.instances(input.ids)
    for instance in instances {
      let state = instance.state(at: call.now)
      if ![.stopped, .pending, .running].contains(state) {
        throw AWSError(
          "IncorrectInstanceState",
          "The instance '\(instance.id)' is not in a state from which it can be started.")
      }
    }
    try call.endDryRun(input.isDryRun)
    return ["StartingInstances": try InstanceTransition.perform(instances, to: .running, call)]
  }
}
