import AWS
import Documents

extension RelatedKind {
  static let natGateways = ec2("DescribeNatGateways", "NatGateways", id: "NatGatewayId")
  static let internetGateways = ec2(
    "DescribeInternetGateways", "InternetGateways", id: "InternetGatewayId")
  static let vpcEndpoints = ec2("DescribeVpcEndpoints", "VpcEndpoints", id: "VpcEndpointId")
  static let flowLogs = ec2("DescribeFlowLogs", "FlowLogs", id: "FlowLogId")

  /// Reads those that concern a document by a test of their own, in the listing that all
  /// resources share.
  ///
  /// - Parameter concern: the test, made for one document.
  func hydration(
    as member: String? = nil, where concern: @escaping @Sendable (AWSObject) -> (AWSObject) -> Bool
  ) -> Hydration {
    hydration(as: member ?? self.member) { document, items in
      .list(items.filter(concern(document)).map { .object($0) })
    }
  }

  /// Keeps under a member what the listing that all resources share says of a document.
  func hydration(
    as member: String, value: @escaping @Sendable (AWSObject, [AWSObject]) -> AWSValue
  ) -> Hydration {
    Hydration(member) { document, setting in
      guard document[member] == nil else { return nil }
      let call = list(setting.scope)
      return ReadCall(call.call, pagination: call.pagination) { document, pages in
        document[member] = value(document, call.documents(pages ?? []))
      }
    }
  }
}

extension FilterKind {
  /// `vpc` of what names its VPC.
  static let vpcOfResource = related(
    "vpc", .vpcs, RelatedIDs("VpcId"), annotation: "c7n:matched-vpcs")

  /// A filter of VPCs on what stands in them.
  static func inVPC(
    _ name: String, _ kind: RelatedKind, annotation: String,
    where stands: @escaping @Sendable (_ item: AWSObject, _ vpc: AWSValue) -> Bool = {
      $0["VpcId"] == $1
    }
  ) -> FilterKind {
    FilterKind(name: name) { loader, reader, type, _ in
      // Here the dialect asks for a value even where the resource's own takes its place.
      if reader.node("match-resource")?.bool == true { _ = reader.requiredNode("value") }
      guard let question = loader.relatedQuestion(&reader, on: type) else { return nil }
      var filter = RelatedFilter(
        position: reader.position, kind: kind, ids: RelatedIDs(kind.member, kind.idMember),
        question: question.question, needsAll: question.needsAll, wanted: question.wanted,
        annotation: annotation)
      filter.reading = kind.hydration { document in
        let vpc = document["VpcId"] ?? .null
        return { item in stands(item, vpc) }
      }
      return filter
    }
  }

  /// `vpc-endpoint` of what endpoints name by a member of theirs.
  static func endpoints(
    of idMember: String, where stands: @escaping @Sendable (AWSObject, AWSValue) -> Bool
  ) -> FilterKind {
    FilterKind(name: "vpc-endpoint") { loader, reader, type, _ in
      let hydration = RelatedKind.vpcEndpoints.hydration { document in
        let id = document[idMember] ?? .null
        return { endpoint in stands(endpoint, id) }
      }
      if reader.node("value_type")?.string == "resource_count" {
        // It counts the one resource that is asked about, not its endpoints.
        guard let filter = loader.resourceCount(&reader) as? ResourceCountFilter else { return nil }
        return EndpointFilter(
          position: reader.position, question: .count(filter.op, filter.value),
          idMember: idMember, hydrations: [hydration])
      }
      return loader.value(&reader, on: type).map {
        EndpointFilter(
          position: reader.position, question: .value($0), idMember: idMember,
          hydrations: [hydration])
      }
    }
  }
}

/// `vpc-endpoint`: a value filter on the endpoints in a VPC or a subnet, any of which may pass.
struct EndpointFilter: ResourceFilter {
  enum Question: Sendable {
    case value(ValueFilter)
    case count(FilterOperator, AWSValue)
  }

  private static let annotation = "c7n:matched-vpc-endpoint"

  let position: SourcePosition
  let question: Question
  let idMember: String
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    let id = document[idMember] ?? .null
    var passes = false
    switch question {
    case .count(let op, let number): passes = try op.holds(count: id == .null ? 0 : 1, number)
    case .value(let filter):
      let context = run.context
      for endpoint in document[RelatedKind.vpcEndpoints.member]?.list ?? [] {
        if try filter.matches(endpoint.object ?? [:], context) { passes = true }
      }
    }
    guard passes else { return false }
    let before = run.notes[index].others[Self.annotation]?.list ?? []
    run.notes[index].others[Self.annotation] = .list((before + [id]).uniqued)
    return true
  }
}
