import AWS
import Documents

/// `usage`: which services an identity or a policy was used with, and when, as IAM's last-accessed
/// details tell: one service or all of them must have what is stated.
struct ServiceUsageFilter: ResourceFilter {
  static let attributes = [
    "LastAuthenticated", "LastAuthenticatedEntity", "ServiceName", "ServiceNamespace",
    "TotalAuthenticatedEntities",
  ]

  let position: SourcePosition
  let wanted: [ValueFilter]
  let needsAll: Bool
  let delay: Duration

  var hydrations: [Hydration] { [.servicesLastAccessed(every: delay)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let job = run.resources[index].document[IdentityMember.lastAccessed] else {
      throw FilterProblem("the resource was read without its last-accessed details")
    }
    if job.isNull { return false }
    guard let services = job["Services"]?.list else {
      throw FilterProblem("IAM could not tell the last-accessed details")
    }
    var matched = 0
    for service in services.compactMap(\.object) {
      var holds = true
      for value in wanted where !(try value.matches(service, run.context)) { holds = false }
      if holds { matched += 1 }
    }
    return needsAll ? matched == services.count : matched > 0
  }
}

extension Hydration {
  /// Asks IAM for a job, and the job for its answer until it has one; null where IAM doesn't know
  /// the resource.
  static func servicesLastAccessed(every delay: Duration) -> Hydration {
    Hydration("services last accessed, asked every \(delay.microseconds)") { document, setting in
      let member = IdentityMember.lastAccessed
      guard let job = document[member] else {
        return ReadCall(
          ResourceType.iam(
            "GenerateServiceLastAccessedDetails", ["Arn": document["Arn"] ?? .null], setting.scope),
          absentCodes: ["NoSuchEntity"]
        ) { document, pages in
          document[member] = pages?.first("JobId").map { ["JobId": $0] } ?? .null
        }
      }
      guard let id = job["JobId"], job["State"] == nil else { return nil }
      return ReadCall(
        ResourceType.iam("GetServiceLastAccessedDetails", ["JobId": id], setting.scope),
        pagination: .marker,
        polling: ReadCall.Polling(every: delay, attempts: 60) { $0["JobStatus"] == "IN_PROGRESS" }
      ) { document, pages in
        var job: AWSObject = ["JobId": id, "State": pages?.first("JobStatus") ?? "FAILED"]
        if job["State"] == "COMPLETED" {
          job["Services"] = .list(
            (pages ?? []).items("ServicesLastAccessed").map { .object($0) })
        }
        document[member] = .object(job)
      }
    }
  }
}

extension FilterKind {
  static let usage = FilterKind(name: "usage") { loader, reader, type, _ in
    let op = reader.requiredWord("match-operator", "all", "any")
    let delay = reader.value("poll-delay", expected: "a number of seconds from 0") { node in
      node.double.flatMap { (0...3600).contains($0) ? $0 : nil }
    }
    var wanted: [ValueFilter] = []
    for name in ServiceUsageFilter.attributes {
      reader.allow(name)
      guard let pair = reader.node.mapping?.first(where: { $0.key.string == name }) else {
        continue
      }
      if let value = loader.attribute(name, pair, in: &reader, on: type) { wanted.append(value) }
    }
    return ServiceUsageFilter(
      position: reader.position, wanted: wanted, needsAll: op == "all",
      delay: .microseconds(Int64((delay ?? 2) * 1e6)))
  }
}

extension PolicyLoader {
  /// One attribute of a filter that compares several: its value, or a filter of type `value`.
  mutating func attribute(
    _ name: String, _ pair: Node.Pair, in reader: inout MappingReader, on type: ResourceType
  ) -> ValueFilter? {
    guard pair.value.mapping != nil else {
      return shortValue(pair, at: pair.key.position, on: type)
    }
    return reader.decodeNode(pair.value, of: "`\(name)`") { reader in
      _ = reader.requiredWord("type", "value")
      return value(&reader, on: type, fixedKey: name, needsValue: false)
    }
  }
}
