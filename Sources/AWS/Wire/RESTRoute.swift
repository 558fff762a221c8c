/// What tells one operation of a REST service from the others that share its method and path.
struct RESTRoute: Sendable {
  enum Level: Sendable {
    case service, bucket, object
    /// A path without labels: `/WriteGetObjectResponse`.
    case fixed(String)
  }

  /// The index of the operation.
  let operation: Int
  let method: String
  let level: Level
  /// `policy`, `list-type=2`: what stands after the `?` of the model's path.
  let literals: [(name: String, value: String)]
  /// Required members that stand in the query: `uploadId`.
  let requiredQuery: [String]
  /// `x-amz-copy-source` for the copies, whose verb and path are those of an upload.
  let requiredHeaders: [String]

  /// The more a route asks for, the earlier it is tried.
  var weight: Int { literals.count * 4 + requiredQuery.count * 2 + requiredHeaders.count }

  static func all(_ operations: [OperationNode], _ shapes: [ShapeNode]) -> [RESTRoute] {
    operations.indices
      .filter { !operations[$0].isDeprecated && operations[$0].name != "ListDirectoryBuckets" }
      .map { RESTRoute($0, operations[$0], shapes) }
      .enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
      .map(\.element)
  }

  init(_ index: Int, _ operation: OperationNode, _ shapes: [ShapeNode]) {
    self.operation = index
    method = operation.method
    let uri = operation.requestURI.split(separator: "?", maxSplits: 1)
    switch uri.first.map(String.init) {
    case "/", nil: level = .service
    case "/{Bucket}": level = .bucket
    case "/{Bucket}/{Key+}": level = .object
    case let path?: level = .fixed(path)
    }
    literals =
      uri.count < 2
      ? []
      : QueryParameters(query: String(uri[1])).pairs.map { ($0.name, $0.value) }
    let members = operation.input.map { shapes[$0].members.filter(\.isRequired) } ?? []
    requiredQuery = members.filter { $0.location == .query }.map(\.wireName)
    requiredHeaders = members.map(\.wireName).filter { $0 == "x-amz-copy-source" }
  }
}
