import AWS

extension ResourceType {
  /// CloudTrail's trails, shadows of other regions' trails included, as DescribeTrails lists them.
  package static let cloudTrail = ResourceType(
    name: "aws.cloudtrail", idMember: "TrailARN", reach: .regional,
    enumerate: { scope in describe([:], scope) },
    readOne: { arn, scope in
      describe(["trailNameList": [.string(arn)]], homeScope(of: arn, scope))
    },
    baseHydrations: [],
    homeScope: trailHome,
    arn: { document, scope in
      ARN(document["TrailARN"]?.string ?? "")
        ?? ARN(
          partition: scope.partition, service: "cloudtrail", region: scope.region,
          account: scope.account, resource: "trail/\(document["Name"]?.string ?? "")")
    },
    tagging: .resourceGroups, tagHydrations: [.trailTags], furtherMembers: [("Tags", .trailTags)],
    filters: FilterKind.trail, actions: ActionKind.trail,
    touched: touchedTrails)

  static let trailGoneCodes = ["TrailNotFoundException"]

  private static func describe(_ input: AWSObject, _ scope: Scope) -> ReadCall {
    ReadCall(
      APICall(service: "cloudtrail", operation: "DescribeTrails", input: input, scope: scope),
      goneCodes: trailGoneCodes
    ) { $0.items("trailList") }
  }

  @Sendable static func trailHome(_ document: AWSObject, _ scope: Scope) -> Scope {
    homeScope(of: document["TrailARN"]?.string ?? "", scope)
  }

  private static func homeScope(of arn: String, _ scope: Scope) -> Scope {
    ARN(arn).map { scope.in(region: $0.region) } ?? scope
  }

  /// Records name a trail by its name or by its ARN.
  @Sendable private static func touchedTrails(_ record: CloudTrailRecord) -> [TouchedResource] {
    guard record.eventSource == "cloudtrail.amazonaws.com", !record.isReadOnly else { return [] }
    let input = record.requestParameters
    let tagged = input["resourceId"] ?? input["resourceIdList"]?.list?.first
    guard
      let name = [record.responseElements["trailARN"], input["name"], input["trailName"], tagged]
        .compactMap({ $0?.string }).first
    else { return [] }
    let scope = record.scope
    if name.hasPrefix("arn:") { return [.id(name, homeScope(of: name, scope))] }
    let arn = ARN(
      partition: scope.partition, service: "cloudtrail", region: scope.region,
      account: scope.account, resource: "trail/\(name)")
    return [.id(arn.description, scope)]
  }
}

extension Hydration {
  static let trailStatus = trail("GetTrailStatus", nameMember: "Name", as: "c7n:TrailStatus")
  static let trailEventSelectors = trail(
    "GetEventSelectors", nameMember: "TrailName", as: "c7n:TrailEventSelectors")
  static let trailTags = Hydration.member(
    "Tags", goneCodes: ResourceType.trailGoneCodes,
    call: { document, setting in
      APICall(
        service: "cloudtrail", operation: "ListTags",
        input: ["ResourceIdList": [document["TrailARN"] ?? .null]],
        scope: ResourceType.trailHome(document, setting.scope))
    }, value: { $0.items("ResourceTagList").first?["TagsList"] ?? [] })

  private static func trail(_ operation: String, nameMember: String, as member: String)
    -> Hydration
  {
    .member(
      member, goneCodes: ResourceType.trailGoneCodes,
      call: { document, setting in
        APICall(
          service: "cloudtrail", operation: operation,
          input: AWSObject([(nameMember, document["TrailARN"] ?? .null)]),
          scope: ResourceType.trailHome(document, setting.scope))
      }, value: { .object($0.first ?? [:]) })
  }
}
