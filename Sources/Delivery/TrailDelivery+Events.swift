import AWS
import Emulator
import Faults

/// EventBridge: what a trail logs reaches the default bus of its account and region, and from there
/// the targets of the rules that match
/// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
///
/// A target that refuses (no such queue, no permission, too long) is not tried again, as on AWS; a
/// queue that is there and lets EventBridge in never fails here, so there is no retry to model.
extension TrailDelivery {
  func acceptEvent(_ delivery: Accepted, _ world: World) throws(AWSError) {
    let judgement = faults.judge(delivery.facts(.eventQueue), due: delivery.time)
    observe?(delivery.outcome(.eventQueue, judgement))
    if judgement.arrivals.isEmpty { return }
    // A rule that fires twice sends the same event twice.
    let eventID = world.uuid()
    for due in judgement.arrivals {
      try world.database.run(
        "INSERT INTO delivery_event(due, record, event_id) VALUES (?, ?, ?)",
        .integer(due.microseconds), .integer(delivery.rowID), .text(eventID))
      expect(due)
    }
  }

  func deliverEvents(due: Timestamp, _ world: World) throws(AWSError) {
    let rows = try world.database.rows(
      """
      SELECT e.event_id, r.document FROM delivery_event e JOIN record r ON r.id = e.record
      WHERE e.due = ? ORDER BY e.id
      """, .integer(due.microseconds))
    if rows.isEmpty { return }
    for row in rows {
      guard let document = (try? JSON.parse(row.text(1)))?.object else {
        preconditionFailure("a record of our own is no JSON: \(row.text(1).prefix(80))")
      }
      try route(CloudTrailRecord(document), eventID: row.text(0), at: due, world)
    }
    try world.database.run(
      "DELETE FROM delivery_event WHERE due = ?", .integer(due.microseconds))
  }

  private func route(
    _ record: CloudTrailRecord, eventID: String, at now: Timestamp, _ world: World
  ) throws(AWSError) {
    let event = EventRouter.event(of: record, eventID: eventID)
    for match in try EventRouter(world).matches(event, in: record.scope, at: now) {
      let outcome = try SQSStore(world).deliver(
        body: match.body, to: match.target.arn, fromService: "events.amazonaws.com",
        sourceARN: match.ruleARN, groupID: match.target.messageGroupID, at: now)
      let refusal: (code: String, message: String)
      switch outcome {
      case .delivered: continue
      case .noSuchQueue: refusal = ("NO_RESOURCE", "The target queue does not exist.")
      case .accessDenied: refusal = ("NO_PERMISSIONS", "The queue's policy denies the rule.")
      case .invalid(let error): refusal = ("INVALID_PARAMETER", error.message)
      }
      try giveUp(match, refusal, at: now, world)
    }
  }

  /// To the rule's dead-letter queue, where it has one; otherwise the event is gone.
  private func giveUp(
    _ match: EventRouter.Match, _ refusal: (code: String, message: String), at now: Timestamp,
    _ world: World
  ) throws(AWSError) {
    guard let queue = match.target.deadLetterARN else { return }
    _ = try SQSStore(world).deliver(
      body: match.body, to: queue, fromService: "events.amazonaws.com", sourceARN: match.ruleARN,
      attributes: [
        ("RULE_ARN", match.ruleARN), ("TARGET_ARN", match.target.arn),
        ("ERROR_CODE", refusal.code), ("ERROR_MESSAGE", refusal.message),
      ], at: now)
  }
}
