import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html
  enum EnableKey: OperationHandler {
    static func perform(_ input: KeyInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      var key = try call.key(input.key)
      try key.requireLasting()
      key.isEnabled = true
      try call.keys.put(key)
      call.note(key)
      return [:]
    }
  }
}
