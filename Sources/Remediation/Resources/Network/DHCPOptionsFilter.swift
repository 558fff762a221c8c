import AWS
import Documents

/// `dhcp-options`: what a VPC tells its hosts by DHCP.
struct DHCPOptionsFilter: ResourceFilter {
  static let member = "c7n:DhcpConfiguration"
  static let keys = ["domain-name", "domain-name-servers", "ntp-servers"]

  /// A string that must be among an option's values, or all that they must be.
  enum Wanted: Sendable {
    case one(String)
    case all([String])
  }

  let position: SourcePosition
  /// By option, in the order of `keys`.
  let wanted: [(key: String, value: Wanted)]
  let isPresent: Bool
  /// `match-operator: all`: for `amazon`, every value must be Amazon's.
  let needsAll: Bool

  var hydrations: [Hydration] { [.dhcpOptions] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let vpc = run.resources[index].document
    guard let options = vpc[Self.member]?.object else {
      throw FilterProblem("the VPC's DHCP options `\(vpc["DhcpOptionsId"]?.string ?? "")` are gone")
    }
    var found = true
    for (key, value) in wanted {
      guard let has = options[key]?.list?.compactMap(\.string) else {
        found = false
        continue
      }
      // A later option decides anew, where the dialect doesn't only take away.
      switch value {
      case .one("amazon"):
        let amazon = Self.amazonServers(of: vpc)
        found =
          needsAll
          ? has.allSatisfy { amazon.contains($0) } : has.contains { amazon.contains($0) }
      case .one(let text):
        if !has.contains(text) { found = false }
      case .all(var texts):
        if texts.contains("amazon") {
          texts = Self.amazonServers(of: vpc) + texts.filter { $0 != "amazon" }
        }
        found = has.sorted() == texts.sorted()
      }
    }
    return found == isPresent
  }

  /// What Amazon's own resolver is reached as: by name, link-locally, and at the third address of
  /// each of the VPC's ranges.
  private static func amazonServers(of vpc: AWSObject) -> [String] {
    let associated = (vpc["CidrBlockAssociationSet"]?.list ?? []).filter {
      $0["CidrBlockState"]?["State"] == "associated"
    }
    let ranges = [vpc["CidrBlock"]] + associated.map { $0["CidrBlock"] }
    return ["AmazonProvidedDNS", "169.254.169.253"]
      + ranges.compactMap { $0?.string.flatMap(thirdAddress) }
  }

  /// `10.0.0.2` for `10.0.0.0/16`, whatever bits stand below the mask.
  private static func thirdAddress(_ range: String) -> String? {
    let parts = range.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let address = IPv4Network.address(parts[0].utf8),
      let prefix = parts.count == 1 ? 32 : IPv4Network("0.0.0.0/\(parts[1])")?.prefix
    else { return nil }
    let mask = prefix == 0 ? 0 : ~UInt32(0) << UInt32(32 - prefix)
    let (third, overflows) = (address & mask).addingReportingOverflow(2)
    if overflows { return nil }
    return [24, 16, 8, 0].map { String(third >> UInt32($0) & 255) }.joined(separator: ".")
  }
}

extension Hydration {
  /// A VPC's DHCP options by their names; null where the set that it names is not there.
  static let dhcpOptions = Hydration(DHCPOptionsFilter.member) { document, setting in
    guard document[DHCPOptionsFilter.member] == nil else { return nil }
    let id = document["DhcpOptionsId"] ?? .null
    let filter: AWSValue = ["Name": "dhcp-options-id", "Values": [id]]
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeDhcpOptions", input: ["Filters": [filter]],
        scope: setting.scope), pagination: .nextToken
    ) { document, pages in
      let set = (pages ?? []).items("DhcpOptions").last { $0["DhcpOptionsId"] == id }
      document[DHCPOptionsFilter.member] = set.map { set in
        var options = AWSObject()
        for option in set["DhcpConfigurations"]?.list ?? [] {
          guard let key = option["Key"]?.string else { continue }
          options[key] = .list((option["Values"]?.list ?? []).compactMap { $0["Value"] })
        }
        return .object(options)
      } ?? .null
    }
  }
}

extension FilterKind {
  static let dhcpOptions = FilterKind(name: "dhcp-options") { _, reader, _, _ in
    var wanted: [(key: String, value: DHCPOptionsFilter.Wanted)] = []
    var isAny = false
    for key in DHCPOptionsFilter.keys {
      guard let node = reader.node(key) else { continue }
      if let text = node.string {
        wanted.append((key, .one(text)))
        isAny = isAny || !text.isEmpty
      } else if let texts = reader.strings(key) {
        wanted.append((key, .all(texts)))
        isAny = isAny || !texts.isEmpty
      } else {
        isAny = true
      }
    }
    if !isAny {
      reader.error(
        "\(reader.subject) names no option",
        suggestion: "expected `domain-name`, `domain-name-servers` or `ntp-servers`")
    }
    let op = reader.value("match-operator", expected: "`all` or `any`") { node in
      ["all", "any"].contains(node.string) ? node.string : nil
    }
    return DHCPOptionsFilter(
      position: reader.position, wanted: wanted, isPresent: reader.bool("present") ?? true,
      needsAll: op == "all")
  }
}
