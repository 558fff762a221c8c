import AWS

/// Shows the partition's regions: those open to every account, unless all are asked for
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html).
enum DescribeRegions: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "RegionNames", "AllRegions", "DryRun", "Filters.Name", "Filters.Values",
    ]

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let filters = try EC2Filters(
      members, names: ["endpoint", "opt-in-status", "region-name"])
    let names = members.strings("RegionNames") ?? []
    let partition = EC2Region.all.filter { $0.partition == call.scope.partition }
    for name in names where !partition.contains(where: { $0.name == name }) {
      throw EC2Error.invalid("Invalid region name: [\(name)]")
    }
    try call.endDryRun(members.isDryRun)
    let showsAll = members.bool("AllRegions") == true
    let shown = partition.filter { region in
      (names.isEmpty ? showsAll || region.isOpenToAll : names.contains(region.name))
        && filters.match { name in
          switch name {
          case "endpoint": [region.endpoint]
          case "opt-in-status": [region.optInStatus]
          default: [region.name]
          }
        }
    }
    return [
      "Regions": .list(
        shown.map {
          [
            "OptInStatus": .string($0.optInStatus), "RegionName": .string($0.name),
            "Endpoint": .string($0.endpoint),
          ]
        })
    ]
  }
}
