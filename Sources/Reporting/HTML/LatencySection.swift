import AWS
import Journal

/// How long things took: each value a dot, the percentiles as lines, what never ended as arrows.
enum LatencySection {
  static func write(_ run: RunResult) -> String {
    let shown = [
      ("time-to-deliver", "to deliver"), ("time-to-detect", "to detect"),
      ("time-to-remediate", "to remediate"), ("time-to-verify", "to verify"),
      ("exposure", "exposure"),
    ].map { (title: $0.1, distribution: run.metrics.distribution($0.0)) }
    let filled = shown.filter { $0.distribution.count > 0 }
    if filled.isEmpty { return "" }
    let longest = filled.flatMap { $0.distribution.ended + $0.distribution.censored }.max() ?? .zero
    let picture = strip(filled, longest)
    let rows = filled.map { title, distribution in
      [Markup.escape(title)]
        + [Distribution.Statistic.min, .p50, .p90, .p99, .max, .count, .censored].map {
          Markup.escape(distribution[$0].description)
        }
    }
    let table = Page.table(
      ["time", "least", "p50", "p90", "p99", "most", "measured", "not ended"], rows,
      numbers: [1, 2, 3, 4, 5, 6, 7])
    return Page.section(
      "latency", "How long it took", picture + table,
      note: "What had not ended when the run did counts as longer than all others and is drawn as "
        + "an arrow. A channel without a delay fault delivers at once, which AWS does not: on "
        + "real AWS detection within 5 s is out of reach by way of CloudTrail.")
  }

  private static func strip(
    _ rows: [(title: String, distribution: Distribution)], _ longest: Duration
  ) -> String {
    let (width, left, right, height) = (1100, 110, 1060, 34)
    var svg = SVG(width: width)
    let axis = TimeAxis(
      start: Timestamp(microseconds: 0),
      end: Timestamp(microseconds: max(1, longest.microseconds)), left: left, right: right)
    for tick in axis.ticks {
      svg.line(tick.x, 18, tick.x, 18 + rows.count * height)
      let text = tick.text.hasPrefix("+") ? String(tick.text.dropFirst()) : tick.text
      svg.text(tick.x, 12, text, className: "soft small", anchor: "middle")
    }
    for (index, row) in rows.enumerated() {
      let y = 18 + index * height + height / 2
      svg.text(left - 10, y + 4, row.title, className: "soft", anchor: "end")
      svg.line(left, y, right, y)
      for (name, value) in [("p50", row.distribution[.p50]), ("p90", row.distribution[.p90])] {
        guard case .duration(let duration) = value else { continue }
        let x = axis.x(Timestamp(microseconds: duration.microseconds))
        svg.rect(x - 1, y - 11, 2, 22, fill: "var(--violet)", title: "\(name) \(duration.brief)")
      }
      for duration in row.distribution.ended {
        let x = axis.x(Timestamp(microseconds: duration.microseconds))
        Mark.delivered.draw(x, y, in: &svg, title: duration.brief)
      }
      for duration in row.distribution.censored {
        let x = axis.x(Timestamp(microseconds: duration.microseconds))
        svg.path(
          "M\(x - 8) \(y)h8m-4 -4l5 4l-5 4", fill: "none", stroke: "var(--bad)",
          title: "over \(duration.brief): not ended when the run was")
      }
    }
    return "<div class=\"scroll\">"
      + svg.picture(
        height: 22 + rows.count * height, label: "durations on a line, longest \(longest.brief)")
      + "</div>\n"
  }
}
