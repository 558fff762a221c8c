import AWS
import Journal

/// Counts by range of delay, from the first range that is used to the last.
enum HistogramChart {
  static func write(_ histogram: LatencyHistogram, label: String) -> String {
    let used = histogram.counts.indices.filter { histogram.counts[$0] > 0 }
    guard let first = used.first, let last = used.last else { return "" }
    let most = histogram.counts.max() ?? 1
    let (rowHeight, left, barWidth) = (18, 110, 300)
    var svg = SVG(width: 520)
    for (row, index) in (first...last).enumerated() {
      let y = row * rowHeight
      let count = histogram.counts[index]
      svg.text(left - 8, y + 13, range(index), className: "soft small", anchor: "end")
      let width = count * barWidth / most
      if count > 0 {
        svg.rect(left, y + 3, max(2, width), 12, fill: "var(--blue)", radius: 2)
      }
      svg.text(left + width + 6, y + 13, "\(count)", className: "small")
    }
    return svg.picture(height: (last - first + 1) * rowHeight + 4, label: label)
  }

  private static func range(_ index: Int) -> String {
    let bounds = LatencyHistogram.bounds
    if index == 0 { return "under \(bounds[0].brief)" }
    if index == bounds.count { return "over \(bounds[index - 1].brief)" }
    return "\(bounds[index - 1].brief) to \(bounds[index].brief)"
  }
}
