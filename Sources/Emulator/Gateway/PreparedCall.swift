import AWS

/// A call once it is known who makes it and what it asks for; from here on it leaves a record.
struct PreparedCall {
  let definition: any ServiceDefinition.Type
  let operation: ServedOperation
  let model: OperationModel
  let input: AWSObject
  var call: Call

  func encoded(_ outcome: CallOutcome) -> HTTPResponse {
    switch outcome {
    case .success(let output):
      model.service.encodeResponse(model, output, requestID: call.requestID)
    case .failure(let error):
      model.service.encodeError(
        error, operation: model, request: call.request, requestID: call.requestID)
    }
  }
}

/// What came of a call.
enum CallOutcome {
  case success(AWSObject)
  case failure(AWSError)

  /// Whether AWS would answer so: what only the emulator refuses leaves no record.
  var isOfAWS: Bool {
    if case .failure(let error) = self { error.code != AWSError.notImplemented } else { true }
  }
}
