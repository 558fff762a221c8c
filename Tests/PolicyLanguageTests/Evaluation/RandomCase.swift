import AWS
import PolicyLanguage

/// A request and its policies, drawn from a small world so that much of it meets.
struct RandomCase {
  var generator: SeededGenerator
  let accounts = ["111122223333", "444455556666"]

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func draw() throws -> (AccessPolicies, PolicyRequest) {
    var access = AccessPolicies(resourceAccount: pick(accounts))
    access.identity = try policies(as: .identity)
    if one(in: 3) { access.boundary = try policy(as: .identity) }
    if one(in: 3) { access.session = try policies(as: .identity) }
    if one(in: 3) { access.serviceControl = try levels() }
    if one(in: 4) { access.resourceControl = try levels() }
    if one(in: 6) { access.endpoint = try policy(as: .resource) }
    if one(in: 2) { access.resource = try policy(as: .resource) }
    access.resourcePolicyMustAllow = one(in: 6)
    var context: [String: [String]] = [:]
    for key in ["k:a", "k:b"] where one(in: 2) {
      context[key] = (0...Int(generator.below(2))).map { _ in pick(["x", "y", "xy", ""]) }
    }
    let request = PolicyRequest(
      principal: principal(), action: pick(["s3:GetObject", "s3:PutObject", "sts:AssumeRole"]),
      resource: pick(["arn:aws:s3:::b/k", "arn:aws:s3:::b/alice"]), context: context)
    return (access, request)
  }

  private mutating func one(in chances: UInt64) -> Bool { generator.below(chances) == 0 }

  private mutating func pick<Element>(_ items: [Element]) -> Element {
    generator.element(of: items)
  }

  private mutating func principal() -> Principal {
    let account = pick(accounts)
    switch generator.below(6) {
    case 0: return .root(account)
    case 1: return .user("alice", account: account)
    case 2: return .session("Ops", "alice", account: account)
    case 3:
      return Principal(
        kind: .federatedUser, account: account, arn: "arn:aws:sts::\(account):federated-user/zoe",
        roleARN: "arn:aws:iam::\(account):user/alice", userID: "\(account):zoe")
    case 4: return .service("cloudtrail.amazonaws.com")
    default: return .anonymous
    }
  }

  private mutating func levels() throws -> [[AttachedPolicy]] {
    try (0...generator.below(2)).map { _ in try policies(as: .identity) }
  }

  private mutating func policies(as grammar: PolicyGrammar) throws -> [AttachedPolicy] {
    try (0..<generator.below(3)).map { _ in try policy(as: grammar) }
  }

  private mutating func policy(as grammar: PolicyGrammar) throws -> AttachedPolicy {
    let statements = (0...generator.below(3)).map { _ in statement(grammar) }
    let json = "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}"
    return AttachedPolicy(
      name: "p\(generator.below(100))", document: try PolicyDocument.parse(json, as: grammar))
  }

  private mutating func statement(_ grammar: PolicyGrammar) -> String {
    var members = ["\"Effect\":\"\(one(in: 9) ? "Deny" : "Allow")\""]
    if grammar == .resource {
      members.append("\"\(one(in: 5) ? "Not" : "")Principal\":\(principals())")
    }
    members.append(
      "\"\(one(in: 6) ? "Not" : "")Action\":"
        + pick([
          "\"*\"", "\"*\"", "\"s3:*\"", "\"s3:Get*\"", "[\"sts:AssumeRole\",\"s3:PutObject\"]",
        ]))
    members.append(
      "\"\(one(in: 6) ? "Not" : "")Resource\":"
        + pick(["\"*\"", "\"arn:aws:s3:::b/${aws:username}\"", "\"arn:aws:s3:::b/?\""]))
    if one(in: 3) {
      let relation = pick([
        "StringEquals", "StringNotLike", "ForAnyValue:StringLike", "ForAllValues:StringNotEquals",
        "StringEqualsIfExists", "Null",
      ])
      let value = relation == "Null" ? "true" : pick(["x", "x*", "${aws:username}"])
      members.append("\"Condition\":{\"\(relation)\":{\"\(pick(["k:a", "k:b"]))\":\"\(value)\"}}")
    }
    return "{\(members.joined(separator: ","))}"
  }

  private mutating func principals() -> String {
    let account = pick(accounts)
    let all = [
      "\"*\"", "{\"AWS\":\"\(account)\"}", "{\"AWS\":\"arn:aws:iam::\(account):user/alice\"}",
      """
      {"AWS":["arn:aws:iam::\(account):role/Ops",\
      "arn:aws:sts::\(account):assumed-role/Ops/alice"]}
      """,
      "{\"AWS\":\"arn:aws:iam::\(account):role/Ops\"}",
      "{\"Service\":\"cloudtrail.amazonaws.com\"}",
    ]
    return pick(all)
  }
}
