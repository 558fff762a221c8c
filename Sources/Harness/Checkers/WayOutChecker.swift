import AWS
import Emulator
import Journal

/// A network that traffic can leave by another way than it was built with: an internet gateway or
/// an egress-only gateway is attached to it, or a peering is active.
enum WayOutChecker: Checker {
  static let name = "network-way-out"

  static func subjects(of change: RowChange) -> [Subject] {
    let tables = ["ec2_internet_gateway", "ec2_egress_only_gateway", "ec2_peering"]
    guard tables.contains(change.table) else { return [] }
    var networks: [Subject] = []
    for (column, account) in [("vpc_id", "account"), ("peer_vpc_id", "peer_account")] {
      // A gateway that was detached names its network before the change alone.
      guard let id = change.text(column) ?? change.earlierText(column),
        let account = change.text(account)
      else { continue }
      let region = column == "vpc_id" ? "region" : "peer_region"
      networks.append(
        Subject(
          id: id, scope: Scope(account: account, region: change.text(region) ?? "us-east-1")))
    }
    return networks
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    for gateway in list("DescribeInternetGateways", "InternetGateways", subject, &probe)
    where attachments(gateway).contains(subject.id) { return "an internet gateway is attached" }
    let egress = list(
      "DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways", subject, &probe)
    for gateway in egress where attachments(gateway).contains(subject.id) {
      return "an egress-only gateway is attached"
    }
    let peerings = list(
      "DescribeVpcPeeringConnections", "VpcPeeringConnections", subject, &probe)
    for peering in peerings where peering["Status"]?["Code"]?.string == "active" {
      let ends = ["RequesterVpcInfo", "AccepterVpcInfo"].map { peering[$0]?["VpcId"]?.string }
      if ends.contains(subject.id) { return "it is peered with another network" }
    }
    return nil
  }

  private static func list(
    _ operation: String, _ member: String, _ subject: Subject, _ probe: inout StateProbe
  ) -> [AWSObject] {
    probe.list(
      "ec2", operation, [:], member: member, token: ("NextToken", "NextToken"),
      in: subject.scope)
  }

  private static func attachments(_ gateway: AWSObject) -> [String] {
    (gateway["Attachments"]?.list ?? []).compactMap { $0["VpcId"]?.string }
  }
}
