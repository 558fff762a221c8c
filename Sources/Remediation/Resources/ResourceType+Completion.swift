package import AWS

extension ResourceType {
  /// What comes of completing a resource.
  package enum Completion: Hashable, Sendable {
    case ready(AWSObject)
    /// It is not there any more.
    case gone
    case failed(AWSError)
  }

  /// Completes what a listing told of a resource, with `answer` in the place of AWS: the same calls
  /// in the same order as the engine makes, without the pauses.
  package func complete<Problem>(
    _ document: AWSObject, with hydrations: [Hydration], in setting: ReadSetting,
    answer: (APICall) throws(Problem) -> APIOutcome
  ) throws(Problem) -> Completion {
    var reading = Reading(
      self, listed: document, scope: setting.scope, hydrations: hydrations, pageLimit: 1000)
    var progress = reading.start(at: setting.now)
    while true {
      switch progress {
      case .ready(let document): return .ready(document)
      case .gone: return .gone
      case .failed(let error): return .failed(error)
      case .call(let call), .pause(_, before: let call):
        progress = reading.take(try answer(call), at: setting.now)
      }
    }
  }
}
