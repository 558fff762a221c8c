import AWS

/// CloudTrail: trails, what they select, and the event history.
///
/// Neighbours: the gateway writes the records, the target Delivery carries them to where a trail
/// sends them and says when LookupEvents may show them; here is what users configure and ask.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html
package enum CloudTrailService: ServiceDefinition {
  package static let service = "cloudtrail"
  package static let schema = TrailStore.schema + EventHistory.schema
  package static let tables = TrailStore.tables
  package static let operations: [ServedOperation] = [
    .init(service, CreateTrail.self), .init(service, UpdateTrail.self),
    .init(service, DeleteTrail.self), .init(service, DescribeTrails.self),
    .init(service, GetTrail.self), .init(service, ListTrails.self),
    .init(service, GetTrailStatus.self), .init(service, StartLogging.self),
    .init(service, StopLogging.self), .init(service, PutEventSelectors.self),
    .init(service, GetEventSelectors.self), .init(service, GetInsightSelectors.self),
    .init(service, LookupEvents.self), .init(service, AddTags.self),
    .init(service, ListTags.self), .init(service, RemoveTags.self),
  ]

}
