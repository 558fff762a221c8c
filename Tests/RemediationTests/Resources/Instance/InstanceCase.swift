import AWS
import Documents
@testable import Remediation
import Testing

/// A policy on one instance, completed from a table of answers by the operations' names; a list of
/// answers is given out by the attribute or role that is asked for.
struct InstanceCase {
  static let now = CalendarTime(year: 2026, month: 3, day: 15, hour: 12).timestamp
  static let scope = Scope(account: "123456789012", region: "us-east-1")

  var filters: AWSValue = []
  var actions: AWSValue = []
  var document: AWSObject = [:]
  var answers: [String: AWSValue] = [:]
  var event: AWSValue?

  struct Outcome {
    var calls: [APICall]
    var match: Match?
    var problems: [EvaluationProblem]
    var plan: Plan
  }

  /// What `document` says, on an ordinary running instance.
  static func instance(_ document: AWSObject) -> AWSObject {
    var made: AWSObject = [
      "InstanceId": "i-1", "State": ["Name": "running"], "ImageId": "ami-1", "VpcId": "vpc-1",
      "LaunchTime": "2026-03-01T00:00:00Z",
      "BlockDeviceMappings": [
        [
          "DeviceName": "/dev/sda1",
          "Ebs": ["VolumeId": "vol-1", "AttachTime": "2026-02-01T00:00:00Z"],
        ]
      ],
      "NetworkInterfaces": [
        [
          "NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1",
          "Groups": [["GroupId": "sg-1"], ["GroupId": "sg-2"]],
        ]
      ],
    ]
    for (key, value) in document { made[key] = value }
    return made
  }

  func run(sourceLocation: SourceLocation = #_sourceLocation) throws -> Outcome {
    var policy: AWSObject = [
      "name": "p", "resource": "ec2", "filters": filters, "actions": actions,
    ]
    if event != nil {
      policy["mode"] = [
        "type": "cloudtrail", "role": "r",
        "events": [["source": "ec2.amazonaws.com", "event": "RunInstances", "ids": "ids"]],
      ]
    }
    let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
    let (policies, diagnostics) = PolicyFile.load(text: text, file: "p.json")
    let compiled = try #require(policies.first, "\(diagnostics)", sourceLocation: sourceLocation)
    var calls: [APICall] = []
    let completion = compiled.resourceType.complete(
      Self.instance(document), with: compiled.hydrations,
      in: ReadSetting(scope: Self.scope, now: Self.now)
    ) { call in
      calls.append(call)
      expectOnWire(call, sourceLocation: sourceLocation)
      let name = call.input["Attribute"]?.string.map { "\(call.operation) \($0)" }
      guard let answer = answers[name ?? ""] ?? answers[call.operation] else {
        return .failure(AWSError("Unexpected\(call.operation)", ""))
      }
      if let code = answer.string { return .failure(AWSError(code, "")) }
      return .success(answer.object ?? [:])
    }
    guard case .ready(let completed) = completion else {
      Issue.record("\(completion)", sourceLocation: sourceLocation)
      return Outcome(calls: calls, match: nil, problems: [], plan: Plan())
    }
    let context = EvaluationContext(
      now: Self.now, account: Self.scope.account, region: Self.scope.region, event: event)
    let evaluation = compiled.evaluate(
      [Resource(id: "i-1", document: completed, scope: Self.scope)], context)
    let plan = evaluation.matches.first.map { compiled.plan($0, context) } ?? Plan()
    expectOnWire(plan, sourceLocation: sourceLocation)
    return Outcome(
      calls: calls, match: evaluation.matches.first, problems: evaluation.problems, plan: plan)
  }

  func matches(sourceLocation: SourceLocation = #_sourceLocation) throws -> Bool {
    let outcome = try run(sourceLocation: sourceLocation)
    #expect(outcome.problems.isEmpty, sourceLocation: sourceLocation)
    return outcome.match != nil
  }

  /// The first mistake that loading tells.
  static func complaint(filters: AWSValue = [], actions: AWSValue = []) -> String? {
    let policy: AWSObject = [
      "name": "p", "resource": "ec2", "filters": filters, "actions": actions,
    ]
    let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
    return PolicyFile.load(text: text, file: "p.json").diagnostics.first?.message
  }
}
