import AWS
import Documents

/// `resolver-query-logging`: whether the names that a VPC's hosts look up are logged.
struct QueryLoggingFilter: ResourceFilter {
  static let member = "c7n:resolver-logging"
  fileprivate static let association = "stormdrill:QueryLogAssociation"

  let position: SourcePosition
  let state: Bool

  var hydrations: [Hydration] { [.queryLogAssociation, .queryLogConfig] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    (run.resources[index].document[Self.member] != nil) == state
  }
}

extension Hydration {
  /// The resolver's logging that a VPC is associated with; null where there is none.
  fileprivate static let queryLogAssociation = Hydration(QueryLoggingFilter.association) {
    document, setting in
    let member = QueryLoggingFilter.association
    guard document[member] == nil, document[QueryLoggingFilter.member] == nil else { return nil }
    let id = document["VpcId"] ?? .null
    let filters: AWSValue = [
      ["Name": "ResourceId", "Values": [id]], ["Name": "Status", "Values": ["ACTIVE", "CREATING"]],
    ]
    return ReadCall(
      APICall(
        service: "route53resolver", operation: "ListResolverQueryLogConfigAssociations",
        input: ["Filters": filters], scope: setting.scope), pagination: .nextToken
    ) { document, pages in
      let found = (pages ?? []).items("ResolverQueryLogConfigAssociations").last {
        $0["ResourceId"] == id
      }
      document[member] = found.map { .object($0) } ?? .null
    }
  }

  /// That logging itself.
  fileprivate static let queryLogConfig = Hydration(QueryLoggingFilter.member) {
    document, setting in
    let member = QueryLoggingFilter.member
    guard document[member] == nil,
      let id = document[QueryLoggingFilter.association]?["ResolverQueryLogConfigId"]
    else { return nil }
    return ReadCall(
      APICall(
        service: "route53resolver", operation: "ListResolverQueryLogConfigs",
        input: ["Filters": [["Name": "Id", "Values": [id]]]], scope: setting.scope),
      pagination: .nextToken
    ) { document, pages in
      let found = (pages ?? []).items("ResolverQueryLogConfigs").last { $0["Id"] == id }
      document[member] = .object(found ?? [:])
    }
  }
}
