import AWS
import Documents

/// `health-event`: whether AWS Health has events that affect a resource, open or upcoming unless
/// `statuses` says otherwise. As in Cloud Custodian 0.9.53, `category` changes nothing.
struct HealthEventFilter: ResourceFilter {
  let position: SourcePosition
  /// As Health names it: `EC2`.
  let service: String
  let statuses: [String]
  let types: [String]
  let idMember: String

  static let annotation = "c7n:HealthEvent"

  private var member: String {
    "stormdrill:health \(service) \(statuses.joined(separator: " ")) "
      + types.joined(separator: " ")
  }

  /// The events, then for each ten of them what they say and whom they affect.
  var hydrations: [Hydration] {
    let filter = self
    let member = member
    return [
      Hydration(member) { document, setting in
        guard let state = document[member] else { return filter.eventsCall(document, setting) }
        let arns = (state["events"]?.list ?? []).compactMap { $0["arn"] }
        let done = Int(state["done"]?.integer ?? 0)
        let part = Array(arns.dropFirst(done / 2 * 10).prefix(10))
        guard !part.isEmpty else { return nil }
        return done % 2 == 0
          ? filter.detailsCall(part, setting) : filter.entitiesCall(part, setting)
      }
    ]
  }

  private func call(_ operation: String, _ input: AWSObject, _ setting: ReadSetting) -> APICall {
    APICall(
      service: "health", operation: operation, input: input,
      scope: setting.scope.in(region: "us-east-1"))
  }

  private func eventsCall(_ document: AWSObject, _ setting: ReadSetting) -> ReadCall {
    var filter: AWSObject = [
      "services": [.string(service)],
      "regions": [.string(setting.scope.region), "global"],
      "eventStatusCodes": .list(statuses.map { .string($0) }),
    ]
    if !types.isEmpty { filter["eventTypeCodes"] = .list(types.map { .string($0) }) }
    filter["entityValues"] = [document[idMember] ?? .null]
    let member = member
    return ReadCall(call("DescribeEvents", ["filter": .object(filter)], setting)) {
      document, pages in
      document[member] = ["events": pages?.first("events") ?? [], "done": 0, "entities": []]
    }
  }

  private func detailsCall(_ arns: [AWSValue], _ setting: ReadSetting) -> ReadCall {
    let member = member
    return ReadCall(call("DescribeEventDetails", ["eventArns": .list(arns)], setting)) {
      document, pages in
      var texts: [AWSValue: AWSValue] = [:]
      for item in (pages ?? []).items("successfulSet") {
        if let arn = item.at("event", "arn") {
          texts[arn] = item.at("eventDescription", "latestDescription")
        }
      }
      var state = document[member]?.object ?? [:]
      state["events"] = .list(
        (state["events"]?.list ?? []).map { event in
          guard var object = event.object, let arn = object["arn"], let text = texts[arn] else {
            return event
          }
          object["Description"] = text
          return .object(object)
        })
      state["done"] = .integer((state["done"]?.integer ?? 0) + 1)
      document[member] = .object(state)
    }
  }

  private func entitiesCall(_ arns: [AWSValue], _ setting: ReadSetting) -> ReadCall {
    let (member, idMember) = (member, idMember)
    let pagination = ReadCall.Pagination(inputMember: "nextToken", outputMember: "nextToken")
    return ReadCall(
      call("DescribeAffectedEntities", ["filter": ["eventArns": .list(arns)]], setting),
      pagination: pagination
    ) { document, pages in
      let own = (pages ?? []).items("entities").filter { $0["entityValue"] == document[idMember] }
      var state = document[member]?.object ?? [:]
      state["entities"] = .list((state["entities"]?.list ?? []) + own.map { .object($0) })
      state["done"] = .integer((state["done"]?.integer ?? 0) + 1)
      document[member] = .object(state)
    }
  }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let state = run.resources[index].document[member]
    let events = state?["events"]?.list ?? []
    var affecting: [AWSValue] = []
    for entity in state?["entities"]?.list ?? [] {
      guard let event = events.last(where: { $0["arn"] == entity["eventArn"] }) else {
        throw FilterProblem("an entity is affected by an event that Health didn't list")
      }
      affecting.append(event)
    }
    guard !affecting.isEmpty else { return false }
    run.notes[index].append(affecting, to: Self.annotation)
    return true
  }
}

extension FilterKind {
  static func healthEvent(service: String) -> FilterKind {
    FilterKind(name: "health-event") { _, reader, type, _ in
      let types = reader.strings("types") ?? []
      _ = reader.words("category", among: ["issue", "accountNotification", "scheduledChange"])
      let statuses = reader.words("statuses", among: ["open", "upcoming", "closed"])
      return HealthEventFilter(
        position: reader.position, service: service, statuses: statuses ?? ["open", "upcoming"],
        types: types, idMember: type.idMember)
    }
  }
}
