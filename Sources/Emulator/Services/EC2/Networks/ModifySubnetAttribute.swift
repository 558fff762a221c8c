import AWS

/// Says whether instances launched in a subnet get public addresses
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html).
enum ModifySubnetAttribute: OperationHandler {
  struct Input: OperationInput {
    static let members = ["SubnetId", "MapPublicIpOnLaunch.Value"]

    let id: String
    let mapsPublicIP: Bool?

    init(_ members: Members) {
      id = members.string("SubnetId") ?? ""
      mapsPublicIP = members.object("MapPublicIpOnLaunch")?["Value"]?.bool
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    var keys: [String: [String]] = [:]
    if let maps = input.mapsPublicIP {
      keys["ec2:Attribute"] = ["MapPublicIpOnLaunch"]
      keys["ec2:Attribute/MapPublicIpOnLaunch"] = [String(maps)]
    }
    return [try call.ec2Check("subnet", input.id, keys: keys)]
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let subnet = try call.subnet(input.id)
    guard let maps = input.mapsPublicIP else {
      throw AWSError(
        "InvalidParameterCombination", "No attributes specified to modify.")
    }
    if maps != subnet.mapsPublicIP { try call.ec2.setMapsPublicIP(maps, of: subnet) }
    return [:]
  }
}
