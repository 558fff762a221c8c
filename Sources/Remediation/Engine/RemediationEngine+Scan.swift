import AWS

/// The scheduled scan: reads everything, so that what no record told of is found all the same.
struct ScanState: Sendable {
  struct Place: Hashable, Sendable {
    var type: Int
    var scope: Scope
  }

  var waiting = FIFO<Place>()
  var units: [Int: ScanUnit] = [:]
  var lastUnit = 0
}

/// One type of resource in one scope, for all rules of the type.
struct ScanUnit: Sendable {
  let place: ScanState.Place
  /// Indices, ascending.
  let rules: [Int]
  let hydrations: [Hydration]
  var listing: Listing
  var documents: [AWSObject]?
  var next = 0
  var readings: [Int: Reading] = [:]
  /// The call that each reading waits for.
  var asked: [Int: APICall] = [:]
  /// Answers that several resources may share: the default VPC of their region.
  var answers: [APICall: APIOutcome] = [:]
  var matches: [Int: [ResourceReference]] = [:]
  var failures = 0

  static let answerLimit = 256

  mutating func remember(_ outcome: APIOutcome, of call: APICall) {
    if answers.count < Self.answerLimit { answers[call] = outcome }
  }

  var isDone: Bool { readings.isEmpty && documents.map { next >= $0.count } ?? false }
}

extension RemediationEngine {
  mutating func startScan(isScheduled: Bool) {
    if isStopping { return }
    if isScheduled, let interval = configuration.scanInterval {
      startTimer(.scan, at: now + interval)
    }
    guard scan.units.isEmpty, scan.waiting.isEmpty else {
      return warn("a scan is due while the last one still runs; it is left out")
    }
    for (index, type) in types.enumerated() {
      var places: [ScanState.Place] = []
      for scope in configuration.scopes {
        let home =
          type.reach == .global
          ? scope.in(region: Self.firstRegion(of: scope.partition)) : scope
        let place = ScanState.Place(type: index, scope: home)
        if !places.contains(place) { places.append(place) }
      }
      for place in places { scan.waiting.append(place) }
    }
  }

  mutating func pumpScan() {
    if isStopping { scan.waiting = FIFO() }
    while scan.units.count < configuration.limits.scanUnitsInFlight,
      let place = scan.waiting.popFirst()
    {
      begin(place)
    }
    for unit in scan.units.keys.sorted() { readNext(unit) }
  }

  private mutating func begin(_ place: ScanState.Place) {
    let type = types[place.type]
    let own = readyRules(of: type, place.scope)
    guard !own.isEmpty else { return }
    let read = type.enumerate(place.scope)
    scan.lastUnit += 1
    scan.units[scan.lastUnit] = ScanUnit(
      place: place, rules: own, hydrations: hydrations(for: own, type: type),
      listing: Listing(read, pageLimit: configuration.limits.pagesPerListing))
    for rule in own { report(.scanStarted(rule: rules[rule].name, place.scope)) }
    call(read.call, .scanListing(unit: scan.lastUnit), .scan)
  }

  /// Those whose conditions let them run there now.
  private mutating func readyRules(of type: ResourceType, _ scope: Scope) -> [Int] {
    let context = EvaluationContext(now: now, account: scope.account, region: scope.region)
    return rules.indices.filter { index in
      guard rules[index].type.name == type.name else { return false }
      let readiness = rules[index].isRunnable(context)
      for problem in readiness.problems {
        warn("rule `\(rules[index].name)` does not run in \(scope): \(problem.message)")
      }
      return readiness.isReady
    }
  }

  mutating func scanListed(_ unit: Int, _ outcome: APIOutcome) {
    guard let progress = scan.units[unit]?.listing.take(outcome) else { return }
    switch progress {
    case .call(let next): call(next, .scanListing(unit: unit), .scan)
    case .done(let documents):
      scan.units[unit]?.documents = documents
      readNext(unit)
    case .failed(let error):
      guard let place = scan.units.removeValue(forKey: unit)?.place else { return }
      warn(
        "the scan of \(types[place.type].name) in \(place.scope) failed: "
          + "\(error.code): \(error.message)")
    }
  }

  /// Reads on, as many resources at once as may be, and not while too many wait to be judged.
  private mutating func readNext(_ unit: Int) {
    let limits = configuration.limits
    while let state = scan.units[unit], let documents = state.documents,
      state.next < documents.count, state.readings.count < limits.scanReads, !isQueueFull
    {
      var reading = Reading(
        types[state.place.type], listed: documents[state.next], scope: state.place.scope,
        hydrations: state.hydrations, pageLimit: limits.pagesPerListing)
      let progress = reading.start(at: now)
      scan.units[unit]?.next += 1
      scan.units[unit]?.readings[state.next] = reading
      proceed(unit, state.next, progress)
    }
    if scan.units[unit]?.isDone ?? false { finish(unit) }
  }

  mutating func scanReadAnswered(_ unit: Int, _ index: Int, _ outcome: APIOutcome) {
    guard let asked = scan.units[unit]?.asked[index] else { return }
    if outcome.isSuccess, scan.units[unit]?.readings[index]?.outdatesAnswers ?? false {
      scan.units[unit]?.answers = [:]
    }
    guard let progress = scan.units[unit]?.readings[index]?.take(outcome, at: now) else { return }
    if outcome.isSuccess, !progress.isPause { scan.units[unit]?.remember(outcome, of: asked) }
    proceed(unit, index, progress)
    readNext(unit)
  }

  private mutating func proceed(_ unit: Int, _ index: Int, _ first: Reading.Progress) {
    var progress = first
    while case .call(let next) = progress {
      guard let known = scan.units[unit]?.answers[next],
        let further = scan.units[unit]?.readings[index]?.take(known, at: now)
      else {
        scan.units[unit]?.asked[index] = next
        return call(next, .scanRead(unit: unit, reading: index), .scan)
      }
      progress = further
    }
    if case .pause(let pause, let next) = progress {
      scan.units[unit]?.asked[index] = next
      startTimer(.scanAskAgain(unit: unit, reading: index), at: now + pause)
      return
    }
    scan.units[unit]?.readings[index] = nil
    scan.units[unit]?.asked[index] = nil
    switch progress {
    case .call, .pause, .gone: break
    case .ready(let document): scanned(unit, document)
    case .failed(let error):
      guard let place = scan.units[unit]?.place else { return }
      scan.units[unit]?.failures += 1
      if scan.units[unit]?.failures == 1 {
        warn(
          "the scan can't read all of \(types[place.type].name) in \(place.scope): "
            + "\(error.code): \(error.message)")
      }
    }
  }

  mutating func scanAskAgain(_ unit: Int, _ index: Int) {
    guard let asked = scan.units[unit]?.asked[index] else { return }
    call(asked, .scanRead(unit: unit, reading: index), .scan)
  }

  /// A match is not acted on as it is: the resource goes on the list to be read again.
  private mutating func scanned(_ unit: Int, _ document: AWSObject) {
    guard let place = scan.units[unit]?.place, let asked = scan.units[unit]?.rules,
      let id = types[place.type].id(of: document)
    else { return }
    // A trail is listed in every region that it covers, and is one all the same.
    let type = types[place.type]
    let scope = type.reach == .global ? place.scope : type.homeScope(document, place.scope)
    let resource = ResourceReference(type: type.name, id: id, scope: scope)
    let subject = Resource(id: id, document: document, scope: resource.scope)
    let context = EvaluationContext(
      now: now, account: resource.scope.account, region: resource.scope.region)
    for index in asked {
      let evaluation = rules[index].evaluate(subject, context)
      guard !evaluation.matches.isEmpty else { continue }
      scan.units[unit]?.matches[index, default: []].append(resource)
      if rules[index].limit == nil { hand(resource, index, place.type, hold: nil) }
    }
  }

  /// What is held for good until something changes needs no reading again.
  private mutating func hand(
    _ resource: ResourceReference, _ rule: Int, _ type: Int, hold: String?
  ) {
    let key = FindingKey(rule: rules[rule].name, resource: resource)
    if let finding = findings.open(key) {
      switch finding.state {
      case .held(.mode), .held(.exempt), .held(.loop): return
      case .held(.limit) where hold != nil: return
      default: break
      }
    }
    var cause = Work.Cause(rules: [rule], source: .scan, eventIDs: [])
    if let hold { cause.holds[rule] = hold }
    enqueue(resource, type: type, cause, isUrgent: false)
  }

  private mutating func finish(_ unit: Int) {
    guard let state = scan.units.removeValue(forKey: unit) else { return }
    let place = state.place
    let total = state.documents?.count ?? 0
    for index in state.rules {
      let rule = rules[index]
      let matches = state.matches[index] ?? []
      if let limit = rule.limit {
        var hold: String?
        if limit.isExceeded(by: matches.count, of: total) {
          let reason =
            "max-resources: rule `\(rule.name)` matches \(matches.count) of \(total) in "
            + "\(place.scope), more than it may touch"
          warn(reason)
          hold = reason
        }
        for resource in matches { hand(resource, index, place.type, hold: hold) }
      }
      // Findings whose resource no longer matches, or is no longer there, are judged again.
      let matching = Set(matches)
      for finding in findings.allOpen
      where finding.key.rule == rule.name && finding.resource.scope == place.scope
        && !matching.contains(finding.resource)
      {
        let cause = Work.Cause(rules: [index], source: .scan, eventIDs: [])
        enqueue(finding.resource, type: place.type, cause, isUrgent: false)
      }
      report(.scanFinished(rule: rule.name, place.scope, resources: total))
    }
  }
}

extension Reading.Progress {
  fileprivate var isPause: Bool { if case .pause = self { true } else { false } }
}

extension APIOutcome {
  var isSuccess: Bool { if case .success = self { true } else { false } }
}
