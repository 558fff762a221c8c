import AWS
import Documents

/// Reads an environment: the file that a scenario names, or the mapping in its place.
struct EnvironmentReader {
  var diagnostics: [Diagnostic] = []
  /// What `$name.member` may stand for afterwards.
  var names: Set<String> = []

  mutating func read(_ node: Node, name: String) -> Environment {
    var reader = MappingReader(node, of: "an environment")
    var environment = Environment(name: name)
    reader.allow("title", "description")
    environment.accounts = accounts(&reader)
    environment.regions = reader.strings("regions") ?? ["us-east-1"]
    environment.actors = named(&reader, "actors", of: "an actor") { reader, name in
      Environment.Actor(
        name: name, account: Self.account(&reader, environment),
        policies: reader.strings("policies", orOne: true) ?? [],
        allowed: reader.strings("allow", orOne: true) ?? [])
    }
    environment.trails = named(&reader, "trails", of: "a trail") { reader, name in
      Environment.TrailSetup(
        name: name, account: Self.account(&reader, environment),
        isMultiRegion: reader.bool("multi-region") ?? true)
    }
    names.formUnion(environment.accounts.map { "accounts.\($0.name)" })
    names.formUnion(environment.actors.map { "actors.\($0.name)" })
    names.formUnion(environment.trails.map { "trails.\($0.name)" })
    for item in reader.sequence("resources") ?? [] {
      environment.resources.append(resource(item, environment))
    }
    diagnostics += reader.finish()
    return environment
  }

  private mutating func accounts(_ reader: inout MappingReader) -> [(name: String, id: String)] {
    guard let node = reader.requiredNode("accounts") else { return [] }
    var accounts: [(name: String, id: String)] = []
    for pair in node.mapping ?? [] {
      let id = pair.value.string ?? ""
      if id.utf8.count != 12 || !id.utf8.allSatisfy({ (48...57).contains($0) }) {
        reader.error(
          at: pair.value.position,
          "account `\(pair.key.scalarText ?? "")` has no id of twelve digits",
          suggestion: "expected such as `\"111111111111\"`, in quotes")
      }
      accounts.append((pair.key.scalarText ?? "", id))
    }
    if accounts.isEmpty {
      reader.error(
        at: node.position, "an environment needs accounts",
        suggestion: "expected such as `accounts: {app: \"111111111111\"}`")
    }
    return accounts
  }

  private static func account(_ reader: inout MappingReader, _ environment: Environment)
    -> String
  {
    guard let node = reader.node("account") else { return environment.accounts.first?.id ?? "" }
    let name = node.scalarText ?? ""
    if let id = environment.accounts.first(where: { $0.name == name })?.id { return id }
    reader.error(
      at: node.position, "unknown account `\(name)`",
      suggestion: Spelling.suggestion(for: name, among: environment.accounts.map(\.name)))
    return ""
  }

  private func named<Value>(
    _ reader: inout MappingReader, _ key: String, of subject: String,
    _ decode: (inout MappingReader, String) -> Value
  ) -> [Value] {
    guard let node = reader.node(key) else { return [] }
    guard let pairs = node.mapping else {
      reader.error(
        at: node.position, "`\(key)` can't be \(node.kindName)", suggestion: "expected a mapping")
      return []
    }
    return pairs.map { pair in
      reader.decodeNode(pair.value, of: subject) { decode(&$0, pair.key.scalarText ?? "") }
    }
  }

  private mutating func resource(_ node: Node, _ environment: Environment) -> ScriptedCall {
    var reader = MappingReader(node, of: "a resource")
    var calls = CallReader(environment: environment, names: names)
    let call = calls.read(&reader)
    if call.name == nil, !call.captures.isEmpty {
      reader.error("a resource with `capture` needs a `name`", suggestion: "expected `name`")
    }
    names = calls.names
    diagnostics += reader.finish()
    return call
  }
}
