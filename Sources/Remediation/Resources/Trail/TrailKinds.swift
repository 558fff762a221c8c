import AWS
import Documents

extension FilterKind {
  static let trail: [FilterKind] = [
    nested("status", "c7n:TrailStatus", .at) { _ in [.trailStatus] },
    nested("event-selectors", "c7n:TrailEventSelectors", .at) { _ in
      [.trailEventSelectors]
    },
    FilterKind(name: "is-shadow") { _, reader, _, _ in
      ShadowTrailFilter(position: reader.position, state: reader.bool("state") ?? true)
    },
  ]
}

extension ActionKind {
  static let trail: [ActionKind] = [
    ActionKind(names: ["set-logging"]) { _, reader, _, _ in
      SetLogging(position: reader.position, isEnabled: reader.bool("enabled") ?? true)
    }
  ]
}
