import AWS
import Documents

/// `data-events`: whether a trail of the account keeps the events of a bucket's objects.
struct DataEventsFilter: ResourceFilter {
  let position: SourcePosition
  let isPresent: Bool

  var hydrations: [Hydration] { [.bucketDataEvents] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let isKept = run.resources[index].document[Self.member]?["IsKept"]?.bool else {
      throw FilterProblem("the bucket was read without the trails")
    }
    return isKept == isPresent
  }

  static let member = "stormdrill:DataEvents"

  /// The buckets whose objects' events a trail's selectors ask for, an empty name for all. So c7n
  /// reads them: the part behind the last colon, which makes `arn:aws:s3` a bucket `s3`; advanced
  /// selectors say nothing.
  static func buckets(_ selectors: [AWSObject]) -> [String] {
    selectors.items("EventSelectors").flatMap { selector in
      (selector["DataResources"]?.list ?? []).filter { $0["Type"] == "AWS::S3::Object" }
        .flatMap { $0["Values"]?.list ?? [] }.compactMap(\.string)
    }.map { value in
      var name = (value.split(separator: ":", omittingEmptySubsequences: false).last ?? "")[...]
      while name.hasPrefix("/") { name = name.dropFirst() }
      while name.hasSuffix("/") { name = name.dropLast() }
      return String(name)
    }
  }
}

extension Hydration {
  /// The region's trails that are the account's own, and then the selectors of each.
  static let bucketDataEvents = Hydration(DataEventsFilter.member) { document, setting in
    let member = DataEventsFilter.member
    guard let state = document[member]?.object else {
      return ReadCall(
        APICall(
          service: "cloudtrail", operation: "DescribeTrails", input: [:], scope: setting.scope)
      ) { document, pages in
        let own = (pages ?? []).items("trailList").filter {
          ARN($0["TrailARN"]?.string ?? "")?.account == setting.scope.account
        }
        settle(&document, Array(own.map { .object($0) }), isKept: false)
      }
    }
    guard let trail = state["Trails"]?.list?.first else { return nil }
    let rest = Array((state["Trails"]?.list ?? []).dropFirst())
    let home = trail["HomeRegion"]?.string ?? setting.scope.region
    return ReadCall(
      APICall(
        service: "cloudtrail", operation: "GetEventSelectors",
        input: ["TrailName": trail["Name"] ?? .null], scope: setting.scope.in(region: home))
    ) { document, pages in
      let name = document["Name"]?.string ?? ""
      let isKept = DataEventsFilter.buckets(pages ?? []).contains { $0.isEmpty || $0 == name }
      settle(&document, isKept ? [] : rest, isKept: isKept)
    }
  }

  private static func settle(_ document: inout AWSObject, _ trails: [AWSValue], isKept: Bool) {
    document[DataEventsFilter.member] =
      trails.isEmpty ? ["IsKept": .bool(isKept)] : ["Trails": .list(trails)]
  }
}
