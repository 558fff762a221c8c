import AWS
import Documents
import Emulator
import JMESPath

/// Reads a call of a scenario or an environment and holds it against the service models.
struct CallReader {
  let environment: Environment
  var names: Set<String>

  mutating func read(_ reader: inout MappingReader) -> ScriptedCall {
    let (service, operation) = operation(&reader)
    let input = reader.node("with") ?? Node(.mapping([]), at: reader.position)
    check(input, service, operation, &reader)
    check(namesIn: input, &reader)
    let name = reader.string("name")
    let captures = captures(&reader)
    if let name { names.formUnion(captures.map { "\(name).\($0.member)" }) }
    return ScriptedCall(
      actor: actor(&reader), account: account(&reader), region: region(&reader),
      service: service, operation: operation, input: Template(input), captures: captures,
      name: name)
  }

  /// Diagnoses names that nothing before it makes; without a sound environment nothing is known.
  func check(namesIn node: Node, _ reader: inout MappingReader) {
    if names.isEmpty { return }
    for reference in Template.references(in: node) where !names.contains(reference.name) {
      reader.error(
        at: reference.position, "nothing is called `$\(reference.name)`",
        suggestion: Spelling.suggestion(for: reference.name, among: names.sorted()))
    }
  }

  private func operation(_ reader: inout MappingReader) -> (String, String) {
    guard let node = reader.requiredNode("call") else { return ("", "") }
    let text = node.string ?? ""
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      reader.error(
        at: node.position, "`\(node.scalarText ?? node.kindName)` is no call",
        suggestion: "expected `service:Operation`, such as `ec2:DescribeVpcs`")
      return ("", "")
    }
    guard let model = ServiceModel.named(parts[0]) else {
      reader.error(
        at: node.position, "unknown service `\(parts[0])`",
        suggestion: Spelling.suggestion(for: parts[0], among: ServiceModel.serviceNames))
      return ("", "")
    }
    if model.operation(parts[1]) == nil {
      reader.error(
        at: node.position, "`\(parts[0])` has no operation `\(parts[1])`",
        suggestion: Spelling.suggestion(for: parts[1], among: model.operations.map(\.name)))
    } else if environment.iam == .allow, ServiceRegistry.served(parts[0], parts[1]) == nil {
      // Where policies count, what isn't served can still be refused.
      reader.error(
        at: node.position, "the emulator does not serve `\(text)`",
        suggestion: "`stormdrill services \(parts[0])` lists what it serves")
    }
    return (parts[0], parts[1])
  }

  private func check(
    _ input: Node, _ service: String, _ operation: String, _ reader: inout MappingReader
  ) {
    guard let model = ServiceModel.named(service)?.operation(operation) else { return }
    guard let pairs = input.mapping else {
      reader.error(
        at: input.position, "`with` can't be \(input.kindName)", suggestion: "expected a mapping")
      return
    }
    let known = model.input?.members.map(\.name) ?? []
    for pair in pairs where !known.contains(pair.key.scalarText ?? "") {
      let name = pair.key.scalarText ?? ""
      reader.error(
        at: pair.key.position, "`\(service):\(operation)` has no member `\(name)`",
        suggestion: Spelling.suggestion(for: name, among: known))
    }
  }

  private func captures(_ reader: inout MappingReader) -> [(member: String, path: String)] {
    guard let node = reader.node("capture") else { return [] }
    var captures: [(member: String, path: String)] = []
    for pair in node.mapping ?? [] {
      let path = pair.value.string ?? ""
      CallReader.check(path: path, at: pair.value.position, &reader)
      captures.append((pair.key.scalarText ?? "", path))
    }
    return captures
  }

  static func check(path: String, at position: SourcePosition, _ reader: inout MappingReader) {
    do throws(JMESPathError) {
      _ = try JMESPathExpression(path)
    } catch {
      reader.error(
        at: position, "`\(path)` is no JMESPath: \(error.message)",
        suggestion: "expected such as `Vpcs[0].VpcId`")
    }
  }

  private func actor(_ reader: inout MappingReader) -> String? {
    guard let node = reader.node("actor") else { return nil }
    let name = node.scalarText ?? ""
    if name == EnvironmentReader.anonymous { return name }
    if names.isEmpty || environment.actors.contains(where: { $0.name == name }) { return name }
    reader.error(
      at: node.position, "unknown actor `\(name)`",
      suggestion: Spelling.suggestion(for: name, among: environment.actors.map(\.name)))
    return nil
  }

  func account(_ reader: inout MappingReader) -> String? {
    guard let node = reader.node("account") else { return nil }
    let name = node.scalarText ?? ""
    if let id = environment.accounts.first(where: { $0.name == name })?.id { return id }
    if names.isEmpty { return nil }
    reader.error(
      at: node.position, "unknown account `\(name)`",
      suggestion: Spelling.suggestion(for: name, among: environment.accounts.map(\.name)))
    return nil
  }

  func region(_ reader: inout MappingReader) -> String? {
    guard let node = reader.node("region") else { return nil }
    let name = node.scalarText ?? ""
    if names.isEmpty || environment.regions.contains(name) { return name }
    reader.error(
      at: node.position, "region `\(name)` is not in the environment",
      suggestion: Spelling.suggestion(for: name, among: environment.regions))
    return nil
  }
}
