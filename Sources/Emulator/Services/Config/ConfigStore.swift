package import AWS

/// The recorders and delivery channels of all accounts.
package struct ConfigStore {
  let database: Database

  package init(_ database: Database) { self.database = database }

  /// The one recorder that a region may have.
  package func recorder(in scope: Scope) throws(AWSError) -> ConfigurationRecorder? {
    try database.row(
      """
      SELECT \(ConfigurationRecorder.columns) FROM config_recorder \
      WHERE account = ? AND region = ?
      """, .text(scope.account), .text(scope.region)
    ).map(ConfigurationRecorder.init)
  }

  func put(_ recorder: ConfigurationRecorder) throws(AWSError) {
    try database.run(
      """
      INSERT INTO config_recorder(\(ConfigurationRecorder.columns)) VALUES (?,?,?,?,?,?,?,?,?,?) \
      ON CONFLICT (account, region) DO UPDATE SET role = excluded.role, \
      recording_group = excluded.recording_group, recording_mode = excluded.recording_mode, \
      is_recording = excluded.is_recording, started = excluded.started, stopped = excluded.stopped
      """, recorder.values)
  }

  func delete(_ recorder: ConfigurationRecorder) throws(AWSError) {
    try database.run(
      "DELETE FROM config_recorder WHERE account = ? AND region = ?",
      .text(recorder.account), .text(recorder.region))
  }

  /// The one delivery channel that a region may have.
  package func channel(in scope: Scope) throws(AWSError) -> DeliveryChannel? {
    try database.row(
      "SELECT \(DeliveryChannel.columns) FROM config_channel WHERE account = ? AND region = ?",
      .text(scope.account), .text(scope.region)
    ).map(DeliveryChannel.init)
  }

  func put(_ channel: DeliveryChannel) throws(AWSError) {
    try database.run(
      """
      INSERT INTO config_channel(\(DeliveryChannel.columns)) VALUES (?,?,?,?,?) \
      ON CONFLICT (account, region) DO UPDATE SET document = excluded.document, \
      changed = excluded.changed
      """, channel.values)
  }

  func delete(_ channel: DeliveryChannel) throws(AWSError) {
    try database.run(
      "DELETE FROM config_channel WHERE account = ? AND region = ?",
      .text(channel.account), .text(channel.region))
  }
}

extension AccessCheck {
  /// For the operation's own action on a recorder; one that isn't there yet has no last part.
  static func recorder(_ name: String, _ call: Call) throws(AWSError) -> AccessCheck {
    if let recorder = try call.config.recorder(in: call.scope), recorder.name == name {
      return AccessCheck(call.ownAction, on: recorder.arn)
    }
    let arn = ARN(
      partition: call.scope.partition, service: "config", region: call.region,
      account: call.account, resource: "configuration-recorder/\(name)/*")
    return AccessCheck(call.ownAction, on: arn.description)
  }

  /// For the recorders that a request names; `*` where it names none.
  static func recorders(_ input: RecordersInput, _ call: Call) throws(AWSError) -> [AccessCheck] {
    if let arn = input.arn { return [AccessCheck(call.ownAction, on: arn)] }
    guard let names = input.names, !names.isEmpty else { return [AccessCheck(call.ownAction)] }
    var checks: [AccessCheck] = []
    for name in names { checks.append(try recorder(name, call)) }
    return checks
  }
}

extension Call {
  var config: ConfigStore { ConfigStore(database) }

  func recorder(named name: String) throws(AWSError) -> ConfigurationRecorder {
    guard let recorder = try config.recorder(in: scope), recorder.name == name else {
      throw ConfigError.noRecorder(name)
    }
    return recorder
  }

  /// All, or those that are named: each must be there.
  func recorders(_ names: [String]?, arn: String?) throws(AWSError) -> [ConfigurationRecorder] {
    let recorder = try config.recorder(in: scope)
    for name in names ?? [] where name != recorder?.name { throw ConfigError.noRecorder(name) }
    if let arn, arn != recorder?.arn { throw ConfigError.noRecorder(arn) }
    return recorder.map { [$0] } ?? []
  }

  /// All, or those that are named: each must be there.
  func channels(_ names: [String]?) throws(AWSError) -> [DeliveryChannel] {
    let channel = try config.channel(in: scope)
    for name in names ?? [] where name != channel?.name { throw ConfigError.noChannel(name) }
    return channel.map { [$0] } ?? []
  }
}

/// For an operation that takes a recorder's name and nothing else.
struct RecorderInput: OperationInput {
  static let members = ["ConfigurationRecorderName"]
  let name: String

  init(_ members: Members) throws(AWSError) {
    name = members.string("ConfigurationRecorderName") ?? ""
  }
}

/// For an operation that shows recorders.
struct RecordersInput: OperationInput {
  static let members = ["ConfigurationRecorderNames", "Arn"]
  let names: [String]?
  let arn: String?

  init(_ members: Members) throws(AWSError) {
    names = members.strings("ConfigurationRecorderNames")
    arn = members.string("Arn")
  }
}

/// For an operation that shows delivery channels.
struct ChannelsInput: OperationInput {
  static let members = ["DeliveryChannelNames"]
  let names: [String]?

  init(_ members: Members) throws(AWSError) { names = members.strings("DeliveryChannelNames") }
}
