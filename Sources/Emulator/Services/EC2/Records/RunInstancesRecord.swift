import AWS

/// RunInstances' requestParameters: images and counts under `instancesSet`, user data replaced.
enum RunInstancesRecord {
  static func input(_ members: Members) -> AWSObject {
    var image: AWSObject = [:]
    image.set("imageId", members.object["ImageId"])
    image.set("minCount", members.object["MinCount"])
    image.set("maxCount", members.object["MaxCount"])
    image.set("keyName", members.object["KeyName"])
    var object: AWSObject = ["instancesSet": EC2Record.items([.object(image)])]
    let groups =
      (members.strings("SecurityGroupIds") ?? []).map { ["groupId": .string($0)] as AWSValue }
      + (members.strings("SecurityGroups") ?? []).map { ["groupName": .string($0)] }
    if !groups.isEmpty { object["groupSet"] = EC2Record.items(groups) }
    if members.has("UserData") { object["userData"] = "<sensitiveDataRemoved>" }
    object.set("instanceType", members.object["InstanceType"])
    object["blockDeviceMapping"] = [:]
    let placement = members.object("Placement")
    object.set("availabilityZone", placement?["AvailabilityZone"])
    object.set("tenancy", placement?["Tenancy"])
    object["monitoring"] = [
      "enabled": members.object("Monitoring")?["Enabled"] ?? false
    ]
    object.set("subnetId", members.object["SubnetId"])
    object["disableApiTermination"] = members.object["DisableApiTermination"] ?? false
    object["disableApiStop"] = members.object["DisableApiStop"] ?? false
    object.set("privateIpAddress", members.object["PrivateIpAddress"])
    object.set("clientToken", members.object["ClientToken"])
    if let interfaces = members.objects("NetworkInterfaces") {
      object["networkInterfaceSet"] = EC2Record.items(interfaces.map { .object(interface($0)) })
    }
    object.set("ebsOptimized", members.object["EbsOptimized"])
    object.set("tagSpecificationSet", EC2Record.tagSpecifications(members))
    if let metadata = members.object("MetadataOptions") {
      object["metadataOptions"] = .object(
        AWSObject(metadata.map { ($0.key.withSmallFirstLetter, $0.value) }))
    }
    return object
  }

  private static func interface(_ interface: AWSObject) -> AWSObject {
    var object: AWSObject = [:]
    for (name, value) in interface {
      switch value {
      case .list(let ids):
        object["groupSet"] = EC2Record.items(ids.map { ["groupId": $0] })
      default: object[name.withSmallFirstLetter] = value
      }
    }
    return object
  }
}
