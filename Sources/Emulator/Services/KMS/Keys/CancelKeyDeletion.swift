import AWS

extension KMSService {
  /// The key stays, and stays disabled.
  ///
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
  enum CancelKeyDeletion: OperationHandler {
    static func perform(_ input: KeyInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      var key = try call.key(input.key)
      guard key.isPendingDeletion else { throw KMSError.notPendingDeletion(key.arn) }
      key.deletion = nil
      try call.keys.put(key)
      return ["KeyId": .string(key.arn)]
    }
  }
}
