import AWS
import Journal

/// The confusion matrix, and each labelled step with the engine's judgement of it.
enum JudgementSection {
  static func write(_ run: RunResult) -> String {
    let matrix = run.metrics.matrix
    func row(_ name: String, _ row: ConfusionMatrix.Row, flaggedIsRight: Bool) -> [String] {
      [
        name, cell(row.flagged, isRight: flaggedIsRight), cell(row.quiet, isRight: !flaggedIsRight),
      ]
    }
    var rows = [
      row("attack", matrix.attack, flaggedIsRight: true),
      row("attempt", matrix.attempt, flaggedIsRight: false),
      row("rightful work", matrix.benign, flaggedIsRight: false),
    ]
    if matrix.unlabelledFlagged > 0 {
      rows.append(["nothing at all", cell(matrix.unlabelledFlagged, isRight: false), ""])
    }
    let confusion = Page.table(
      ["it was", "flagged", "left alone"], rows, numbers: [1, 2],
      caption: "attacks that the world itself refused are not counted")
    let rates = Page.table(
      ["rate", "value"],
      [
        ["precision", matrix.precision], ["recall", matrix.recall], ["F1", matrix.f1],
        ["Matthews correlation", matrix.matthews],
      ].map { pair in
        [Markup.escape("\(pair[0])"), Markup.escape("\(pair[1])")]
      }, numbers: [1],
      caption: "of this run alone; rates worth quoting need many seeds (`--seeds`)")
    return Page.section(
      "judgement", "Right and wrong",
      "<div class=\"columns\"><div>\(confusion)</div><div>\(rates)</div></div>\n" + labels(run))
  }

  private static func cell(_ count: Int, isRight: Bool) -> String {
    if count == 0 { return "<span class=\"soft\">0</span>" }
    return Page.tag("\(count) \(isRight ? "right" : "wrong")", isRight ? .good : .bad)
  }

  private static func labels(_ run: RunResult) -> String {
    if run.metrics.labels.isEmpty { return "" }
    let rows = run.metrics.labels.prefix(200).map { story in
      [
        Markup.escape(story.label.label), "+\((story.time - run.startedAt).brief)",
        story.label.kind.rawValue, Markup.escape(story.label.actor),
        Page.code(story.label.subject.id), Markup.escape(story.error ?? ""),
        story.seen.map { "+\(($0 - story.time).brief) \(Markup.escape(story.seenBy ?? ""))" }
          ?? "<span class=\"soft\">by no feed</span>",
        Page.tag(verdict(story.verdict), tone(story.verdict)),
      ]
    }
    return "<details><summary>Every labelled step</summary>\n"
      + Page.table(
        ["step", "when", "label", "actor", "resource", "error", "record read", "verdict"],
        Array(rows)) + "</details>\n"
  }

  private static func verdict(_ verdict: LabelStory.Verdict) -> String {
    switch verdict {
    case .found: "found"
    case .missed: "missed"
    case .prevented: "prevented"
    case .leftAlone: "left alone"
    case .falselyFlagged: "falsely flagged"
    case .wronglyTouched: "wrongly touched"
    }
  }

  private static func tone(_ verdict: LabelStory.Verdict) -> Page.Tone {
    switch verdict {
    case .found, .leftAlone, .prevented: .good
    case .missed, .wronglyTouched: .bad
    case .falselyFlagged: .warn
    }
  }
}
