import AWS
import Documents
import Remediation

/// Answers of AWS from a file, so that filters which ask further calls can be tried without it:
/// a list of `{service, operation, input?, output}` or `{..., error: {code, message?}}`. An entry
/// answers the calls whose input has all members of its `input`; the first that does counts. Times
/// are in ISO 8601, bytes in Base64.
struct RecordedAnswers {
  private let file: String
  private let entries: [Entry]

  private struct Entry {
    let service: String
    let operation: String
    let input: AWSObject
    let outcome: APIOutcome
  }

  init(_ path: String) throws {
    let root = try Files.json(path)
    var diagnostics: [Diagnostic] = []
    var entries: [Entry] = []
    guard let nodes = root.sequence else {
      throw Failure([
        Diagnostic(
          root.position, "no list of answers",
          suggestion: "expected `[{\"service\": ..., \"operation\": ..., \"output\": {...}}]`")
      ])
    }
    for node in nodes {
      var reader = MappingReader(node, of: "an answer")
      let service = reader.requiredString("service")
      let operation = reader.requiredString("operation")
      let input = reader.node("input")?.value.object ?? [:]
      let output = reader.node("output")?.value.object
      let error = reader.node("error").flatMap { node in
        reader.decodeNode(node, of: "an error") { reader in
          let code = reader.requiredString("code")
          let message = reader.string("message") ?? code
          return AWSError(code, message, status: 400)
        }
      }
      if (output == nil) == (error == nil) {
        reader.error(
          "an answer needs one of `output` and `error`",
          suggestion: "expected `output` with a mapping, or `error` with a `code`")
      }
      diagnostics += reader.finish()
      let shape = ServiceModel.named(service)?.operation(operation)?.output
      let typed = shape.map { Self.typed(.object(output ?? [:]), as: $0).object ?? [:] }
      let outcome = error.map { APIOutcome.failure($0) } ?? .success(typed ?? output ?? [:])
      entries.append(
        Entry(service: service, operation: operation, input: input, outcome: outcome))
    }
    if diagnostics.hasErrors { throw Failure(diagnostics) }
    self.file = path
    self.entries = entries
  }

  func answer(_ call: APICall) throws(Unanswered) -> APIOutcome {
    let entry = entries.first { entry in
      entry.service == call.service && entry.operation == call.operation
        && entry.input.allSatisfy { call.input[$0.key] == $0.value }
    }
    guard let entry else { throw Unanswered(call: call) }
    return entry.outcome
  }

  /// A call that the file has no answer to.
  struct Unanswered: Error {
    let call: APICall
  }

  /// The calls about a resource that have no answer: of each thing that a policy needs to know the
  /// first, since what follows hangs on it.
  func missing(about resource: Resource, for policy: Policy, now: Timestamp) -> [APICall] {
    let setting = ReadSetting(scope: resource.scope, now: now)
    func first(_ hydrations: [Hydration]) -> APICall? {
      do throws(Unanswered) {
        _ = try policy.resourceType.complete(
          resource.document, with: hydrations, in: setting, answer: answer)
        return nil
      } catch {
        return error.call
      }
    }
    guard let call = first(policy.hydrations) else { return [] }
    return [call] + policy.hydrations.compactMap { first([$0]) }
  }

  func unanswered(_ calls: [APICall]) -> String {
    let limit = 100
    let lines = calls.prefix(limit).map {
      "  \($0.service):\($0.operation) with \(JSON.text($0.input))"
    }
    let more = calls.count > limit ? ["  and \(calls.count - limit) more"] : []
    let count = calls.count == 1 ? "a call" : "\(calls.count) calls"
    return (["\(file): no answer to \(count):"] + lines + more).joined(separator: "\n")
  }

  /// JSON has neither times nor bytes: where the model does, ISO 8601 and Base64 are read as such.
  private static func typed(_ value: AWSValue, as shape: Shape) -> AWSValue {
    switch (shape.kind, value) {
    case (.timestamp, .string(let text)):
      return Timestamp(iso8601: text).map { .timestamp($0) } ?? value
    case (.blob, .string(let text)): return Base64.decode(text).map { .bytes($0) } ?? value
    case (.structure, .object(let object)):
      return .object(
        AWSObject(
          object.map { name, item in
            (name, shape[name].map { typed(item, as: $0.shape) } ?? item)
          }))
    case (.list, .list(let items)):
      return shape.element.map { element in .list(items.map { typed($0, as: element) }) } ?? value
    case (.map, .object(let object)):
      guard let element = shape.value else { return value }
      return .object(AWSObject(object.map { ($0.key, typed($0.value, as: element)) }))
    default: return value
    }
  }
}
