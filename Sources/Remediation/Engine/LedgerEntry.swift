package import AWS

/// One entry of the engine's memory: enough to go on after a crash and to undo what was done.
///
/// Kept in order, never changed. `document` is plain JSON, so that every store keeps it alike.
package struct LedgerEntry: Hashable, Sendable {
  /// From 1, without gaps.
  package var sequence: Int64
  package var time: Timestamp
  /// One of `LedgerKind`'s: `finding`, `plan`, `step-started`, `verified`, `checkpoint` ...
  package var kind: String
  /// The finding it belongs to; nil for checkpoints.
  package var finding: String?
  package var document: AWSObject

  package init(
    sequence: Int64, time: Timestamp, kind: String, finding: String?, document: AWSObject
  ) {
    self.sequence = sequence
    self.time = time
    self.kind = kind
    self.finding = finding
    self.document = document
  }
}
