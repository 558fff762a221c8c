import AWS
import Documents
import Journal
import PolicyLanguage

/// Users, roles, and what they may do.
extension EnvironmentReader {
  func actor(_ name: String, _ reader: inout MappingReader, _ environment: Environment)
    -> Environment.Actor
  {
    var actor = Environment.Actor(
      name: name, account: Self.account(&reader, environment), policies: policies(&reader),
      allowed: reader.strings("allow", orOne: true) ?? [])
    actor.groups = groups(&reader, environment)
    actor.boundary = reader.node("boundary").flatMap { policy($0, &reader) }
    for pair in reader.node("tags")?.mapping ?? [] {
      actor.tags.append((pair.key.scalarText ?? "", pair.value.scalarText ?? ""))
    }
    actor.address = reader.value("from", expected: "an address such as `203.0.113.9`") { node in
      node.string.flatMap { PolicyLanguage.IPNetwork($0) == nil ? nil : $0 }
    }
    actor.endpoint = reader.mapping("through", of: "a VPC endpoint") { reader in
      HTTPRequest.VPCEndpoint(
        id: reader.requiredString("endpoint"), vpc: reader.requiredString("vpc"))
    }
    if name == Self.anonymous {
      reader.error(
        "no actor can be called `\(name)`",
        suggestion: "it stands for callers without credentials")
    }
    actor.role = role(name, &reader)
    if actor.role != nil, !actor.groups.isEmpty {
      reader.error(
        at: reader.node("groups")?.position, "a role can't be in a group",
        suggestion: "expected `policies`")
    }
    return actor
  }

  /// The actor that signs nothing.
  static let anonymous = "anonymous"

  private func role(_ name: String, _ reader: inout MappingReader) -> Environment.Role? {
    guard let assumedBy = reader.string("assumed-by") else {
      for key in ["role", "trust", "external-id", "mfa", "session-policy", "session"] {
        guard let node = reader.node(key) else { continue }
        reader.error(
          at: node.position, "`\(key)` of an actor that nobody assumes",
          suggestion: "expected `assumed-by` with it")
      }
      return nil
    }
    let session = reader.duration("session") ?? .hours(1)
    if session < .minutes(15) || session > .hours(12) {
      reader.error(
        at: reader.node("session")?.position, "a session can't last \(session.brief)",
        suggestion: "expected from `15m` to `12h`")
    }
    return Environment.Role(
      name: reader.string("role") ?? name, assumedBy: assumedBy,
      trust: reader.node("trust").flatMap { document($0, .trust, &reader) },
      externalID: reader.text("external-id"), needsMFA: reader.bool("mfa") ?? false,
      sessionPolicy: reader.node("session-policy").flatMap { document($0, .identity, &reader) },
      session: session)
  }

  /// Several actors may take on one role; the first of them says what it is.
  func checkSharedRoles(_ environment: Environment, _ reader: inout MappingReader) {
    for actor in environment.actors where environment.isSharedRole(actor) {
      for key in ["policies", "allow", "boundary", "trust", "tags"] {
        guard let node = reader.node("actors")?[actor.name]?[key] else { continue }
        reader.error(
          at: node.position, "`\(key)` of a role that another actor describes already",
          suggestion: "expected it there")
      }
    }
  }

  /// A role is assumed by an actor that is there, in the end by a user.
  func checkAssumers(_ environment: Environment, _ reader: inout MappingReader) {
    for actor in environment.actors {
      guard let role = actor.role else { continue }
      let node = reader.node("actors")?[actor.name]?["assumed-by"]
      guard environment.actor(role.assumedBy) != nil else {
        reader.error(
          at: node?.position, "unknown actor `\(role.assumedBy)`",
          suggestion: Spelling.suggestion(
            for: role.assumedBy, among: environment.actors.map(\.name)))
        continue
      }
      if role.needsMFA, environment.actor(role.assumedBy)?.role != nil {
        reader.error(
          at: reader.node("actors")?[actor.name]?["mfa"]?.position,
          "`\(role.assumedBy)` is a role, and a session has no second factor to show",
          suggestion: "expected a role that a user assumes")
      }
      var seen: Set<String> = [actor.name]
      var next = role.assumedBy
      while let assumer = environment.actor(next), let role = assumer.role {
        guard seen.insert(next).inserted else {
          reader.error(
            at: node?.position, "`\(actor.name)` is assumed by itself in the end",
            suggestion: "expected a user at the end of the chain")
          break
        }
        next = role.assumedBy
      }
    }
  }

  private func groups(_ reader: inout MappingReader, _ environment: Environment) -> [String] {
    let names = reader.strings("groups", orOne: true) ?? []
    let known = environment.groups.map(\.name)
    for name in names where !known.contains(name) {
      reader.error(
        at: reader.node("groups")?.position, "unknown group `\(name)`",
        suggestion: Spelling.suggestion(for: name, among: known)
          ?? "expected one of the environment's `groups`")
    }
    return names
  }

  /// `policies`: one or a list of names, ARNs and documents.
  func policies(_ reader: inout MappingReader) -> [Environment.PolicySource] {
    guard let node = reader.node("policies") else { return [] }
    return (node.sequence ?? [node]).compactMap { policy($0, &reader) }
  }

  func policy(_ node: Node, _ reader: inout MappingReader) -> Environment.PolicySource? {
    if let name = node.string { return .managed(name) }
    return document(node, .identity, &reader).map { .document($0) }
  }

  /// A policy document in the file: held against the grammar where it stands, names and all.
  func document(_ node: Node, _ grammar: PolicyGrammar, _ reader: inout MappingReader)
    -> Template?
  {
    guard node.mapping != nil else {
      reader.error(
        at: node.position, "a policy can't be \(node.kindName)",
        suggestion: "expected a document: `{Version: \"2012-10-17\", Statement: [...]}`")
      return nil
    }
    CallReader(environment: Environment(), names: names).check(namesIn: node, &reader)
    var stand = Names()
    for reference in Template.references(in: node) {
      stand[reference.name] = Self.standIn(for: reference.name)
    }
    do {
      _ = try PolicyDocument.parse(JSON.text(Template(node).resolved(stand)), as: grammar)
    } catch {
      reader.error(
        at: node.position, "no policy that AWS would take: \(error.message)",
        suggestion: "expected `Version` and `Statement` as in an IAM policy")
      return nil
    }
    return Template(node)
  }

  /// What a name may come to, as far as a policy's grammar minds.
  private static func standIn(for name: String) -> AWSValue {
    if name.hasPrefix("accounts.") { return "000000000000" }
    return name.hasPrefix("actors.")
      ? "arn:aws:iam::000000000000:user/any" : "arn:aws:s3:::any"
  }
}
