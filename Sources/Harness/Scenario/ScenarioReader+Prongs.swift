import Documents
import Emulator

/// The parts of a scenario that set layers of defence side by side: variants and incidents.
extension ScenarioReader {
  /// `variants: [{without: [scp], expect: {...}}, {without: all}]`
  mutating func variants(_ reader: inout MappingReader) -> [Variant] {
    var variants: [Variant] = []
    for item in reader.sequence("variants") ?? [] {
      var inner = MappingReader(item, of: "a variant")
      let without = defences(&inner)
      let requirements = inner.node["expect"] == nil ? [] : self.requirements(&inner)
      let variant = Variant(without: without, requirements: requirements)
      if !variant.without.isEmpty, variants.contains(where: { $0.without == variant.without }) {
        inner.error("a second variant without the same", suggestion: "expected each once")
      }
      variants.append(variant)
      diagnostics += inner.finish()
    }
    return variants
  }

  private func defences(_ reader: inout MappingReader) -> [Defence] {
    guard let node = reader.requiredNode("without") else { return [] }
    if node.string == "all" { return Defence.allCases }
    let items = node.sequence ?? [node]
    if items.isEmpty {
      reader.error(
        at: node.position, "a variant without nothing is the run itself",
        suggestion: Spelling.suggestion(for: "", among: Defence.names))
    }
    return items.compactMap { item in
      let name = item.scalarText ?? ""
      if let defence = Defence(name: name) { return defence }
      reader.error(
        at: item.position, "nothing to do without is called `\(item.scalarText ?? item.kindName)`",
        suggestion: Spelling.suggestion(for: name, among: Defence.names))
      return nil
    }
  }

  /// `incidents: [{name: INC-1, opens: gateways, from: 10m, until: 40m, by: commander}]`
  mutating func incidents(
    _ reader: inout MappingReader, _ environment: Environment, within length: Duration
  ) -> [Incident] {
    reader.mappings("incidents", of: "an incident") { reader in
      let incident = Incident(
        name: reader.requiredString("name"), exclusion: reader.requiredString("opens"),
        from: reader.requiredDuration("from"), until: reader.requiredDuration("until"),
        by: reader.requiredString("by"))
      let known = environment.exclusions.map(\.name)
      if !incident.exclusion.isEmpty, !known.contains(incident.exclusion) {
        reader.error(
          at: reader.node("opens")?.position, "unknown exclusion `\(incident.exclusion)`",
          suggestion: Spelling.suggestion(for: incident.exclusion, among: known)
            ?? "expected one of the environment's `exclusions`")
      }
      if !incident.by.isEmpty, environment.actor(incident.by) == nil {
        reader.error(
          at: reader.node("by")?.position, "unknown actor `\(incident.by)`",
          suggestion: Spelling.suggestion(
            for: incident.by, among: environment.actors.map(\.name)))
      }
      if incident.until <= incident.from || incident.until > length {
        reader.error(
          at: reader.node("until")?.position, "an incident's end must come after its beginning",
          suggestion: "expected `until` after `from` and within `duration`")
      }
      return incident
    } ?? []
  }
}
