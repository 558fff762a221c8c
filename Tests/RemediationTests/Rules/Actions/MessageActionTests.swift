import AWS
@testable import Remediation
import Testing

private func plan(_ action: AWSValue, _ more: AWSObject = [:]) throws -> Plan {
  var document: AWSObject = ["VpcId": "vpc-1", "Made": .timestamp(Timestamp(seconds: 0))]
  for (key, value) in more { document[key] = value }
  let plan = try StorageCase(
    resource: "vpc", filters: [["VpcId": "vpc-1"]], actions: [action], document: document,
    answers: ["ListAccountAliases": ["AccountAliases": ["main"]]]
  ).run().plan
  for notice in plan.notices {
    if case .call(let call) = notice.transport { expectOnWire(call) }
  }
  return plan
}

private func call(_ action: AWSValue) throws -> APICall {
  let notice = try #require(try plan(action).notices.first)
  guard case .call(let call) = notice.transport else {
    Issue.record("\(notice.transport) is no call")
    return APICall(
      service: "", operation: "", input: [:], scope: Scope(account: "", region: ""))
  }
  return call
}

/// A message as its receivers unpack it.
private func unpacked(_ value: AWSValue?) throws -> AWSObject {
  let bytes = try #require(Base64.decode(value?.string ?? ""))
  let plain = try #require(Zlib.decompress(bytes))
  let message = try JSON.parse(plain)
  return try #require(message.object)
}

private func notify(_ transport: AWSValue, _ more: AWSObject = [:]) -> AWSValue {
  var action: AWSObject = ["type": "notify", "to": ["a@example.com"], "transport": transport]
  for (key, value) in more { action[key] = value }
  return .object(action)
}

@Suite struct MessageActionTests {
  @Test func aQueueGetsWhatTheMailerReads() throws {
    let sent = try call(
      notify(["type": "sqs", "queue": "mailer-{region}"], ["subject": "{{ account }}"]))
    let owner = ConformanceTests.account
    let url = "https://sqs.us-east-1.amazonaws.com/\(owner)/mailer-us-east-1"
    #expect(sent.input["QueueUrl"] == .string(url))
    #expect(
      sent.input["MessageAttributes"] == [
        "mtype": ["DataType": "String", "StringValue": "maidmsg/1.0"]
      ])
    let message = try unpacked(sent.input["MessageBody"])
    #expect(message["account"] == "main")
    #expect(message["account_id"] == .string(owner))
    #expect(message["partition"] == "aws")
    #expect(message["event"] == .null)
    #expect(message["action"]?["subject"] == "{{ account }}")
    #expect(message["policy"]?["name"] == "p")
    #expect(message["execution_id"]?.string?.count == 36)
    let resource = message["resources"]?.list?.first
    #expect(resource?["Made"] == "1970-01-01T00:00:00+00:00")
    #expect(resource?["c7n:MatchedFilters"] == ["VpcId"])
    #expect(resource?.object?.keys.contains { $0.hasPrefix("stormdrill:") } == false)
  }

  @Test(arguments: [
    ("arn:aws:sqs:eu-west-1:1:q", "https://sqs.eu-west-1.amazonaws.com/1/q", "eu-west-1"),
    ("https://sqs.eu-west-2.amazonaws.com/1/q", "https://sqs.eu-west-2.amazonaws.com/1/q",
      "eu-west-2"),
    ("https://us-west-2.queue.amazonaws.com/1/q", "https://us-west-2.queue.amazonaws.com/1/q",
      "us-west-2"),
    ("https://queue.amazonaws.com/1/q", "https://queue.amazonaws.com/1/q", "us-east-1"),
    ("http://127.0.0.1:4566/1/q", "http://127.0.0.1:4566/1/q", "us-east-1"),
  ])
  func aQueueIsFoundByItsName(queue: String, url: String, region: String) throws {
    let sent = try call(notify(["type": "sqs", "queue": .string(queue)]))
    #expect(sent.input["QueueUrl"] == .string(url))
    #expect(sent.scope.region == region)
  }

  @Test func aTopicGetsItsOwnAttributesToo() throws {
    let sent = try call(
      notify(["type": "sns", "topic": "alerts", "attributes": ["team": "security"]]))
    #expect(
      sent.input["TopicArn"]
        == .string("arn:aws:sns:us-east-1:\(ConformanceTests.account):alerts"))
    #expect(sent.input["MessageAttributes"]?["team"]?["StringValue"] == "security")
    #expect(try !unpacked(sent.input["Message"]).isEmpty)
    let reserved: AWSValue = notify(
      ["type": "sns", "topic": "t", "attributes": ["mtype": "x"]])
    #expect(complaint("vpc", actions: [reserved]) != nil)
  }

  @Test func aMessageThatIsTooLargeIsNotSentSilently() throws {
    // Digests don't compress.
    let text = (0..<12_000).map { SHA256.hex("\($0)") }.joined()
    let plan = try plan(notify(["type": "sqs", "queue": "q"]), ["Text": .string(text)])
    #expect(plan.notices.isEmpty)
    #expect(plan.remarks.count == 1)
  }

  @Test func whatIsNotSupportedIsRefusedByName() {
    let transport: AWSValue = ["type": "sqs", "queue": "q"]
    #expect(complaint("vpc", actions: [notify(["type": "asq", "queue": "q"])]) != nil)
    #expect(complaint("vpc", actions: [notify(["type": "sqs"])]) != nil)
    #expect(complaint("vpc", actions: [notify(transport, ["assume_role": false])]) != nil)
    #expect(complaint("vpc", actions: [notify(transport, ["cc": "a"])]) != nil)
    let from: AWSValue = ["url": "s3://b/{account}.json"]
    #expect(complaint("vpc", actions: [notify(transport, ["to_from": from])]) != nil)
    let assumed: AWSValue = ["type": "invoke-lambda", "function": "f", "assume-role": "r"]
    #expect(complaint("vpc", actions: [assumed]) != nil)
  }

  @Test func aFunctionGetsPolicyAndResource() throws {
    let invoked = try call(["type": "invoke-lambda", "function": "fix"])
    #expect(invoked.input["FunctionName"] == "fix")
    #expect(invoked.input["InvocationType"] == "Event")
    guard case .bytes(let bytes)? = invoked.input["Payload"] else {
      Issue.record("no payload")
      return
    }
    let payload = try JSON.parse(bytes)
    #expect(payload["action"]?["function"] == "fix")
    #expect(payload["resources"]?.list?.first?["VpcId"] == "vpc-1")
    let waited = try call(["type": "invoke-lambda", "function": "fix", "async": false])
    #expect(waited.input["InvocationType"] == nil)
    #expect(try plan(["type": "invoke-lambda", "function": "f"]).notices[0].changes)
  }

  @Test func aStateMachineIsStartedWithTheResourceOrItsARN() throws {
    let started = try call(["type": "invoke-sfn", "state-machine": "fix"])
    let owner = ConformanceTests.account
    #expect(
      started.input["stateMachineArn"]
        == .string("arn:aws:states:us-east-1:\(owner):stateMachine:fix"))
    let input = try JSON.parse(started.input["input"]?.string ?? "")
    #expect(input["resource"]?["VpcId"] == "vpc-1")
    #expect(input["policy"]?["name"] == "p")
    let bulk = try call([
      "type": "invoke-sfn", "state-machine": "fix", "bulk": true, "policy": false,
    ])
    #expect(
      try JSON.parse(bulk.input["input"]?.string ?? "") == [
        "resources": [.string("arn:aws:ec2:eu-west-1:\(owner):vpc/vpc-1")]
      ])
  }

  @Test func aMetricIsMadeOfWhatTheKeyFinds() throws {
    func value(_ key: AWSValue, _ op: AWSValue) throws -> AWSValue? {
      let action: AWSValue = [
        "type": "put-metric", "key": key, "namespace": "n", "metric_name": "m", "op": op,
        "dimensions": [["a": "1"]],
      ]
      let plan = try plan(action, ["Ports": [22, 22, 80], "Names": ["x"]])
      guard case .call(let call)? = plan.notices.first?.transport else { return nil }
      return call.input["MetricData"]?.list?.first?["Value"]
    }
    #expect(try value("Ports[]", "count") == 3)
    #expect(try value("Ports[]", "sum") == 124)
    #expect(try value("Ports[]", "distinct_count") == 2.0)
    #expect(try value("Ports[]", "average") == .double(124.0 / 3))
    #expect(try value("Names[]", "sum") == nil)
    #expect(try value("Missing[]", "count") == 0)
  }

  @Test func aWebhookIsFilledFromPolicyAndResource() throws {
    let plan = try plan([
      "type": "webhook", "url": "https://example.com/x?a=1&b=2#f", "method": "PUT",
      "query-params": ["b": "resource.VpcId", "c": "policy.name", "d": "missing"],
      "headers": ["X-Account": "account_id"], "body": "{id: resource.VpcId}",
    ])
    guard case .request(let request)? = plan.notices.first?.transport else {
      Issue.record("\(plan)")
      return
    }
    #expect(request.url == "https://example.com/x?a=1&b=vpc-1&c=p&d=None#f")
    #expect(request.method == "PUT")
    #expect(request.body == "{\"id\":\"vpc-1\"}")
    #expect(
      request.headers == [
        WebRequest.Header(name: "X-Account", value: ConformanceTests.account),
        WebRequest.Header(name: "Content-Type", value: "application/json"),
      ])
    let odd = try StorageCase(
      resource: "vpc",
      actions: [
        ["type": "webhook", "url": "http://h", "query-params": ["a": "resource"]]
      ], document: ["VpcId": "v"]
    ).run().plan
    #expect(odd.notices.isEmpty && odd.remarks.count == 1)
    #expect(complaint("vpc", actions: [["type": "webhook", "url": "ftp://x"]]) != nil)
    let broken: AWSValue = ["type": "webhook", "url": "http://x", "body": "a["]
    #expect(complaint("vpc", actions: [broken]) != nil)
  }
}
