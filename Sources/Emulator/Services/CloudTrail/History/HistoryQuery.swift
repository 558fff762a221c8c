import AWS

/// What LookupEvents asks for, and the token that carries it from one page to the next.
struct HistoryQuery: Hashable {
  struct Attribute: Hashable {
    var key: Key
    var value: String
  }

  enum Key: String, Hashable {
    case eventID = "EventId"
    case eventName = "EventName"
    case readOnly = "ReadOnly"
    case userName = "Username"
    case resourceType = "ResourceType"
    case resourceName = "ResourceName"
    case eventSource = "EventSource"
    case accessKeyID = "AccessKeyId"

    /// The column of the record table that it is found by; none for resources.
    var column: String {
      switch self {
      case .eventID: "event_id"
      case .eventName: "name"
      case .readOnly: "read_only"
      case .userName: "username"
      case .eventSource: "source"
      case .accessKeyID: "access_key"
      case .resourceType, .resourceName: ""
      }
    }
  }

  var scope: Scope
  var attribute: Attribute?
  /// Inclusive, and no more than ninety days ago.
  var from: Timestamp
  /// Exclusive: the end of the last second asked for.
  var until: Timestamp
  var limit: Int
  var after: EventHistory.Place?
}

extension HistoryQuery {
  /// A token: where the page ended, and a sum over the parameters that it is bound to.
  static func token(_ place: EventHistory.Place, _ parameters: String) -> String {
    Base64.encode(
      Array("h1:\(place.time.microseconds):\(place.id):\(sum(parameters))".utf8))
  }

  static func place(_ token: String, _ parameters: String) throws(AWSError) -> EventHistory.Place {
    let parts = Base64.decode(token).map {
      String(decoding: $0, as: UTF8.self).split(separator: ":")
    }
    guard let parts, parts.count == 4, parts[0] == "h1", let time = Int64(parts[1]),
      let id = Int64(parts[2]), parts[3] == String(sum(parameters))
    else {
      throw AWSError("InvalidNextTokenException", "Invalid NextToken.")
    }
    return EventHistory.Place(time: Timestamp(microseconds: time), id: id)
  }

  /// FNV-1a.
  private static func sum(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
