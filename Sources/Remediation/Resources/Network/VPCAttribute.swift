import AWS
import Documents

/// A switch of a VPC that only a call of its own tells and sets.
enum VPCAttribute: String, CaseIterable, Sendable {
  case hostnames = "dnshostnames"
  case support = "dnssupport"
  case addressUsage = "addressusage"

  static let member = "c7n:attributes"

  /// What it is called in ModifyVpcAttribute and in answers.
  var name: String {
    switch self {
    case .hostnames: "EnableDnsHostnames"
    case .support: "EnableDnsSupport"
    case .addressUsage: "EnableNetworkAddressUsageMetrics"
    }
  }

  /// What DescribeVpcAttribute is asked for.
  private var attribute: String { "e" + name.dropFirst() }

  func state(in vpc: AWSObject) -> Bool? { vpc[Self.member]?[rawValue]?.bool }

  var hydration: Hydration {
    Hydration("\(Self.member) \(rawValue)") { document, setting in
      guard document[Self.member]?[rawValue] == nil else { return nil }
      return ReadCall(
        APICall(
          service: "ec2", operation: "DescribeVpcAttribute",
          input: ["VpcId": document["VpcId"] ?? .null, "Attribute": .string(attribute)],
          scope: setting.scope),
        goneCodes: ResourceType.vpc.readOne("", setting.scope).goneCodes
      ) { document, pages in
        var states = document[Self.member]?.object ?? [:]
        states[rawValue] = pages?.first?[name]?["Value"] ?? .null
        document[Self.member] = .object(states)
      }
    }
  }
}

/// `vpc-attributes`: whether a VPC's switches stand as they should.
struct VPCAttributesFilter: ResourceFilter {
  let position: SourcePosition
  let wanted: [(attribute: VPCAttribute, state: Bool)]

  var hydrations: [Hydration] { wanted.map(\.attribute.hydration) }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let vpc = run.resources[index].document
    return wanted.allSatisfy { $0.attribute.state(in: vpc) == $0.state }
  }
}

/// `modify` of VPCs: sets its switches, each in a call of its own.
struct ModifyVPC: Action {
  let name = "modify"
  let position: SourcePosition
  let wanted: [(attribute: VPCAttribute, state: Bool)]

  var hydrations: [Hydration] { wanted.map(\.attribute.hydration) }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    if wanted.isEmpty { plan.remarks.append("`modify` names nothing to change") }
    for (attribute, state) in wanted {
      func call(_ state: Bool) -> APICall {
        setting.call(
          "ec2", "ModifyVpcAttribute",
          AWSObject([
            (attribute.name, .object(["Value": .bool(state)])), ("VpcId", .string(setting.id)),
          ]))
      }
      let before = attribute.state(in: setting.document)
      plan.steps.append(
        PlannedStep(
          summary: "set \(attribute.name) of \(setting.id) to \(state)", call: call(state),
          undo: before.map { $0 == state ? [] : [call($0)] } ?? [],
          irreversible: before == nil ? "what \(attribute.name) was is not known" : nil,
          removed: before.map { .bool($0) } ?? .null))
    }
  }
}

extension VPCAttribute {
  static func read(_ reader: inout MappingReader) -> [(attribute: VPCAttribute, state: Bool)] {
    allCases.compactMap { attribute in
      reader.bool(attribute.rawValue).map { (attribute, $0) }
    }
  }
}
