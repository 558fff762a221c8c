import AWS
package import Documents
import Emulator
import Faults
import Journal

/// Where a scenario's neighbours come from: the rim reads files, a test has them in a dictionary.
package struct ScenarioFiles: Sendable {
  /// The text of `Environments/NAME.yaml` beside the scenarios, with its path for diagnostics.
  package var environment: @Sendable (_ name: String) -> (path: String, text: String)?
  /// The text of a rule: of the packs by `pack/name`, or of a file relative to the scenario's.
  package var rule:
    @Sendable (_ name: String, _ scenarioPath: String) -> (path: String, text: String)?

  package init(
    environment: @escaping @Sendable (String) -> (path: String, text: String)?,
    rule: @escaping @Sendable (String, String) -> (path: String, text: String)?
  ) {
    self.environment = environment
    self.rule = rule
  }
}

/// Reads a scenario file, with all that is wrong in it at once.
package struct ScenarioReader {
  let files: ScenarioFiles
  var diagnostics: [Diagnostic] = []
  var names: Set<String> = []

  package init(_ files: ScenarioFiles) { self.files = files }

  /// nil for a scenario that can't be run; warnings come with one that can.
  package static func read(text: String, path: String, name: String, files: ScenarioFiles)
    -> (scenario: Scenario?, diagnostics: [Diagnostic])
  {
    let (node, problems) = Document.parse(text, file: path)
    guard let node else { return (nil, problems) }
    var reader = ScenarioReader(files)
    let scenario = reader.scenario(node, name: name, path: path)
    let all = (problems + reader.diagnostics).inFileOrder
    return (all.hasErrors ? nil : scenario, all)
  }

  private mutating func scenario(_ node: Node, name: String, path: String) -> Scenario {
    var reader = MappingReader(node, of: "a scenario")
    let title = reader.requiredString("title")
    let about = reader.string("description") ?? ""
    let tags = reader.strings("tags", orOne: true) ?? []
    let duration = reader.requiredDuration("duration")
    var environment = environment(&reader)
    if let mode = reader.choice("iam", as: IAMMode.self) { environment.iam = mode }
    let engine = engine(&reader, path: path)
    let (faults, problems) = FaultRegistry.read(reader.sequence("faults") ?? [])
    diagnostics += problems
    let workloads = (reader.sequence("workloads") ?? []).compactMap {
      workload($0, environment)
    }
    var steps: [Step] = []
    for item in reader.sequence("method") ?? [] {
      steps += self.steps(item, environment, within: duration)
    }
    let probes = hypothesis(&reader, environment)
    let incidents = incidents(&reader, environment, within: duration)
    let requirements = requirements(&reader)
    let variants = variants(&reader)
    let scan = engine.scanEvery ?? .zero
    let calm = reader.duration("calm") ?? max(.minutes(45), scan * 5 / 4 + .minutes(10))
    diagnostics += reader.finish()
    return Scenario(
      name: name, title: title, about: about, tags: tags, duration: duration, calm: calm,
      environment: environment, engine: engine, faults: faults, workloads: workloads,
      steps: steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        .map(\.element),
      probes: probes, requirements: requirements, incidents: incidents, variants: variants)
  }

  private mutating func workload(_ node: Node, _ environment: Environment) -> Workload? {
    guard let pair = single(node, of: "a workload", such: "flood: {rate: 400/s, ...}"),
      let name = pair.key.string
    else { return nil }
    guard let kind = Workload.Kind(rawValue: name) else {
      diagnostics.append(
        Diagnostic(
          pair.key.position, "unknown workload `\(name)`",
          suggestion: "expected one of `flood`, `background`"))
      return nil
    }
    var reader = MappingReader(pair.value, of: "workload `\(name)`")
    let mix = reader.string("mix") ?? (kind == .background ? "calm-day" : "")
    if !WorkloadMix.names.contains(mix) {
      let place = reader.node("mix")?.position ?? reader.position
      reader.error(
        at: place, mix.isEmpty ? "a flood has no `mix`" : "unknown mix `\(mix)`",
        suggestion: Spelling.suggestion(for: mix, among: WorkloadMix.names))
    }
    let calls = CallReader(environment: environment, names: names)
    let workload = Workload(
      kind: kind, from: reader.duration("from") ?? .zero, length: reader.duration("for"),
      rate: reader.requiredRate("rate"), mix: mix, account: calls.account(&reader),
      region: calls.region(&reader))
    diagnostics += reader.finish()
    return workload
  }

  private mutating func steps(_ node: Node, _ environment: Environment, within length: Duration)
    -> [Step]
  {
    var reader = MappingReader(node, of: "a step")
    let at = reader.requiredDuration("at")
    if length > .zero, at > length {
      let place = reader.node("at")?.position
      reader.error(
        at: place, "a step after the end of the storm",
        suggestion: "expected `at` within `duration`")
    }
    let every = reader.duration("every") ?? .zero
    let times = reader.integer("times", in: 1...1000) ?? 1
    if times > 1, every <= .zero {
      reader.error("`times` without `every`", suggestion: "expected `every`, such as `10m`")
    }
    let action = action(&reader, environment)
    diagnostics += reader.finish()
    guard let action else { return [] }
    return (0..<Int(times)).map { Step(at: at + every * $0, action: action) }
  }

  private mutating func action(_ reader: inout MappingReader, _ environment: Environment)
    -> Step.Action?
  {
    let kinds = ["call", "crash", "undo", "scan"].filter { reader.node[$0] != nil }
    guard kinds.count == 1 else {
      reader.error(
        kinds.isEmpty ? "a step says nothing to do" : "a step does \(kinds.count) things",
        suggestion: "expected one of `call`, `crash`, `undo`, `scan`")
      reader.allow("actor", "with", "label", "call", "crash", "undo", "scan")
      return nil
    }
    switch kinds[0] {
    case "crash":
      return reader.mapping("crash", of: "a crash") { reader in
        .crash(
          atLedger: reader.string("at-ledger"),
          restartAfter: reader.requiredDuration("restart-after"))
      }
    case "undo":
      return reader.mapping("undo", of: "an undo") { reader in
        .undo(resource: resource(&reader) ?? Template(reader.node))
      }
    case "scan":
      reader.allow("scan")
      return .scan
    default:
      var calls = CallReader(environment: environment, names: names)
      let call = calls.read(&reader)
      names = calls.names
      return .call(call, label(&reader))
    }
  }

  func resource(_ reader: inout MappingReader) -> Template? {
    guard let node = reader.node("resource") else { return nil }
    CallReader(environment: Environment(), names: names).check(namesIn: node, &reader)
    return Template(node)
  }

  private func label(_ reader: inout MappingReader) -> StepLabel? {
    guard let node = reader.node("label") else { return nil }
    if let word = node.string {
      if word == "benign" { return StepLabel(kind: .benign, violates: "", resource: nil) }
      reader.error(
        at: node.position, "`\(word)` is no label by itself",
        suggestion: "expected `benign`, or such as `{attack: NAME, resource: $web.sg}`")
      return nil
    }
    return reader.mapping("label", of: "a label") { reader -> StepLabel? in
      let kinds = LabelKind.allCases.filter { reader.node[$0.rawValue] != nil }
      guard kinds.count == 1, let kind = kinds.first else {
        reader.error(
          "a label is one of three", suggestion: "expected `attack`, `attempt` or `benign`")
        return nil
      }
      let violates = reader.text(kind.rawValue) ?? ""
      let known = CheckerRegistry.names + [StepLabel.act]
      if kind == .attack, !known.contains(violates) {
        reader.error(
          at: reader.node(kind.rawValue)?.position, "no checker sees `\(violates)`",
          suggestion: Spelling.suggestion(for: violates, among: known))
      }
      return StepLabel(
        kind: kind, violates: violates, resource: resource(&reader),
        about: reader.string("about") ?? "")
    } ?? nil
  }

  private mutating func hypothesis(_ reader: inout MappingReader, _ environment: Environment)
    -> [Probe]
  {
    guard let node = reader.node("steady-state-hypothesis") else { return [] }
    var inner = MappingReader(node, of: "a steady-state hypothesis")
    inner.allow("title")
    var probes: [Probe] = []
    for item in inner.sequence("probes") ?? [] {
      var probe = MappingReader(item, of: "a probe")
      var calls = CallReader(environment: environment, names: names)
      let call = calls.read(&probe)
      let path = probe.requiredString("path")
      CallReader.check(path: path, at: probe.node("path")?.position ?? probe.position, &probe)
      if let tolerance = probe.requiredNode("tolerance") {
        calls.check(namesIn: tolerance, &probe)
        probes.append(
          Probe(
            name: call.name ?? call.text, call: call, path: path, tolerance: Template(tolerance)))
      }
      diagnostics += probe.finish()
    }
    diagnostics += inner.finish()
    return probes
  }

  private mutating func single(_ node: Node, of subject: String, such example: String)
    -> Node.Pair?
  {
    if let pairs = node.mapping, pairs.count == 1 { return pairs[0] }
    diagnostics.append(
      Diagnostic(
        node.position, "\(subject) is a mapping of one name to its members",
        suggestion: "expected such as `\(example)`"))
    return nil
  }
}
