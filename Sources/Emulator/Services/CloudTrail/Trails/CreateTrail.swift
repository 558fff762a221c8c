import AWS

extension CloudTrailService {
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
  enum CreateTrail: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "Name", "S3BucketName", "S3KeyPrefix", "IncludeGlobalServiceEvents", "IsMultiRegionTrail",
        "EnableLogFileValidation", "IsOrganizationTrail", "TagsList.Key", "TagsList.Value",
      ]
      let name: String
      let bucket: String
      let prefix: String?
      let includesGlobalEvents: Bool?
      let isMultiRegion: Bool
      let validatesFiles: Bool
      let isOrganizationTrail: Bool
      let tags: [AWSObject]

      init(_ members: Members) throws(AWSError) {
        name = members.string("Name") ?? ""
        bucket = members.string("S3BucketName") ?? ""
        prefix = members.string("S3KeyPrefix")
        includesGlobalEvents = members.bool("IncludeGlobalServiceEvents")
        isMultiRegion = members.bool("IsMultiRegionTrail") ?? false
        validatesFiles = members.bool("EnableLogFileValidation") ?? false
        isOrganizationTrail = members.bool("IsOrganizationTrail") ?? false
        tags = members.objects("TagsList") ?? []
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      let tags = AccessCheck.requestTags(input.tags.keyed)
      let creation = try call.trailCheck(input.name, keys: tags)
      guard !tags.isEmpty else { return [creation] }
      return [creation, AccessCheck("cloudtrail:AddTags", on: creation.resource, context: tags)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try TrailName.check(input.name)
      try TrailRules.refuseOrganization(input.isOrganizationTrail)
      var tags = IAMTags()
      try TrailTags.set(input.tags, on: &tags)
      let trail = Trail(
        account: call.account, homeRegion: call.region, name: input.name,
        arn: call.trailARN(input.name), bucket: input.bucket,
        prefix: input.prefix?.isEmpty == true ? nil : input.prefix,
        includesGlobalEvents: input.includesGlobalEvents ?? true,
        isMultiRegion: input.isMultiRegion, validatesFiles: input.validatesFiles,
        isLogging: false, selectors: .standard, tags: tags)
      try TrailRules.check(trail)
      if try call.trails.trail(arn: trail.arn) != nil { throw TrailRules.exists(trail) }
      try TrailRules.refuseTwin(trail, call)
      try call.checkLogBucket(trail)
      try call.trails.insert(trail)
      return trail.answer
    }
  }
}

/// What holds of every trail.
enum TrailRules {
  /// Departure from AWS: no trail of a whole organization.
  static func refuseOrganization(_ isOrganizationTrail: Bool) throws(AWSError) {
    if isOrganizationTrail {
      throw AWSError(
        "UnsupportedOperationException", "stormdrill does not serve organization trails")
    }
  }

  static func check(_ trail: Trail) throws(AWSError) {
    if trail.isMultiRegion, !trail.includesGlobalEvents {
      throw TrailError.invalidCombination(
        "Multi-Region trail must include global service events.")
    }
  }

  /// Among the account's other trails, a name counts once in each region that shows it, and a
  /// region shows five trails at most, multi-region trails of other regions included.
  static func refuseTwin(_ trail: Trail, _ call: Call) throws(AWSError) {
    let others = try call.trails.trails(account: trail.account).filter { $0.arn != trail.arn }
    func meets(_ other: Trail) -> Bool {
      other.homeRegion == trail.homeRegion || other.isMultiRegion || trail.isMultiRegion
    }
    if others.contains(where: { $0.name == trail.name && meets($0) }) { throw exists(trail) }
    let regions =
      trail.isMultiRegion
      ? Set(others.map(\.homeRegion)).union([trail.homeRegion]).sorted() : [trail.homeRegion]
    for region in regions {
      let shown = others.filter { $0.homeRegion == region || $0.isMultiRegion }
      if shown.count >= quota {
        throw AWSError(
          "MaximumNumberOfTrailsExceededException",
          "User: \(trail.account) already has \(quota) trails in \(region).")
      }
    }
  }

  static func exists(_ trail: Trail) -> AWSError {
    AWSError(
      "TrailAlreadyExistsException",
      "Trail \(trail.name) already exists for customer: \(trail.account)")
  }

  /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
  private static let quota = 5
}
