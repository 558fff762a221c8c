import AWS
import Exposure

/// Security groups as DescribeSecurityGroups returns them: what a test sets matters to it.
func group(_ permissions: AWSValue..., id: String = "sg-web") -> AWSObject {
  [
    "GroupId": .string(id), "OwnerId": "111122223333", "VpcId": "vpc-1",
    "IpPermissions": .list(permissions), "IpPermissionsEgress": [],
  ]
}

/// Ports go in only where they are said, as EC2 leaves them out for `-1`.
func permission(
  _ name: String, _ from: Int? = nil, _ to: Int? = nil, _ sources: String..., groups: [String] = []
) -> AWSValue {
  var permission: AWSObject = ["IpProtocol": .string(name)]
  permission.set("FromPort", from.map { .integer(Int64($0)) })
  permission.set("ToPort", to.map { .integer(Int64($0)) })
  func list(_ member: String, _ isMeant: (String) -> Bool) -> AWSValue {
    .list(sources.filter(isMeant).map { .object([member: .string($0)]) })
  }
  permission["IpRanges"] = list("CidrIp") { !$0.contains(":") && !$0.hasPrefix("pl-") }
  permission["Ipv6Ranges"] = list("CidrIpv6") { $0.contains(":") }
  permission["PrefixListIds"] = list("PrefixListId") { $0.hasPrefix("pl-") }
  permission["UserIdGroupPairs"] = .list(
    groups.map { ["GroupId": .string($0), "UserId": "111122223333"] })
  return .object(permission)
}

func tcp(_ from: Int, _ to: Int, _ source: String) -> AWSValue {
  permission("tcp", from, to, source)
}
