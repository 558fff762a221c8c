package import AWS

/// Security Token Service (https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html).
package enum STSService: ServiceDefinition {
  package static let service = "sts"
  package static let operations = [
    ServedOperation(service, AssumeRole.self),
    ServedOperation(service, DecodeAuthorizationMessage.self),
    ServedOperation(service, GetAccessKeyInfo.self),
    ServedOperation(service, GetCallerIdentity.self),
    ServedOperation(service, GetFederationToken.self),
    ServedOperation(service, GetSessionToken.self),
  ]
  package static let tables: [ResourceTable] = []

  package static let schema = STSStore.schema

  /// AWS counts all of STS as reading, though a session begins.
  package static func beginRecord(of call: inout Call, _ input: AWSObject) {
    call.record.readOnly = true
  }

  package static func credential(_ accessKeyID: String, in world: World) throws(AWSError)
    -> IssuedCredential?
  {
    guard accessKeyID.hasPrefix("ASIA") else { return nil }
    return try STSStore(world).credential(accessKeyID)
  }

  /// Session tags are recorded as those of the principal that the session will be.
  package static func recordedInput(_ operation: String, _ input: AWSObject) -> AWSValue? {
    guard let tags = input["Tags"]?.list, !tags.isEmpty,
      let model = ServiceModel.sts.operation(operation),
      var recorded = RecordedForm(service: .sts).input(input, model).object
    else { return nil }
    recorded["tags"] = nil
    var principal = AWSObject()
    for tag in tags { principal[tag["Key"]?.string ?? ""] = tag["Value"] }
    recorded["principalTags"] = .object(principal)
    return .object(recorded)
  }
}
