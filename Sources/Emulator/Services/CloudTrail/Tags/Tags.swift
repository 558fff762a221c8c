import AWS

/// A trail's tags: CloudTrail's rules and codes over the same set as IAM's.
enum TrailTags {
  static func set(_ list: [AWSObject], on tags: inout IAMTags) throws(AWSError) {
    var keys: Set<String> = []
    for tag in list where !keys.insert(tag["Key"]?.string ?? "").inserted {
      throw AWSError("InvalidTagParameterException", "Tag keys must be unique.")
    }
    do {
      try tags.set(list)
    } catch {
      guard error.code != "LimitExceeded" else {
        throw AWSError(
          "TagsLimitExceededException", "The number of tags per trail has exceeded the limit: 50.")
      }
      throw AWSError("InvalidTagParameterException", error.message)
    }
  }
}

extension CloudTrailService {
  struct TagsInput: OperationInput {
    static let members = ["ResourceId", "TagsList.Key", "TagsList.Value"]
    let arn: String
    let tags: [AWSObject]

    init(_ members: Members) throws(AWSError) {
      arn = members.string("ResourceId") ?? ""
      tags = members.objects("TagsList") ?? []
    }
  }

  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AddTags.html
  enum AddTags: OperationHandler {
    static func access(_ input: TagsInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.trailCheck(input.arn, keys: AccessCheck.requestTags(input.tags.keyed))]
    }

    static func perform(_ input: TagsInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      var trail = try call.taggableTrail(input.arn)
      try TrailTags.set(input.tags, on: &trail.tags)
      try call.trails.update(trail)
      return [:]
    }
  }

  /// A tag goes when its key and value are both as said, or its key alone is.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_RemoveTags.html
  enum RemoveTags: OperationHandler {
    static func access(_ input: TagsInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
      let keys = input.tags.keyed.map(\.key)
      return [
        try call.trailCheck(input.arn, keys: keys.isEmpty ? [:] : ["aws:TagKeys": keys])
      ]
    }

    static func perform(_ input: TagsInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      var trail = try call.taggableTrail(input.arn)
      let doomed = input.tags.filter { tag in
        let value = tag["Value"]?.string
        return value == nil
          || trail.tags.tags.contains { $0.key == tag["Key"]?.string && $0.value == value }
      }
      try trail.tags.remove(doomed.compactMap { $0["Key"]?.string })
      try call.trails.update(trail)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTags.html
  enum ListTags: OperationHandler {
    struct Input: OperationInput {
      static let members = ["ResourceIdList", "NextToken"]
      let arns: [String]

      init(_ members: Members) throws(AWSError) {
        arns = members.strings("ResourceIdList") ?? []
        // All tags fit one page, so that no token was ever given out.
        if members.has("NextToken") {
          throw AWSError("InvalidTokenException", "Invalid token.")
        }
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      try input.arns.mapThrowing { arn throws(AWSError) in try call.trailCheck(arn) }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let call = call
      let list = try input.arns.mapThrowing { arn throws(AWSError) -> AWSValue in
        let trail = try call.taggableTrail(arn, isReading: true)
        return ["ResourceId": .string(arn), "TagsList": .list(trail.tags.answer)]
      }
      return ["ResourceTagList": .list(list)]
    }
  }
}

extension Call {
  /// Tags are asked for by ARN, and a trail that isn't there is a resource that isn't.
  fileprivate func taggableTrail(_ arn: String, isReading: Bool = false) throws(AWSError)
    -> Trail
  {
    guard arn.hasPrefix("arn:") else { throw TrailError.invalidARN(arn) }
    do {
      return isReading ? try readableTrail(arn) : try changeableTrail(arn)
    } catch {
      guard error.code == "TrailNotFoundException" else { throw error }
      throw AWSError(
        "ResourceNotFoundException", "Unknown trail: \(arn) for the user: \(account)")
    }
  }
}
