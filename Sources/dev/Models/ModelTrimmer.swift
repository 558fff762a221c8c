import AWS
import ArgumentParser

/// One service model without what nobody needs on the wire.
///
/// A line an operation, a shape and a paginator, so that a new botocore gives a diff that can be
/// read. A member that only names its shape is that name instead of an object.
struct ModelTrimmer {
  let service: String
  let version: String
  let model: AWSValue
  let pagination: AWSValue
  let endpoints: AWSValue

  private static let metadataKeys = [
    "apiVersion", "endpointPrefix", "signingName", "protocol", "jsonVersion", "targetPrefix",
    "xmlNamespace", "serviceId", "globalEndpoint",
  ]
  private static let shapeKeys = [
    "payload", "flattened", "timestampFormat", "locationName", "xmlNamespace", "event",
    "eventstream", "union", "box", "min", "max",
  ]
  private static let memberKeys = [
    "location", "locationName", "queryName", "flattened", "timestampFormat", "xmlNamespace",
    "xmlAttribute", "streaming", "eventpayload", "eventheader", "jsonvalue", "hostLabel",
    "idempotencyToken",
  ]
  private static let paginatorKeys = [
    "input_token", "output_token", "limit_key", "result_key", "more_results",
  ]

  init(_ service: String, of library: BotocoreLibrary) throws {
    self.service = service
    version = library.version
    let whole = try library.document(service, "service-2")
    model = try PartialModel.named(service).map { try Self.part(of: whole, $0) } ?? whole
    pagination = try library.document(service, "paginators-1")
    endpoints = try library.endpoints()
  }

  /// With the operations and members alone that rules need.
  private static func part(of model: AWSValue, _ part: PartialModel) throws -> AWSValue {
    var model = model.object ?? [:]
    var operations = AWSObject()
    for name in part.operations {
      guard let operation = model["operations"]?[name] else {
        throw ValidationError("\(part.name) has no operation `\(name)`")
      }
      operations[name] = operation
    }
    var shapes = model["shapes"]?.object ?? [:]
    for (name, kept) in part.members {
      guard var shape = shapes[name]?.object, let members = shape["members"]?.object,
        kept.allSatisfy({ members[$0] != nil })
      else { throw ValidationError("\(part.name) has no shape `\(name)` with these members") }
      shape["members"] = .object(AWSObject(members.filter { kept.contains($0.0) }))
      shapes[name] = .object(shape)
    }
    model["operations"] = .object(operations)
    model["shapes"] = .object(shapes)
    return .object(model)
  }

  /// A trait that changes the wire and that the codecs don't know; nil where there is none.
  var unread: String? {
    let isJSON = wireProtocol == "rest-json"
    let reached = reached
    for (name, shape) in model["shapes"]?.object ?? [:] where reached.contains(name) {
      if shape["document"] == true { return "document" }
      if isJSON, shape["eventstream"] == true { return "eventstream" }
      for (_, member) in shape["members"]?.object ?? [:] where member["jsonvalue"] == true {
        return "jsonvalue"
      }
    }
    return nil
  }

  /// The one that botocore prefers of those that the wire speaks: CloudWatch offers CBOR first.
  private var wireProtocol: String {
    let offered = (model.at("metadata", "protocols")?.list ?? []).compactMap(\.string)
    let spoken = offered.first { WireProtocol(rawValue: $0) != nil }
    return spoken ?? model.at("metadata", "protocol")?.string ?? ""
  }

  var operationCount: Int { model["operations"]?.object?.count ?? 0 }

  func text() -> String {
    let reached = reached
    let shapes = (model["shapes"]?.object ?? [:]).filter { reached.contains($0.0) }
    return """
      {"botocore":"\(version)",
      "metadata":\(JSON.text(metadata)),
      "operations":{
      \(lines(model["operations"]?.object ?? [:], operation))
      },
      "paginators":{
      \(lines(paginators) { _, value in keep(Self.paginatorKeys, of: value) })
      },
      "shapes":{
      \(lines(AWSObject(shapes), shape))
      }}

      """
  }

  private var paginators: AWSObject {
    let known = pagination["pagination"]?.object ?? [:]
    return AWSObject(known.filter { model.at("operations", $0.0) != nil })
  }

  private func lines(_ object: AWSObject, _ trim: (String, AWSValue) -> AWSObject) -> String {
    object.map { name, value in "\(JSON.text(.string(name))):\(JSON.text(trim(name, value)))" }
      .joined(separator: ",\n")
  }

  private func keep(_ keys: [String], of value: AWSValue) -> AWSObject {
    var kept = AWSObject()
    for key in keys where value[key] != nil && value[key] != .bool(false) {
      kept[key] = value[key]
    }
    return kept
  }

  private var metadata: AWSObject {
    var kept = keep(Self.metadataKeys, of: model["metadata"] ?? [:])
    kept["protocol"] = .string(wireProtocol)
    if model.at("metadata", "awsQueryCompatible") != nil { kept["queryCompatible"] = true }
    var hosts = AWSObject()
    let prefix = model.at("metadata", "endpointPrefix")?.string ?? service
    for partition in endpoints["partitions"]?.list ?? [] {
      guard let name = partition["partition"]?.string,
        let entry = partition.at("services", prefix),
        entry["isRegionalized"] == .bool(false),
        let key = entry["partitionEndpoint"]?.string, let global = entry.at("endpoints", key),
        let host = global["hostname"], let region = global.at("credentialScope", "region")
      else { continue }
      hosts[name] = .object(["host": host, "region": region])
    }
    if !hosts.isEmpty { kept["global"] = .object(hosts) }
    return kept
  }

  private func operation(_ name: String, _ value: AWSValue) -> AWSObject {
    var kept = AWSObject()
    let method = value.at("http", "method")?.string ?? "POST"
    kept["http"] = .string("\(method) \(value.at("http", "requestUri")?.string ?? "/")")
    kept.set("responseCode", value.at("http", "responseCode"))
    kept.set("input", value.at("input", "shape"))
    kept.set("inputName", value.at("input", "locationName"))
    kept.set("inputNamespace", value.at("input", "xmlNamespace", "uri"))
    kept.set("output", value.at("output", "shape"))
    kept.set("resultWrapper", value.at("output", "resultWrapper"))
    if let errors = value["errors"]?.list, !errors.isEmpty {
      kept["errors"] = .list(errors.compactMap { $0["shape"] })
    }
    kept.set("hostPrefix", value.at("endpoint", "hostPrefix"))
    kept.set("unsignedPayload", value["unsignedPayload"])
    if value["authtype"] == "none" { kept["unsigned"] = true }
    if value["deprecated"] == true { kept["deprecated"] = true }
    if let checksum = value["httpChecksum"] {
      kept["httpChecksum"] = .object(
        keep(
          ["requestAlgorithmMember", "requestChecksumRequired", "requestValidationModeMember"],
          of: checksum))
    }
    return kept
  }

  private func shape(_ name: String, _ value: AWSValue) -> AWSObject {
    var kept = keep(["type"] + Self.shapeKeys, of: value)
    if let required = value["required"]?.list, !required.isEmpty {
      kept["required"] = .list(required)
    }
    // EC2 answers for its values with codes of its own, never from the model.
    if service != "ec2" { kept.set("enum", value["enum"]) }
    if value["exception"] == true {
      kept["exception"] = true
      kept.set("code", value.at("error", "code"))
      kept.set("httpStatusCode", value.at("error", "httpStatusCode"))
      if value.at("error", "senderFault") == true { kept["senderFault"] = true }
      if value["fault"] == true { kept["fault"] = true }
    }
    for part in ["member", "key", "value"] { kept.set(part, value[part].map(member)) }
    if let members = value["members"]?.object {
      kept["members"] = .object(AWSObject(members.map { ($0.0, member($0.1)) }))
    }
    return kept
  }

  private func member(_ value: AWSValue) -> AWSValue {
    let traits = keep(Self.memberKeys, of: value)
    guard let shape = value["shape"] else { return .null }
    if traits.isEmpty { return shape }
    return .object(AWSObject([("shape", shape)] + traits.map { ($0.0, $0.1) }))
  }

  /// Shapes that an operation leads to; botocore's file holds some that none does.
  private var reached: Set<String> {
    var found: Set<String> = []
    var waiting: [String] = []
    for (_, operation) in model["operations"]?.object ?? [:] {
      for part in ["input", "output"] { waiting += [operation.at(part, "shape")?.string ?? ""] }
      waiting += (operation["errors"]?.list ?? []).compactMap { $0["shape"]?.string }
    }
    while let name = waiting.popLast() {
      guard let shape = model.at("shapes", name), found.insert(name).inserted else { continue }
      waiting += (shape["members"]?.object ?? [:]).compactMap { $0.1["shape"]?.string }
      waiting += ["member", "key", "value"].compactMap { shape.at($0, "shape")?.string }
    }
    return found
  }
}
