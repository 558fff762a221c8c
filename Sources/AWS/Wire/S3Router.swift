/// Which operation of S3 a request means: the same verb and path mean many, told apart by query
/// and headers.
enum S3Router {
  /// Query names that choose an operation. One that the operation doesn't ask for means another
  /// operation, never that it may be passed over: `DELETE /bucket?policy` must not delete buckets.
  private static let choosing: Set<String> = Set(
    ServiceModel.s3.routes.flatMap { $0.literals.map(\.name) + $0.requiredQuery }
  ).subtracting(["id", "list-type", "partNumber"])

  /// The operation's index; nil where none fits. The path is in path style.
  static func match(_ request: HTTPRequest, isExpress: Bool) -> Int? {
    let service = ServiceModel.s3
    let query = QueryParameters(query: request.query)
    let path = request.path.utf8
    let rest = path.dropFirst()
    let slash = rest.firstIndex(of: UInt8(ascii: "/"))
    let hasKey = slash.map { rest.index(after: $0) != rest.endIndex } ?? false
    if isExpress, request.method == "GET", rest.isEmpty {
      return service.operationNodes.firstIndex { $0.name == "ListDirectoryBuckets" }
    }
    let asked = query.pairs.map(\.name).filter(choosing.contains)
    return service.routes.first { route in
      guard route.method == request.method, fits(route.level) else { return false }
      return route.literalsFit(query)
        && route.requiredQuery.allSatisfy { query[$0] != nil }
        && route.requiredHeaders.allSatisfy { request.headers[$0] != nil }
        && asked.allSatisfy { name in
          route.requiredQuery.contains(name) || route.literals.contains { $0.name == name }
        }
    }?.operation

    func fits(_ level: RESTRoute.Level) -> Bool {
      switch level {
      case .service: rest.isEmpty
      case .bucket: !rest.isEmpty && !hasKey
      case .object: hasKey
      case .fixed(let fixed): request.path == fixed
      }
    }
  }
}
