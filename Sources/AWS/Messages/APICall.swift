/// A call to AWS before it is put on any wire: what the engine wants, what a scenario's actor does.
package struct APICall: Hashable, Sendable {
  /// botocore's directory name: `ec2`, `s3`, `iam`, `cloudtrail`, `events`.
  package var service: String
  /// `AuthorizeSecurityGroupIngress`.
  package var operation: String
  /// Members by their names in the service model.
  package var input: AWSObject
  package var scope: Scope

  package init(service: String, operation: String, input: AWSObject, scope: Scope) {
    self.service = service
    self.operation = operation
    self.input = input
    self.scope = scope
  }
}

/// How a call ended, retries included.
package enum APIOutcome: Hashable, Sendable {
  case success(AWSObject)
  case failure(AWSError)
}

/// What signs a call.
package struct Credentials: Hashable, Sendable {
  package var accessKeyID: String
  package var secretAccessKey: String
  package var sessionToken: String?

  package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }
}
