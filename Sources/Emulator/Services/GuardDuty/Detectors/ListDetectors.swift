import AWS

extension GuardDutyService {
  /// One id at most, so never a second page.
  ///
  /// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListDetectors.html
  enum ListDetectors: OperationHandler {
    struct Input: OperationInput {
      static let members = ["MaxResults", "NextToken"]

      init(_ members: Members) throws(AWSError) {
        if members.string("NextToken")?.isEmpty == false { throw GuardDutyError.invalidValue }
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let detector = try call.detectors.detector(in: call.scope)
      return ["DetectorIds": .list(detector.map { [.string($0.id)] } ?? [])]
    }
  }
}
