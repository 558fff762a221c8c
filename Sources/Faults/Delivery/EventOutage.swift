package import AWS
package import Documents

/// `event-outage`: for a time nothing arrives; what was due is lost, or comes afterwards, spread
/// evenly over the time that the backlog takes.
package struct EventOutage: DeliveryFault {
  package static let name = "event-outage"

  package enum Backlog: String, Hashable, Sendable, CaseIterable { case released, lost }

  package let selector: DeliverySelector
  package let activeTime: ActiveTime
  package let backlog: Backlog
  package let backlogTime: Duration

  package init(_ reader: inout MappingReader) {
    selector = DeliverySelector(&reader)
    var time = ActiveTime(&reader)
    var spread = reader.duration("backlog-takes") ?? .zero
    if let preset = Self.preset(&reader) {
      time.length = time.length ?? preset.length
      spread = preset.backlog
    } else if time.length == nil {
      reader.error("an outage needs its length", suggestion: "expected `for` or `preset`")
    }
    activeTime = time
    backlog = reader.choice("backlog") ?? .released
    backlogTime = spread
  }

  private static func preset(_ reader: inout MappingReader) -> OutagePreset? {
    guard let node = reader.node("preset") else { return nil }
    if let preset = OutagePreset.all.first(where: { $0.name == node.string }) { return preset }
    reader.error(
      at: node.position, "`\(node.scalarText ?? node.kindName)` is no preset of an outage",
      suggestion: Spelling.suggestion(
        for: node.scalarText ?? "", among: OutagePreset.all.map(\.name)))
    return nil
  }

  package var targets: [String] { selector.targets }
  package var about: String { "outage, backlog \(backlog.rawValue)" }

  package func judge(
    _ delivery: DeliveryFacts, due: Timestamp, within window: Range<Timestamp>,
    _ generator: inout SeededGenerator
  ) -> Verdict {
    if backlog == .lost { return .deliver(after: []) }
    let length = (window.upperBound - window.lowerBound).microseconds
    let elapsed = (due - window.lowerBound).microseconds
    // First in, first out: its place in the backlog is its place in the outage.
    let place = length > 0 ? backlogTime.microseconds / 1000 * elapsed / length * 1000 : 0
    return .deliver(after: [(window.upperBound - due) + .microseconds(place)])
  }
}
