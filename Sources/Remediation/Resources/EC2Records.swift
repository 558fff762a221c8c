import AWS

/// How EC2 writes lists into records.
enum EC2Records {
  static func items(_ value: AWSValue?) -> [AWSValue] { value?["items"]?.list ?? [] }

  static func taggedIDs(_ record: CloudTrailRecord, prefix: String) -> [String] {
    items(record.requestParameters["resourcesSet"])
      .compactMap { $0["resourceId"]?.string }
      .filter { $0.hasPrefix(prefix) }
  }

  /// The ids with a prefix that a call's parameters and answer name, in whatever shape: plain
  /// (`subnetId`), in a set (`resourcesSet.items[].resourceId`, `subnetIdSet.item[]`), or as the
  /// newer operations nest them (`CreateFlowLogsRequest.ResourceId.content`).
  ///
  /// Only what stands below a member named for an id counts, since names and tags may look alike;
  /// ids of associations (`subnet-cidr-assoc-`) don't.
  static func ids(in record: CloudTrailRecord, prefix: String) -> [String] {
    var found: [String] = []
    collect(record.requestParameters, prefix, false, &found)
    collect(record.responseElements, prefix, false, &found)
    return found.uniqued
  }

  private static func collect(
    _ value: AWSValue, _ prefix: String, _ isNamed: Bool, _ found: inout [String]
  ) {
    switch value {
    case .string(let text):
      if isNamed, text.hasPrefix(prefix), !text.hasPrefix(prefix + "cidr-assoc-") {
        found.append(text)
      }
    case .list(let items):
      for item in items { collect(item, prefix, isNamed, &found) }
    case .object(let object):
      for (name, item) in object {
        let small = name.lowercased()
        let names = small.hasSuffix("id") || small.hasSuffix("ids") || small.hasSuffix("idset")
        collect(item, prefix, isNamed || names, &found)
      }
    default: break
    }
  }

  /// What a call touched of a kind whose ids have a prefix: those that its record names. After an
  /// event in `unnamed`, whose record names none although it changes what rules look at, all of
  /// the kind in the region are looked at.
  static func touched(
    _ record: CloudTrailRecord, prefix: String, unnamed: Set<String> = [],
    all: (Scope) -> ReadCall
  ) -> [TouchedResource] {
    guard !record.isReadOnly else { return [] }
    let ids = ids(in: record, prefix: prefix)
    if ids.isEmpty, unnamed.contains(record.eventName) {
      return [.lookup(all(record.scope), record.scope)]
    }
    return ids.map { .id($0, record.scope) }
  }
}

extension ResourceType {
  static func ec2ARN(_ kind: String, _ id: AWSValue?, _ scope: Scope) -> ARN {
    ARN(
      partition: scope.partition, service: "ec2", region: scope.region, account: scope.account,
      resource: "\(kind)/\(id?.string ?? "")")
  }

  /// A kind of EC2 resource that is listed by one operation and has ids with a prefix.
  ///
  /// - Parameters:
  ///   - ids: the input member for reading by id.
  ///   - unnamed: events that change what rules look at, without naming the resource.
  static func ec2(
    _ name: String, idMember: String, prefix: String, operation: String, answer: String,
    ids: String, arnKind: String, goneCodes: [String], unnamed: Set<String>,
    filters: [FilterKind], actions: [ActionKind]
  ) -> ResourceType {
    let read = { @Sendable (input: AWSObject, scope: Scope) in
      ReadCall(
        APICall(service: "ec2", operation: operation, input: input, scope: scope),
        pagination: .nextToken, goneCodes: goneCodes
      ) { pages in pages.items(answer) }
    }
    return ResourceType(
      name: name, idMember: idMember, reach: .regional,
      enumerate: { scope in read([:], scope) },
      readOne: { id, scope in read(AWSObject([(ids, [.string(id)])]), scope) },
      baseHydrations: [],
      homeScope: { _, scope in scope },
      arn: { document, scope in ec2ARN(arnKind, document[idMember], scope) },
      tagging: .ec2, tagHydrations: [], filters: filters, actions: actions,
      touched: { record in
        // The resolver's query logging names the VPC that it is associated with.
        guard ["ec2.amazonaws.com", "route53resolver.amazonaws.com"].contains(record.eventSource)
        else { return [] }
        return EC2Records.touched(record, prefix: prefix, unnamed: unnamed) { read([:], $0) }
      })
  }
}
