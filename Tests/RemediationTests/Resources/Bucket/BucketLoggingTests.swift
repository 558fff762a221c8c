import AWS
@testable import Remediation
import Testing

private func logging(_ bucket: String, _ prefix: String) -> AWSValue {
  ["TargetBucket": .string(bucket), "TargetPrefix": .string(prefix)]
}

@Suite struct BucketLoggingTests {
  @Test(arguments: [
    (["op": "enabled"], ["own", "other"]),
    (["op": "disabled"], ["off"]),
    (["op": "eq", "target_bucket": "logs"], ["own"]),
    (["op": "ne", "target_bucket": "logs"], ["off", "other"]),
    (["op": "equal"], ["off"]),
    (["op": "equal", "target_bucket": "logs", "target_prefix": "{account}/{region}"], ["other"]),
    (
      [
        "op": "not-equal", "target_bucket": "{target_prefix}gs",
        "target_prefix": "lo",
      ], ["off", "own", "other"]
    ),
  ] as [(AWSObject, [String])])
  func placesAreComparedWhole(more: AWSObject, ids: [String]) throws {
    var filter: AWSObject = ["type": "bucket-logging"]
    for (key, value) in more { filter[key] = value }
    let own = try BucketCase(filters: [.object(filter)])
    let alias = ("stormdrill:AccountAlias", AWSValue.string("acme"))
    #expect(
      own.matches(
        bucket("off", alias), bucket("own", ("Logging", logging("logs", "own/")), alias),
        bucket("other", ("Logging", logging("logs", "acme/us-east-1")), alias)) == ids)
  }

  @Test func theAliasIsReadOnlyWhereItIsNamed() throws {
    func calls(_ target: String) throws -> [String] {
      let own = try BucketCase(
        actions: [["type": "toggle-logging", "target_bucket": .string(target)]])
      return try own.complete(["Name": "b", "Location": [:]]) { call in
        call.service == "iam" ? .success(["AccountAliases": ["acme"]]) : .success([:])
      }.calls.map(\.name)
    }
    #expect(try calls("logs") == ["s3:GetBucketLogging"])
    #expect(try calls("{account}-logs") == ["s3:GetBucketLogging", "iam:ListAccountAliases"])
  }

  @Test func logsGoWhereTheyShouldAndBack() throws {
    let action: AWSValue = [
      "type": "toggle-logging", "target_bucket": "{account}-{bucket_region}-logs",
      "target_prefix": "{account_id}/{source_bucket_name}/{target_bucket_name}/",
    ]
    let own = try BucketCase(actions: [action])
    let place = logging("old", "x")
    let document = bucket("b", ("Logging", place), ("stormdrill:AccountAlias", "acme"))
    let step = try own.plan(document).steps[0]
    #expect(
      step.call.input["BucketLoggingStatus"]?["LoggingEnabled"] == [
        "TargetBucket": "acme-us-east-1-logs",
        "TargetPrefix": "123456789012/b/{account}-{bucket_region}-logs/",
      ])
    #expect(step.undo[0].input["BucketLoggingStatus"] == ["LoggingEnabled": place])
    #expect(step.removed == place)
    let first = try own.plan(bucket()).steps[0]
    #expect(first.undo[0].input["BucketLoggingStatus"] == [:])
  }

  @Test func whatIsSoAlreadyIsLeft() throws {
    let off = try BucketCase(actions: [["type": "toggle-logging", "enabled": false]])
    #expect(try off.plan(bucket()).remarks.count == 1)
    #expect(
      try off.plan(bucket("b", ("Logging", logging("l", "p")))).steps[0].call
        .input["BucketLoggingStatus"] == [:])
    let own = try BucketCase(actions: [["type": "toggle-logging", "target_bucket": "l"]])
    #expect(try own.plan(bucket("b", ("Logging", logging("l", "b/")))).steps.isEmpty)
    #expect(
      BucketCase.refusal(actions: ["toggle-logging"])
        == "action `toggle-logging` has no `target_bucket`")
  }

  @Test func aBucketIsATargetWhereverItsLogsComeFrom() throws {
    let own = try BucketCase(filters: ["is-log-target"])
    var seen: [String] = []
    func isTarget(_ name: String, balancer: String = "-", trail: String = "-") throws -> Bool {
      let (document, calls) = try own.complete(["Name": .string(name), "Location": [:]]) { call in
        let about = call.input["Bucket"]?.string
        switch call.operation {
        case "ListBuckets": return .success(["Buckets": [["Name": "b"], ["Name": "c"]]])
        case "GetBucketLocation": return .success(["LocationConstraint": "eu-west-1"])
        case "GetBucketLogging":
          return .success(about == "c" ? ["LoggingEnabled": logging("target", "")] : [:])
        case "DescribeLoadBalancers":
          return .success(
            ["LoadBalancerDescriptions": [["LoadBalancerName": "x"], ["LoadBalancerName": "y"]]])
        case "DescribeLoadBalancerAttributes":
          guard call.input["LoadBalancerName"] == "y" else { return .error("LoadBalancerNotFound") }
          let log: AWSValue = ["Enabled": true, "S3BucketName": .string(balancer)]
          return .success(["LoadBalancerAttributes": ["AccessLog": log]])
        default: return .success(["trailList": [["S3BucketName": .string(trail)]]])
        }
      }
      seen = calls.map(\.operation)
      #expect(calls.last { $0.operation == "GetBucketLogging" }?.scope.region != "us-east-1")
      return own.matches(document) == [name]
    }
    #expect(try isTarget("target"))
    #expect(try !isTarget("none"))
    #expect(seen.count(where: { $0 == "GetBucketLocation" }) == 2)
    #expect(try isTarget("none", balancer: "none"))
    #expect(try isTarget("none", trail: "none"))
    #expect(try isTarget("cf-templates-x"))
  }

  @Test func bucketsThatLogToThemselvesAreAskedForAlone() throws {
    let own = try BucketCase(filters: [["type": "is-log-target", "self": true]])
    #expect(own.policy.hydrations.map(\.name) == ["Logging"])
    #expect(
      own.matches(
        bucket("a", ("Logging", logging("a", ""))), bucket("b", ("Logging", logging("c", ""))),
        bucket("c")) == ["a"])
    let others = try BucketCase(
      filters: [["type": "is-log-target", "services": ["s3"], "value": false]])
    #expect(
      others.matches(bucket("b", ("Logging", logging("c", ""))), bucket("c")) == ["b"])
    #expect(
      BucketCase.refusal(filters: [["type": "is-log-target", "services": ["s4"]]])
        == "`s4` is no service that logs to buckets")
  }

  @Test func theEventsOfObjectsAreKeptByOwnTrails() throws {
    let own = try BucketCase(filters: [["type": "data-events", "state": "absent"]])
    func isKept(_ name: String, _ value: String) throws -> Bool {
      let trail = { (owner: String) -> AWSValue in
        [
          "Name": .string("t\(owner)"), "HomeRegion": "eu-west-1",
          "TrailARN": .string("arn:aws:cloudtrail:eu-west-1:\(owner):trail/t"),
        ]
      }
      let (document, calls) = try own.complete(bucket(name)) { call in
        if call.operation == "DescribeTrails" {
          return .success(["trailList": [trail("999999999999"), trail(BucketCase.account)]])
        }
        let data: AWSValue = ["Type": "AWS::S3::Object", "Values": [.string(value)]]
        return .success(["EventSelectors": [["DataResources": [data]], [:]]])
      }
      #expect(calls.map(\.operation) == ["DescribeTrails", "GetEventSelectors"])
      #expect(calls[1].input["TrailName"] == .string("t\(BucketCase.account)"))
      return own.matches(document).isEmpty
    }
    #expect(try isKept("b", "arn:aws:s3:::b/"))
    #expect(try isKept("b", "arn:aws:s3:::"))
    #expect(try !isKept("b", "arn:aws:s3:::b/prefix"))
    #expect(try !isKept("b", "arn:aws:s3"), "c7n takes it for a bucket `s3`")
  }
}
