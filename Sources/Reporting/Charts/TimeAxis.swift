import AWS
import Journal

/// Where a time stands on a picture, and where its ticks are.
struct TimeAxis {
  let start: Timestamp
  let end: Timestamp
  let left: Int
  let right: Int

  func x(_ time: Timestamp) -> Int {
    let span = max(1, (end - start).microseconds)
    let at = min(max(0, (time - start).microseconds), span)
    return left + Int(at * Int64(right - left) / span)
  }

  private static let steps: [Duration] = [
    .milliseconds(1), .milliseconds(5), .milliseconds(10), .milliseconds(20), .milliseconds(50),
    .milliseconds(100), .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(5),
    .seconds(15), .seconds(30), .minutes(1), .minutes(2), .minutes(5), .minutes(10), .minutes(15),
    .minutes(30), .hours(1), .hours(2), .hours(3), .hours(6), .hours(12), .hours(24), .hours(48),
    .hours(168),
  ]

  /// At most nine, as times since the start.
  var ticks: [(x: Int, text: String)] {
    let span = end - start
    let step = Self.steps.first { span.microseconds / $0.microseconds <= 9 } ?? .hours(720)
    var ticks: [(Int, String)] = []
    var at = Duration.zero
    while at <= span {
      ticks.append((x(start + at), at == .zero ? "0" : "+\(at.brief)"))
      at += step
    }
    return ticks
  }
}
