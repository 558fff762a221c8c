import AWS
import Documents

extension ActionKind {
  static let securityGroup: [ActionKind] = [
    .delete(
      "DeleteSecurityGroup", "GroupId", "security group",
      goneCodes: ["InvalidGroup.NotFound", "InvalidGroupId.NotFound"]),
    ActionKind(names: ["remove-permissions"]) { _, reader, _, _ in
      RemovePermissions(
        position: reader.position,
        ingress: which("ingress", &reader, takesList: false) ?? .matched,
        egress: which("egress", &reader, takesList: false) ?? .matched)
    },
    ActionKind(names: ["set-permissions"]) { _, reader, _, _ in
      let egress = added("Egress", &reader)
      let ingress = added("Ingress", &reader)
      return SetPermissions(
        position: reader.position, addedEgress: egress, addedIngress: ingress,
        removal: RemovePermissions(
          position: reader.position,
          ingress: which("remove-ingress", &reader, takesList: true) ?? .listed([]),
          egress: which("remove-egress", &reader, takesList: true) ?? .listed([])))
    },
  ]

  /// `matched`, `all`, or, where it may, a list of permissions.
  private static func which(
    _ key: String, _ reader: inout MappingReader, takesList: Bool
  ) -> RemovePermissions.Which? {
    guard let node = reader.node(key) else { return nil }
    switch node.string {
    case "matched": return .matched
    case "all": return .all
    default: break
    }
    if takesList, let items = node.sequence, items.allSatisfy({ ($0.mapping?.count ?? 0) > 1 }) {
      return .listed(items.map(\.value))
    }
    reader.error(
      at: node.position, "`\(key)` can't be \(node.scalarText.map { "`\($0)`" } ?? node.kindName)",
      suggestion: "expected `matched` or `all`\(takesList ? ", or a list of permissions" : "")")
    return nil
  }

  /// `add-ingress` or `add-egress`: parameters of calls, each checked as AWS would.
  private static func added(_ direction: String, _ reader: inout MappingReader) -> [AWSObject] {
    var calls: [AWSObject] = []
    for node in reader.sequence("add-\(direction.lowercased())") ?? [] {
      guard let call = node.value.object, let pairs = node.mapping, !pairs.isEmpty else {
        reader.error(
          at: node.position, "a permission can't be \(node.kindName)",
          suggestion: "expected a mapping such as {IpPermissions: [...]}")
        continue
      }
      var input = call
      input["GroupId"] = "sg-0"
      let operation = "AuthorizeSecurityGroup\(direction)"
      if let problem = WireForm.problem(service: "ec2", operation: operation, input: input) {
        reader.error(at: node.position, problem)
      }
      calls.append(call)
    }
    return calls
  }
}
