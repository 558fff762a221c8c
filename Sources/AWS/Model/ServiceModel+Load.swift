internal import ServiceModelData

/// The head of a model.
struct ServiceMetadata {
  let botocoreVersion: String
  let apiVersion: String
  let endpointPrefix: String
  let signingName: String
  let wire: WireProtocol
  let serviceID: String
  let targetPrefix: String
  let jsonVersion: String
  let xmlNamespace: String
  let isQueryCompatible: Bool
  let globalEndpoints: [ServiceModel.GlobalEndpoint]

  init(_ model: AWSValue) {
    func text(_ key: String) -> String { model.at("metadata", key)?.string ?? "" }
    botocoreVersion = model["botocore"]?.string ?? ""
    apiVersion = text("apiVersion")
    endpointPrefix = text("endpointPrefix")
    signingName = text("signingName").isEmpty ? text("endpointPrefix") : text("signingName")
    guard let wire = WireProtocol(rawValue: text("protocol")) else {
      preconditionFailure("the model's protocol `\(text("protocol"))` is none of ours")
    }
    self.wire = wire
    serviceID = text("serviceId")
    targetPrefix = text("targetPrefix")
    jsonVersion = text("jsonVersion")
    xmlNamespace = text("xmlNamespace")
    isQueryCompatible = model.at("metadata", "queryCompatible") == true
    globalEndpoints = (model.at("metadata", "global")?.object ?? [:]).map { partition, value in
      ServiceModel.GlobalEndpoint(
        partition: partition, host: value["host"]?.string ?? "",
        region: value["region"]?.string ?? "")
    }
  }
}

extension ServiceModel {
  /// Parses what is compiled in. Whatever fails here is our own bug: the data is made by
  /// `dev models` and read whole by a test.
  static func load(_ name: String) -> ServiceModel {
    guard let data = service_model_data_named(name) else {
      preconditionFailure("no model is compiled in for \(name)")
    }
    let bytes = Array(UnsafeBufferPointer(start: data.pointee.bytes, count: data.pointee.count))
    do {
      return try ServiceModel(name: name, bytes)
    } catch {
      preconditionFailure("the model of \(name) at \(error.offset): \(error.message)")
    }
  }

  /// Reads a document of `dev models` in one pass: metadata, operations, paginators, shapes.
  package convenience init(name: String, _ bytes: [UInt8]) throws(JSON.ParseError) {
    var parser = JSONParser(bytes)
    var head = AWSObject()
    var operations = AWSObject()
    var pages = AWSObject()
    var shapes = ShapeNames()
    var nodes: [ShapeNode?] = []
    var wire = WireProtocol.json
    try parser.eachMember { parser, key throws(JSON.ParseError) in
      switch key {
      case "operations": operations = try parser.value().object ?? [:]
      case "paginators": pages = try parser.value().object ?? [:]
      case "shapes":
        wire = ServiceMetadata(.object(head)).wire
        try parser.eachMember { parser, name throws(JSON.ParseError) in
          let node = try ShapeNode(name, &parser, wire: wire, shapes: &shapes)
          let index = shapes.index(of: name)
          while nodes.count <= index { nodes.append(nil) }
          nodes[index] = node
        }
      default: head[key] = try parser.value()
      }
    }
    let found = nodes.compactMap { $0 }
    precondition(
      found.count == shapes.names.count, "the model of \(name) names shapes that it doesn't hold")
    self.init(
      name: name, metadata: ServiceMetadata(.object(head)),
      operations: operations.map { name, value in
        OperationNode(
          name, value, paginator: pages[name].flatMap(Paginator.init), shapes: &shapes)
      },
      shapes: found)
  }
}

extension Paginator {
  /// nil for an entry without tokens, which has one page.
  init?(_ value: AWSValue) {
    func texts(_ key: String) -> [String] {
      switch value[key] {
      case .string(let text): [text]
      case .list(let items): items.compactMap(\.string)
      default: []
      }
    }
    tokens = zip(texts("input_token"), texts("output_token")).map(Token.init)
    if tokens.isEmpty { return nil }
    resultKeys = texts("result_key")
    limitKey = value["limit_key"]?.string
    moreResults = value["more_results"]?.string
  }
}
