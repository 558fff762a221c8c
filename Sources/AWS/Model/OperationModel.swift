/// One operation of a service: where its request goes and what goes in and out.
package struct OperationModel: Sendable {
  package let service: ServiceModel
  let node: OperationNode

  package var name: String { node.name }
  package var method: String { node.method }
  /// `/{Bucket}/{Key+}?policy`; `/` outside REST.
  package var requestURI: String { node.requestURI }
  /// The status of a success.
  package var responseCode: Int { node.responseCode }
  package var input: Shape? {
    node.input.map { Shape(service: service, node: service.shapeNodes[$0]) }
  }
  package var output: Shape? {
    node.output.map { Shape(service: service, node: service.shapeNodes[$0]) }
  }
  /// The element around the output in the query protocol.
  package var resultWrapper: String? { node.resultWrapper }
  /// The errors that the model names; services answer others as well, EC2 only others.
  package var errors: [Shape] {
    node.errors.map { Shape(service: service, node: service.shapeNodes[$0]) }
  }
  package var paginator: Paginator? { node.paginator }
  /// Whether AWS takes the call without a signature: AssumeRoleWithWebIdentity.
  package var isUnsigned: Bool { node.isUnsigned }
  /// Whether the body is left out of the signature.
  package var hasUnsignedPayload: Bool { node.hasUnsignedPayload }
  /// Kept by AWS under a newer name that has the same wire: GetBucketLifecycle.
  package var isDeprecated: Bool { node.isDeprecated }
  /// `{RequestRoute}.`: what goes before the host.
  package var hostPrefix: String? { node.hostPrefix }

  /// `123456789012.`: the prefix with the input's members in it; empty where there is none.
  package func hostPrefix(_ input: AWSObject) -> String {
    guard var prefix = node.hostPrefix else { return "" }
    for (name, value) in input {
      let label = "{\(name)}"
      guard let text = value.string, prefix.contains(label) else { continue }
      prefix = prefix.split(separator: label, omittingEmptySubsequences: false)
        .joined(separator: text)
    }
    return prefix
  }
  /// Whether S3 refuses the request without a checksum of its body.
  package var requiresChecksum: Bool { node.requiresChecksum }
  /// The member that names the checksum's algorithm.
  package var checksumAlgorithmMember: String? { node.checksumAlgorithmMember }
  /// Whether the body of the answer is a member as it is, not a document.
  package var hasStreamingOutput: Bool {
    guard let output else { return false }
    guard let payload = output.node.payload else { return false }
    return output.node.members[payload].isStreaming
  }
}

extension OperationModel: Hashable {
  package static func == (a: OperationModel, b: OperationModel) -> Bool { a.node === b.node }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(node)) }
}

/// How the pages of an operation follow one another.
package struct Paginator: Hashable, Sendable {
  /// The members of the input that take the tokens, beside the output's members that give them;
  /// an output's may be an alternative, `NextMarker || Contents[-1].Key`.
  package let tokens: [Token]
  /// The members of the output that hold what is listed.
  package let resultKeys: [String]
  /// The member of the input that bounds a page.
  package let limitKey: String?
  /// The flag of the output that says that more is to come; without it a token says so.
  package let moreResults: String?

  package struct Token: Hashable, Sendable {
    package let input: String
    package let output: String

    package init(input: String, output: String) {
      self.input = input
      self.output = output
    }
  }
}

final class OperationNode: Sendable {
  let name: String
  let method: String
  let requestURI: String
  let responseCode: Int
  let input: Int?
  /// The root element of the input, where the operation names one.
  let inputName: String?
  let inputNamespace: String?
  let output: Int?
  let resultWrapper: String?
  let errors: [Int]
  let paginator: Paginator?
  let isUnsigned: Bool
  let hasUnsignedPayload: Bool
  let isDeprecated: Bool
  let hostPrefix: String?
  let requiresChecksum: Bool
  let checksumAlgorithmMember: String?

  init(_ name: String, _ value: AWSValue, paginator: Paginator?, shapes: inout ShapeNames) {
    let http = (value["http"]?.string ?? "POST /").split(separator: " ", maxSplits: 1)
    self.name = name
    self.paginator = paginator
    method = String(http.first ?? "POST")
    requestURI = String(http.last ?? "/")
    responseCode = Int(value["responseCode"]?.integer ?? 200)
    input = value["input"]?.string.map { shapes.index(of: $0) }
    inputName = value["inputName"]?.string
    inputNamespace = value["inputNamespace"]?.string
    output = value["output"]?.string.map { shapes.index(of: $0) }
    resultWrapper = value["resultWrapper"]?.string
    errors = (value["errors"]?.list ?? []).compactMap(\.string).map { shapes.index(of: $0) }
    isUnsigned = value["unsigned"] == true
    hasUnsignedPayload = value["unsignedPayload"] == true
    isDeprecated = value["deprecated"] == true
    hostPrefix = value["hostPrefix"]?.string
    requiresChecksum = value.at("httpChecksum", "requestChecksumRequired") == true
    checksumAlgorithmMember = value.at("httpChecksum", "requestAlgorithmMember")?.string
  }
}
