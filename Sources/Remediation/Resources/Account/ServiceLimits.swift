import AWS
import Documents

/// Trusted Advisor's checks of service limits: which of them a filter asks, and how they are read.
///
/// https://docs.aws.amazon.com/awssupport/latest/user/service-limits.html
struct ServiceLimits: Sendable {
  static let member = "stormdrill:ServiceLimits"
  /// Checks that Trusted Advisor lists and no longer keeps.
  private static let deprecated = ["eW7HH0l7J9"]

  var names: [String] = []
  var services: [String] = []
  /// Days for which a result counts as fresh.
  var refreshPeriod: Int64 = 1

  /// AWS Support answers in one region of a partition.
  static func home(_ scope: Scope) -> Scope {
    switch scope.partition {
    case "aws-cn": scope.in(region: "cn-north-1")
    case "aws-us-gov": scope.in(region: "us-gov-west-1")
    default: scope.in(region: "us-east-1")
    }
  }

  static func fits(_ patterns: [String], _ text: String) -> Bool {
    patterns.contains { Glob.matches(text.lowercased(), $0.lowercased()) }
  }

  private func asks(_ check: AWSObject) -> Bool {
    let name = check["name"]?.string ?? ""
    guard check["category"] == "service_limits",
      !Self.deprecated.contains(check["id"]?.string ?? "")
    else { return false }
    if !names.isEmpty { return Self.fits(names, name) }
    if services.isEmpty { return true }
    return Self.fits(services.map { "\($0)*" }, name.filter { $0 != " " })
  }

  /// Reads the checks, then the result of each that is asked. A result that isn't there is asked
  /// for and waited for, and one that is old is asked for anew, for the next time.
  func hydration(_ text: String) -> Hydration {
    let member = "\(Self.member) \(text)"
    return Hydration(member) { document, setting in
      let scope = Self.home(setting.scope)
      func call(_ operation: String, _ input: AWSObject) -> APICall {
        APICall(service: "support", operation: operation, input: input, scope: scope)
      }
      guard let state = document[member]?.object else {
        return ReadCall(call("DescribeTrustedAdvisorChecks", ["language": "en"])) {
          document, pages in
          let checks = (pages ?? []).items("checks").filter(asks).map { AWSValue.object($0) }
          document[member] = ["waiting": .list(checks), "results": []]
        }
      }
      guard let check = state["waiting"]?.list?.first?.object, let id = check["id"] else {
        return nil
      }
      @Sendable func finish(_ document: inout AWSObject, _ result: AWSValue) {
        var kept: AWSObject = ["check": .object(check)]
        if result != .null { kept["result"] = result }
        document[member] = [
          "waiting": .list(Array((state["waiting"]?.list ?? []).dropFirst())),
          "results": .list((state["results"]?.list ?? []) + [.object(kept)]),
        ]
      }
      @Sendable func go(_ document: inout AWSObject, _ step: String, _ result: AWSValue) {
        var next = state
        next["step"] = .string(step)
        next["result"] = result
        document[member] = .object(next)
      }
      let result = state["result"] ?? .null
      switch state["step"]?.string {
      case "refresh":
        return ReadCall(
          call("RefreshTrustedAdvisorCheck", ["checkId": id]),
          absentCodes: ["InvalidParameterValueException"], outdatesAnswers: true
        ) { document, pages in
          if pages == nil { finish(&document, .null) } else { go(&document, "wait", result) }
        }
      case "wait":
        return ReadCall(
          call("DescribeTrustedAdvisorCheckRefreshStatuses", ["checkIds": [id]]),
          polling: .init(every: .seconds(5), attempts: 10) { answer in
            answer["statuses"]?.list?.first?["status"] != "success"
          }
        ) { document, _ in go(&document, "again", result) }
      case "stale":
        return ReadCall(
          call("RefreshTrustedAdvisorCheck", ["checkId": id]),
          absentCodes: ["InvalidParameterValueException"], outdatesAnswers: true
        ) { document, pages in
          var kept = result.object ?? [:]
          if pages == nil { kept["stormdrill:NotRefreshed"] = true }
          finish(&document, .object(kept))
        }
      case let step:
        return ReadCall(
          call("DescribeTrustedAdvisorCheckResult", ["checkId": id, "language": "en"])
        ) { document, pages in
          let result = pages?.first?["result"] ?? .null
          if result["status"] == "not_available", step == nil {
            go(&document, "refresh", result)
          } else if isStale(result, setting.now) {
            go(&document, "stale", result)
          } else {
            finish(&document, result)
          }
        }
      }
    }
  }

  private func isStale(_ result: AWSValue, _ now: Timestamp) -> Bool {
    guard result["flaggedResources"] != nil, let text = result["timestamp"],
      let date = DateForm.date(text)
    else { return false }
    return now - .seconds(refreshPeriod * 86_400) > date
  }
}

/// `service-limit`: accounts that use more of a service's limits than a threshold, or more than
/// Trusted Advisor finds fine.
struct ServiceLimitFilter: ResourceFilter {
  let position: SourcePosition
  let limits: ServiceLimits
  let patterns: [String]
  /// In percent; nil for whatever isn't fine.
  let threshold: Double?
  let text: String

  var hydrations: [Hydration] { [limits.hydration(text)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let account = run.resources[index]
    let state = account.document["\(ServiceLimits.member) \(text)"]
    guard let results = state?["results"]?.list else {
      throw FilterProblem("the account was read without its service limits")
    }
    var exceeded: [AWSValue] = []
    for found in results {
      guard var result = found["result"]?.object, let check = found["check"],
        let flagged = result["flaggedResources"]?.list
      else { continue }
      let region = run.context.region
      let isHome = region == ServiceLimits.home(account.scope).region
      let own = flagged.filter { resource in
        let place = resource["metadata"]?.list?.first?.string
        return place == region || (place == "-" && isHome)
      }
      result["flaggedResources"] = .list(own)
      let isRefused = result["stormdrill:NotRefreshed"] != nil
      result["stormdrill:NotRefreshed"] = nil
      run.notes[index].append([.object(result)], to: "c7n:ServiceLimits")
      if isRefused { continue }
      for resource in own {
        guard var limit = try exceeds(resource) else { continue }
        limit["check_id"] = check["id"] ?? .null
        limit["name"] = check["name"] ?? .null
        exceeded.append(.object(limit))
      }
    }
    guard !exceeded.isEmpty else { return false }
    run.notes[index].others["c7n:ServiceLimitsExceeded"] = .list(exceeded)
    return true
  }

  private func exceeds(_ resource: AWSValue) throws(FilterProblem) -> AWSObject? {
    if threshold == nil, resource["status"] == "ok" { return nil }
    var limit = AWSObject()
    let names = ["region", "service", "check", "limit", "extant", "color"]
    for (name, value) in zip(names, resource["metadata"]?.list ?? []) { limit[name] = value }
    if !limits.services.isEmpty,
      !ServiceLimits.fits(limits.services, limit["service"]?.string ?? "")
    {
      return nil
    }
    if !patterns.isEmpty, !ServiceLimits.fits(patterns, limit["check"]?.string ?? "") {
      return nil
    }
    limit["status"] = resource["status"] ?? .null
    let used = limit["extant"]?.string ?? ""
    guard let most = Double(limit["limit"]?.string ?? ""), most != 0,
      let now = Double(used.isEmpty ? "0" : used)
    else { throw FilterProblem("a service limit is no number") }
    let percentage = now / most * 100
    limit["percentage"] = .double(percentage)
    if let threshold, threshold != 0, percentage < threshold { return nil }
    return limit
  }
}

extension FilterKind {
  static let serviceLimit = FilterKind(name: "service-limit") { loader, reader, _, _ in
    let known = [
      "AutoScaling", "CloudFormation", "DynamoDB", "EBS", "EC2", "ELB", "IAM", "RDS", "Route53",
      "SES", "VPC",
    ]
    var limits = ServiceLimits()
    limits.names = reader.strings("names") ?? []
    limits.services = reader.strings("services") ?? []
    limits.refreshPeriod = reader.integer("refresh_period", in: -100_000...100_000) ?? 1
    for service in limits.services where !known.contains(service) {
      reader.error(
        at: reader.node("services")?.position, "Trusted Advisor has no limits of `\(service)`",
        suggestion: Spelling.suggestion(for: service, among: known))
    }
    if limits.services.contains("IAM"), loader.region != "us-east-1" {
      reader.error(
        at: reader.node("services")?.position,
        "the limits of `IAM` are known in one region only",
        suggestion: "expected `region: us-east-1` in the policy")
    }
    return ServiceLimitFilter(
      position: reader.position, limits: limits, patterns: reader.strings("limits") ?? [],
      threshold: reader.double("threshold"),
      text: SHA256.hex(JSON.text(reader.node.value, sorted: true)).prefix(16).description)
  }
}
