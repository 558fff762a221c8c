package import AWS
import Documents

/// When a fault acts: from some time into the run, for some time or for good.
package struct ActiveTime: Hashable, Sendable {
  package var from: Duration
  /// nil lasts to the end of the storm.
  package var length: Duration?

  package init(from: Duration = .zero, length: Duration? = nil) {
    self.from = from
    self.length = length
  }

  init(_ reader: inout MappingReader) {
    from = reader.duration("from") ?? .zero
    length = reader.duration("for")
    if length == .zero { reader.error("`for` can't be 0", suggestion: "expected a longer time") }
  }

  /// The stretch of a run that it stands for.
  package func window(from start: Timestamp, until end: Timestamp) -> Range<Timestamp> {
    let lower = min(start + from, end)
    return lower..<min(length.map { lower + $0 } ?? end, end)
  }
}

/// Which deliveries a fault acts on; an empty list stands for all.
package struct DeliverySelector: Hashable, Sendable {
  package var channels: [Channel]
  package var accounts: [String]
  package var regions: [String]
  /// CloudTrail's event names.
  package var events: [String]

  package init(
    channels: [Channel] = [], accounts: [String] = [], regions: [String] = [],
    events: [String] = []
  ) {
    self.channels = channels
    self.accounts = accounts
    self.regions = regions
    self.events = events
  }

  init(_ reader: inout MappingReader) {
    channels = Self.channels(&reader)
    accounts = reader.strings("account", orOne: true) ?? []
    regions = reader.strings("region", orOne: true) ?? []
    events = reader.strings("events", orOne: true) ?? []
  }

  private static func channels(_ reader: inout MappingReader) -> [Channel] {
    guard let node = reader.node("channel") else { return [] }
    var channels: [Channel] = []
    for item in node.sequence ?? [node] {
      if let text = item.string, let channel = Channel(rawValue: text) {
        channels.append(channel)
      } else {
        let shown = item.scalarText.map { "`\($0)`" } ?? item.kindName
        let words = Channel.allCases.map(\.rawValue)
        reader.error(
          at: item.position, "\(shown) is no channel",
          suggestion: Spelling.suggestion(for: item.scalarText ?? "", among: words))
      }
    }
    return channels
  }

  func matches(_ delivery: DeliveryFacts) -> Bool {
    (channels.isEmpty || channels.contains(delivery.channel))
      && (accounts.isEmpty || accounts.contains(delivery.scope.account))
      && (regions.isEmpty || regions.contains(delivery.scope.region))
      && (events.isEmpty || events.contains(delivery.eventName))
  }

  var targets: [String] {
    (channels.isEmpty ? Channel.allCases : channels).map(\.rawValue)
      + events.map { "event \($0)" }
  }
}

/// Which calls a fault acts on: service, operation, region (the tuple of LocalStack and of AWS
/// FIS), and who calls; an empty list stands for all.
package struct CallSelector: Hashable, Sendable {
  package var service: String
  /// `Describe*` matches by its beginning.
  package var operations: [String]
  package var accounts: [String]
  package var regions: [String]
  /// Names of users and roles.
  package var callers: [String]

  package init(
    service: String, operations: [String] = [], accounts: [String] = [], regions: [String] = [],
    callers: [String] = []
  ) {
    self.service = service
    self.operations = operations
    self.accounts = accounts
    self.regions = regions
    self.callers = callers
  }

  init(_ reader: inout MappingReader) {
    service = reader.requiredString("service")
    operations = reader.strings("operation", orOne: true) ?? []
    accounts = reader.strings("account", orOne: true) ?? []
    regions = reader.strings("region", orOne: true) ?? []
    callers = reader.strings("caller", orOne: true) ?? []
  }

  func matches(_ call: CallFacts) -> Bool {
    call.service == service
      && (operations.isEmpty || operations.contains { Self.matches(call.operation, $0) })
      && (accounts.isEmpty || accounts.contains(call.scope.account))
      && (regions.isEmpty || regions.contains(call.scope.region))
      && (callers.isEmpty || callers.contains(call.caller))
  }

  private static func matches(_ operation: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? operation.hasPrefix(pattern.dropLast()) : operation == pattern
  }

  var targets: [String] {
    operations.isEmpty ? ["\(service):*"] : operations.map { "\(service):\($0)" }
  }
}
