package import AWS

/// A trail: what it records where, and to which bucket it sends that.
package struct Trail: Hashable, Sendable {
  package var account: String
  package var homeRegion: String
  package var name: String
  package var arn: String
  package var bucket: String
  /// What stands before `AWSLogs/` in the keys of its log files.
  package var prefix: String?
  /// Whether it records IAM, STS and the other services that have no region.
  package var includesGlobalEvents: Bool
  package var isMultiRegion: Bool
  /// Whether digest files are delivered beside the log files.
  package var validatesFiles: Bool
  package var isLogging: Bool
  package var selectors: TrailSelectors
  var tags: IAMTags
  package var started: Timestamp?
  package var stopped: Timestamp?
  /// The last time that a log file was sent, arrived or not.
  package var attempted: Timestamp?
  package var delivered: Timestamp?
  package var deliveryError: String?
  package var digestDelivered: Timestamp?
  package var digestError: String?

  /// Whether the trail's configuration asks for a record; whether it is switched on is not asked
  /// here.
  ///
  /// Global services' records carry us-east-1, so that a trail of one other region never has them.
  /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
  package func selects(_ record: CloudTrailRecord) -> Bool {
    guard isMultiRegion || record.awsRegion == homeRegion else { return false }
    if !includesGlobalEvents, Self.globalSources.contains(record.eventSource) { return false }
    return selectors.select(record)
  }

  private static let globalSources: Set<String> = [
    "iam.amazonaws.com", "sts.amazonaws.com", "cloudfront.amazonaws.com",
    "organizations.amazonaws.com", "route53.amazonaws.com",
  ]
}

extension Trail {
  init(_ row: Row) {
    func time(_ column: Int) -> Timestamp? {
      row.optionalInteger(column).map(Timestamp.init(microseconds:))
    }
    self.init(
      account: row.text(0), homeRegion: row.text(1), name: row.text(2), arn: row.text(3),
      bucket: row.text(4), prefix: row.optionalText(5), includesGlobalEvents: row.flag(6),
      isMultiRegion: row.flag(7), validatesFiles: row.flag(8), isLogging: row.flag(9),
      selectors: TrailSelectors(column: row.optionalText(10)),
      tags: IAMTags(column: row.text(11)), started: time(12), stopped: time(13),
      attempted: time(14), delivered: time(15), deliveryError: row.optionalText(16),
      digestDelivered: time(17), digestError: row.optionalText(18))
  }

  /// As CreateTrail and UpdateTrail answer.
  var answer: AWSObject {
    var answer: AWSObject = ["Name": .string(name), "S3BucketName": .string(bucket)]
    answer.set("S3KeyPrefix", prefix.map(AWSValue.string))
    answer["IncludeGlobalServiceEvents"] = .bool(includesGlobalEvents)
    answer["IsMultiRegionTrail"] = .bool(isMultiRegion)
    answer["TrailARN"] = .string(arn)
    answer["LogFileValidationEnabled"] = .bool(validatesFiles)
    answer["IsOrganizationTrail"] = false
    return answer
  }

  /// As DescribeTrails and GetTrail answer.
  var description: AWSObject {
    var answer = answer
    answer["HomeRegion"] = .string(homeRegion)
    answer["HasCustomEventSelectors"] = .bool(selectors != .standard)
    answer["HasInsightSelectors"] = false
    return answer
  }
}

extension Call {
  var trails: TrailStore { TrailStore(database) }

  func trailARN(_ name: String) -> String {
    ARN(
      partition: scope.partition, service: "cloudtrail", region: region, account: account,
      resource: "trail/\(name)"
    ).description
  }

  /// The trail that a name or an ARN means: a name means one of this region, an ARN also a
  /// multi-region trail of another.
  func readableTrail(_ nameOrARN: String) throws(AWSError) -> Trail {
    guard nameOrARN.hasPrefix("arn:") else {
      try TrailName.check(nameOrARN)
      guard let trail = try trails.trail(named: nameOrARN, home: scope) else {
        throw TrailError.unknown(trailARN(nameOrARN), account)
      }
      return trail
    }
    guard let arn = ARN(nameOrARN), arn.service == "cloudtrail", arn.resource.hasPrefix("trail/")
    else { throw TrailError.invalidARN(nameOrARN) }
    guard arn.account == account, let trail = try trails.trail(arn: nameOrARN),
      trail.homeRegion == region || trail.isMultiRegion
    else { throw TrailError.unknown(nameOrARN, account) }
    return trail
  }

  /// The same, for a change: only in the trail's home region.
  func changeableTrail(_ nameOrARN: String) throws(AWSError) -> Trail {
    let trail = try readableTrail(nameOrARN)
    guard trail.homeRegion == region else {
      throw TrailError.foreignHome(trail.arn, home: trail.homeRegion)
    }
    return trail
  }
}

/// For an operation that takes a trail's name or ARN and nothing else.
struct TrailInput: OperationInput, StatesAccess {
  static let members = ["Name"]
  let name: String

  init(_ members: Members) throws(AWSError) { name = members.string("Name") ?? "" }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] { [try call.trailCheck(name)] }
}
