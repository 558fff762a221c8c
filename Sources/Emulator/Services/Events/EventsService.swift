import AWS

/// EventBridge, the default bus of each account and region
/// (https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html).
package enum EventsService: ServiceDefinition {
  package static let service = "events"
  package static let operations = [
    ServedOperation(service, DeleteRule.self),
    ServedOperation(service, DescribeEventBus.self),
    ServedOperation(service, DescribeRule.self),
    ServedOperation(service, DisableRule.self),
    ServedOperation(service, EnableRule.self),
    ServedOperation(service, ListEventBuses.self),
    ServedOperation(service, ListRuleNamesByTarget.self),
    ServedOperation(service, ListRules.self),
    ServedOperation(service, ListTagsForResource.self),
    ServedOperation(service, ListTargetsByRule.self),
    ServedOperation(service, PutRule.self),
    ServedOperation(service, PutTargets.self),
    ServedOperation(service, RemoveTargets.self),
    ServedOperation(service, TagResource.self),
    ServedOperation(service, TestEventPattern.self),
    ServedOperation(service, UntagResource.self),
  ]
  package static let tables = [
    ResourceTable("events_rule", resource: "arn"),
    ResourceTable("events_target", resource: "rule"),
  ]
  package static let schema = """
    CREATE TABLE IF NOT EXISTS events_rule (
      arn TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
      pattern TEXT NOT NULL, state TEXT NOT NULL, description TEXT, role TEXT, tags TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS events_rule_scope ON events_rule (account, region, name);
    CREATE TABLE IF NOT EXISTS events_target (
      rule TEXT NOT NULL, id TEXT NOT NULL, account TEXT NOT NULL, arn TEXT NOT NULL,
      document TEXT NOT NULL, PRIMARY KEY (rule, id)
    ) STRICT, WITHOUT ROWID;
    """
}
