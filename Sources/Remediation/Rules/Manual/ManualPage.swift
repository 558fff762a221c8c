import Documents

/// What a filter or an action is for, and how it is written: a page of the rules' manual. What keys
/// it takes is asked of the loader itself, by `KindProbe`.
package struct ManualPage: Hashable, Sendable {
  package let name: String
  /// The types it is about, without `aws.`; empty for every type that has one of that name.
  let types: [String]
  /// One line.
  package let summary: String
  /// As it stands in a policy; its name alone where that is enough.
  fileprivate(set) var example: String
  /// A filter that it needs before it.
  fileprivate(set) var beside: String?
  /// A mode of the policy that it needs.
  fileprivate(set) var mode: String?
  /// What the keys of our own mean, in the order in which one reads them.
  package fileprivate(set) var keys: [(name: String, meaning: String)] = []

  fileprivate init(name: String, types: [String], summary: String, example: String) {
    self.name = name
    self.types = types
    self.summary = summary
    self.example = example
  }

  /// One that says nothing but its name.
  init(name: String) {
    self.init(name: name, types: [], summary: "", example: name)
  }

  package static func == (a: ManualPage, b: ManualPage) -> Bool {
    a.name == b.name && a.types == b.types
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(types)
  }

  package static let filters = pages(filterText)
  package static let actions = pages(actionText)

  static func filter(_ name: String, on type: ResourceType) -> ManualPage? {
    page(name, on: type, among: filters)
  }

  static func action(_ name: String, on type: ResourceType) -> ManualPage? {
    page(name, on: type, among: actions)
  }

  private static func page(
    _ name: String, on type: ResourceType, among pages: [ManualPage]
  ) -> ManualPage? {
    let own = pages.filter { $0.name == name }
    return own.first { $0.types.contains(type.shortName) } ?? own.first { $0.types.isEmpty }
  }

  private static func pages(_ text: String) -> [ManualPage] {
    var pages: [ManualPage] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      guard let colon = line.firstIndex(of: ":") else {
        preconditionFailure("a line of the manual has no colon: \(line)")
      }
      let rest = String(line[line.index(after: colon)...].dropFirst())
      guard line.hasPrefix("  ") else {
        let names = line[..<colon].split(separator: "@")
        let types = names.count > 1 ? names[1].split(separator: ",").map(String.init) : []
        let name = String(names[0])
        pages.append(ManualPage(name: name, types: types, summary: rest, example: name))
        continue
      }
      let last = pages.count - 1
      switch words[0] {
      case "example:": pages[last].example = rest
      case "beside:": pages[last].beside = rest
      case "mode:": pages[last].mode = rest
      default:
        let key = line[..<colon].split(separator: " ").last.map(String.init) ?? ""
        pages[last].keys.append((key, rest))
      }
    }
    return pages
  }

  /// The example for a type: an announced action is one that it has.
  func example(on type: ResourceType) -> String {
    let ops = ["stop", "delete", "deregister", "terminate", "tag"]
    let supported = type.allActions.filter { !$0.isRefused }.flatMap(\.names)
    let op = ops.first(where: supported.contains) ?? "notify"
    return example.replacing("op: OP", with: "op: \(op)")
  }
}
