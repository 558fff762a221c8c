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
  var principals: Principals
  /// What policies hang on, by the names that files use: the root, units, accounts.
  var organizationIDs: [String: String] = [:]

  init(world: World, environment: Environment, start: Timestamp) {
    self.world = world
    self.environment = environment
    self.start = start
    principals = Principals(environment)
    // Known before they are there, so that policies may name them.
    for account in environment.accounts { names["accounts.\(account.name)"] = .string(account.id) }
    for actor in environment.actors { names["actors.\(actor.name)"] = .string(actor.arn) }
    for trail in environment.trails { names["trails.\(trail.name)"] = .string(arn(of: trail)) }
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

  mutating func perform(
    _ call: APICall, _ credentials: Credentials?, as actor: Environment.Actor? = nil
  ) throws(DrillFailure) -> AWSObject {
    let outcome: Result<AWSObject, AWSError>
    do throws(AWSError) {
      let request = try requests.request(
        call, credentials, userAgent: "stormdrill-staging",
        from: actor?.address ?? "198.51.100.10", through: actor?.endpoint, at: start)
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

  mutating func makeTrails() throws(DrillFailure) {
    for trail in environment.trails {
      let scope = Scope(account: trail.account, region: environment.regions.first ?? "us-east-1")
      let bucket = "\(trail.name)-logs-\(trail.account)"
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
    }
  }

  private func arn(of trail: Environment.TrailSetup) -> String {
    let region = environment.regions.first ?? "us-east-1"
    return "arn:aws:cloudtrail:\(region):\(trail.account):trail/\(trail.name)"
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
      let signer = try self.signer(of: resource.actor, call)
      let output = try perform(call, signer, as: resource.actor.flatMap(environment.actor))
      capture(resource, output)
    }
  }

  /// Every account and bucket without S3's blocks, whatever the environment put.
  mutating func takeBlocksOff() throws(DrillFailure) {
    for account in environment.accounts {
      let scope = Scope(account: account.id, region: environment.regions.first ?? "us-east-1")
      try call(
        "s3control", "DeletePublicAccessBlock", ["AccountId": .string(account.id)], in: scope)
      for bucket in try call("s3", "ListBuckets", [:], in: scope)["Buckets"]?.list ?? [] {
        let name = bucket["Name"] ?? .null
        let place = try call("s3", "GetBucketLocation", ["Bucket": name], in: scope)
        let region = place["LocationConstraint"]?.string ?? ""
        try call(
          "s3", "DeletePublicAccessBlock", ["Bucket": name],
          in: region.isEmpty ? scope : scope.in(region: region))
      }
    }
  }

  private mutating func signer(of actor: String?, _ call: APICall) throws(DrillFailure)
    -> Credentials?
  {
    while true {
      switch principals.signer(of: actor, account: call.scope.account, names, at: start) {
      case .ready(let credentials): return credentials
      case .needs(let assumption):
        let assumer = try signer(of: assumption.assumer, call)
        principals.keep(assumption, try perform(assumption.call, assumer))
      }
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
