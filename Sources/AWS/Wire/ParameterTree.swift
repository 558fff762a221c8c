/// The parameters of a form as a tree: `IpPermissions.1.FromPort=22` is three nodes deep.
struct ParameterTree {
  /// More parts in one name are refused; no model comes near.
  static let depthLimit = 64
  /// More parameters in one request are refused.
  static let countLimit = 50_000

  struct Node {
    var name: String
    var value: String?
    var children: [Int] = []
    /// Built once there are many children, so that hostile input can't make look-ups slow.
    var index: [String: Int] = [:]
  }

  private(set) var nodes = [Node(name: "")]

  /// nil where a limit is passed.
  init?(_ pairs: [QueryParameters.Pair]) {
    if pairs.count > Self.countLimit { return nil }
    for pair in pairs {
      var here = 0
      var depth = 0
      for part in pair.name.utf8.split(
        separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      {
        depth += 1
        if depth > Self.depthLimit { return nil }
        here = child(String(Substring(part)), of: here)
      }
      nodes[here].value = pair.value
    }
  }

  private mutating func child(_ name: String, of parent: Int) -> Int {
    if let found = find(name, in: parent) { return found }
    let new = nodes.count
    nodes.append(Node(name: name))
    nodes[parent].children.append(new)
    if nodes[parent].children.count == 16 {
      for child in nodes[parent].children { nodes[parent].index[nodes[child].name] = child }
    } else if nodes[parent].children.count > 16 {
      nodes[parent].index[name] = new
    }
    return new
  }

  func find(_ name: String, in parent: Int) -> Int? {
    let children = nodes[parent].children
    if children.count >= 16 { return nodes[parent].index[name] }
    return children.last { nodes[$0].name == name }
  }
}
