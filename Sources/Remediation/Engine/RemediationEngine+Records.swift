import AWS

/// From a record to the resources that are to be read again.
extension RemediationEngine {
  /// Takes a record from a feed. Most concern nobody: those cost two look-ups.
  mutating func intake(_ record: CloudTrailRecord, feed: String) {
    let name = record.eventName
    guard saw(record.eventID, name, record.eventTime, feed: feed) else { return }
    guard let concerned = triggers[name] else { return }
    examine(record, name, concerned, source: .feed(feed))
  }

  /// Whether it is new; reports it either way.
  mutating func saw(_ id: String, _ name: String, _ time: Timestamp?, feed: String) -> Bool {
    let isNew = seen.insert(id)
    report(
      .recordSeen(
        eventID: id, eventName: name, eventTime: time ?? now, feed: feed, duplicate: !isNew))
    return isNew
  }

  mutating func examine(
    _ record: CloudTrailRecord, _ name: String, _ concerned: [TriggerIndex.Trigger],
    source: DetectionSource
  ) {
    if record.errorCode != nil { return ignore(record, .failedCall) }
    guard let account = scopeOf(account: record.recipientAccountID) else {
      if warnedAccounts.count < 100, warnedAccounts.insert(record.recipientAccountID).inserted {
        warn("records of account `\(record.recipientAccountID)` arrive, which is not looked after")
      }
      return ignore(record, .outOfScope)
    }
    var found = false
    for trigger in concerned {
      for touched in types[trigger.type].touched(record) {
        found = true
        follow(touched, trigger, record, partition: account.partition, source: source)
      }
    }
    if !found { ignore(record, .noResource) }
  }

  private mutating func follow(
    _ touched: TouchedResource, _ trigger: TriggerIndex.Trigger, _ record: CloudTrailRecord,
    partition: String, source: DetectionSource
  ) {
    var cause = Work.Cause(rules: trigger.rules, source: source, eventIDs: [record.eventID])
    switch touched {
    case .id(let id, let scope):
      let resource = reference(trigger.type, id, scope, partition: partition)
      guard isLookedAfter(resource.scope, types[trigger.type]) else {
        return ignore(record, .outOfScope)
      }
      if isOwnChange(record, of: resource) { return ignore(record, .ownChange) }
      enqueue(resource, type: trigger.type, cause, isUrgent: true)
    case .lookup(let read, let scope):
      guard isLookedAfter(scope, types[trigger.type]) else {
        return ignore(record, .outOfScope)
      }
      cause.through = write(
        .queued,
        [
          "record": .object(LedgerDocument.plain(record.document)),
          "rules": LedgerDocument.texts(trigger.rules.map { rules[$0].name }),
        ])
      lastLookup += 1
      lookups[lastLookup] = NameLookup(
        listing: Listing(read, pageLimit: configuration.limits.pagesPerListing), read: read,
        type: trigger.type, scope: scope, cause: cause)
      askNameLookup(lastLookup)
    }
  }

  private mutating func ignore(_ record: CloudTrailRecord, _ reason: IgnoredRecord) {
    report(
      .recordIgnored(eventID: record.eventID, eventName: record.eventName, reason: reason))
  }

  /// What is global sits in the partition's first region, whatever the record says.
  func reference(_ type: Int, _ id: String, _ scope: Scope, partition: String)
    -> ResourceReference
  {
    var scope = scope
    scope.partition = partition
    if types[type].reach == .global { scope.region = Self.firstRegion(of: partition) }
    return ResourceReference(type: types[type].name, id: id, scope: scope)
  }

  static func firstRegion(of partition: String) -> String {
    switch partition {
    case "aws-cn": "cn-north-1"
    case "aws-us-gov": "us-gov-west-1"
    default: "us-east-1"
    }
  }

  func scopeOf(account: String) -> Scope? {
    configuration.scopes.first { $0.account == account }
  }

  func isLookedAfter(_ scope: Scope, _ type: ResourceType) -> Bool {
    configuration.scopes.contains {
      $0.account == scope.account && (type.reach == .global || $0.region == scope.region)
    }
  }

  /// Whether the engine made that change itself and has seen the resource in order since.
  ///
  /// Who called is taken from `userIdentity`, which AWS vouches for; a user agent anyone can wear.
  /// Even so only what a reading has covered is passed over: eventTime has whole seconds, so the
  /// reading must have begun a second later, and what came after it is judged like any other.
  private func isOwnChange(_ record: CloudTrailRecord, of resource: ResourceReference) -> Bool {
    guard !configuration.ownPrincipals.isEmpty, let time = record.eventTime,
      let last = lastReadings[resource], last.isFine, time + .seconds(1) <= last.startedAt
    else { return false }
    let identity = AWSValue.object(record.userIdentity)
    let names = [
      identity["arn"]?.string, identity.at("sessionContext", "sessionIssuer", "arn")?.string,
    ]
    return names.contains { $0.map(configuration.ownPrincipals.contains) ?? false }
  }

  // MARK: Resources by another name

  mutating func askNameLookup(_ id: Int) {
    guard let lookup = lookups[id] else { return }
    call(lookup.read.call, .nameLookup(id), .read)
  }

  mutating func nameLookupAnswered(_ id: Int, _ outcome: APIOutcome) {
    guard var lookup = lookups[id] else { return }
    switch lookup.listing.take(outcome) {
    case .call(let next):
      lookups[id] = lookup
      call(next, .nameLookup(id), .read)
    case .done(let documents):
      lookups[id] = nil
      for document in documents {
        guard let found = types[lookup.type].id(of: document) else { continue }
        let resource = reference(
          lookup.type, found, lookup.scope, partition: lookup.scope.partition)
        var cause = lookup.cause
        cause.through = 0
        enqueue(resource, type: lookup.type, cause, isUrgent: true)
      }
      write(.judged, ["record-entry": .integer(lookup.cause.through)])
    case .failed(let error):
      lookup.failures += 1
      let limits = configuration.limits
      guard lookup.failures < limits.readAttempts else {
        lookups[id] = nil
        warn(
          "can't tell which resource a record names: \(error.code): \(error.message); "
            + "the next scan has to find it")
        return
      }
      lookup.listing = Listing(lookup.read, pageLimit: limits.pagesPerListing)
      lookups[id] = lookup
      startTimer(
        .retryNameLookup(id),
        at: now
          + Backoff.delay(
            after: lookup.failures, first: limits.readBackoff, cap: limits.backoffCap))
    }
  }
}
