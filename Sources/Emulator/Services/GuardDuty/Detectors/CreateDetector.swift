import AWS

extension GuardDutyService {
  /// Departure from AWS: no service-linked role comes into being.
  ///
  /// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html
  enum CreateDetector: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "Enable", "ClientToken", "FindingPublishingFrequency", "DataSources.*", "Tags",
        "Features.*",
      ]
      let isEnabled: Bool
      let clientToken: String?
      let settings: DetectorSettings
      let tags: AWSObject

      init(_ members: Members) throws(AWSError) {
        isEnabled = members.bool("Enable") ?? false
        clientToken = members.string("ClientToken")
        settings = DetectorSettings(members)
        tags = members.object("Tags") ?? [:]
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [AccessCheck(call.ownAction, context: AccessCheck.requestTags(input.tags.pairs))]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      if let existing = try call.detectors.detector(in: call.scope) {
        guard let token = input.clientToken, !token.isEmpty, token == existing.clientToken else {
          throw GuardDutyError.exists
        }
        return ["DetectorId": .string(existing.id)]
      }
      let id = String(call.world.uuid().filter { $0 != "-" })
      var detector = Detector(id, call.scope, isEnabled: input.isEnabled, at: call.now)
      detector.clientToken = input.clientToken
      try detector.apply(input.settings, at: call.now)
      try DetectorTags.set(input.tags, on: &detector)
      try call.detectors.put(detector)
      return ["DetectorId": .string(id)]
    }
  }
}

/// What CreateDetector and UpdateDetector set.
struct DetectorSettings {
  let frequency: String?
  let dataSources: AWSObject?
  let features: [AWSObject]?

  init(_ members: Members) {
    frequency = members.string("FindingPublishingFrequency")
    dataSources = members.object("DataSources")
    features = members.objects("Features")
  }
}

extension Detector {
  /// Of the older and the newer form of the features a request may hold one.
  mutating func apply(_ settings: DetectorSettings, at now: Timestamp) throws(AWSError) {
    if settings.dataSources != nil, settings.features != nil { throw GuardDutyError.invalidValue }
    if let frequency = settings.frequency { publishingFrequency = frequency }
    if let sources = settings.dataSources { features.apply(dataSources: sources, at: now) }
    if let list = settings.features { try features.apply(features: list, at: now) }
  }
}
