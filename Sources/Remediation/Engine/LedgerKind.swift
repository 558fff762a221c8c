import AWS

/// The kinds of ledger entries, as they are spelled in `LedgerEntry.kind`.
package enum LedgerKind: String, Hashable, Sendable, CaseIterable {
  /// A record asks for a resource to be judged.
  case queued
  /// A resource was judged, up to and with the `queued` entry named by `through`.
  case judged
  case finding
  case held
  case plan
  case stepStarted = "step-started"
  case stepFinished = "step-finished"
  case verified
  case closed
  case noticed
  case undoStarted = "undo-started"
  case undoStepStarted = "undo-step-started"
  case undoStepFinished = "undo-step-finished"
  case undo
  /// How far a feed has read.
  case checkpoint
  /// A message that could not be understood, kept before it is deleted from its queue.
  case malformed
}

/// Calls, resources and plans to and from the plain JSON of ledger entries.
enum LedgerDocument {
  /// What a JSON document can hold: times as ISO 8601, bytes as base64.
  static func plain(_ value: AWSValue) -> AWSValue {
    switch value {
    case .timestamp(let time): .string(time.iso8601)
    case .bytes(let bytes): .string(Base64.encode(bytes))
    case .list(let items): .list(items.map(plain))
    case .object(let object): .object(plain(object))
    case .null, .bool, .integer, .double, .string: value
    }
  }

  static func plain(_ object: AWSObject) -> AWSObject {
    AWSObject(object.map { ($0.key, plain($0.value)) })
  }

  /// Whether two plain values say the same: AWS lists permissions, tags and policies in whatever
  /// order, so that of a list doesn't count.
  static func isSame(_ a: AWSValue?, _ b: AWSValue?) -> Bool {
    switch (a, b) {
    case (let a?, let b?): a == b || ordered(a) == ordered(b)
    case (nil, nil): true
    default: false
    }
  }

  private static func ordered(_ value: AWSValue) -> AWSValue {
    switch value {
    case .list(let items):
      let texts = items.map { item in
        let item = ordered(item)
        return (JSON.text(item, sorted: true), item)
      }
      return .list(texts.sorted { $0.0 < $1.0 }.map(\.1))
    case .object(let object):
      return .object(AWSObject(object.map { ($0.key, ordered($0.value)) }))
    default: return value
    }
  }

  static func scope(_ scope: Scope) -> AWSValue {
    [
      "partition": .string(scope.partition), "account": .string(scope.account),
      "region": .string(scope.region),
    ]
  }

  static func scope(_ value: AWSValue?) -> Scope? {
    guard let account = value?["account"]?.string, let region = value?["region"]?.string else {
      return nil
    }
    return Scope(
      partition: value?["partition"]?.string ?? "aws", account: account, region: region)
  }

  static func resource(_ resource: ResourceReference) -> AWSValue {
    ["type": .string(resource.type), "id": .string(resource.id), "scope": scope(resource.scope)]
  }

  static func resource(_ value: AWSValue?) -> ResourceReference? {
    guard let type = value?["type"]?.string, let id = value?["id"]?.string,
      let scope = scope(value?["scope"])
    else { return nil }
    return ResourceReference(type: type, id: id, scope: scope)
  }

  static func call(_ call: APICall) -> AWSValue {
    [
      "service": .string(call.service), "operation": .string(call.operation),
      "input": .object(plain(call.input)), "scope": scope(call.scope),
    ]
  }

  static func call(_ value: AWSValue?) -> APICall? {
    guard let service = value?["service"]?.string, let operation = value?["operation"]?.string,
      let input = value?["input"]?.object, let scope = scope(value?["scope"])
    else { return nil }
    return APICall(service: service, operation: operation, input: input, scope: scope)
  }

  static func step(_ step: PlannedStep) -> AWSValue {
    var document: AWSObject = [
      "summary": .string(step.summary), "call": call(step.call),
      "undo": .list(step.undo.map(call)), "removed": plain(step.removed),
      "done-codes": texts(step.doneCodes),
    ]
    if !step.earlyCodes.isEmpty { document["early-codes"] = texts(step.earlyCodes) }
    if let reason = step.irreversible { document["irreversible"] = .string(reason) }
    return .object(document)
  }

  static func step(_ value: AWSValue) -> PlannedStep? {
    guard let call = call(value["call"]) else { return nil }
    return PlannedStep(
      summary: value["summary"]?.string ?? "", call: call,
      undo: (value["undo"]?.list ?? []).compactMap { LedgerDocument.call($0) },
      irreversible: value["irreversible"]?.string, removed: value["removed"] ?? .null,
      doneCodes: texts(value["done-codes"]),
      earlyCodes: texts(value["early-codes"]))
  }

  static func texts(_ value: AWSValue?) -> [String] { (value?.list ?? []).compactMap(\.string) }

  static func texts(_ texts: [String]) -> AWSValue { .list(texts.map { .string($0) }) }

  static func source(_ source: DetectionSource) -> AWSValue { .string(source.name) }

  static func source(_ value: AWSValue?) -> DetectionSource {
    switch value?.string {
    case "scan", nil: .scan
    case "replay": .replay
    case let name?: .feed(name)
    }
  }

  static func error(_ error: AWSError) -> AWSValue {
    [
      "code": .string(error.code), "message": .string(error.message),
      "status": .integer(Int64(error.status)),
    ]
  }
}
