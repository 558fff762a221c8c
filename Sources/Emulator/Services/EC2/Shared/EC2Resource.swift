import AWS

/// A resource that a describe call lists: by identifiers or by filters, in pages.
protocol EC2Resource: Hashable, Sendable {
  /// As tags name it: `internet-gateway`.
  static var type: String { get }
  var id: String { get }
  /// Its row, by which lists are ordered.
  var number: Int64 { get }
  /// What a filter other than those of tags compares with; nil for one of tags.
  func values(ofFilter name: String) -> [String]?
  func wire(_ tags: [EC2Tag]) -> AWSObject
}

extension Call {
  /// The answer of a describe call: `list` in the output, `ids` in the input.
  ///
  /// - Parameters:
  ///   - filters: the names that are served; tags' come by themselves.
  ///   - pageSizes: what `MaxResults` may say.
  ///   - all: what the call may see, by row.
  ///   - find: one by its identifier, or what EC2 says where it isn't there.
  func described<Resource: EC2Resource>(
    _ members: Members, _ list: String, ids: String, filters names: Set<String>,
    pageSizes: ClosedRange<Int> = 5...1000,
    all: () throws(AWSError) -> [Resource], find: (String) throws(AWSError) -> Resource
  ) throws(AWSError) -> AWSObject {
    let filters = try EC2Filters(members, names: names.union(["tag-key", "tag-value"]))
    let page = try EC2Page(members, operation: operation, sizes: pageSizes)
    var found: [Resource]
    if let ids = members.strings(ids), !ids.isEmpty {
      found = []
      for id in ids {
        let resource = try find(id)
        if !found.contains(resource) { found.append(resource) }
      }
      found.sort { $0.number < $1.number }
    } else {
      found = try all()
    }
    try endDryRun(members.isDryRun)
    let tags = try ec2.tags(ofType: Resource.type, in: scope)
    found = found.filter { resource in
      filters.match {
        resource.values(ofFilter: $0) ?? EC2Filters.values($0, of: tags[resource.id] ?? [])
      }
    }
    let (shown, nextToken) = page.cut(found, row: \.number)
    var answer: AWSObject = [
      list: .list(shown.map { .object($0.wire(tags[$0.id] ?? [])) })
    ]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }
}

/// The members that every describe call has beside its identifiers.
enum EC2Describing {
  static let members = ["NextToken", "MaxResults", "DryRun", "Filters.Name", "Filters.Values"]
}
