import AWS

/// Launches instances
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html).
///
/// Images and key pairs aren't served: each well-formed image id and each key name is taken to
/// exist. One network interface an instance, and the root volume by its name.
enum RunInstances: OperationHandler {
  struct Input: OperationInput {
    static let members =
      [
        "ImageId", "InstanceType", "KeyName", "MinCount", "MaxCount", "SecurityGroupIds",
        "SecurityGroups", "SubnetId", "UserData", "ClientToken", "DryRun", "Monitoring.Enabled",
        "Placement.AvailabilityZone", "Placement.Tenancy", "PrivateIpAddress", "EbsOptimized",
        "DisableApiTermination", "DisableApiStop", "MetadataOptions.HttpTokens",
        "MetadataOptions.HttpPutResponseHopLimit", "MetadataOptions.HttpEndpoint",
      ]
      + [
        "AssociatePublicIpAddress", "DeleteOnTermination", "DeviceIndex", "SubnetId", "Groups",
        "PrivateIpAddress",
      ].map { "NetworkInterfaces.\($0)" } + EC2TagRules.members

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try LaunchAccess(members: input.members, call: call).checks()
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let store = call.ec2
    let request = JSON.text(.object(members.object), sorted: true)
    let token = members.string("ClientToken").flatMap { $0.isEmpty ? nil : $0 }
    if let token, let earlier = try store.reservation(clientToken: token, in: call.scope) {
      if earlier.request != request {
        throw AWSError(
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous"
            + " request(s).")
      }
      let instances = try store.instances(ofReservation: earlier.id, in: call.scope)
      return try Reservation.wire(earlier.id, instances, call)
    }
    let launch = try InstanceLaunch(members, call)
    let tags = try EC2TagRules.specified(members, forAnyOf: ["instance", "network-interface"])
    try call.endDryRun(members.isDryRun)

    let reservation = call.world.resourceID("r-")
    try store.insertReservation(
      reservation, clientToken: token, request: request, call.scope)
    var instances: [EC2Instance] = []
    for (index, address) in launch.addresses.enumerated() {
      let instance = launch.instance(
        index, address, reservation: reservation, clientToken: token, call)
      try store.insert(instance, groups: launch.groups)
      try store.tag(instance.id, type: "instance", tags["instance"] ?? [], call.scope)
      instances.append(instance)
    }
    return try Reservation.wire(reservation, instances, call)
  }
}

/// The instances of one launch, as answers show them.
enum Reservation {
  static func wire(_ id: String, _ instances: [EC2Instance], _ call: Call) throws(AWSError)
    -> AWSObject
  {
    let store = call.ec2
    var list: [AWSValue] = []
    for instance in instances {
      var groups: [SecurityGroup] = []
      for id in try store.groups(ofInstance: instance.id) {
        if let group = try store.securityGroup(id) { groups.append(group) }
      }
      let tags = try store.tags(of: instance.id)
      list.append(.object(instance.wire(tags, groups: groups, at: call.now)))
    }
    return [
      "ReservationId": .string(id), "OwnerId": .string(call.account), "Groups": [],
      "Instances": .list(list),
    ]
  }
}
