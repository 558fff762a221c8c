import AWS

extension KMSService {
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
  enum DescribeKey: OperationHandler {
    static func perform(_ input: KeyInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let key = try call.key(input.key, takesAlias: true, isShareable: true)
      return ["KeyMetadata": .object(key.metadata)]
    }
  }
}
