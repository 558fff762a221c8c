import AWS
import Emulator
import JMESPath
import Journal
import Remediation

/// Why a run can't begin: a set-up call that AWS refused, a rule that is none.
package struct DrillFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package var message: String
  package var description: String { message }
}

/// Makes a scenario's accounts by real calls: users with keys, trails with buckets, queues with
/// rules, resources.
struct Staging {
  let world: World
  let environment: Environment
  let start: Timestamp
  var requests = RequestMaker()
  var names = Names()
  private(set) var credentials: [String: Credentials] = [:]

  init(world: World, environment: Environment, start: Timestamp) {
    self.world = world
    self.environment = environment
    self.start = start
    for account in environment.accounts { names["accounts.\(account.name)"] = .string(account.id) }
  }

  /// A call of an account's root, which must succeed.
  @discardableResult
  mutating func call(
    _ service: String, _ operation: String, _ input: AWSObject, in scope: Scope
  ) throws(DrillFailure) -> AWSObject {
    try perform(
      APICall(service: service, operation: operation, input: input, scope: scope),
      RequestMaker.root(of: scope.account))
  }

  mutating func perform(_ call: APICall, _ credentials: Credentials) throws(DrillFailure)
    -> AWSObject
  {
    let outcome: Result<AWSObject, AWSError>
    do throws(AWSError) {
      let request = try requests.request(
        call, credentials, userAgent: "stormdrill-staging", from: "198.51.100.10", at: start)
      switch world.respond(to: request, at: start) {
      case .response(let response): outcome = RequestMaker.decode(call, response)
      case .waiting: outcome = .success([:])
      }
    } catch {
      outcome = .failure(error)
    }
    switch outcome {
    case .success(let output): return output
    case .failure(let error):
      throw DrillFailure(
        message: "set-up: \(call.service):\(call.operation) in \(call.scope): \(error.code): "
          + error.message)
    }
  }

  mutating func makeActors() throws(DrillFailure) {
    for actor in environment.actors {
      credentials[actor.name] = try makeUser(
        actor.name, account: actor.account, policies: actor.policies, allowed: actor.allowed)
      names["actors.\(actor.name)"] = .string("arn:aws:iam::\(actor.account):user/\(actor.name)")
    }
  }

  /// A user with an access key.
  mutating func makeUser(
    _ name: String, account: String, policies: [String], allowed: [String]
  ) throws(DrillFailure) -> Credentials {
    let scope = Scope(account: account, region: "us-east-1")
    let user: AWSObject = ["UserName": .string(name)]
    try call("iam", "CreateUser", user, in: scope)
    for policy in policies {
      var input = user
      input["PolicyArn"] = .string(
        policy.hasPrefix("arn:") ? policy : "arn:aws:iam::aws:policy/\(policy)")
      try call("iam", "AttachUserPolicy", input, in: scope)
    }
    if !allowed.isEmpty {
      var input = user
      input["PolicyName"] = "duties"
      input["PolicyDocument"] = .string(
        JSON.text(
          [
            "Version": "2012-10-17",
            "Statement": [
              [
                "Effect": "Allow", "Action": .list(allowed.map(AWSValue.string)),
                "Resource": "*",
              ]
            ],
          ] as AWSValue))
      try call("iam", "PutUserPolicy", input, in: scope)
    }
    let key = try call("iam", "CreateAccessKey", user, in: scope)["AccessKey"]
    return Credentials(
      accessKeyID: key?["AccessKeyId"]?.string ?? "",
      secretAccessKey: key?["SecretAccessKey"]?.string ?? "")
  }

  mutating func makeTrails() throws(DrillFailure) {
    for trail in environment.trails {
      let scope = Scope(account: trail.account, region: environment.regions.first ?? "us-east-1")
      let bucket = "\(trail.name)-logs-\(trail.account)"
      let arn = "arn:aws:cloudtrail:\(scope.region):\(scope.account):trail/\(trail.name)"
      try makeBucket(bucket, in: scope)
      try call(
        "s3", "PutBucketPolicy",
        ["Bucket": .string(bucket), "Policy": .string(JSON.text(logPolicy(bucket, scope)))],
        in: scope)
      try call(
        "cloudtrail", "CreateTrail",
        [
          "Name": .string(trail.name), "S3BucketName": .string(bucket),
          "IsMultiRegionTrail": .bool(trail.isMultiRegion),
          "IncludeGlobalServiceEvents": .bool(true),
        ], in: scope)
      try call("cloudtrail", "StartLogging", ["Name": .string(trail.name)], in: scope)
      names["trails.\(trail.name)"] = .string(arn)
    }
  }

  mutating func makeBucket(_ bucket: String, in scope: Scope) throws(DrillFailure) {
    var input: AWSObject = ["Bucket": .string(bucket)]
    if scope.region != "us-east-1" {
      input["CreateBucketConfiguration"] = ["LocationConstraint": .string(scope.region)]
    }
    try call("s3", "CreateBucket", input, in: scope)
  }

  /// As AWS's console writes it.
  private func logPolicy(_ bucket: String, _ scope: Scope) -> AWSValue {
    let service: AWSValue = ["Service": "cloudtrail.amazonaws.com"]
    return [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Sid": "AWSCloudTrailAclCheck", "Effect": "Allow", "Principal": service,
          "Action": "s3:GetBucketAcl", "Resource": .string("arn:aws:s3:::\(bucket)"),
        ],
        [
          "Sid": "AWSCloudTrailWrite", "Effect": "Allow", "Principal": service,
          "Action": "s3:PutObject",
          "Resource": .string("arn:aws:s3:::\(bucket)/AWSLogs/\(scope.account)/*"),
          "Condition": [
            "StringEquals": ["s3:x-amz-acl": "bucket-owner-full-control"]
          ],
        ],
      ],
    ]
  }

  mutating func makeResources() throws(DrillFailure) {
    for resource in environment.resources {
      let call = self.scripted(resource)
      let signer = resource.actor.flatMap { credentials[$0] }
      let output = try perform(call, signer ?? RequestMaker.root(of: call.scope.account))
      capture(resource, output)
    }
  }

  func scripted(_ call: ScriptedCall) -> APICall { call.resolved(names, environment) }

  mutating func capture(_ call: ScriptedCall, _ output: AWSObject) {
    names.capture(call, output)
  }

  /// A queue, and the rule that fills it with all management events of an account and region.
  mutating func makeEventQueue(in scope: Scope) throws(DrillFailure) -> String {
    let name = "stormdrill-events"
    let arn = "arn:aws:sqs:\(scope.region):\(scope.account):\(name)"
    let rule = "arn:aws:events:\(scope.region):\(scope.account):rule/\(name)"
    let policy: AWSValue = [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Effect": "Allow", "Principal": ["Service": "events.amazonaws.com"],
          "Action": "sqs:SendMessage", "Resource": .string(arn),
          "Condition": ["ArnEquals": ["aws:SourceArn": .string(rule)]],
        ]
      ],
    ]
    let queue = try call(
      "sqs", "CreateQueue",
      [
        "QueueName": .string(name),
        "Attributes": [
          "Policy": .string(JSON.text(policy)), "VisibilityTimeout": "120",
          "MessageRetentionPeriod": "345600",
        ],
      ], in: scope)
    let pattern: AWSValue = ["detail-type": ["AWS API Call via CloudTrail"]]
    try call(
      "events", "PutRule",
      ["Name": .string(name), "EventPattern": .string(JSON.text(pattern))], in: scope)
    try call(
      "events", "PutTargets",
      ["Rule": .string(name), "Targets": [["Id": "queue", "Arn": .string(arn)]]], in: scope)
    return queue["QueueUrl"]?.string ?? ""
  }
}

extension Names {
  mutating func capture(_ call: ScriptedCall, _ output: AWSObject) {
    guard let name = call.name else { return }
    for (member, path) in call.captures {
      guard let expression = try? JMESPathExpression(path),
        let value = try? expression.evaluate(.object(output)), !value.isNull
      else { continue }
      self["\(name).\(member)"] = value
    }
  }
}

extension ScriptedCall {
  /// With its names replaced and its place filled in: the actor's account, the first region.
  func resolved(_ names: Names, _ environment: Environment) -> APICall {
    let home = actor.flatMap { name in environment.actors.first { $0.name == name }?.account }
    let scope = Scope(
      account: account ?? home ?? environment.accounts.first?.id ?? "",
      region: region ?? environment.regions.first ?? "us-east-1")
    var members = input.resolved(names).object ?? [:]
    let shape = ServiceModel.named(service)?.operation(operation)?.input
    for (member, value) in members where shape?[member]?.shape.kind == .string {
      // A policy may stand in the file as a document.
      switch value {
      case .object, .list: members[member] = .string(JSON.text(value))
      default: break
      }
    }
    return APICall(service: service, operation: operation, input: members, scope: scope)
  }
}
