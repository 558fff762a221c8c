import AWS

extension CloudTrailService {
  /// Management events of this region, newest first: what has arrived by now, of ninety days.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
  enum LookupEvents: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "LookupAttributes.AttributeKey", "LookupAttributes.AttributeValue", "StartTime",
        "EndTime", "EventCategory", "MaxResults", "NextToken",
      ]
      let attribute: HistoryQuery.Attribute?
      let start: Timestamp?
      let end: Timestamp?
      let isInsight: Bool
      let limit: Int
      let token: String?
      /// What a token is bound to.
      let parameters: String

      init(_ members: Members) throws(AWSError) {
        attribute = try Self.attribute(members.objects("LookupAttributes") ?? [])
        start = members.timestamp("StartTime")
        end = members.timestamp("EndTime")
        if let start, let end, start > end {
          throw AWSError(
            "InvalidTimeRangeException", "The start time occurs after the end time.")
        }
        let category = members.string("EventCategory")
        if let category, category != "insight" {
          throw AWSError(
            "InvalidEventCategoryException", "Invalid event category: \(category)")
        }
        isInsight = category != nil
        limit = members.integer("MaxResults") ?? 50
        guard (1...50).contains(limit) else {
          throw AWSError(
            "InvalidMaxResultsException", "MaxResults must be between 1 and 50.")
        }
        token = members.string("NextToken")
        parameters =
          "\(attribute?.key.rawValue ?? "")|\(attribute?.value ?? "")|"
          + "\(start?.microseconds ?? -1)|\(end?.microseconds ?? -1)|\(category ?? "")"
      }

      private static func attribute(_ list: [AWSObject]) throws(AWSError)
        -> HistoryQuery.Attribute?
      {
        guard let first = list.first else { return nil }
        guard list.count == 1 else {
          throw invalid("Only one attribute is allowed in LookupAttributes.")
        }
        let text = first["AttributeKey"]?.string ?? ""
        guard let key = HistoryQuery.Key(rawValue: text) else {
          throw invalid("Invalid lookup attribute: \(text)")
        }
        let value = first["AttributeValue"]?.string ?? ""
        guard !value.isEmpty, value.unicodeScalars.count <= 2000 else {
          throw invalid("The value of \(text) must have 1 to 2000 characters.")
        }
        guard key != .readOnly || value == "true" || value == "false" else {
          throw invalid("The value of ReadOnly must be true or false.")
        }
        return HistoryQuery.Attribute(key: key, value: value)
      }

      private static func invalid(_ message: String) -> AWSError {
        AWSError("InvalidLookupAttributesException", message)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let after = try input.token.map { token throws(AWSError) in
        try HistoryQuery.place(token, input.parameters)
      }
      // Insights can't be switched on in this world: nobody has any.
      if input.isInsight { return ["Events": []] }
      let oldest = call.now - .hours(24 * 90)
      let query = HistoryQuery(
        scope: call.scope, attribute: input.attribute, from: max(input.start ?? oldest, oldest),
        until: end(input.end), limit: input.limit, after: after)
      let (events, hasMore) = try EventHistory(database: call.database)
        .page(query, visibleAt: call.now)
      var answer: AWSObject = ["Events": .list(events.map { .object($0.answer) })]
      if hasMore, let last = events.last {
        answer["NextToken"] = .string(HistoryQuery.token(last.place, input.parameters))
      }
      return answer
    }

    /// Events carry whole seconds, and the end's own second counts.
    private static func end(_ end: Timestamp?) -> Timestamp {
      guard let end else { return .distantFuture }
      return Timestamp(seconds: end.seconds + 1)
    }
  }
}
