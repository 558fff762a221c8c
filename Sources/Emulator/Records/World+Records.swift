package import AWS

extension World {
  /// Stores a call's records and hands them to the outbox, within the open transaction.
  func record(_ prepared: PreparedCall, _ outcome: CallOutcome, _ response: HTTPResponse)
    throws(AWSError)
  {
    guard options.isRecording else { return }
    let call = prepared.call
    let writer = RecordWriter(
      prepared: prepared, outcome: outcome, bytesOut: response.body.count)
    let recipients = writer.recipients
    let shared = recipients.count > 1 ? uuid() : nil
    let time = second(call.now)
    for recipient in recipients {
      let eventID = uuid()
      let document = writer.document(
        for: recipient, eventID: eventID, sharedEventID: shared, time: time)
      try store(
        CloudTrailRecord(document), eventID: eventID, account: recipient, caller: call.caller,
        resources: call.record.resources, at: call.now)
    }
  }

  /// Stores a record that no request made: what a service does by itself.
  package func store(_ record: CloudTrailRecord, caller: Caller, at now: Timestamp)
    throws(AWSError)
  {
    try store(
      record, eventID: record.eventID, account: record.recipientAccountID, caller: caller,
      resources: record.document["resources"]?.list?.compactMap(\.object) ?? [], at: now)
  }

  private func store(
    _ record: CloudTrailRecord, eventID: String, account: String, caller: Caller,
    resources: [AWSObject], at now: Timestamp
  ) throws(AWSError) {
    try database.run(
      """
      INSERT INTO record(event_id, time, account, region, name, source, username, read_only, \
      is_data, access_key, resources, document) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
      """,
      .text(eventID), .integer(now.microseconds), .text(account), .text(record.awsRegion),
      .text(record.eventName), .text(record.eventSource), SQLValue(UserIdentity.userName(caller)),
      SQLValue(record.isReadOnly), SQLValue(!record.isManagement),
      caller.accessKeyID.isEmpty ? .null : .text(caller.accessKeyID),
      resources.isEmpty ? .null : .text(JSON.text(.list(resources.map(AWSValue.object)))),
      .text(JSON.text(record.document)))
    try outbox?.accept(record, rowID: database.lastInsertedRowID, in: self, at: now)
  }

  /// To the second, as records have it; most calls share theirs with the one before.
  private func second(_ now: Timestamp) -> String {
    let second = now.seconds
    if second != recordedSecond.0 {
      recordedSecond = (second, Timestamp(seconds: second).iso8601)
    }
    return recordedSecond.1
  }
}
