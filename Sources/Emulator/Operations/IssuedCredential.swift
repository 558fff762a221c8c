package import AWS

/// An access key that a service issued: IAM's long-lived ones, STS's temporary ones.
package struct IssuedCredential: Hashable, Sendable {
  package var secretAccessKey: String
  /// A temporary key is good only together with its token.
  package var sessionToken: String?
  /// nil for a key that lives until it is deleted.
  package var expires: Timestamp?
  /// False for a key that its owner switched off.
  package var isActive: Bool
  package var caller: Caller

  package init(
    secretAccessKey: String, sessionToken: String? = nil, expires: Timestamp? = nil,
    isActive: Bool = true, caller: Caller
  ) {
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expires = expires
    self.isActive = isActive
    self.caller = caller
  }
}
