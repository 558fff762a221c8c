import AWS

/// Shows the region's availability zones; local and Wavelength zones aren't served
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html).
enum DescribeAvailabilityZones: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "ZoneNames", "ZoneIds", "AllAvailabilityZones", "DryRun", "Filters.Name", "Filters.Values",
    ]

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  private static let filterNames: Set<String> = [
    "group-long-name", "group-name", "message", "opt-in-status", "parent-zone-id",
    "parent-zone-name", "region-name", "state", "zone-id", "zone-name", "zone-type",
  ]

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let filters = try EC2Filters(members, names: filterNames)
    let names = members.strings("ZoneNames") ?? []
    let ids = members.strings("ZoneIds") ?? []
    let zones = EC2Region.named(call.region).zones
    for name in names where !zones.contains(where: { $0.name == name }) {
      throw EC2Error.invalid("Invalid availability zone: [\(name)]")
    }
    for id in ids where !zones.contains(where: { $0.id == id }) {
      throw EC2Error.invalid("Invalid availability zone-id: [\(id)]")
    }
    try call.endDryRun(members.isDryRun)
    let shown = zones.filter { zone in
      (names.isEmpty || names.contains(zone.name)) && (ids.isEmpty || ids.contains(zone.id))
        && filters.match { values($0, of: zone) }
    }
    return ["AvailabilityZones": .list(shown.map { .object(wire($0)) })]
  }

  private static func values(_ filter: String, of zone: EC2Region.Zone) -> [String] {
    switch filter {
    case "group-name": [group(zone)]
    case "opt-in-status": ["opt-in-not-required"]
    case "region-name": [zone.region]
    case "state": ["available"]
    case "zone-id": [zone.id]
    case "zone-name": [zone.name]
    case "zone-type": ["availability-zone"]
    // Only local and Wavelength zones have parents; there are no messages.
    default: []
    }
  }

  private static func group(_ zone: EC2Region.Zone) -> String { zone.region + "-zg-1" }

  private static func wire(_ zone: EC2Region.Zone) -> AWSObject {
    [
      "OptInStatus": "opt-in-not-required", "Messages": [], "RegionName": .string(zone.region),
      "ZoneName": .string(zone.name), "ZoneId": .string(zone.id),
      "GroupName": .string(group(zone)), "NetworkBorderGroup": .string(zone.region),
      "ZoneType": "availability-zone", "State": "available",
    ]
  }
}
