import AWS
import Documents

/// An `ingress` or `egress` filter, and security group rules made to meet it.
struct PermissionClause {
  let node: Node

  var type: String { node["type"]?.string ?? "ingress" }
  var member: String { type == "egress" ? "IpPermissionsEgress" : "IpPermissions" }

  /// The clause with some members set, and some left out.
  func with(_ changes: [(String, AWSValue?)]) -> AWSValue {
    var object = node.value.object ?? ["type": .string(type)]
    for (key, value) in changes { object[key] = value }
    return .object(object)
  }

  /// The first port that the clause speaks of.
  private var port: Int64 {
    for key in ["Ports", "OnlyPorts"] {
      if let port = node[key]?.sequence?.first?.integer { return port }
    }
    return node["FromPort"]?.integer ?? node["ToPort"]?.integer ?? 1
  }

  /// A rule that may meet the clause; the caller tries whether it does.
  func permission(
    protocol name: String? = nil, port: Int64? = nil, ipv4: [String]? = nil, ipv6: [String] = []
  ) -> AWSValue {
    let given = node["Cidr"]
    let range = given?.string ?? given?["value"]?.string ?? "10.0.0.0/8"
    let wanted = node["IpProtocol"]
    let number = AWSValue.integer(port ?? self.port)
    return [
      "IpProtocol": .string(name ?? wanted?.string ?? wanted?["value"]?.string ?? "tcp"),
      "FromPort": number, "ToPort": number,
      "IpRanges": .list((ipv4 ?? [range]).map { ["CidrIp": .string($0)] }),
      "Ipv6Ranges": .list(ipv6.map { ["CidrIpv6": .string($0)] }),
    ]
  }

  /// Rules with the sources that such clauses ask for, the likeliest first.
  func candidates(protocol name: String? = nil, port: Int64? = nil) -> [AWSValue] {
    let given = node["CidrV6"]
    let range = given?.string ?? given?["value"]?.string ?? "::/0"
    let narrow = permission(protocol: name, port: port)
    let wide = permission(protocol: name, port: port, ipv4: ["0.0.0.0/0"])
    let sixth = permission(protocol: name, port: port, ipv4: [], ipv6: [range])
    return given == nil ? [narrow, wide, sixth] : [sixth, narrow, wide]
  }

  /// Whether the clause holds addresses of IPv4 against the whole world as text.
  var comparesWorld: Bool {
    guard let range = node["Cidr"] else { return false }
    if range.string == "0.0.0.0/0" { return true }
    guard range["value_type"] == nil, ["eq", "equal", "in", nil].contains(range["op"]?.string)
    else { return false }
    return range["value"]?.string == "0.0.0.0/0"
      || range["value"]?.sequence?.contains { $0.string == "0.0.0.0/0" } ?? false
  }
}

extension PolicyUnderReview {
  /// A rule that meets the clause; nil where none of those thought of does.
  func rule(
    meeting clause: PermissionClause, protocol name: String? = nil
  ) -> AWSValue? {
    clause.candidates(protocol: name).first {
      matches([clause.node.value], resource([clause.member: [$0]]))
    }
  }

  var permissions: [(clause: Clause, permission: PermissionClause)] {
    clauses.filter(\.isPermission).map { ($0, PermissionClause(node: $0.node)) }
  }
}
