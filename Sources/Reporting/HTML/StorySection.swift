import AWS
import Journal

/// What happened to each violation, step by step.
enum StorySection {
  /// More than these are in report.json.
  private static let limit = 60

  static func write(_ run: RunResult) -> String {
    let stories = run.metrics.violations
    if stories.isEmpty {
      return Page.section(
        "violations", "Violations", "<p>No resource was in a bad state at any time.</p>\n")
    }
    var out = "<ol class=\"story\">\n"
    for story in stories.prefix(limit) { out += item(story, run) }
    out += "</ol>\n"
    let hidden = stories.count - limit
    return Page.section(
      "violations", "Violations, one by one", out,
      note: "Times count from the opening of the violation."
        + (hidden > 0 ? " \(hidden) more are in report.json." : ""))
  }

  private static func item(_ story: ViolationStory, _ run: RunResult) -> String {
    let label = run.metrics.labels.first { $0.label.label == story.label }
    var out = "<li><b>\(Markup.escape(story.violation))</b> \(Markup.escape(story.about)) on "
    out += "\(Page.code(story.subject.id)) \(outcome(story))\n<dl class=\"steps\">\n"
    for step in steps(story, label, run) { out += "<dt>\(step.time)</dt><dd>\(step.text)</dd>\n" }
    return out + "</dl></li>\n"
  }

  private static func outcome(_ story: ViolationStory) -> String {
    if story.closed == nil {
      return story.isExempt
        ? Page.tag("exempt, left open", .warn) : Page.tag("still open", .bad)
    }
    return story.closedBy == "engine"
      ? Page.tag("repaired", .good)
      : Page.tag("ended by \(story.closedBy ?? "others")", .plain)
  }

  private static func steps(
    _ story: ViolationStory, _ label: LabelStory?, _ run: RunResult
  ) -> [(time: String, text: String)] {
    var steps: [(Timestamp, String)] = []
    let where_ = "\(story.subject.scope.account), \(story.subject.scope.region)"
    let by = label.map { "by \($0.label.actor), \(call(of: $0, run))" } ?? "without a labelled call"
    steps.append((story.opened, "opened \(Markup.escape(by)) (\(Markup.escape(where_)))"))
    for delivery in label?.deliveries ?? [] {
      let time = (label?.time ?? story.opened) + (delivery.latency ?? .zero)
      let name = "\(Page.code(delivery.eventName))"
      switch delivery.outcome {
      case .delivered: steps.append((time, "\(name) arrived on \(delivery.channel)"))
      case .duplicated: steps.append((time, "\(name) arrived again on \(delivery.channel)"))
      case .lost, .dropped:
        steps.append((
          label?.time ?? story.opened,
          "\(name) \(Page.tag("\(delivery.outcome.rawValue) on \(delivery.channel)", .bad))"
        ))
      }
    }
    if let detected = story.detected {
      let rule = story.rule.map { "rule \(Page.code($0))" } ?? ""
      steps.append((
        detected, "found by \(Page.tag(story.detectedBy ?? "?", .plain)) \(rule)"
      ))
    } else {
      steps.append((story.closed ?? run.endedAt, Page.tag("never found", .bad)))
    }
    if let reason = story.heldReason {
      steps.append((story.detected ?? story.opened, "held: \(Markup.escape(reason))"))
    }
    for call in story.calls {
      let error = call.error.map { " " + Page.tag($0, .bad) } ?? ""
      let rows = call.rowsChanged == 0 ? "changed nothing" : "changed \(call.rowsChanged) rows"
      steps.append((call.time, "\(Page.code(call.call)) \(rows)\(error)"))
    }
    if let verified = story.verified { steps.append((verified, "read again: fixed")) }
    let exposure = ((story.closed ?? run.endedAt) - story.opened).brief
    steps.append((
      story.closed ?? run.endedAt,
      story.closed == nil
        ? "open for \(exposure) when the run ended" : "exposed for <b>\(exposure)</b>"
    ))
    return steps.enumerated()
      .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      .map { ("+\(($0.element.0 - story.opened).brief)", $0.element.1) }
  }

  private static func call(of label: LabelStory, _ run: RunResult) -> String {
    for entry in run.entries {
      if case .actorCall(let it) = entry.kind, it.label == label.label.label { return it.call }
    }
    return "a labelled call"
  }
}
