package import AWS

/// What a policy's actions want done about one match.
package struct Plan: Hashable, Sendable {
  /// In the order of the actions; each is made only after the one before has succeeded, or was
  /// found to be done already.
  package var steps: [PlannedStep]
  /// Messages, which go out whatever the mode.
  package var notices: [Notice]
  /// Why an action asks for nothing here, or for less than it says.
  package var remarks: [String]

  package init(steps: [PlannedStep] = [], notices: [Notice] = [], remarks: [String] = []) {
    self.steps = steps
    self.notices = notices
    self.remarks = remarks
  }
}

/// One call that changes something, and the calls that restore exactly what was there.
package struct PlannedStep: Hashable, Sendable {
  /// For people: what happens to what.
  package var summary: String
  /// May hold `AnswerReference`s to earlier steps.
  package var call: APICall
  /// Empty where there is nothing to put back, or nothing can be. May hold `AnswerReference`s to
  /// this step and earlier ones.
  package var undo: [APICall]
  /// Why the step can't be taken back, or not in full; nil where `undo` does.
  package var irreversible: String?
  /// What the call takes away, as it stood; kept in the ledger.
  package var removed: AWSValue
  /// Error codes that mean: it is as it should be already. The plan goes on with the next step.
  package var doneCodes: [String]
  /// Error codes that mean: not yet, because of an earlier step whose effect takes time. The
  /// resource is read again after a pause, and what is still to do is done then.
  package var earlyCodes: [String]

  package init(
    summary: String, call: APICall, undo: [APICall], irreversible: String? = nil,
    removed: AWSValue = .null, doneCodes: [String] = [],
    earlyCodes: [String] = []
  ) {
    self.summary = summary
    self.call = call
    self.undo = undo
    self.irreversible = irreversible
    self.removed = removed
    self.doneCodes = doneCodes
    self.earlyCodes = earlyCodes
  }
}
