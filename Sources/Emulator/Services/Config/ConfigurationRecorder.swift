package import AWS

/// What records an account's resources in one region.
package struct ConfigurationRecorder: Hashable, Sendable {
  package let account: String
  package let region: String
  package let name: String
  /// `arn:aws:config:us-east-1:123456789012:configuration-recorder/default/8f1c...`
  package let arn: String
  package var role: String
  /// As DescribeConfigurationRecorders shows them.
  package var group: RecordingGroup
  var mode: AWSObject
  package var isRecording: Bool
  package var started: Timestamp?
  package var stopped: Timestamp?

  init(_ name: String, _ scope: Scope, role: String, suffix: String) {
    account = scope.account
    region = scope.region
    self.name = name
    arn = ARN(
      partition: scope.partition, service: "config", region: scope.region, account: scope.account,
      resource: "configuration-recorder/\(name)/\(suffix)"
    ).description
    self.role = role
    group = .everything
    mode = ["recordingFrequency": "CONTINUOUS"]
    isRecording = false
  }

  static let columns = """
    account, region, name, arn, role, recording_group, recording_mode, is_recording, started, \
    stopped
    """

  init(_ row: Row) {
    account = row.text(0)
    region = row.text(1)
    name = row.text(2)
    arn = row.text(3)
    role = row.text(4)
    group = RecordingGroup(column: row.text(5))
    mode = (try? JSON.parse(row.text(6)))?.object ?? [:]
    isRecording = row.flag(7)
    started = row.optionalInteger(8).map(Timestamp.init(microseconds:))
    stopped = row.optionalInteger(9).map(Timestamp.init(microseconds:))
  }

  var values: [SQLValue] {
    [
      .text(account), .text(region), .text(name), .text(arn), .text(role), .text(group.column),
      .text(JSON.text(mode)), SQLValue(isRecording), SQLValue(started?.microseconds),
      SQLValue(stopped?.microseconds),
    ]
  }

  var output: AWSObject {
    [
      "arn": .string(arn), "name": .string(name), "roleARN": .string(role),
      "recordingGroup": .object(group.output), "recordingMode": .object(mode),
      "recordingScope": "PAID",
    ]
  }

  /// The first minute after a start is pending; a recorder that never ran has no status.
  func status(at now: Timestamp) -> AWSObject {
    var status: AWSObject = [
      "arn": .string(arn), "name": .string(name), "recording": .bool(isRecording),
    ]
    status.set("lastStartTime", started.map(AWSValue.timestamp))
    status.set("lastStopTime", stopped.map(AWSValue.timestamp))
    guard let started else { return status }
    let isPending = isRecording && now - started < .minutes(1)
    status["lastStatus"] = isPending ? "PENDING" : "SUCCESS"
    status["lastStatusChangeTime"] = .timestamp(isRecording ? started : stopped ?? started)
    return status
  }
}

/// Which types of resources are recorded.
///
/// https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
package struct RecordingGroup: Hashable, Sendable {
  package enum Strategy: String, Hashable, Sendable {
    case all = "ALL_SUPPORTED_RESOURCE_TYPES"
    case included = "INCLUSION_BY_RESOURCE_TYPES"
    case excluded = "EXCLUSION_BY_RESOURCE_TYPES"
  }

  package var strategy: Strategy
  package var includesGlobalTypes: Bool
  /// Those recorded, or those left out; none where all are recorded.
  package var types: [String]

  /// All but the global types, which is what a recorder gets that says nothing.
  static let everything = RecordingGroup(
    strategy: .all, includesGlobalTypes: false, types: [])

  private init(strategy: Strategy, includesGlobalTypes: Bool, types: [String]) {
    self.strategy = strategy
    self.includesGlobalTypes = includesGlobalTypes
    self.types = types
  }

  init(column: String) {
    let object = (try? JSON.parse(column)) ?? [:]
    strategy = object["strategy"]?.string.flatMap(Strategy.init) ?? .all
    includesGlobalTypes = object["global"] == true
    types = (object["types"]?.list ?? []).compactMap(\.string)
  }

  var column: String {
    JSON.text([
      "strategy": .string(strategy.rawValue), "global": .bool(includesGlobalTypes),
      "types": .list(types.map(AWSValue.string)),
    ] as AWSObject)
  }

  /// From a request: the older members and the strategy must say the same.
  init(_ request: AWSObject) throws(AWSError) {
    let request = AWSValue.object(request)
    let isAll = request["allSupported"]?.bool
    let included = (request["resourceTypes"]?.list ?? []).compactMap(\.string)
    let excluded = (request.at("exclusionByResourceTypes", "resourceTypes")?.list ?? [])
      .compactMap(\.string)
    includesGlobalTypes = request["includeGlobalResourceTypes"]?.bool ?? false
    let said = request.at("recordingStrategy", "useOnly")?.string.flatMap(Strategy.init)
    let implied: Strategy? =
      isAll == true ? .all : !excluded.isEmpty ? .excluded : included.isEmpty ? nil : .included
    guard let strategy = said ?? implied else { throw ConfigError.recordingGroup }
    self.strategy = strategy
    let isSound =
      switch strategy {
      case .all: isAll != false && included.isEmpty && excluded.isEmpty
      case .included:
        isAll != true && !included.isEmpty && excluded.isEmpty && !includesGlobalTypes
      case .excluded:
        isAll != true && included.isEmpty && !excluded.isEmpty && !includesGlobalTypes
      }
    guard isSound else { throw ConfigError.recordingGroup }
    types = included + excluded
  }

  var output: AWSObject {
    let list = AWSValue.list(types.map(AWSValue.string))
    return [
      "allSupported": .bool(strategy == .all),
      "includeGlobalResourceTypes": .bool(includesGlobalTypes),
      "resourceTypes": strategy == .included ? list : [],
      "exclusionByResourceTypes": ["resourceTypes": strategy == .excluded ? list : []],
      "recordingStrategy": ["useOnly": .string(strategy.rawValue)],
    ]
  }
}
