import AWS
import Journal

/// junit.xml: a suite a run, a case an expectation, as CI servers read it
/// (https://github.com/testmoapp/junitxml). Times are the run's own, in seconds.
enum JUnitReport {
  static func write(_ runs: [RunResult]) -> String {
    let failures = runs.reduce(0) { $0 + $1.expectations.count { !$0.passes } }
    let tests = runs.reduce(0) { $0 + $1.expectations.count }
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    out += "<testsuites name=\"stormdrill\" tests=\"\(tests)\" failures=\"\(failures)\">\n"
    for run in runs { out += suite(run) }
    return out + "</testsuites>\n"
  }

  private static func suite(_ run: RunResult) -> String {
    let without = run.start.without
    let name = Markup.escape(
      run.start.scenario
        + (without.isEmpty ? "" : " without \(without.joined(separator: ","))"))
    let failures = run.expectations.count { !$0.passes }
    var out = "  <testsuite name=\"\(name)\" tests=\"\(run.expectations.count)\" "
    out += "failures=\"\(failures)\" time=\"\(seconds(run.endedAt - run.startedAt))\" "
    out += "timestamp=\"\(run.startedAt.iso8601)\">\n"
    out += "    <properties>\n"
    out += "      <property name=\"seed\" value=\"\(run.start.seed)\"/>\n"
    let command = Markup.escape(run.start.commandLine)
    out += "      <property name=\"command\" value=\"\(command)\"/>\n"
    out += stops(run) + "    </properties>\n"
    for it in run.expectations { out += testCase(it, of: name) }
    return out + "  </testsuite>\n"
  }

  /// What stopped each labelled step, where policies count or something is switched off.
  private static func stops(_ run: RunResult) -> String {
    if run.start.iam == nil, run.start.without.isEmpty { return "" }
    return run.metrics.labels.map { story in
      let step = "step \(story.label.step ?? 0) \(story.label.kind.rawValue) \(story.call)"
      return "      <property name=\"\(Markup.escape("stopped-by: \(step)"))\" "
        + "value=\"\(Markup.escape(story.stop.name))\"/>\n"
    }.joined()
  }

  private static func testCase(_ it: ExpectationResult, of suite: String) -> String {
    let wanted = Markup.escape("\(it.metric) \(it.comparator.rawValue) \(it.required)")
    let title = it.wantsViolation ? "violates \(wanted)" : wanted
    let open = "    <testcase classname=\"\(suite)\" name=\"\(title)\""
    if it.passes { return open + "/>\n" }
    let message = Markup.escape(ExpectationText.outcome(it))
    return open + ">\n      <failure message=\"\(message)\"/>\n    </testcase>\n"
  }

  private static func seconds(_ duration: Duration) -> String {
    let milliseconds = duration.microseconds / 1000
    let rest = String(milliseconds % 1000 + 1000).dropFirst()
    return "\(milliseconds / 1000).\(rest)"
  }
}

/// How an expectation came out, in words.
enum ExpectationText {
  static func outcome(_ it: ExpectationResult) -> String {
    switch (it.holds, it.wantsViolation) {
    case (true, false): "holds: \(it.actual)"
    case (true, true):
      "was to be violated, but holds: \(it.actual); this scenario shows nothing wrong any more"
    case (false, _): "\(it.actual)" + (it.miss.map { ", \($0)" } ?? "")
    }
  }
}
