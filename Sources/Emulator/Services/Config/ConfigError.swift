import AWS

/// AWS Config's errors.
enum ConfigError {
  static func noRecorder(_ name: String) -> AWSError {
    AWSError(
      "NoSuchConfigurationRecorderException",
      "Cannot find configuration recorder with the specified name '\(name)'.")
  }

  static func noChannel(_ name: String) -> AWSError {
    AWSError(
      "NoSuchDeliveryChannelException",
      "Cannot find delivery channel with specified name '\(name)'.")
  }

  static func tooManyRecorders(_ name: String) -> AWSError {
    AWSError(
      "MaxNumberOfConfigurationRecordersExceededException",
      "Failed to put configuration recorder '\(name)' because the maximum number of "
        + "configuration recorders: 1 is reached.")
  }

  static func tooManyChannels(_ name: String) -> AWSError {
    AWSError(
      "MaxNumberOfDeliveryChannelsExceededException",
      "Failed to put delivery channel '\(name)' because the maximum number of delivery "
        + "channels: 1 is reached.")
  }

  static let noChannelForRecorder = AWSError(
    "NoAvailableDeliveryChannelException",
    "Delivery channel is not available to start configuration recorder.")
  static let noRecorderForChannel = AWSError(
    "NoAvailableConfigurationRecorderException",
    "Configuration recorder is not available to put delivery channel.")

  static func lastChannel(_ name: String) -> AWSError {
    AWSError(
      "LastDeliveryChannelDeleteFailedException",
      "Failed to delete last specified delivery channel with name '\(name)', because there is a "
        + "running configuration recorder.")
  }

  static let recordingGroup = AWSError(
    "InvalidRecordingGroupException", "The recording group provided is not valid")

  static func role(_ message: String) -> AWSError { AWSError("InvalidRoleException", message) }

  /// Why the channel's bucket can't be written to.
  static func insufficientPolicy(_ bucket: String, _ reason: String) -> AWSError {
    AWSError(
      "InsufficientDeliveryPolicyException",
      "Insufficient delivery policy to s3 bucket: \(bucket), \(reason).")
  }
}
