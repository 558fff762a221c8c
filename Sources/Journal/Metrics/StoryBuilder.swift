import AWS

/// Goes through a journal once and ties together what belongs together.
struct StoryBuilder {
  var violations: [ViolationStory] = []
  var labels: [LabelStory] = []
  var counts = Counter()
  var end = Timestamp(microseconds: 0)
  /// Keys of resources without a label that were flagged, or changed, without a reason.
  var unlabelledFlagged: Set<String> = []
  var unlabelledTouched: Set<String> = []
  var flapping = 0

  private var feeds: [String] = []
  private var findings: [Finding] = []
  private var findingIndex: [String: Int] = [:]
  private var labelIndex: [String: Int] = [:]
  private var violationIndex: [String: Int] = [:]
  private var touchedLabels: Set<String> = []
  private var touchedKeys: [(key: String, label: String?)] = []
  /// When the engine last ended a violation of a checker on a resource.
  private var endedByEngine: [String: Timestamp] = [:]

  private struct Finding {
    let name: String
    let rule: String
    let subject: Subject
    let time: Timestamp
    let source: String
    /// Whether a violation was open on the resource, or had just been.
    let isTrue: Bool
  }

  /// A resource is read a moment before its finding is opened: what ended in between still counts.
  private static let readingTime = Duration.minutes(1)

  mutating func add(_ entry: JournalEntry) {
    let time = entry.time
    switch entry.kind {
    case .runStarted(let it): feeds = it.feeds
    case .label(let it):
      labelIndex[it.label] = labels.count
      labels.append(LabelStory(label: it, time: time))
    case .actorCall(let it):
      if let label = it.label, let index = labelIndex[label] {
        labels[index].error = it.error
        labels[index].call = it.call
      }
    case .stopped(let it): note(it)
    case .violationOpened(let it): open(it, at: time)
    case .violationClosed(let it): close(it, at: time)
    case .labelDelivery(let it):
      if let index = labelIndex[it.label] { labels[index].deliveries.append(it) }
    case .labelRecordSeen(let it):
      if let index = labelIndex[it.label], labels[index].seen == nil {
        labels[index].seen = time
        labels[index].seenBy = it.feed
      }
    case .findingOpened(let it): found(it, at: time)
    case .findingHeld(let it):
      counts.add("holds", part: HoldKind(it.reason).name)
      for index in stories(of: it.finding) { violations[index].heldReason = it.reason }
    case .verified(let it) where it.fixed:
      for index in stories(of: it.finding) where violations[index].verified == nil {
        violations[index].verified = time
      }
    case .engineCall(let it): called(it, at: time)
    case .collateralChange(let it):
      counts.add("collateral-changes")
      touchedKeys.append((it.subject.key, it.label))
      if let label = it.label { touchedLabels.insert(label) }
    case .runEnded(let it):
      end = time
      counts.set("messages-left", it.messagesLeft)
      counts.set("unconverged", it.converged ? 0 : 1)
    default: count(entry.kind)
    }
  }

  private mutating func count(_ kind: JournalEntry.Kind) {
    switch kind {
    case .workloadCalls(let it):
      counts.add("workload-calls", it.count)
      counts.add("workload-throttles", it.throttled)
    case .deliveries(let it):
      counts.add("records-delivered", part: it.channel, it.delivered)
      counts.add("records-lost", part: it.channel, it.lost)
      counts.add("records-duplicated", part: it.channel, it.duplicated)
      counts.add("records-dropped", part: it.channel, it.dropped)
      counts.raise("max-queue-depth", part: it.channel, to: it.maxWaiting)
    case .recordsSeen(let it):
      counts.add("records-seen", part: it.feed, it.count)
      counts.add("records-seen-twice", it.duplicates)
      counts.add("coalesced", it.coalesced)
    case .engineCalls(let it):
      counts.add("api-calls", it.attempts)
      counts.add("api-throttles", it.throttled)
    case .engineCrash(let it): counts.add("engine-crashes", it.phase == .died ? 1 : 0)
    case .warning: counts.add("warnings")
    case .notice: counts.add("notices")
    case .undoCompared(let it): counts.add(it.exact ? "undo-exact" : "undo-inexact")
    case .probe(let it): counts.add("probes-failed", it.holds ? 0 : 1)
    case .finalScan(let it): counts.add("final-scan-actions", it.actions)
    default: break
    }
  }

  private mutating func open(_ it: ViolationOpened, at time: Timestamp) {
    let isRepeat = endedByEngine["\(it.checker) \(it.subject.key)"] != nil
    if it.label == nil, it.openedBy != "operator", isRepeat { flapping += 1 }
    violationIndex[it.violation] = violations.count
    violations.append(
      ViolationStory(
        violation: it.violation, checker: it.checker, subject: it.subject, label: it.label,
        about: it.about, opened: time))
  }

  private mutating func close(_ it: ViolationClosed, at time: Timestamp) {
    guard let index = violationIndex[it.violation] else { return }
    violations[index].closed = time
    violations[index].closedBy = it.closedBy
    if it.closedBy == "engine" {
      endedByEngine["\(violations[index].checker) \(it.subject.key)"] = time
    }
  }

  private mutating func found(_ it: FindingOpened, at time: Timestamp) {
    counts.add("findings")
    let key = it.subject.key
    var isTrue = false
    for index in violations.indices where violations[index].subject.key == key {
      if let closed = violations[index].closed, closed + Self.readingTime < time { continue }
      isTrue = true
      if violations[index].closed == nil, violations[index].detected == nil {
        violations[index].detected = time
        violations[index].detectedBy = it.source
        violations[index].finding = it.finding
        violations[index].rule = it.rule
      }
    }
    findingIndex[it.finding] = findings.count
    findings.append(
      Finding(
        name: it.finding, rule: it.rule, subject: it.subject, time: time, source: it.source,
        isTrue: isTrue))
  }

  private mutating func called(_ it: EngineCall, at time: Timestamp) {
    guard it.purpose == "remediate" else { return }
    if it.error != nil {
      counts.add("failed-actions")
    } else if it.rowsChanged == 0 {
      counts.add("duplicate-actions")
    }
    guard let finding = it.finding else { return }
    for index in stories(of: finding) {
      violations[index].calls.append(
        .init(time: time, call: it.call, error: it.error, rowsChanged: it.rowsChanged))
    }
  }

  /// The violations that a finding is about: on its resource, not ended before it began.
  private func stories(of name: String) -> [Int] {
    guard let index = findingIndex[name] else { return [] }
    let finding = findings[index]
    return violations.indices.filter {
      violations[$0].subject.key == finding.subject.key
        && (violations[$0].closed ?? .distantFuture) >= finding.time
    }
  }

  /// Judges the labels, once all is known.
  mutating func finish() {
    for index in labels.indices {
      labels[index].stop = stop(of: labels[index])
      labels[index].verdict = verdict(labels[index])
    }
    let labelled = Set(labels.map(\.label.subject.key))
    for finding in findings where !finding.isTrue && !labelled.contains(finding.subject.key) {
      unlabelledFlagged.insert(finding.subject.key)
    }
    for touched in touchedKeys where touched.label == nil { unlabelledTouched.insert(touched.key) }
  }

  private func verdict(_ story: LabelStory) -> LabelStory.Verdict {
    let key = story.label.subject.key
    guard story.label.kind == .attack else {
      if touchedLabels.contains(story.label.label) { return .wronglyTouched }
      let flagged = findings.contains {
        !$0.isTrue && $0.subject.key == key && $0.time >= story.time
      }
      return flagged ? .falselyFlagged : .leftAlone
    }
    if let violation = harm(of: story) {
      return violation.detected == nil ? .missed : .found
    }
    if case .prevented = story.stop { return .prevented }
    return findings.contains { $0.subject.key == key && $0.time >= story.time } ? .found : .missed
  }

  /// The violation that an attack opened, or worked on while it was open. What another checker saw
  /// is not the harm that the label speaks of.
  func violation(of story: LabelStory) -> ViolationStory? {
    let wanted = story.label.violates
    return violations.first {
      $0.label == story.label.label
        && (wanted.isEmpty || $0.checker == wanted
          || wanted == Self.act && $0.subject.key == story.label.subject.key)
    }
      ?? violations.first {
        $0.subject.key == story.label.subject.key && $0.opened <= story.time
          && ($0.closed ?? .distantFuture) > story.time
          && (story.label.violates.isEmpty || $0.checker == story.label.violates)
      }
  }

  func source(of story: LabelStory) -> String? {
    violation(of: story)?.detectedBy
      ?? findings.first {
        $0.subject.key == story.label.subject.key && $0.time >= story.time
      }?.source
  }

  /// How many attacks a violation stands for: one that no attack opened stands for none.
  func attacks(on violation: ViolationStory) -> Int {
    labels.count {
      $0.label.kind == .attack && harm(of: $0)?.violation == violation.violation
    }
  }

  /// Of attacks: to the first arrival on a channel that a feed of the engine reads.
  func deliverTimes() -> Distribution {
    let channels = Set(feeds.map { $0 == "lookup-events" ? "event-history" : $0 })
    var distribution = Distribution()
    for story in labels where story.label.kind == .attack && !channels.isEmpty {
      let arrivals = story.deliveries.filter { channels.contains($0.channel) }.compactMap(\.latency)
      if let first = arrivals.min() {
        distribution.add(first)
      } else {
        distribution.addCensored(end - story.time)
      }
    }
    return distribution
  }
}
