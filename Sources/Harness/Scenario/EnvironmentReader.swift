import AWS
import Documents
import Emulator

/// Reads an environment: the file that a scenario names, or the mapping in its place.
struct EnvironmentReader {
  var diagnostics: [Diagnostic] = []
  /// What `$name.member` may stand for afterwards.
  var names: Set<String> = []

  mutating func read(_ node: Node, name: String) -> Environment {
    var reader = MappingReader(node, of: "an environment")
    var environment = Environment(name: name)
    reader.allow("title", "description")
    environment.iam = reader.choice("iam", as: IAMMode.self) ?? .allow
    environment.accounts = accounts(&reader)
    environment.regions = reader.strings("regions") ?? ["us-east-1"]
    names.formUnion(environment.accounts.map { "accounts.\($0.name)" })
    let actors = reader.node("actors")?.mapping ?? []
    names.formUnion(actors.map { "actors.\($0.key.scalarText ?? "")" })
    if reader.node["organization"] != nil { names.insert(Organization.idName) }
    environment.groups = named(&reader, "groups", of: "a group") { reader, name in
      Environment.Group(
        name: name, account: Self.account(&reader, environment), policies: policies(&reader))
    }
    environment.actors = named(&reader, "actors", of: "an actor") { reader, name in
      actor(name, &reader, environment)
    }
    checkAssumers(environment, &reader)
    checkSharedRoles(environment, &reader)
    environment.trails = named(&reader, "trails", of: "a trail") { reader, name in
      Environment.TrailSetup(
        name: name, account: Self.account(&reader, environment),
        isMultiRegion: reader.bool("multi-region") ?? true)
    }
    names.formUnion(environment.trails.map { "trails.\($0.name)" })
    for item in reader.sequence("resources") ?? [] {
      environment.resources.append(resource(item, environment))
    }
    environment.organization = organization(&reader, environment)
    environment.exclusions = named(&reader, "exclusions", of: "an exclusion") { reader, name in
      exclusion(name, &reader, environment)
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

  static func account(_ reader: inout MappingReader, _ environment: Environment) -> String {
    guard let node = reader.node("account") else { return environment.accounts.first?.id ?? "" }
    return account(node, &reader, environment) ?? ""
  }

  /// The id of the account that a node names.
  static func account(_ node: Node, _ reader: inout MappingReader, _ environment: Environment)
    -> String?
  {
    let name = node.scalarText ?? ""
    if let id = environment.accounts.first(where: { $0.name == name })?.id { return id }
    reader.error(
      at: node.position, "unknown account `\(name)`",
      suggestion: Spelling.suggestion(for: name, among: environment.accounts.map(\.name)))
    return nil
  }

  func named<Value>(
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

  private func exclusion(
    _ name: String, _ reader: inout MappingReader, _ environment: Environment
  ) -> Environment.Exclusion {
    let actor = reader.requiredString("role")
    let roles = environment.actors.filter { $0.role != nil }.map(\.name)
    if !actor.isEmpty, !roles.contains(actor) {
      reader.error(
        at: reader.node("role")?.position, "no actor that is a role is called `\(actor)`",
        suggestion: Spelling.suggestion(for: actor, among: roles)
          ?? "expected an actor with `assumed-by`")
    }
    if let role = environment.actor(actor)?.role, role.trust != nil {
      reader.error(
        at: reader.node("role")?.position, "`\(actor)` says its own `trust`",
        suggestion: "expected none: incidents open and shut the trust of an exclusion")
    }
    if let role = environment.actor(actor)?.role,
      environment.actor(role.assumedBy)?.role != nil
    {
      reader.error(
        at: reader.node("role")?.position, "`\(actor)` is assumed by another role",
        suggestion: "expected an exclusion that a user assumes")
    }
    let guarded = reader.mapping("guards", of: "a guarded call") { inner in
      var calls = CallReader(environment: environment, names: names)
      return calls.read(&inner)
    }
    if guarded == nil {
      reader.error(
        "an exclusion guards no call",
        suggestion: "expected such as `guards: {call: ec2:CreateInternetGateway}`")
    }
    return Environment.Exclusion(
      name: name, actor: actor,
      guarded: guarded ?? ScriptedCall(service: "", operation: "", input: Template(reader.node)))
  }
}
