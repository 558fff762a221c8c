import AWS
import Journal

/// What the storm did to delivery: each channel's sums, its delays, and the load over time.
enum StormSection {
  static func write(_ run: RunResult) -> String {
    var channels: [(name: String, sum: Deliveries)] = []
    for entry in run.entries {
      guard case .deliveries(let it) = entry.kind else { continue }
      if let index = channels.firstIndex(where: { $0.name == it.channel }) {
        channels[index].sum.add(it)
      } else {
        channels.append((it.channel, it))
      }
    }
    let load = LoadChart.write(run)
    if channels.isEmpty, load.isEmpty { return "" }
    let rows = channels.map { name, sum in
      [
        Markup.escape(name), "\(sum.accepted)", "\(sum.delivered)", "\(sum.lost)",
        "\(sum.duplicated)", "\(sum.dropped)", "\(sum.maxWaiting)",
      ]
    }
    var out =
      channels.isEmpty
      ? ""
      : Page.table(
        ["channel", "records taken on", "delivered", "lost", "copies", "dropped", "most waiting"],
        rows, numbers: [1, 2, 3, 4, 5, 6])
    out += "<div class=\"columns\">\n"
    for (name, sum) in channels where sum.latency.total > 0 {
      out += "<div><h3>\(Markup.escape(name)): delay from call to arrival</h3>\n"
      out += HistogramChart.write(sum.latency, label: "delays on \(name)") + "</div>\n"
    }
    return Page.section(
      "storm", "What the storm did to delivery", out + "</div>\n" + load)
  }
}

extension Deliveries {
  fileprivate mutating func add(_ other: Deliveries) {
    accepted += other.accepted
    delivered += other.delivered
    lost += other.lost
    duplicated += other.duplicated
    dropped += other.dropped
    maxWaiting = max(maxWaiting, other.maxWaiting)
    latency.add(other.latency)
  }
}
