import AWS
import Journal

/// The run on one picture: faults and workloads as bands, a lane an actor, the channels, the
/// engine, and each violation as a bar from its opening to its end.
struct Timeline {
  private let run: RunResult
  private let axis: TimeAxis
  private var svg: SVG
  private var y = 0

  private static let width = 1100
  private static let laneHeight = 26
  /// More bars than this are counted, not drawn.
  private static let violationLimit = 24

  static func write(_ run: RunResult) -> String {
    var timeline = Timeline(run)
    return timeline.draw()
  }

  private init(_ run: RunResult) {
    self.run = run
    let last = run.entries.last { entry in
      if case .expectation = entry.kind { false } else { true }
    }
    axis = TimeAxis(
      start: run.startedAt, end: max(last?.time ?? run.endedAt, run.start.calmFrom),
      left: 150, right: Self.width - 14)
    svg = SVG(width: Self.width)
  }

  private mutating func draw() -> String {
    let bands = Band.all(run)
    let lanes = Lane.all(run)
    let stories = Array(run.metrics.violations.prefix(Self.violationLimit))
    let rows = bands.count + lanes.count + stories.count
    let height = 34 + rows * Self.laneHeight + (stories.isEmpty ? 0 : 8) + 10
    drawGround(height)
    y = 34
    for band in bands { draw(band) }
    for lane in lanes { draw(lane) }
    if !stories.isEmpty { y += 8 }
    for story in stories { draw(story) }
    let hidden = run.metrics.violations.count - stories.count
    let rest =
      hidden > 0 ? "<p class=\"note\">\(hidden) more violations in the list below.</p>" : ""
    let label = "timeline of \(lanes.count) lanes and \(stories.count) violations over "
      + (axis.end - axis.start).brief
    return "<div class=\"scroll\">\(svg.picture(height: height, label: label))</div>\n"
      + legend(lanes) + rest
  }

  private mutating func drawGround(_ height: Int) {
    let calm = axis.x(run.start.calmFrom)
    if calm < axis.right {
      svg.rect(calm, 20, axis.right - calm, height - 28, fill: "var(--calm)")
      svg.text(calm + 5, 31, "calm", className: "soft small")
    }
    for tick in axis.ticks {
      svg.line(tick.x, 20, tick.x, height - 8)
      svg.text(tick.x, 13, tick.text, className: "soft small", anchor: "middle")
    }
  }

  private mutating func label(_ text: String) {
    let short = text.count > 22 ? "\(text.prefix(21))\u{2026}" : text
    svg.text(axis.left - 10, y + 17, short, className: "soft", anchor: "end")
  }

  private mutating func draw(_ band: Band) {
    label(band.name)
    let (from, until) = (axis.x(band.from), axis.x(band.until))
    svg.rect(
      from, y + 4, until - from, Self.laneHeight - 8, fill: band.fill, radius: 3,
      title: "\(band.name): \(band.about), \(offset(band.from)) to \(offset(band.until))")
    let fits = until - from > band.about.count * 6 + 8
    if fits {
      svg.text(from + 6, y + 17, band.about, className: "small")
    } else if axis.right - until > band.about.count * 6 + 8 {
      svg.text(until + 6, y + 17, band.about, className: "small")
    } else {
      svg.text(from - 6, y + 17, band.about, className: "small", anchor: "end")
    }
    y += Self.laneHeight
  }

  private mutating func draw(_ lane: Lane) {
    label(lane.name)
    svg.line(axis.left, y + 13, axis.right, y + 13)
    for cluster in Cluster.all(lane.events, axis) {
      cluster.mark.draw(cluster.x, y + 13, in: &svg, title: cluster.title(offset))
      if cluster.events.count > 1 {
        svg.text(cluster.x + 8, y + 10, "\(cluster.events.count)", className: "soft small")
      }
    }
    y += Self.laneHeight
  }

  private mutating func draw(_ story: ViolationStory) {
    label(story.violation)
    let (from, until) = (axis.x(story.opened), axis.x(story.closed ?? axis.end))
    let isOpen = story.closed == nil
    let exposure = ((story.closed ?? axis.end) - story.opened).brief
    let text = isOpen ? "\(exposure), still open" : exposure
    svg.rect(
      from, y + 6, max(3, until - from), 14, fill: isOpen ? "var(--bad)" : "var(--warn)",
      radius: 2,
      title: "\(story.violation): \(story.about) on \(story.subject.id), from "
        + "\(offset(story.opened)), exposed \(text)")
    if let detected = story.detected {
      Mark.detected.draw(axis.x(detected), y + 13, in: &svg, title: "found \(offset(detected))")
    }
    let name = "\(story.subject.id): \(text)"
    if axis.right - until > name.count * 6 + 12 {
      svg.text(until + 9, y + 17, name, className: "small")
    } else {
      svg.text(from - 6, y + 17, name, className: "small", anchor: "end")
    }
    y += Self.laneHeight
  }

  private func offset(_ time: Timestamp) -> String { "+\((time - axis.start).brief)" }

  /// The marks that occur, each with its meaning.
  private func legend(_ lanes: [Lane]) -> String {
    let used = Set(lanes.flatMap { $0.events.map(\.mark) })
    var out = "<ul class=\"legend\">"
    for mark in Mark.allCases where used.contains(mark) {
      var picture = SVG(width: 16)
      mark.draw(8, 8, in: &picture, title: nil)
      out += "<li>\(picture.picture(height: 16, label: ""))\(mark.meaning)</li>"
    }
    return out + "</ul>\n"
  }
}

/// A stretch of time on a row of its own: a fault or a workload.
private struct Band {
  let name: String
  let about: String
  let from: Timestamp
  let until: Timestamp
  let fill: String

  static func all(_ run: RunResult) -> [Band] {
    run.entries.compactMap { entry in
      switch entry.kind {
      case .faultWindow(let it):
        Band(
          name: it.fault, about: it.about, from: it.from, until: it.until,
          fill: "var(--band-fault)")
      case .workloadWindow(let it):
        Band(
          name: it.workload, about: "\(rate(it)), \(it.mix)", from: it.from,
          until: it.until, fill: "var(--band-load)")
      default: nil
      }
    }
  }

  private static func rate(_ workload: WorkloadWindow) -> String {
    workload.callsPerSecond == 0
      ? "under 1 call/s" : "\(workload.callsPerSecond) calls/s"
  }
}

/// Marks that would cover each other, drawn as one with their number.
private struct Cluster {
  let mark: Mark
  let x: Int
  var events: [Lane.Event]

  private static let distance = 9

  static func all(_ events: [Lane.Event], _ axis: TimeAxis) -> [Cluster] {
    var clusters: [Cluster] = []
    for event in events {
      let x = axis.x(event.time)
      let near = clusters.lastIndex { $0.mark == event.mark && x - $0.x < distance }
      if let near {
        clusters[near].events.append(event)
      } else {
        clusters.append(Cluster(mark: event.mark, x: x, events: [event]))
      }
    }
    return clusters
  }

  /// The first of them in words; a title is no list of thousands.
  func title(_ offset: (Timestamp) -> String) -> String {
    let lines = events.prefix(12).map { "\(offset($0.time)) \($0.about)" }
    let rest = events.count > 12 ? ["and \(events.count - 12) more"] : []
    return (lines + rest).joined(separator: "\n")
  }
}
