/// What tells one operation of a REST service from the others.
struct RESTRoute: Sendable {
  /// What a path of S3 means.
  enum Level: Sendable {
    case service, bucket, object
    /// A path without labels: `/WriteGetObjectResponse`.
    case fixed(String)
  }

  /// The index of the operation.
  let operation: Int
  let method: String
  let path: RESTPath
  let level: Level
  /// `policy`, `list-type=2`: what stands after the `?` of the model's path.
  let literals: [(name: String, value: String)]
  /// Required members that stand in the query: `uploadId`.
  let requiredQuery: [String]
  /// `x-amz-copy-source` for the copies, whose verb and path are those of an upload.
  let requiredHeaders: [String]

  /// The more a route asks for, the earlier it is tried.
  var weight: Int { literals.count * 4 + requiredQuery.count * 2 + requiredHeaders.count }

  /// In the order in which they are tried.
  static func all(_ operations: [OperationNode], _ shapes: [ShapeNode], _ wire: WireProtocol)
    -> [RESTRoute]
  {
    let routes = operations.indices
      .filter { !operations[$0].isDeprecated || wire != .restXML }
      .filter { operations[$0].name != "ListDirectoryBuckets" }
      .map { RESTRoute($0, operations[$0], shapes) }
    return routes.sorted { a, b in
      let (first, second) = (a.path.specificity, b.path.specificity)
      if wire == .restJSON, first != second { return second.lexicographicallyPrecedes(first) }
      return (b.weight, a.operation) < (a.weight, b.operation)
    }
  }

  init(_ index: Int, _ operation: OperationNode, _ shapes: [ShapeNode]) {
    self.operation = index
    method = operation.method
    let uri = operation.requestURI.split(separator: "?", maxSplits: 1)
    path = RESTPath(uri.first ?? "/")
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

  /// Whether the query holds what stands after the `?` of the model's path.
  func literalsFit(_ query: QueryParameters) -> Bool {
    literals.allSatisfy { literal in
      query.pairs.contains {
        $0.name == literal.name && (literal.value.isEmpty || $0.value == literal.value)
      }
    }
  }
}

/// Which operation of a REST service a request means, S3 apart: by verb and path.
enum RESTJSONRouter {
  /// The operation's index; nil where none fits. No label may be empty.
  static func match(_ request: HTTPRequest, _ service: ServiceModel) -> Int? {
    let query = QueryParameters(query: request.query)
    let parts = RESTPath.parts(request.path)
    return service.routes.first { route in
      guard route.method == request.method, route.literalsFit(query),
        let labels = route.path.labels(in: parts)
      else { return false }
      return labels.allSatisfy { !$0.text.isEmpty }
    }?.operation
  }
}
