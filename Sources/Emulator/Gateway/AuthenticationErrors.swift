import AWS

/// How each service words a refusal of the credentials
/// (https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html and its siblings).
extension AWSError {
  /// A key that is switched off, deleted, or whose token is wrong.
  static func invalidToken(_ service: ServiceModel, key: String) -> AWSError {
    switch service.wire {
    case .ec2:
      AWSError(
        "AuthFailure", "AWS was not able to validate the provided access credentials", status: 401)
    case .query:
      AWSError(
        "InvalidClientTokenId", "The security token included in the request is invalid.",
        status: 403)
    case .json where service.isQueryCompatible:
      AWSError(
        "InvalidClientTokenId", "The security token included in the request is invalid.",
        status: 403)
    case .json:
      AWSError(
        "UnrecognizedClientException", "The security token included in the request is invalid.")
    case .restJSON:
      AWSError(
        "UnrecognizedClientException", "The security token included in the request is invalid.",
        status: 403)
    case .restXML:
      AWSError(
        "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.",
        status: 403, members: ["AWSAccessKeyId": .string(key)])
    }
  }

  static func expiredToken(_ service: ServiceModel) -> AWSError {
    switch service.wire {
    case .ec2: AWSError("RequestExpired", "Request has expired.")
    case .query:
      AWSError(
        "ExpiredToken", "The security token included in the request is expired", status: 403)
    case .json where service.isQueryCompatible:
      AWSError(
        "ExpiredToken", "The security token included in the request is expired", status: 403)
    case .json:
      AWSError("ExpiredTokenException", "The security token included in the request is expired")
    case .restJSON:
      AWSError(
        "ExpiredTokenException", "The security token included in the request is expired",
        status: 403)
    case .restXML: AWSError("ExpiredToken", "The provided token has expired.")
    }
  }
}
