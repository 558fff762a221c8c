import AWS

extension CloudTrailService {
  /// Replaces all selectors, basic or advanced.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
  enum PutEventSelectors: OperationHandler {
    struct Input: OperationInput {
      static let members = ["TrailName", "EventSelectors.*", "AdvancedEventSelectors.*"]
      let name: String
      let basic: [AWSObject]?
      let advanced: [AWSObject]?

      init(_ members: Members) throws(AWSError) {
        name = members.string("TrailName") ?? ""
        basic = members.objects("EventSelectors")
        advanced = members.objects("AdvancedEventSelectors")
      }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.trailCheck(input.name)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let old = try call.changeableTrail(input.name)
      var trail = old
      trail.selectors = try selectors(input)
      try call.trails.keepFormer(old, requestID: call.requestID)
      try call.trails.update(trail)
      var answer: AWSObject = ["TrailARN": .string(trail.arn)]
      for (name, value) in trail.selectors.answer { answer[name] = value }
      return answer
    }

    private static func selectors(_ input: Input) throws(AWSError) -> TrailSelectors {
      switch (input.basic, input.advanced) {
      case (let basic?, nil):
        for object in basic { try checkAccess(object) }
        let selectors = basic.map(EventSelector.init)
        try EventSelector.check(selectors)
        return .basic(selectors)
      case (nil, let advanced?):
        let selectors = advanced.map(AdvancedEventSelector.init)
        try AdvancedEventSelector.check(selectors)
        return .advanced(selectors)
      case (.some, .some):
        throw TrailError.invalidSelectors(
          "You can specify EventSelectors or AdvancedEventSelectors, but not both.")
      case (nil, nil):
        throw TrailError.invalidSelectors(
          "EventSelectors or AdvancedEventSelectors must be specified.")
      }
    }

    private static func checkAccess(_ object: AWSObject) throws(AWSError) {
      guard let text = object["ReadWriteType"]?.string else { return }
      guard EventSelector.Access(rawValue: text) != nil else {
        throw TrailError.invalidSelectors("Value \(text) for ReadWriteType is invalid.")
      }
    }
  }

  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
  enum GetEventSelectors: OperationHandler {
    static func perform(_ input: TrailNameInput, _ call: inout Call) throws(AWSError) -> AWSObject
    {
      let trail = try call.readableTrail(input.name)
      var answer: AWSObject = ["TrailARN": .string(trail.arn)]
      for (name, value) in trail.selectors.answer { answer[name] = value }
      return answer
    }
  }

  /// Insights can't be switched on in this world.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetInsightSelectors.html
  enum GetInsightSelectors: OperationHandler {
    static func perform(_ input: TrailNameInput, _ call: inout Call) throws(AWSError) -> AWSObject
    {
      let trail = try call.readableTrail(input.name)
      throw AWSError(
        "InsightNotEnabledException", "Insights is not enabled for trail: \(trail.arn)")
    }
  }
}

/// The same as TrailInput, by the other name that AWS has for it.
struct TrailNameInput: OperationInput, StatesAccess {
  static let members = ["TrailName"]
  let name: String

  init(_ members: Members) throws(AWSError) { name = members.string("TrailName") ?? "" }

  func access(_ call: Call) throws(AWSError) -> [AccessCheck] { [try call.trailCheck(name)] }
}
