package import AWS

/// Something that a filter or an action needs to know of a resource beside what listing tells, and
/// how it is read: the next call that the document lacks, until there is none.
///
/// Two of one name are the same: a name holds whatever its calls depend on beside the document.
package struct Hydration: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  let nextCall: @Sendable (AWSObject, ReadSetting) -> ReadCall?
  /// Whether it takes a call for each page or each part of the resource.
  var isLong = false
  /// Whether it only adorns messages, such as the account's alias: plans are right without it.
  var isAdornment = false

  init(_ name: String, _ nextCall: @escaping @Sendable (AWSObject, ReadSetting) -> ReadCall?) {
    self.name = name
    self.nextCall = nextCall
  }

  /// One call that sets one member; the member's presence, null included, says that it was made.
  static func member(
    _ member: String, absent: AWSValue = .null, absentCodes: [String] = [],
    goneCodes: [String] = [], pagination: ReadCall.Pagination? = nil,
    call: @escaping @Sendable (AWSObject, ReadSetting) -> APICall,
    value: @escaping @Sendable ([AWSObject]) -> AWSValue
  ) -> Hydration {
    Hydration(member) { document, setting in
      guard document[member] == nil else { return nil }
      return ReadCall(
        call(document, setting), pagination: pagination, goneCodes: goneCodes,
        absentCodes: absentCodes
      ) { document, pages in
        document[member] = pages.map(value) ?? absent
      }
    }
  }

  package var description: String { name }

  package static func == (a: Hydration, b: Hydration) -> Bool { a.name == b.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Where and when a resource is read.
package struct ReadSetting: Hashable, Sendable {
  package var scope: Scope
  /// For reads of a span of time, such as a metric's.
  package var now: Timestamp

  package init(scope: Scope, now: Timestamp) {
    self.scope = scope
    self.now = now
  }
}
