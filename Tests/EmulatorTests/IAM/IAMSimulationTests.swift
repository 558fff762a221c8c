import AWS
import Emulator
import TestKit
import Testing

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
struct IAMSimulationTests {
  private let alice = "arn:aws:iam::123456789012:user/alice"
  private let object: AWSValue = "arn:aws:s3:::bucket/key"

  private func world() throws -> World {
    let world = try World.fresh()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call(
      "iam", "PutUserPolicy",
      ["UserName": "alice", "PolicyName": "own", "PolicyDocument": .string(Self.own)])
    return world
  }

  private static let own = """
    {"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
    {"Effect":"Allow","Action":"s3:Put*","Resource":"arn:aws:s3:::bucket/${aws:username}/*"},
    {"Effect":"Deny","Action":"s3:GetObjectAcl","Resource":"*"},
    {"Effect":"Allow","Action":"ec2:*","Resource":"*",
     "Condition":{"StringEquals":{"ec2:Region":"eu-west-1"}}}]}
    """

  private func simulate(_ world: World, _ actions: [AWSValue], _ more: AWSObject = [:]) throws
    -> [AWSValue]
  {
    var input: AWSObject = ["PolicySourceArn": .string(alice), "ActionNames": .list(actions)]
    for (name, value) in more { input[name] = value }
    return try #require(
      world.call("iam", "SimulatePrincipalPolicy", input)["EvaluationResults"]?.list)
  }

  private func decisions(_ results: [AWSValue]) -> [AWSValue?] {
    results.map { $0["EvalDecision"] }
  }

  @Test func eachActionIsDecidedWithItsStatements() throws {
    let results = try simulate(
      world(), ["s3:GetObject", "s3:GetObjectAcl", "sqs:SendMessage"], ["ResourceArns": [object]])
    #expect(decisions(results) == ["allowed", "explicitDeny", "implicitDeny"])
    #expect(
      results[1]["MatchedStatements"] == [
        [
          "SourcePolicyId": "user_alice_own", "SourcePolicyType": "user",
          "StartPosition": ["Line": 3, "Column": 89], "EndPosition": ["Line": 4, "Column": 60],
        ]
      ])
    #expect(results[2]["MatchedStatements"] == [])
    #expect(results[0]["EvalResourceName"] == object)
    #expect(results[0]["EvalDecisionDetails"] == [:])
    let specific = results[0]["ResourceSpecificResults"]?.list?.first
    #expect(specific?["EvalResourceDecision"] == "allowed")
    #expect(specific?["MatchedStatements"] == results[0]["MatchedStatements"])
  }

  @Test func groupsPoliciesAndTheCallsOwnCount() throws {
    let world = try world()
    try world.call("iam", "CreateGroup", ["GroupName": "ops"])
    try world.call("iam", "AddUserToGroup", ["GroupName": "ops", "UserName": "alice"])
    try world.call(
      "iam", "AttachGroupPolicy",
      ["GroupName": "ops", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"])
    let results = try simulate(
      world, ["sqs:SendMessage", "sns:Publish"],
      [
        "PolicyInputList": [
          .string(
            "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"sns:*\",\"Resource\":\"*\"}}")
        ]
      ])
    #expect(decisions(results) == ["allowed", "explicitDeny"])
    let managed = results[0]["MatchedStatements"]?.list?.first
    #expect(managed?["SourcePolicyId"] == "AdministratorAccess")
    #expect(managed?["SourcePolicyType"] == "aws-managed")
    let given = results[1]["MatchedStatements"]?.list?.first
    #expect(given?["SourcePolicyId"] == "PolicyInputList.1")
    #expect(given?["SourcePolicyType"] == "none")
    #expect(results[0]["ResourceSpecificResults"] == nil)
    #expect(results[0]["EvalDecisionDetails"] == nil)
    #expect(results[0]["EvalResourceName"] == "*")
  }

  @Test func missingContextValuesAreNamed() throws {
    let world = try world()
    let without = try simulate(world, ["ec2:RunInstances"])
    #expect(decisions(without) == ["implicitDeny"])
    #expect(without[0]["MissingContextValues"] == ["ec2:Region"])
    let with = try simulate(
      world, ["ec2:RunInstances"],
      [
        "ContextEntries": [
          [
            "ContextKeyName": "ec2:Region", "ContextKeyType": "string",
            "ContextKeyValues": ["eu-west-1"],
          ]
        ]
      ])
    #expect(decisions(with) == ["allowed"])
    #expect(with[0]["MissingContextValues"] == [])
  }

  @Test func boundaryLimitsAndAnotherMayTakeItsPlace() throws {
    let world = try world()
    let document = #"{"Statement":{"Effect":"Allow","Action":"s3:Put*","Resource":"*"}}"#
    let open = #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
    let limited = try simulate(
      world, ["s3:GetObject"], ["PermissionsBoundaryPolicyInputList": [.string(document)]])
    #expect(decisions(limited) == ["implicitDeny"])
    #expect(
      limited[0]["PermissionsBoundaryDecisionDetail"] == ["AllowedByPermissionsBoundary": false])
    let allowed = try simulate(
      world, ["s3:GetObject"], ["PermissionsBoundaryPolicyInputList": [.string(open)]])
    #expect(
      allowed[0]["PermissionsBoundaryDecisionDetail"] == ["AllowedByPermissionsBoundary": true])
  }

  @Test func strictestResourceDecidesForAll() throws {
    let results = try simulate(
      world(), ["s3:PutObject"],
      ["ResourceArns": ["arn:aws:s3:::bucket/alice/x", "arn:aws:s3:::bucket/bob/x"]])
    #expect(decisions(results) == ["implicitDeny"])
    let specific = results[0]["ResourceSpecificResults"]?.list ?? []
    #expect(specific.map { $0["EvalResourceDecision"] } == ["allowed", "implicitDeny"])
  }

  @Test func resourcePolicyOfAnotherAccountMustAllowToo() throws {
    let world = try world()
    let policy = """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"\(alice)"},
      "Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}}
      """
    let owner: AWSValue = "arn:aws:iam::210000000001:root"
    let results = try simulate(
      world, ["s3:GetObject", "s3:GetObjectTagging"],
      ["ResourceArns": [object], "ResourcePolicy": .string(policy), "ResourceOwner": owner])
    #expect(decisions(results) == ["allowed", "implicitDeny"])
    #expect(
      results[1]["EvalDecisionDetails"]
        == ["IAM Policy": "allowed", "Resource Policy": "implicitDeny"])
    let sources = results[0]["MatchedStatements"]?.list?.map { $0["SourcePolicyType"] }
    #expect(sources == ["resource", "user"])
  }

  @Test func customPoliciesNeedNobody() throws {
    let world = try World.fresh()
    let answer = try world.call(
      "iam", "SimulateCustomPolicy",
      [
        "PolicyInputList": [.string(Self.own)], "ActionNames": ["s3:GetObject", "s3:PutObject"],
        "MaxItems": 1,
      ])
    #expect(answer["IsTruncated"] == true)
    #expect(answer["EvaluationResults"]?.list?.map { $0["EvalDecision"] } == ["allowed"])
    let rest = try world.call(
      "iam", "SimulateCustomPolicy",
      [
        "PolicyInputList": [.string(Self.own)], "ActionNames": ["s3:GetObject", "s3:PutObject"],
        "Marker": try #require(answer["Marker"]),
      ])
    #expect(rest["EvaluationResults"]?.list?.map { $0["EvalActionName"] } == ["s3:PutObject"])
    #expect(rest["EvaluationResults"]?.list?.map { $0["EvalDecision"] } == ["implicitDeny"])
  }

  @Test func contextKeysAreFound() throws {
    let world = try world()
    let keys = try world.call(
      "iam", "GetContextKeysForPrincipalPolicy", ["PolicySourceArn": .string(alice)])
    #expect(keys["ContextKeyNames"] == ["aws:username", "ec2:Region"])
    let custom = try world.call(
      "iam", "GetContextKeysForCustomPolicy", ["PolicyInputList": [.string(Self.own)]])
    #expect(custom == keys)
  }

  private static func entry(_ type: String, _ values: [String]) -> AWSObject {
    let entry: AWSObject = [
      "ContextKeyName": "k:aaa", "ContextKeyType": .string(type),
      "ContextKeyValues": .list(values.map(AWSValue.string)),
    ]
    return ["ContextEntries": .list([.object(entry)])]
  }

  private static let instance: AWSObject = [
    "ActionNames": ["ec2:RunInstances"], "ResourceHandlingOption": "EC2-VPC-EBS",
    "ResourceArns": ["arn:aws:ec2:us-east-1:123456789012:instance/i-1"],
  ]

  static let refused: [(AWSObject, String)] = [
    (["ActionNames": ["s3:*"]], "Invalid action name: s3:*"),
    (["ActionNames": ["GetObject"]], "Invalid action name: GetObject"),
    (["ResourceArns": ["bucket"]], "Invalid resource ARN: bucket"),
    (["PolicyInputList": ["{}"]], "PolicyInputList.1: Syntax errors in policy."),
    (
      ["CallerArn": "arn:aws:iam::123456789012:role/r"],
      "Invalid CallerArn: arn:aws:iam::123456789012:role/r is not the ARN of an IAM user."
    ),
    (["ResourceHandlingOption": "EC2-Moon"], "Invalid ResourceHandlingOption: EC2-Moon"),
    (instance, "ResourceHandlingOption EC2-VPC-EBS requires a resource of type image."),
    (entry("numeric", ["one"]), "Invalid value one of context key k:aaa: not numeric."),
    (
      entry("ip", ["10.0.0.1", "10.0.0.2"]),
      "Context key k:aaa of type ip has more than one value."
    ),
  ]

  @Test(arguments: refused)
  func whatCannotBeSimulatedIsRefused(input: AWSObject, message: String) throws {
    let world = try world()
    var input = input
    input["PolicySourceArn"] = .string(alice)
    if input["ActionNames"] == nil { input["ActionNames"] = ["s3:GetObject"] }
    let error = world.error("iam", "SimulatePrincipalPolicy", input)
    #expect(error?.code == "InvalidInput")
    #expect(error?.message == message)
  }

  @Test func simulationIsRecordedAsReading() throws {
    let world = try world()
    _ = try simulate(world, ["s3:GetObject"])
    let record = try #require(world.records().last)
    #expect(record.eventName == "SimulatePrincipalPolicy")
    #expect(record.document["readOnly"] == true)
    #expect(record.document["requestParameters"]?["policySourceArn"] == .string(alice))
  }
}
