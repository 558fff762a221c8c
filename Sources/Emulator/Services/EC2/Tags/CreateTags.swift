import AWS

/// Adds tags to resources, or gives those that are there another value
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html).
enum CreateTags: OperationHandler {
  struct Input: OperationInput {
    static let members = ["Resources", "Tags.Key", "Tags.Value", "DryRun"]

    let resources: [String]
    let tags: [AWSObject]
    let isDryRun: Bool

    init(_ members: Members) {
      resources = members.strings("Resources") ?? []
      tags = members.objects("Tags") ?? []
      isDryRun = members.isDryRun
    }
  }

  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    try TaggedResource.checks(input.resources, AccessCheck.requestTags(input.tags.keyed), call)
  }

  /// Errors: `InvalidID` for what is no resource that is served, `TagLimitExceeded` past 50.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    if input.resources.isEmpty { throw EC2Error.missing("resourceIdSet") }
    if input.tags.isEmpty { throw EC2Error.missing("tagSet") }
    let tags = try EC2TagRules.read(input.tags)
    let store = call.ec2
    for id in input.resources {
      let type = try TaggedResource.type(of: id, call)
      let keys = Set(try store.tags(of: id).map(\.key)).union(tags.map(\.key))
      if keys.count > EC2TagRules.limit { throw EC2TagRules.tooMany }
      if !input.isDryRun { try store.tag(id, type: type, tags, call.scope) }
    }
    try call.endDryRun(input.isDryRun)
    return [:]
  }
}

/// Finds what a tag call names.
enum TaggedResource {
  /// The type of a resource of this account and region; it must exist.
  static func type(of id: String, _ call: Call) throws(AWSError) -> String {
    let prefix = id.split(separator: "-", maxSplits: 1).first.map(String.init) ?? ""
    switch prefix {
    case "sg" where EC2ID.isWellFormed(id, "sg-"):
      _ = try call.securityGroup(id: id, name: nil)
      return "security-group"
    case "sgr" where EC2ID.isWellFormed(id, "sgr-"):
      guard let rule = try call.ec2.rule(id), rule.account == call.account,
        rule.region == call.region
      else { throw EC2Error.ruleNotFound(id) }
      return "security-group-rule"
    case "vpc" where EC2ID.isWellFormed(id, "vpc-"):
      _ = try call.vpc(id)
      return "vpc"
    case "subnet" where EC2ID.isWellFormed(id, "subnet-"):
      _ = try call.subnet(id)
      return "subnet"
    case "i" where EC2ID.isWellFormed(id, "i-"):
      _ = try call.instances([id])
      return "instance"
    case "igw" where EC2ID.isWellFormed(id, "igw-"):
      return try typed(call.internetGateway(id))
    case "eigw" where EC2ID.isWellFormed(id, "eigw-"):
      return try typed(call.egressOnlyGateway(id))
    case "pcx" where EC2ID.isWellFormed(id, "pcx-"):
      _ = try call.peering(id)
      return EC2PeeringConnection.type
    case "rtb" where EC2ID.isWellFormed(id, "rtb-"):
      return try typed(call.routeTable(id))
    case "vpcbpa" where EC2ID.isWellFormed(id, EC2BlockExclusion.prefix):
      return try typed(call.blockExclusion(id))
    case "pl" where EC2ID.isWellFormed(id, "pl-"):
      return try typed(call.prefixList(id))
    case "acl" where EC2ID.isWellFormed(id, "acl-"):
      return try typed(call.networkACL(id))
    default:
      throw AWSError("InvalidID", "The ID '\(id)' is not valid")
    }
  }

  private static func typed<Resource: EC2Resource>(_ resource: Resource) -> String {
    Resource.type
  }
}
