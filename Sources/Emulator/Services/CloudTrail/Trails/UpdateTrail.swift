import AWS

extension CloudTrailService {
  /// What the request leaves out stays as it is.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html
  enum UpdateTrail: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "Name", "S3BucketName", "S3KeyPrefix", "IncludeGlobalServiceEvents", "IsMultiRegionTrail",
        "EnableLogFileValidation", "IsOrganizationTrail",
      ]
      let name: String
      let bucket: String?
      let prefix: String?
      let includesGlobalEvents: Bool?
      let isMultiRegion: Bool?
      let validatesFiles: Bool?
      let isOrganizationTrail: Bool

      init(_ members: Members) throws(AWSError) {
        name = members.string("Name") ?? ""
        bucket = members.string("S3BucketName")
        prefix = members.string("S3KeyPrefix")
        includesGlobalEvents = members.bool("IncludeGlobalServiceEvents")
        isMultiRegion = members.bool("IsMultiRegionTrail")
        validatesFiles = members.bool("EnableLogFileValidation")
        isOrganizationTrail = members.bool("IsOrganizationTrail") ?? false
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.trailCheck(input.name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      try TrailRules.refuseOrganization(input.isOrganizationTrail)
      let old = try call.changeableTrail(input.name)
      var trail = old
      trail.bucket = input.bucket ?? old.bucket
      if let prefix = input.prefix { trail.prefix = prefix.isEmpty ? nil : prefix }
      trail.isMultiRegion = input.isMultiRegion ?? old.isMultiRegion
      trail.includesGlobalEvents = input.includesGlobalEvents ?? old.includesGlobalEvents
      trail.validatesFiles = input.validatesFiles ?? old.validatesFiles
      try TrailRules.check(trail)
      if trail.isMultiRegion, !old.isMultiRegion { try TrailRules.refuseTwin(trail, call) }
      if trail.bucket != old.bucket || trail.prefix != old.prefix {
        try call.checkLogBucket(trail)
      }
      try call.trails.keepFormer(old, requestID: call.requestID)
      try call.trails.update(trail)
      return trail.answer
    }
  }
}
