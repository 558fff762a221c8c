/// What AWS publishes of one of its services: operations and the shapes of what they take and
/// give. Trimmed from botocore's model by `dev models`, parsed when the service is first used.
package final class ServiceModel: Sendable {
  /// botocore's directory name: `ec2`, `s3`, `iam`, `cloudtrail`, `events`.
  package let name: String
  /// The version of botocore that the model is trimmed from.
  package let botocoreVersion: String
  package let apiVersion: String
  /// `ec2` of `ec2.us-east-1.amazonaws.com`.
  package let endpointPrefix: String
  /// The service in a signature's credential scope.
  package let signingName: String
  package let wire: WireProtocol
  /// `S3`, `EventBridge`: as SDKs call the service.
  package let serviceID: String
  /// What stands before the operation in `X-Amz-Target`; empty outside JSON.
  package let targetPrefix: String
  /// `1.0` or `1.1`; empty outside JSON.
  package let jsonVersion: String
  package let xmlNamespace: String
  /// Whether errors also carry the code of the query protocol that the service once spoke.
  package let isQueryCompatible: Bool
  /// One endpoint a partition instead of one a region: IAM and Organizations.
  package let globalEndpoints: [GlobalEndpoint]

  let operationNodes: [OperationNode]
  private let operationIndex: [String: Int]
  let shapeNodes: [ShapeNode]
  let routes: [RESTRoute]

  package struct GlobalEndpoint: Hashable, Sendable {
    package let partition: String
    package let host: String
    /// The region that signatures name.
    package let region: String
  }

  init(
    name: String, metadata: ServiceMetadata, operations: [OperationNode], shapes: [ShapeNode]
  ) {
    self.name = name
    botocoreVersion = metadata.botocoreVersion
    apiVersion = metadata.apiVersion
    endpointPrefix = metadata.endpointPrefix
    signingName = metadata.signingName
    wire = metadata.wire
    serviceID = metadata.serviceID
    targetPrefix = metadata.targetPrefix
    jsonVersion = metadata.jsonVersion
    xmlNamespace = metadata.xmlNamespace
    isQueryCompatible = metadata.isQueryCompatible
    globalEndpoints = metadata.globalEndpoints
    operationNodes = operations
    shapeNodes = shapes
    operationIndex = Dictionary(
      uniqueKeysWithValues: operations.enumerated().map { ($1.name, $0) })
    let isREST = metadata.wire == .restXML || metadata.wire == .restJSON
    routes = isREST ? RESTRoute.all(operations, shapes, metadata.wire) : []
  }

  /// By name, in the model's order.
  package var operations: [OperationModel] {
    operationNodes.map { OperationModel(service: self, node: $0) }
  }

  package func operation(_ name: String) -> OperationModel? {
    operationIndex[name].map { OperationModel(service: self, node: operationNodes[$0]) }
  }

  /// A shape by its name in the model, errors included.
  package func shape(named name: String) -> Shape? {
    shapeNodes.firstIndex { $0.name == name }.map { Shape(service: self, node: shapeNodes[$0]) }
  }
}

/// How a service's messages stand on the wire.
package enum WireProtocol: String, Hashable, Sendable {
  case ec2
  case query
  case json
  case restXML = "rest-xml"
  case restJSON = "rest-json"

  /// Whether documents are JSON.
  package var isJSON: Bool { self == .json || self == .restJSON }
}

extension ServiceModel {
  /// All that are modelled whole.
  package static let serviceNames = [
    "ec2", "s3", "iam", "sts", "cloudtrail", "organizations", "sqs", "events",
    "resourcegroupstaggingapi", "guardduty", "config", "kms", "globalaccelerator",
  ]

  /// nil for a service that isn't compiled in.
  package static func named(_ name: String) -> ServiceModel? {
    switch name {
    case "ec2": ec2
    case "s3": s3
    case "iam": iam
    case "sts": sts
    case "cloudtrail": cloudtrail
    case "organizations": organizations
    case "sqs": sqs
    case "events": events
    case "resourcegroupstaggingapi": tagging
    case "guardduty": guardduty
    case "config": config
    case "kms": kms
    case "globalaccelerator": globalaccelerator
    default: partial(name)
    }
  }

  /// By the name in a credential scope or the first label of a host.
  package static func signing(_ name: String) -> ServiceModel? {
    switch name {
    case "tagging": tagging
    case "s3express", "s3-object-lambda": s3
    default: serviceNames.contains(name) ? named(name) : partial(signing: name)
    }
  }

  package static let ec2 = load("ec2")
  package static let s3 = load("s3")
  package static let iam = load("iam")
  package static let sts = load("sts")
  package static let cloudtrail = load("cloudtrail")
  package static let organizations = load("organizations")
  package static let sqs = load("sqs")
  package static let events = load("events")
  package static let tagging = load("resourcegroupstaggingapi")
  package static let guardduty = load("guardduty")
  package static let config = load("config")
  package static let kms = load("kms")
  package static let globalaccelerator = load("globalaccelerator")
}
