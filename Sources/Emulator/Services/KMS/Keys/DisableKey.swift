import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html
  enum DisableKey: OperationHandler {
    static func perform(_ input: KeyInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      var key = try call.key(input.key)
      try key.requireLasting()
      key.isEnabled = false
      try call.keys.put(key)
      call.note(key)
      return [:]
    }
  }
}
