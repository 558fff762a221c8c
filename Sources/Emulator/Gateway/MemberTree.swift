import AWS

/// The members that an operation supports, as a tree of names.
struct MemberTree: Sendable {
  private(set) var children: [String: MemberTree] = [:]
  /// Everything below is supported.
  private(set) var isOpen = false

  init(_ paths: [String] = []) {
    for path in paths { insert(path.split(separator: ".")[...]) }
  }

  private mutating func insert(_ steps: ArraySlice<Substring>) {
    guard let first = steps.first else { return }
    if first == "*" {
      isOpen = true
    } else {
      children[String(first), default: MemberTree()].insert(steps.dropFirst())
    }
  }

  /// The path of the first member of `input` that isn't supported; nil when all are.
  func unsupported(_ input: AWSObject, _ shape: Shape) -> String? {
    if isOpen { return nil }
    for (name, value) in input {
      guard let member = shape[name] else { continue }
      guard let child = children[name] else { return name }
      if let rest = child.unsupported(value, member.shape) { return "\(name).\(rest)" }
    }
    return nil
  }

  private func unsupported(_ value: AWSValue, _ shape: Shape) -> String? {
    switch value {
    case .object(let object) where shape.kind == .structure: return unsupported(object, shape)
    case .object(let object):
      guard let values = shape.value else { return nil }
      for (_, value) in object {
        if let found = unsupported(value, values) { return found }
      }
      return nil
    case .list(let items):
      guard let element = shape.element else { return nil }
      for item in items {
        if let found = unsupported(item, element) { return found }
      }
      return nil
    default: return nil
    }
  }
}
