import AWS

/// What a journal entry carries; its members are listed once, for writing and reading alike.
package protocol JournalPayload: Hashable, Sendable {
  init()
  mutating func fields(_ f: inout Fields)
}

/// The members of one line on their way out or in.
///
/// Reading remembers the first member that is missing or of another type; optional members that
/// are nil and empty lists aren't written.
package struct Fields {
  private(set) var object: AWSObject
  private let isReading: Bool
  private(set) var problem: String?

  init() {
    object = [:]
    isReading = false
  }

  init(reading object: AWSObject) {
    self.object = object
    isReading = true
  }

  private mutating func member<Value>(
    _ name: String, _ value: inout Value, write: (Value) -> AWSValue?,
    read: (AWSValue) -> Value?
  ) {
    guard isReading else {
      object.set(name, write(value))
      return
    }
    guard let found = object[name] else {
      // What `write` leaves out reads back as the blank payload's own value.
      if write(value) != nil, problem == nil { problem = "`\(name)` is missing" }
      return
    }
    guard let known = read(found) else {
      if problem == nil { problem = "`\(name)` can't be \(JSON.text(found))" }
      return
    }
    value = known
  }

  mutating func text(_ name: String, _ value: inout String) {
    member(name, &value, write: { .string($0) }, read: { $0.string })
  }
  mutating func text(_ name: String, _ value: inout String?) {
    member(name, &value, write: { $0.map(AWSValue.string) }, read: { $0.string })
  }
  mutating func texts(_ name: String, _ value: inout [String]) {
    member(
      name, &value, write: { $0.isEmpty ? nil : .list($0.map(AWSValue.string)) },
      read: { list in
        let texts = list.list?.compactMap(\.string)
        return texts?.count == list.list?.count ? texts : nil
      })
  }
  mutating func integer(_ name: String, _ value: inout Int) {
    member(name, &value, write: { .integer(Int64($0)) }, read: { $0.integer.map(Int.init) })
  }
  mutating func integer(_ name: String, _ value: inout Int?) {
    member(
      name, &value, write: { $0.map { .integer(Int64($0)) } },
      read: { $0.integer.map(Int.init) })
  }
  mutating func integers(_ name: String, _ value: inout [Int]) {
    member(
      name, &value, write: { .list($0.map { .integer(Int64($0)) }) },
      read: { list in
        let numbers = list.list?.compactMap(\.integer)
        return numbers?.count == list.list?.count ? numbers?.map(Int.init) : nil
      })
  }
  /// Seeds, which may need all 64 bits: written as text.
  mutating func unsigned(_ name: String, _ value: inout UInt64) {
    member(name, &value, write: { .string(String($0)) }, read: { $0.string.flatMap(UInt64.init) })
  }
  mutating func flag(_ name: String, _ value: inout Bool) {
    member(name, &value, write: { .bool($0) }, read: { $0.bool })
  }
  mutating func time(_ name: String, _ value: inout Timestamp) {
    member(
      name, &value, write: { .string($0.iso8601) },
      read: { $0.string.flatMap(Timestamp.init(iso8601:)) })
  }
  mutating func time(_ name: String, _ value: inout Timestamp?) {
    member(
      name, &value, write: { $0.map { .string($0.iso8601) } },
      read: { $0.string.flatMap(Timestamp.init(iso8601:)) })
  }
  /// Whole microseconds; the member's name says so.
  mutating func duration(_ name: String, _ value: inout Duration) {
    member(
      name + "Microseconds", &value, write: { .integer($0.microseconds) },
      read: { $0.integer.map { .microseconds($0) } })
  }
  mutating func duration(_ name: String, _ value: inout Duration?) {
    member(
      name + "Microseconds", &value, write: { $0.map { .integer($0.microseconds) } },
      read: { $0.integer.map { .microseconds($0) } })
  }
  mutating func choice<Choice: RawRepresentable>(_ name: String, _ value: inout Choice)
  where Choice.RawValue == String {
    member(
      name, &value, write: { .string($0.rawValue) },
      read: { $0.string.flatMap(Choice.init(rawValue:)) })
  }
  mutating func choice<Choice: RawRepresentable>(_ name: String, _ value: inout Choice?)
  where Choice.RawValue == String {
    member(
      name, &value, write: { $0.map { .string($0.rawValue) } },
      read: { $0.string.flatMap(Choice.init(rawValue:)) })
  }
  mutating func subject(_ name: String, _ value: inout Subject) {
    member(name, &value, write: { .object($0.document) }, read: { Subject($0) })
  }
  mutating func subject(_ name: String, _ value: inout Subject?) {
    member(name, &value, write: { $0.map { .object($0.document) } }, read: { Subject($0) })
  }
  mutating func histogram(_ name: String, _ value: inout LatencyHistogram) {
    member(
      name, &value, write: { .list($0.counts.map { .integer(Int64($0)) }) },
      read: { LatencyHistogram($0) })
  }
  mutating func metric(_ name: String, _ value: inout MetricValue) {
    member(name, &value, write: { .object($0.document) }, read: { MetricValue($0) })
  }
}
