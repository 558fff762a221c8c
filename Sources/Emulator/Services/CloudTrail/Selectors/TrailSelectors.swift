package import AWS

/// What a trail records: basic selectors, or advanced ones in their place.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
package enum TrailSelectors: Hashable, Sendable {
  case basic([EventSelector])
  case advanced([AdvancedEventSelector])

  /// What a new trail has: all management events, no data events.
  package static let standard = TrailSelectors.basic([EventSelector()])

  /// Whether one of the selectors asks for the record.
  package func select(_ record: CloudTrailRecord) -> Bool {
    switch self {
    case .basic(let selectors): selectors.contains { $0.selects(record) }
    case .advanced(let selectors): selectors.contains { $0.selects(record) }
    }
  }

  /// As GetEventSelectors and PutEventSelectors answer: `EventSelectors` or
  /// `AdvancedEventSelectors`.
  var answer: AWSObject {
    switch self {
    case .basic(let selectors):
      ["EventSelectors": .list(selectors.map { .object($0.answer) })]
    case .advanced(let selectors):
      ["AdvancedEventSelectors": .list(selectors.map { .object($0.answer) })]
    }
  }

  /// As the column keeps them: the answer's JSON; nil for the standard ones.
  var column: String? { self == .standard ? nil : JSON.text(answer) }

  init(column: String?) {
    guard let column, let stored = try? JSON.parse(column) else {
      self = .standard
      return
    }
    if let list = stored["AdvancedEventSelectors"]?.list {
      self = .advanced(list.compactMap(\.object).map(AdvancedEventSelector.init))
    } else {
      let list = stored["EventSelectors"]?.list ?? []
      self = .basic(list.compactMap(\.object).map(EventSelector.init))
    }
  }
}

extension CloudTrailRecord {
  /// The resources that a data event names, by type and ARN.
  var namedResources: [(type: String, arn: String)] {
    (document["resources"]?.list ?? []).map {
      ($0["type"]?.string ?? "", $0["ARN"]?.string ?? $0["ARNPrefix"]?.string ?? "")
    }
  }
}
