package import AWS
package import Remediation

/// A finding as the ledger tells of it, for people who ask what was found and what was done.
package struct FindingSummary: Hashable, Sendable {
  package enum Status: String, Hashable, Sendable, CaseIterable {
    case open, held, fixing, fixed, closed, undone
    case undoIncomplete = "undo-incomplete"
  }

  package var id: String
  package var rule: String
  package var resourceType: String
  package var resourceID: String
  package var scope: Scope
  /// `event-queue`, `lookup-events`, `scan`
  package var source: String
  package var openedAt: Timestamp
  package var changedAt: Timestamp
  package var status: Status
  /// Why it is held or was closed; empty otherwise.
  package var reason: String
  /// What was done, call by call: `ec2:RevokeSecurityGroupIngress`.
  package var calls: [String]

  /// Oldest first.
  package static func all(in entries: [LedgerEntry]) -> [FindingSummary] {
    var order: [String] = []
    var findings: [String: FindingSummary] = [:]
    for entry in entries {
      guard let id = entry.finding else { continue }
      if let new = FindingSummary(entry, id) {
        findings[id] = new
        order.append(id)
      } else {
        findings[id]?.take(entry)
      }
    }
    return order.compactMap { findings[$0] }
  }

  private init?(_ entry: LedgerEntry, _ id: String) {
    guard LedgerKind(rawValue: entry.kind) == .finding,
      let resource = entry.document["resource"], let scope = resource["scope"]
    else { return nil }
    self.id = id
    rule = entry.document["rule"]?.string ?? ""
    resourceType = resource["type"]?.string ?? ""
    resourceID = resource["id"]?.string ?? ""
    self.scope = Scope(
      partition: scope["partition"]?.string ?? "aws", account: scope["account"]?.string ?? "",
      region: scope["region"]?.string ?? "")
    source = entry.document["source"]?.string ?? ""
    openedAt = entry.time
    changedAt = entry.time
    status = .open
    reason = ""
    calls = []
  }

  private mutating func take(_ entry: LedgerEntry) {
    let document = entry.document
    changedAt = entry.time
    switch LedgerKind(rawValue: entry.kind) {
    case .held:
      status = .held
      reason = document["text"]?.string ?? ""
    case .plan:
      status = .fixing
      reason = ""
    case .stepStarted, .undoStepStarted:
      if let call = document["call"]?.string { calls.append(call) }
    case .verified:
      if document["fixed"] == true { status = .fixed }
    case .closed:
      status = .closed
      reason = document["reason"]?.string ?? ""
    case .undo:
      status = document["complete"] == true ? .undone : .undoIncomplete
      reason = document["reason"]?.string ?? ""
    case .queued, .judged, .finding, .stepFinished, .noticed, .undoStarted, .undoStepFinished,
      .checkpoint, .malformed, nil:
      break
    }
  }
}
