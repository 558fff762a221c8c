/// Lines of an SVG picture; numbers are whole or have one decimal, so that every machine prints
/// them alike.
struct SVG {
  private(set) var body = ""
  let width: Int

  init(width: Int) { self.width = width }

  mutating func rect(
    _ x: Int, _ y: Int, _ width: Int, _ height: Int, fill: String, radius: Int = 0,
    extra: String = "", title: String? = nil
  ) {
    let shape =
      "x=\"\(x)\" y=\"\(y)\" width=\"\(max(1, width))\" height=\"\(height)\" rx=\"\(radius)\" "
      + "fill=\"\(fill)\"\(extra.isEmpty ? "" : " \(extra)")"
    body += title.map { "<rect \(shape)><title>\(Markup.escape($0))</title></rect>\n" }
      ?? "<rect \(shape)/>\n"
  }

  mutating func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ className: String = "grid") {
    body += "<line class=\"\(className)\" x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\"/>\n"
  }

  mutating func text(
    _ x: Int, _ y: Int, _ text: String, className: String = "", anchor: String = "start"
  ) {
    let anchor = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    let name = className.isEmpty ? "" : " class=\"\(className)\""
    body += "<text x=\"\(x)\" y=\"\(y)\"\(name)\(anchor)>\(Markup.escape(text))</text>\n"
  }

  mutating func path(_ data: String, fill: String, stroke: String = "none", title: String? = nil) {
    let shape = "d=\"\(data)\" fill=\"\(fill)\" stroke=\"\(stroke)\" stroke-width=\"1.5\""
    body += title.map { "<path \(shape)><title>\(Markup.escape($0))</title></path>\n" }
      ?? "<path \(shape)/>\n"
  }

  /// The whole picture, with the words that stand for it.
  func picture(height: Int, label: String) -> String {
    "<svg viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" "
      + "role=\"img\" aria-label=\"\(Markup.escape(label))\">\n\(body)</svg>\n"
  }
}

/// The shapes of the timeline's marks: each kind has a form of its own beside its colour.
enum Mark: String, CaseIterable {
  case attack, attempt, benign, detected, call, failed, verified, delivered, lost, scan, crash

  var meaning: String {
    switch self {
    case .attack: "attack"
    case .attempt: "attempt"
    case .benign: "rightful call"
    case .detected: "finding"
    case .call: "engine's call"
    case .failed: "engine's call that failed"
    case .verified: "read again: fixed"
    case .delivered: "record delivered"
    case .lost: "record lost"
    case .scan: "scan"
    case .crash: "engine down or up again"
    }
  }

  var colour: String {
    switch self {
    case .attack, .failed, .lost, .crash: "var(--bad)"
    case .attempt: "var(--warn)"
    case .benign, .delivered: "var(--blue)"
    case .detected, .call: "var(--violet)"
    case .verified: "var(--good)"
    case .scan: "var(--soft)"
    }
  }

  func draw(_ x: Int, _ y: Int, in svg: inout SVG, title: String?) {
    let isOpen = self == .attempt || self == .detected
    let fill = isOpen ? "var(--card)" : colour
    switch self {
    case .attack, .attempt:
      svg.path("M\(x) \(y - 6)l6 11h-12z", fill: fill, stroke: colour, title: title)
    case .benign: svg.path(circle(x, y, 4), fill: fill, stroke: colour, title: title)
    case .detected: svg.path(circle(x, y, 5), fill: fill, stroke: colour, title: title)
    case .delivered: svg.path(circle(x, y, 3), fill: fill, stroke: colour, title: title)
    case .call, .failed:
      svg.path("M\(x) \(y - 6)l6 6l-6 6l-6 -6z", fill: fill, stroke: colour, title: title)
    case .verified:
      svg.path("M\(x - 5) \(y)l4 4l7 -8", fill: "none", stroke: colour, title: title)
    case .lost, .crash:
      svg.path(
        "M\(x - 4) \(y - 4)l8 8M\(x + 4) \(y - 4)l-8 8", fill: "none", stroke: colour,
        title: title)
    case .scan: svg.path("M\(x) \(y - 6)v12", fill: "none", stroke: colour, title: title)
    }
  }

  private func circle(_ x: Int, _ y: Int, _ r: Int) -> String {
    "M\(x - r) \(y)a\(r) \(r) 0 1 0 \(2 * r) 0a\(r) \(r) 0 1 0 \(-2 * r) 0z"
  }
}
