import AWS
import Journal

/// What was touched that should not have been.
enum HarmSection {
  static func write(_ run: RunResult) -> String {
    var changes: [[String]] = []
    for entry in run.entries {
      guard case .collateralChange(let it) = entry.kind else { continue }
      changes.append([
        Page.code(it.subject.id),
        "\(it.change.rawValue) in \(Markup.escape(it.table))",
        "<span class=\"mono\">\(Markup.escape(it.about))</span>", Page.code(it.call),
        Markup.escape(it.label.map { "rightful work \($0)" } ?? "there before the method began"),
      ])
    }
    let touched = run.metrics.labels.filter { $0.verdict == .wronglyTouched }
    let flagged = run.metrics.labels.filter { $0.verdict == .falselyFlagged }
    var out = ""
    if changes.isEmpty, touched.isEmpty, flagged.isEmpty {
      out = "<p>Nothing: every change of the engine is allowed by a label.</p>\n"
    }
    if !changes.isEmpty {
      out += Page.table(
        ["resource", "change", "before and after", "by which call", "whose"], changes)
    }
    if !touched.isEmpty || !flagged.isEmpty {
      let rows = (touched + flagged).map { story in
        [
          Markup.escape(story.label.label), Page.code(story.label.subject.id),
          Markup.escape(story.label.actor),
          Page.tag(story.verdict.rawValue, story.verdict == .wronglyTouched ? .bad : .warn),
        ]
      }
      out += "<h3>Rightful steps that the engine took for wrong ones</h3>\n"
      out += Page.table(["step", "resource", "actor", "verdict"], rows)
    }
    var undos: [[String]] = []
    for entry in run.entries {
      guard case .undoCompared(let it) = entry.kind else { continue }
      undos.append([
        Markup.escape(it.finding),
        it.exact ? Page.tag("exact", .good) : Page.tag("differs", .bad),
        Markup.escape(it.differences.joined(separator: "; ")),
      ])
    }
    if !undos.isEmpty {
      out += "<h3>Undone</h3>\n" + Page.table(["finding", "state", "differences"], undos)
    }
    return Page.section("harm", "What was touched that should not have been", out)
  }
}
