import AWS
import Emulator
import Journal

/// A subnet that somebody made and that gives every interface in it a public address. Default
/// subnets do so by design.
enum PublicAddressChecker: Checker {
  static let name = "subnet-public-addresses"

  static func subjects(of change: RowChange) -> [Subject] {
    guard change.table == "ec2_subnet" else { return [] }
    return [Subject(id: change.resource, scope: change.scope)]
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    let found = probe.call(
      "ec2", "DescribeSubnets", ["SubnetIds": [.string(subject.id)]], in: subject.scope)
    guard case .success(let answer) = found, let subnet = answer["Subnets"]?.list?.first,
      subnet["DefaultForAz"]?.bool != true, subnet["MapPublicIpOnLaunch"]?.bool == true
    else { return nil }
    return "interfaces in it get public addresses"
  }
}
