package import AWS
import JMESPath

/// When a policy runs.
package enum PolicyMode: Sendable {
  /// No mode, or `pull`: in scans.
  case pull
  /// `periodic` and `schedule`: in scans; their own schedules are Lambda's business.
  case scheduled(String?)
  /// `cloudtrail`: on records, and in scans too, which repair what records lost.
  case cloudtrail([EventTrigger])
  /// A mode that is known, but whose events no feed of ours carries: in scans.
  case other(String)

  package var triggers: [EventTrigger] {
    if case .cloudtrail(let triggers) = self { triggers } else { [] }
  }

  /// Whether a record is one that the policy subscribes to.
  package func isTriggered(by record: CloudTrailRecord) -> Bool {
    triggers.contains { $0.event == record.eventName && $0.source == record.eventSource }
  }

  /// The ids that the policy's own expressions find in a record that it subscribes to: the first
  /// expression that finds any. Empty where none does, which loses the event in that dialect.
  package func resourceIDs(in record: CloudTrailRecord) -> [String] {
    let document = AWSValue.object(record.document)
    for trigger in triggers
    where trigger.event == record.eventName && trigger.source == record.eventSource {
      let root: AWSValue = trigger.ids.text.hasPrefix("detail.") ? ["detail": document] : document
      guard let found = try? trigger.ids.evaluate(root) else { continue }
      let ids = (found.list ?? [found]).compactMap(\.string).filter { !$0.isEmpty }
      if !ids.isEmpty { return ids }
    }
    return []
  }
}

/// One event that a policy subscribes to.
package struct EventTrigger: Hashable, Sendable {
  /// `ec2.amazonaws.com`
  package var source: String
  package var event: String
  /// Where in a record the ids stand.
  let ids: JMESPathExpression
  /// The expression as it is written.
  package var idsText: String { ids.text }

  /// The events that may be named without source and ids.
  static let shortcuts: [(name: String, source: String, event: String, ids: String)] = [
    ("ConsoleLogin", "signin", "ConsoleLogin", "userIdentity.arn"),
    (
      "CreateAutoScalingGroup", "autoscaling", "CreateAutoScalingGroup",
      "requestParameters.autoScalingGroupName"
    ),
    (
      "UpdateAutoScalingGroup", "autoscaling", "UpdateAutoScalingGroup",
      "requestParameters.autoScalingGroupName"
    ),
    ("CreateBucket", "s3", "CreateBucket", "requestParameters.bucketName"),
    ("CreateCluster", "redshift", "CreateCluster", "requestParameters.clusterIdentifier"),
    (
      "CreateLoadBalancer", "elasticloadbalancing", "CreateLoadBalancer",
      "requestParameters.loadBalancerName"
    ),
    (
      "CreateLoadBalancerPolicy", "elasticloadbalancing", "CreateLoadBalancerPolicy",
      "requestParameters.loadBalancerName"
    ),
    ("CreateDBInstance", "rds", "CreateDBInstance", "requestParameters.dBInstanceIdentifier"),
    ("CreateVolume", "ec2", "CreateVolume", "responseElements.volumeId"),
    (
      "SetLoadBalancerPoliciesOfListener", "elasticloadbalancing",
      "SetLoadBalancerPoliciesOfListener", "requestParameters.loadBalancerName"
    ),
    (
      "CreateElasticsearchDomain", "es", "CreateElasticsearchDomain",
      "requestParameters.domainName"
    ),
    ("CreateTable", "dynamodb", "CreateTable", "requestParameters.tableName"),
    ("CreateFunction", "lambda", "CreateFunction20150331", "requestParameters.functionName"),
    ("RunInstances", "ec2", "RunInstances", "responseElements.instancesSet.items[].instanceId"),
  ]

  /// nil for a name that is no shortcut.
  static func shortcut(_ name: String) -> EventTrigger? {
    guard let found = shortcuts.first(where: { $0.name == name }),
      let ids = try? JMESPathExpression(found.ids)
    else { return nil }
    return EventTrigger(source: "\(found.source).amazonaws.com", event: found.event, ids: ids)
  }
}
