import AWS

/// Members that hydration puts into documents beside AWS's and c7n's own.
enum Hidden {
  static let groups = "stormdrill:Groups"
  static let defaultVPC = "stormdrill:DefaultVpc"
  static let detail = "stormdrill:Detail"
  static let attached = "stormdrill:AttachedPolicies"
  static let noPublicBlock = "stormdrill:NoPublicAccessBlock"
}

extension [AWSObject] {
  /// The objects under a member of every page.
  func items(_ member: String) -> [AWSObject] {
    flatMap { page in (page[member]?.list ?? []).compactMap(\.object) }
  }
  /// A member of the first page.
  func first(_ member: String) -> AWSValue? { first?[member] }
}

extension Sequence where Element: Hashable {
  /// Each once, in the order of the first.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension AWSObject {
  func at(_ path: String...) -> AWSValue? {
    var here: AWSValue? = .object(self)
    for name in path { here = here?[name] }
    return here
  }
}
