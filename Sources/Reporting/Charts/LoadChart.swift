import AWS
import Journal

/// Calls a second of the workloads against what LookupEvents can hand over: 2 requests a second
/// of 50 events each, per account and region.
enum LoadChart {
  private static let lookupCeiling = 100

  static func write(_ run: RunResult) -> String {
    var windows: [(from: Timestamp, until: Timestamp, count: Int, refused: Int)] = []
    for entry in run.entries {
      guard case .workloadCalls(let it) = entry.kind else { continue }
      if let index = windows.firstIndex(where: { $0.from == it.from && $0.until == it.until }) {
        windows[index].count += it.count
        windows[index].refused += it.throttled + it.failed
      } else {
        windows.append((it.from, it.until, it.count, it.throttled + it.failed))
      }
    }
    guard let first = windows.map(\.from).min(), let last = windows.map(\.until).max(),
      last > first
    else { return "" }
    func rate(_ count: Int, _ from: Timestamp, _ until: Timestamp) -> Int {
      Int(Int64(count) * 1_000_000 / max(1, (until - from).microseconds))
    }
    let highest = max(
      lookupCeiling, windows.map { rate($0.count, $0.from, $0.until) }.max() ?? 0)
    let (left, right, top, bottom) = (60, 1080, 20, 160)
    let axis = TimeAxis(start: first, end: last, left: left, right: right)
    func y(_ rate: Int) -> Int { bottom - rate * (bottom - top) / max(1, highest) }
    var svg = SVG(width: 1100)
    for tick in axis.ticks {
      svg.line(tick.x, top, tick.x, bottom)
      svg.text(tick.x, bottom + 15, tick.text, className: "soft small", anchor: "middle")
    }
    for window in windows {
      let (x, end) = (axis.x(window.from), axis.x(window.until))
      let (all, refused) = (
        rate(window.count, window.from, window.until),
        rate(window.refused, window.from, window.until)
      )
      svg.rect(
        x, y(all), end - x - 1, bottom - y(all), fill: "var(--blue)",
        title: "\(all) calls/s, \(refused) of them refused")
      if refused > 0 {
        svg.rect(
          x, y(refused), end - x - 1, bottom - y(refused), fill: "var(--warn)",
          title: "\(refused) refused/s")
      }
    }
    svg.line(left, y(lookupCeiling), right, y(lookupCeiling), "axis")
    svg.rect(
      right - 206, y(lookupCeiling) - 17, 206, 15, fill: "var(--card)", radius: 3)
    svg.text(
      right - 4, y(lookupCeiling) - 5, "LookupEvents' ceiling: 100 events/s", className: "small",
      anchor: "end")
    for mark in [0, highest] {
      svg.text(left - 8, y(mark) + 4, "\(mark)", className: "soft small", anchor: "end")
    }
    return "<h3>Calls a second of the workloads; the lower part was refused or failed</h3>\n"
      + "<div class=\"scroll\">"
      + svg.picture(height: bottom + 22, label: "workload calls a second, at most \(highest)")
      + "</div>\n<p class=\"note\">Time since \(first.iso8601).</p>\n"
  }
}
