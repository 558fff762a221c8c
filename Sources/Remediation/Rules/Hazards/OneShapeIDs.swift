import AWS
import Documents
import JMESPath

/// `ids` that find the resource in one shape of an event's records and nothing in another: such an
/// event is lost.
enum OneShapeIDs: HazardRule {
  static func find(in policy: PolicyUnderReview) -> [Hazard] {
    let nodes = policy.policy.node["mode"]?["events"]?.sequence ?? []
    return policy.policy.mode.triggers.compactMap { trigger in
      guard let event = events.first(where: { $0.names.contains(trigger.event) }),
        let node = nodes.first(where: {
          ($0["event"]?.string ?? $0.string) == trigger.event
        })
      else { return nil }
      let records = event.records.map { record(trigger, $0) }
      let mode = PolicyMode.cloudtrail([trigger])
      let found = records.map { mode.resourceIDs(in: $0) }
      guard let lost = found.firstIndex(of: []), found.contains(where: { !$0.isEmpty }) else {
        return nil
      }
      guard let whole = try? JMESPathExpression(event.ids) else { return nil }
      let complete = EventTrigger(source: trigger.source, event: trigger.event, ids: whole)
      let better = records.map { PolicyMode.cloudtrail([complete]).resourceIDs(in: $0) }
      guard !better.contains([]) else { return nil }
      return Hazard(
        code: .oneShapeIDs, position: node["ids"]?.position ?? node.position,
        message: "`\(trigger.idsText)` finds nothing in some records of \(trigger.event), so that "
          + "such events are lost", resource: records[lost].document,
        corrected: [
          "source": .string(trigger.source), "event": .string(trigger.event),
          "ids": .string(event.ids),
        ])
    }
  }

  private static func record(_ trigger: EventTrigger, _ shape: AWSObject) -> CloudTrailRecord {
    var document: AWSObject = [
      "eventSource": .string(trigger.source), "eventName": .string(trigger.event),
    ]
    for (key, value) in shape { document[key] = value }
    return CloudTrailRecord(document)
  }

  /// Events whose records come in several shapes, and an expression that reads them all.
  private static let events: [(names: [String], records: [AWSObject], ids: String)] = [
    (
      [
        "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress",
      ],
      [
        [
          "requestParameters": ["groupId": "sg-1"],
          "responseElements": ["securityGroupRuleSet": ["items": [["groupId": "sg-1"]]]],
        ],
        // A group of the default VPC, given by its name.
        [
          "requestParameters": ["groupName": "web"],
          "responseElements": ["securityGroupRuleSet": ["items": [["groupId": "sg-1"]]]],
        ],
      ],
      "detail.[requestParameters.groupId, "
        + "responseElements.securityGroupRuleSet.items[].groupId | [0]] | [?@] | [0]"
    ),
    (
      ["ModifySecurityGroupRules"],
      [
        ["requestParameters": ["ModifySecurityGroupRulesRequest": ["GroupId": "sg-1"]]],
        ["requestParameters": ["groupId": "sg-1"]],
      ],
      "detail.requestParameters.[ModifySecurityGroupRulesRequest.GroupId, groupId] | [?@] | [0]"
    ),
    (
      ["CreateAccessKey"],
      [
        [
          "requestParameters": ["userName": "ann"],
          "responseElements": ["accessKey": ["userName": "ann"]],
        ],
        // Somebody makes a key for themselves and names nobody.
        [
          "requestParameters": .null,
          "responseElements": ["accessKey": ["userName": "ann"]],
        ],
      ], "detail.responseElements.accessKey.userName"
    ),
  ]
}
