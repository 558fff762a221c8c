import AWS

/// What an operator asked to be put back.
struct UndoRequest: Hashable, Sendable {
  var finding: String
  var force: Bool
}

/// An undo under way.
struct UndoRun: Hashable, Sendable {
  var finding: String
  /// Newest step first.
  var calls: [APICall]
  var next = 0
  var staleReads = 0
}

/// Takes a fix back: by a human's word only, and only what it did.
extension RemediationEngine {
  mutating func requestUndo(_ id: String, force: Bool) {
    guard let finding = findings[id] else {
      return refuseUndo(id, "no such finding is in the ledger, or it changed nothing")
    }
    guard finding.mayHaveChanged else { return refuseUndo(id, "it changed nothing") }
    guard let rule = ruleIndex[finding.key.rule],
      let type = types.firstIndex(where: { $0.name == finding.resource.type })
    else { return refuseUndo(id, "its rule `\(finding.key.rule)` is not loaded") }
    pendingUndos[finding.resource] = UndoRequest(finding: id, force: force)
    let cause = Work.Cause(rules: [rule], source: finding.source, eventIDs: [])
    enqueue(finding.resource, type: type, cause, isUrgent: true)
  }

  mutating func refuseUndo(_ id: String, _ reason: String) {
    warn("can't undo finding \(id): \(reason)")
    report(.undone(finding: id, complete: false))
  }

  /// False when it is refused: the resource is then judged as usual.
  mutating func beginUndo(
    _ request: UndoRequest, _ resource: ResourceReference, _ document: AWSObject
  ) -> Bool {
    guard let finding = findings[request.finding] else {
      refuseUndo(request.finding, "it is not in memory any more")
      return false
    }
    let lasting = finding.executed.compactMap(\.irreversible).uniqued
    if !request.force, !lasting.isEmpty {
      refuseUndo(finding.id, "\(lasting.joined(separator: ", ")); force it to undo all else")
      return false
    }
    if !request.force, let obstacle = obstacle(finding, LedgerDocument.plain(document)) {
      refuseUndo(finding.id, "\(obstacle); force it to undo all the same")
      return false
    }
    let calls = finding.executed.reversed().flatMap(\.undo)
    write(
      .undoStarted, finding: finding.id,
      ["forced": .bool(request.force), "calls": .list(calls.map(LedgerDocument.call))])
    findings.update(finding.id) { $0.undoBegan = true }
    // From here on the engine keeps its hands off, even if it crashes half way.
    undoneHolds[finding.key] = finding.executed.map { LedgerDocument.call($0.call) }
    works[resource]?.undo = UndoRun(finding: finding.id, calls: calls)
    runUndo(resource)
    return true
  }

  /// What speaks against an undo: a member that the fix changed has changed again since.
  private func obstacle(_ finding: Finding, _ document: AWSObject) -> String? {
    guard let before = finding.before, let after = finding.after else {
      return "the fix was never seen to hold"
    }
    let different = finding.changedMembers.filter { member in
      let now = document[member]
      return !LedgerDocument.isSame(now, after[member])
        && !(finding.undoBegan && LedgerDocument.isSame(now, before[member]))
    }
    guard !different.isEmpty else { return nil }
    let names = different.map { "`\($0)`" }.joined(separator: ", ")
    return "\(names) of `\(finding.resource.id)` changed since the fix"
  }

  private mutating func runUndo(_ resource: ResourceReference) {
    guard let undo = works[resource]?.undo else { return }
    guard undo.next < undo.calls.count else { return beginRead(resource) }
    let next = undo.calls[undo.next]
    works[resource]?.phase = .undoing
    write(
      .undoStepStarted, finding: undo.finding,
      [
        "step": .integer(Int64(undo.next)), "call": .string("\(next.service):\(next.operation)"),
      ])
    call(next, .undoStep(resource), .undo)
  }

  mutating func undoStepAnswered(_ resource: ResourceReference, _ outcome: APIOutcome) {
    guard let undo = works[resource]?.undo else { return }
    var document: AWSObject = ["step": .integer(Int64(undo.next))]
    if case .failure(let error) = outcome {
      document["error"] = LedgerDocument.error(error)
      write(.undoStepFinished, finding: undo.finding, document)
      // What is there already, or gone already, is what was wanted; reading will tell.
      let isSo = ["EntityAlreadyExists", "NoSuchUpload"].contains(error.code)
      guard isSo || error.code.hasSuffix("Duplicate") else {
        works[resource]?.undo = nil
        endUndo(undo.finding, isComplete: false, "\(error.code): \(error.message)")
        return finishWork(resource)
      }
    } else {
      write(.undoStepFinished, finding: undo.finding, document)
    }
    works[resource]?.undo?.next += 1
    runUndo(resource)
  }

  /// Read again after the last call: is it as it was before the fix?
  mutating func checkUndone(
    _ undo: UndoRun, _ resource: ResourceReference, _ document: AWSObject
  ) {
    let now = LedgerDocument.plain(document)
    let finding = findings[undo.finding]
    let different = (finding?.changedMembers ?? []).filter {
      !LedgerDocument.isSame(now[$0], finding?.before?[$0])
    }
    let delays = configuration.limits.verifyDelays
    if !different.isEmpty, undo.staleReads < delays.count {
      works[resource]?.undo?.staleReads += 1
      return sleep(resource, until: self.now + delays[undo.staleReads])
    }
    works[resource]?.undo = nil
    let names = different.map { "`\($0)`" }.joined(separator: ", ")
    endUndo(
      undo.finding, isComplete: different.isEmpty,
      different.isEmpty ? "" : "\(names) is not as it was before the fix")
    judge(resource, document)
  }

  mutating func endUndo(_ id: String, isComplete: Bool, _ reason: String) {
    write(.undo, finding: id, ["complete": .bool(isComplete), "reason": .string(reason)])
    if let finding = findings[id] {
      if isComplete { findings.update(id) { $0.undoBegan = false } }
      if !isComplete {
        warn("the undo of finding \(id) is not complete: \(reason)")
        alert(finding, "the undo of finding \(id) is not complete: \(reason)")
      }
    }
    report(.undone(finding: id, complete: isComplete))
  }
}
