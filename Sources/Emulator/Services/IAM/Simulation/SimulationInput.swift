import AWS
import PolicyLanguage

/// What SimulateCustomPolicy and SimulatePrincipalPolicy have in common.
///
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
struct SimulationInput: OperationInput {
  static let members =
    [
      "PolicyInputList", "PermissionsBoundaryPolicyInputList", "ActionNames", "ResourceArns",
      "ResourcePolicy", "ResourceOwner", "CallerArn", "ContextEntries.ContextKeyName",
      "ContextEntries.ContextKeyValues", "ContextEntries.ContextKeyType", "ResourceHandlingOption",
    ] + IAMPage.members

  let policies: [SimulatedPolicy]
  let boundary: SimulatedPolicy?
  let actions: [String]
  /// `*` where the call names none.
  let resources: [String]
  let resourcePolicy: SimulatedPolicy?
  /// The account of `ResourceOwner`.
  let resourceOwner: String?
  let caller: ARN?
  let context: [String: [String]]
  let page: IAMPage

  init(_ members: Members) throws(AWSError) {
    policies = try SimulatedPolicy.list(
      members.strings("PolicyInputList") ?? [], "PolicyInputList")
    let boundaries = members.strings("PermissionsBoundaryPolicyInputList") ?? []
    if boundaries.count > 1 {
      throw IAMError.invalidInput(
        "You can specify only one policy in PermissionsBoundaryPolicyInputList.")
    }
    boundary =
      try SimulatedPolicy.list(boundaries, "PermissionsBoundaryPolicyInputList").first
    actions = members.strings("ActionNames") ?? []
    for action in actions { try Self.check(action: action) }
    let named = members.strings("ResourceArns") ?? []
    for resource in named where resource != "*" && ARN(resource) == nil {
      throw IAMError.invalidInput("Invalid resource ARN: \(resource)")
    }
    resources = named.isEmpty ? ["*"] : named
    var resourcePolicy: SimulatedPolicy?
    if let text = members.string("ResourcePolicy") {
      resourcePolicy = try SimulatedPolicy(
        input: text, "ResourcePolicy", type: "resource", as: .resource)
    }
    self.resourcePolicy = resourcePolicy
    resourceOwner = try members.string("ResourceOwner").map(Self.account)
    caller = try members.string("CallerArn").map(Self.user)
    context = try Self.context(members.objects("ContextEntries") ?? [])
    try ResourceHandling.check(members.string("ResourceHandlingOption"), actions, resources)
    page = try IAMPage(members)
  }

  /// `iam:CreateUser`: the simulator takes no wildcards.
  private static func check(action: String) throws(AWSError) {
    let parts = action.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
      !action.contains("*"), !action.contains("?")
    else { throw IAMError.invalidInput("Invalid action name: \(action)") }
  }

  private static func account(_ owner: String) throws(AWSError) -> String {
    let account = ARN(owner)?.account ?? owner
    guard account.utf8.count == 12, account.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw IAMError.invalidInput("Invalid ResourceOwner: \(owner)")
    }
    return account
  }

  /// Only users may be the simulated caller.
  private static func user(_ text: String) throws(AWSError) -> ARN {
    guard let arn = ARN(text), arn.service == "iam", arn.account.utf8.count == 12,
      arn.resource.hasPrefix("user/")
    else {
      throw IAMError.invalidInput("Invalid CallerArn: \(text) is not the ARN of an IAM user.")
    }
    return arn
  }

  private static func context(_ entries: [AWSObject]) throws(AWSError) -> [String: [String]] {
    var context: [String: [String]] = [:]
    for entry in entries {
      guard let name = entry["ContextKeyName"]?.string else {
        throw IAMError.invalidInput("A context entry has no ContextKeyName.")
      }
      let values = entry["ContextKeyValues"]?.list?.compactMap(\.string) ?? []
      let type = entry["ContextKeyType"]?.string ?? "string"
      if !type.hasSuffix("List"), values.count > 1 {
        throw IAMError.invalidInput("Context key \(name) of type \(type) has more than one value.")
      }
      for value in values where !ContextEntryType.accepts(value, type) {
        throw IAMError.invalidInput("Invalid value \(value) of context key \(name): not \(type).")
      }
      context[name] = values
    }
    return context
  }
}

/// Whether a value is of the type that a context entry claims.
enum ContextEntryType {
  static func accepts(_ value: String, _ type: String) -> Bool {
    switch type.hasSuffix("List") ? String(type.dropLast(4)) : type {
    case "numeric": Double(value)?.isFinite ?? false
    case "boolean": ["true", "false"].contains(value.lowercased())
    case "ip": IPNetwork(value) != nil
    case "binary": Base64.decode(value) != nil
    case "date": Timestamp(iso8601: value) != nil || Int64(value) != nil
    default: true
    }
  }
}

/// `ResourceHandlingOption`: which resources a RunInstances must name.
///
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
enum ResourceHandling {
  private static let needed: [String: [String]] = [
    "EC2-Classic-InstanceStore": ["instance", "image", "security-group"],
    "EC2-Classic-EBS": ["instance", "image", "security-group", "volume"],
    "EC2-VPC-InstanceStore": ["instance", "image", "security-group", "network-interface"],
    "EC2-VPC-InstanceStore-Subnet": [
      "instance", "image", "security-group", "network-interface", "subnet",
    ],
    "EC2-VPC-EBS": ["instance", "image", "security-group", "network-interface", "volume"],
    "EC2-VPC-EBS-Subnet": [
      "instance", "image", "security-group", "network-interface", "subnet", "volume",
    ],
  ]

  static func check(_ option: String?, _ actions: [String], _ resources: [String])
    throws(AWSError)
  {
    guard let option else { return }
    guard let types = needed[option] else {
      throw IAMError.invalidInput("Invalid ResourceHandlingOption: \(option)")
    }
    guard actions.contains(where: { $0.lowercased() == "ec2:runinstances" }) else { return }
    let given = resources.compactMap {
      ARN($0)?.resource.split(separator: "/").first.map(String.init)
    }
    for type in types where !given.contains(type) {
      throw IAMError.invalidInput(
        "ResourceHandlingOption \(option) requires a resource of type \(type).")
    }
  }
}
