import AWS

/// AWS Config's recorders and delivery channels: one of each a region.
///
/// What a recorder would record, and rules over it, are not made
/// (https://docs.aws.amazon.com/config/latest/APIReference/Welcome.html).
package enum ConfigService: ServiceDefinition {
  package static let service = "config"
  package static let operations = [
    ServedOperation(service, DeleteConfigurationRecorder.self),
    ServedOperation(service, DeleteDeliveryChannel.self),
    ServedOperation(service, DescribeConfigurationRecorderStatus.self),
    ServedOperation(service, DescribeConfigurationRecorders.self),
    ServedOperation(service, DescribeDeliveryChannelStatus.self),
    ServedOperation(service, DescribeDeliveryChannels.self),
    ServedOperation(service, PutConfigurationRecorder.self),
    ServedOperation(service, PutDeliveryChannel.self),
    ServedOperation(service, StartConfigurationRecorder.self),
    ServedOperation(service, StopConfigurationRecorder.self),
  ]
  package static let tables = [
    ResourceTable("config_recorder", resource: "name", ignored: ["started", "stopped"]),
    ResourceTable("config_channel", resource: "name", ignored: ["changed"]),
  ]

  /// Times are microseconds since 1970; `recording_group`, `recording_mode` and `document` are JSON
  /// as the operations take it.
  package static let schema = """
    CREATE TABLE IF NOT EXISTS config_recorder (
      account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, arn TEXT NOT NULL,
      role TEXT NOT NULL, recording_group TEXT NOT NULL, recording_mode TEXT NOT NULL,
      is_recording INTEGER NOT NULL, started INTEGER, stopped INTEGER,
      PRIMARY KEY (account, region)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS config_channel (
      account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,
      changed INTEGER NOT NULL, PRIMARY KEY (account, region)
    ) STRICT, WITHOUT ROWID;
    """
}
