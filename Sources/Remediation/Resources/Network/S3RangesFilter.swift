import AWS
import Documents

/// `s3-cidr`: whether a network ACL lets traffic pass to the addresses of AWS's own services that
/// prefix lists tell.
///
/// As the dialect does it, rules are taken in the order in which they are listed, and both
/// directions together.
struct S3RangesFilter: ResourceFilter {
  fileprivate static let member = "stormdrill:PrefixListCidrs"

  let position: SourcePosition
  let looksAtEgress: Bool
  let looksAtIngress: Bool
  let isPresent: Bool

  var hydrations: [Hydration] { [.prefixListRanges] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    let texts = document[Self.member]?.list?.compactMap(\.string) ?? []
    // A range that is no IPv4 one lies in no rule's range.
    let ranges = texts.map { IPv4Network($0) }.uniqued
    var allowed: [Bool?] = Array(repeating: nil, count: ranges.count)
    for entry in document["Entries"]?.list ?? [] {
      guard let isEgress = entry["Egress"]?.bool else {
        throw FilterProblem("an entry of the network ACL tells no `Egress`")
      }
      if isEgress ? !looksAtEgress : !looksAtIngress { continue }
      guard let block = entry["CidrBlock"]?.string else {
        throw FilterProblem("an entry of the network ACL has no `CidrBlock`, but an IPv6 one")
      }
      guard let range = IPv4Network(block) else {
        throw FilterProblem("`\(block)` of the network ACL is no IPv4 range")
      }
      for (place, one) in ranges.enumerated() where allowed[place] == nil {
        if let one, range.contains(one) { allowed[place] = entry["RuleAction"] == "allow" }
      }
    }
    return allowed.allSatisfy { $0 == true } == isPresent
  }
}

extension Hydration {
  fileprivate static let prefixListRanges = Hydration.member(
    S3RangesFilter.member, pagination: .nextToken,
    call: { _, setting in
      APICall(service: "ec2", operation: "DescribePrefixLists", input: [:], scope: setting.scope)
    },
    value: { pages in .list(pages.items("PrefixLists").flatMap { $0["Cidrs"]?.list ?? [] }) })
}

extension FilterKind {
  static let s3Ranges = FilterKind(name: "s3-cidr") { _, reader, _, _ in
    S3RangesFilter(
      position: reader.position, looksAtEgress: reader.bool("egress") ?? true,
      looksAtIngress: reader.bool("ingress") ?? true,
      isPresent: reader.bool("present") ?? false)
  }
}
