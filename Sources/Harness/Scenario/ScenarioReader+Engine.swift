import Documents
import Remediation

/// The engine's part of a scenario.
extension ScenarioReader {
  mutating func engine(_ reader: inout MappingReader, path: String) -> EngineSettings {
    guard let node = reader.requiredNode("engine") else { return EngineSettings() }
    var settings = EngineSettings()
    var inner = MappingReader(node, of: "an engine")
    settings.rules = rules(&inner, path: path)
    settings.feeds = feeds(&inner)
    settings.scanEvery = scan(&inner)
    settings.enforces = mode(&inner)
    settings.exemptions =
      inner.mappings("exemptions", of: "an exemption") { reader in
        EngineSettings.Exempted(
          rule: reader.string("rule"), resource: resource(&reader) ?? Template(reader.node),
          until: reader.duration("until"), reason: reader.requiredString("reason"))
      } ?? []
    settings.loopGuard = inner.mapping("loop-guard", of: "a loop guard") { reader in
      EngineSettings.LoopLimit(
        fixes: Int(reader.requiredInteger("fixes", in: 1...1000)),
        within: reader.requiredDuration("within"))
    }
    diagnostics += inner.finish()
    return settings
  }

  private func rules(_ reader: inout MappingReader, path: String) -> [EngineSettings.RuleSource] {
    guard let node = reader.requiredNode("rules") else { return [] }
    guard let items = node.sequence else {
      reader.error(
        at: node.position, "`rules` can't be \(node.kindName)", suggestion: "expected a list")
      return []
    }
    return items.compactMap { item in
      let name = item.string ?? ""
      if let (file, text) = files.rule(name, path) {
        return EngineSettings.RuleSource(name: name, file: file, text: text)
      }
      reader.error(
        at: item.position, "there is no rule `\(item.scalarText ?? item.kindName)`",
        suggestion: "expected `pack/rule`, or the path of a policy file from this one")
      return nil
    }
  }

  private func feeds(_ reader: inout MappingReader) -> [String] {
    let known = ["event-queue", "lookup-events"]
    guard let node = reader.node("feeds") else { return ["event-queue"] }
    return (node.sequence ?? [node]).compactMap { item in
      if let name = item.string, known.contains(name) { return name }
      reader.error(
        at: item.position, "`\(item.scalarText ?? item.kindName)` is no feed",
        suggestion: Spelling.suggestion(for: item.scalarText ?? "", among: known))
      return nil
    }
  }

  /// `every 30m`, `never`.
  private func scan(_ reader: inout MappingReader) -> Duration? {
    guard let node = reader.node("scan") else { return nil }
    let text = node.string ?? ""
    if text == "never" { return nil }
    if text.hasPrefix("every "), let every = Duration(text: String(text.dropFirst(6))),
      every > .zero
    {
      return every
    }
    reader.error(
      at: node.position, "`scan` can't be `\(node.scalarText ?? node.kindName)`",
      suggestion: "expected `every 30m` or `never`")
    return nil
  }

  private func mode(_ reader: inout MappingReader) -> Bool {
    guard let node = reader.node("mode") else { return true }
    switch node.string {
    case "enforce": return true
    case "notify": return false
    default:
      reader.error(
        at: node.position, "`mode` can't be `\(node.scalarText ?? node.kindName)`",
        suggestion: "expected `enforce` or `notify`")
      return true
    }
  }
}
