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
    },
    ActionKind(names: ["update-trail"]) { _, reader, _, _ in
      guard let node = reader.requiredNode("attributes") else { return nil }
      guard var attributes = node.value.object else {
        reader.error(
          at: node.position, "`attributes` can't be \(node.kindName)",
          suggestion: "expected a mapping")
        return nil
      }
      if let name = node["Name"] {
        reader.error(at: name.position, "a trail can't be renamed", suggestion: "leave `Name` out")
      }
      attributes["Name"] = "any"
      reader.check(attributes, fits: .cloudtrail, "UpdateTrail", at: node.position)
      attributes["Name"] = nil
      return UpdateTrail(position: reader.position, attributes: attributes)
    },
    ActionKind(names: ["delete"]) { _, reader, _, _ in DeleteTrail(position: reader.position) },
  ]
}
