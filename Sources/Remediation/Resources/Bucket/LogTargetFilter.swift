import AWS
import Documents

/// `is-log-target`: whether other buckets, load balancers or trails write their logs to a bucket.
///
/// c7n asks only the buckets that came through the filters before; here the account's other buckets
/// are asked as well, since the engine judges each by itself.
struct LogTargetFilter: Filter {
  enum Service: String, Sendable, CaseIterable { case elb, s3, cloudtrail }

  let position: SourcePosition
  let services: [Service]
  /// Only a bucket that logs to itself counts.
  let isSelf: Bool
  let value: Bool

  var hydrations: [Hydration] {
    var needed: [Hydration] = []
    if services.contains(.s3) { needed.append(.bucketLogging) }
    guard !isSelf else { return needed }
    for service in services {
      switch service {
      case .s3: needed.append(.logsFromBuckets)
      case .elb: needed.append(.logsFromLoadBalancers)
      case .cloudtrail: needed.append(.logsFromTrails)
      }
    }
    return needed
  }

  func process(_ set: [Int], in run: inout FilterRun) -> [Int] {
    var targets: Set<String> = []
    if services.contains(.s3) {
      for index in set {
        let bucket = run.resources[index].document
        let name = bucket["Name"]?.string ?? ""
        if let target = bucket.at("Logging", "TargetBucket")?.string, !isSelf || target == name {
          targets.insert(target)
        }
        // Where CloudFormation keeps templates.
        if !isSelf, name.hasPrefix("cf-templates-") { targets.insert(name) }
      }
    }
    return set.filter { index in
      let bucket = run.resources[index].document
      let isTarget =
        targets.contains(bucket["Name"]?.string ?? "")
        || !isSelf && services.contains { bucket[LogSource.member($0)] == true }
      return isTarget == value
    }
  }
}

/// Who writes logs to a bucket, as hydrations find it out.
enum LogSource {
  static func member(_ service: LogTargetFilter.Service) -> String {
    "stormdrill:LogsFrom \(service.rawValue)"
  }
}

extension Hydration {
  /// Asks all of the account's buckets where they log to, until one names this bucket: two calls a
  /// bucket, which a scan shares among all.
  static let logsFromBuckets = search(
    LogSource.member(.s3),
    list: { scope in
      ReadCall(
        APICall(service: "s3", operation: "ListBuckets", input: [:], scope: scope)
      ) { _, _ in }
    },
    names: { document, pages in
      pages.items("Buckets").compactMap { $0["Name"] }.filter { $0 != document["Name"] }
    },
    steps: [
      SearchStep(
        call: { name, scope, _ in
          APICall(
            service: "s3", operation: "GetBucketLocation", input: ["Bucket": name], scope: scope)
        },
        found: { _, _ in nil }),
      SearchStep(
        call: { name, scope, location in
          let bucket: AWSObject = ["Location": .object(ResourceType.location([location]))]
          return APICall(
            service: "s3", operation: "GetBucketLogging", input: ["Bucket": name],
            scope: ResourceType.s3Bucket.homeScope(bucket, scope))
        },
        found: { page, _ in page.at("LoggingEnabled", "TargetBucket") }),
    ])

  /// Asks the region's classic load balancers.
  static let logsFromLoadBalancers = search(
    LogSource.member(.elb),
    list: { scope in
      ReadCall(
        APICall(service: "elb", operation: "DescribeLoadBalancers", input: [:], scope: scope),
        pagination: ReadCall.Pagination(inputMember: "Marker", outputMember: "NextMarker")
      ) { _, _ in }
    },
    names: { _, pages in
      pages.items("LoadBalancerDescriptions").compactMap { $0["LoadBalancerName"] }
    },
    steps: [
      SearchStep(
        call: { name, scope, _ in
          APICall(
            service: "elb", operation: "DescribeLoadBalancerAttributes",
            input: ["LoadBalancerName": name], scope: scope)
        },
        found: { page, _ in
          let log = page.at("LoadBalancerAttributes", "AccessLog")
          return log?["Enabled"] == true ? log?["S3BucketName"] : nil
        })
    ])

  /// Asks the region's trails.
  static let logsFromTrails = Hydration(LogSource.member(.cloudtrail)) { document, setting in
    let member = LogSource.member(.cloudtrail)
    guard document[member] == nil else { return nil }
    return ReadCall(
      APICall(
        service: "cloudtrail", operation: "DescribeTrails", input: [:], scope: setting.scope)
    ) { document, pages in
      let trails = (pages ?? []).items("trailList")
      document[member] = .bool(trails.contains { $0["S3BucketName"] == document["Name"] })
    }
  }

  /// One of the calls about each thing that a search goes through.
  struct SearchStep: Sendable {
    /// - Parameter before: what the step before answered about the same thing.
    let call: @Sendable (_ name: AWSValue, Scope, _ before: AWSObject) -> APICall
    /// The bucket that the answer names.
    let found: @Sendable (AWSObject, AWSObject) -> AWSValue?
  }

  /// Goes through what a listing names, one by one, until one of them names this bucket. What can't
  /// be asked counts for none, as with c7n.
  private static func search(
    _ member: String, list: @escaping @Sendable (Scope) -> ReadCall,
    names: @escaping @Sendable (AWSObject, [AWSObject]) -> [AWSValue], steps: [SearchStep]
  ) -> Hydration {
    let open = member + " under way"
    return Hydration(member) { document, setting in
      guard document[member] == nil else { return nil }
      guard let state = document[open]?.object else {
        let read = list(setting.scope)
        return ReadCall(read.call, pagination: read.pagination) { document, pages in
          advance(&document, ["Names": .list(names(document, pages ?? []))], at: 0, in: member)
        }
      }
      let place = Int(state["Place"]?.integer ?? 0)
      let all = state["Names"]?.list ?? []
      let number = Int(state["Step"]?.integer ?? 0)
      precondition(all.indices.contains(place), "a search goes on behind its end")
      let step = steps[number]
      let before = state["Answer"]?.object ?? [:]
      var read = ReadCall(step.call(all[place], setting.scope, before)) { document, pages in
        let page = pages?.first ?? [:]
        if let target = step.found(page, before), target == document["Name"] {
          document[open] = nil
          document[member] = true
        } else if number + 1 < steps.count {
          var state = state
          state["Step"] = .integer(Int64(number + 1))
          state["Answer"] = .object(page)
          document[open] = .object(state)
        } else {
          advance(&document, state, at: place + 1, in: member)
        }
      }
      read.foldError = { document, error in
        guard !error.isRetryable else { return false }
        advance(&document, state, at: place + 1, in: member)
        return true
      }
      return read
    }
  }

  private static func advance(
    _ document: inout AWSObject, _ state: AWSObject, at place: Int, in member: String
  ) {
    let names = state["Names"] ?? []
    if place < names.list?.count ?? 0 {
      document[member + " under way"] = ["Names": names, "Place": .integer(Int64(place))]
    } else {
      document[member + " under way"] = nil
      document[member] = false
    }
  }
}
