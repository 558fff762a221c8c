import AWS
import Emulator
import TestKit
import Testing

struct QueueTests {
  @Test func unknownQueueHasTheCodeThatSDKsKnow() throws {
    let client = Client(try World.fresh())
    let error = client.error("sqs", "GetQueueUrl", ["QueueName": "none"])
    #expect(error?.code == "AWS.SimpleQueueService.NonExistentQueue")
    let request = try client.request("sqs", "GetQueueUrl", ["QueueName": "none"])
    let response = client.send(request)
    #expect(
      response.headers["x-amzn-query-error"] == "AWS.SimpleQueueService.NonExistentQueue;Sender")
    #expect(String(decoding: response.body, as: UTF8.self).contains("#QueueDoesNotExist"))
  }

  @Test func sameAttributesCreateTheSameQueueAndOthersAreRefused() throws {
    let queue = try TestQueue("inbox", ["VisibilityTimeout": "10"])
    let again: AWSObject = ["QueueName": "inbox", "Attributes": ["VisibilityTimeout": "10"]]
    #expect(try queue.client.call("sqs", "CreateQueue", again)["QueueUrl"] == queue.url)
    let other: AWSObject = ["QueueName": "inbox", "Attributes": ["VisibilityTimeout": "11"]]
    #expect(
      queue.client.error("sqs", "CreateQueue", other)
        == AWSError(
          "QueueAlreadyExists", "A queue already exists with the same name and a different value "
            + "for attribute VisibilityTimeout"))
  }

  @Test(arguments: [
    ("bad name", [:], "InvalidParameterValue"),
    ("plain", ["FifoQueue": "true"], "InvalidParameterValue"),
    ("plain", ["Colour": "red"], "InvalidAttributeName"),
    ("plain", ["DelaySeconds": "901"], "InvalidAttributeValue"),
    ("plain", ["Policy": "{"], "InvalidAttributeValue"),
    ("plain", ["ContentBasedDeduplication": "true"], "InvalidAttributeName"),
  ] as [(String, AWSObject, String)])
  func wrongQueueIsRefused(name: String, attributes: AWSObject, code: String) throws {
    let error = try World.fresh().error(
      "sqs", "CreateQueue", ["QueueName": .string(name), "Attributes": .object(attributes)])
    #expect(error?.code == code)
  }

  @Test func countsTellVisibleHiddenAndDelayedMessages() throws {
    let queue = try TestQueue()
    try queue.send("a")
    try queue.send("b")
    try queue.send("c", ["DelaySeconds": 60])
    _ = try queue.receive(["MaxNumberOfMessages": 1])
    let all = try queue.call("GetQueueAttributes", ["AttributeNames": ["All"]])["Attributes"]
    #expect(all?["ApproximateNumberOfMessages"] == "1")
    #expect(all?["ApproximateNumberOfMessagesNotVisible"] == "1")
    #expect(all?["ApproximateNumberOfMessagesDelayed"] == "1")
    #expect(all?["QueueArn"] == .string(queue.arn))
    #expect(all?["VisibilityTimeout"] == "30")
    #expect(
      queue.error("GetQueueAttributes", ["AttributeNames": ["Nope"]])?.code
        == "InvalidAttributeName")
  }

  @Test func queuesAreListedInPages() throws {
    let world = try World.fresh()
    for name in ["a1", "a2", "a3", "b1"] { _ = try TestQueue(name, in: world) }
    let first = try world.call("sqs", "ListQueues", ["QueueNamePrefix": "a", "MaxResults": 2])
    #expect(first["QueueUrls"]?.list?.count == 2)
    let second = try world.call(
      "sqs", "ListQueues",
      ["QueueNamePrefix": "a", "MaxResults": 2, "NextToken": first["NextToken"] ?? .null])
    #expect(
      second["QueueUrls"] == ["https://sqs.us-east-1.amazonaws.com/123456789012/a3"])
    #expect(second["NextToken"] == nil)
    #expect(try world.call("sqs", "ListQueues", region: "eu-west-1").isEmpty)
  }

  @Test func otherAccountNeedsTheQueuesPolicy() throws {
    let queue = try TestQueue()
    let other = queue.client.account("999988887777")
    let message: AWSObject = ["QueueUrl": queue.url, "MessageBody": "hello"]
    let refused = other.error("sqs", "SendMessage", message)
    #expect(refused?.code == "AccessDenied")
    #expect(
      refused?.message
        == "User: arn:aws:iam::999988887777:root is not authorized to perform: sqs:sendmessage "
        + "on resource: \(queue.arn) because no resource-based policy allows the "
        + "sqs:sendmessage action")
    let policy = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"999988887777"},\
      "Action":"sqs:SendMessage","Resource":"\(queue.arn)"}]}
      """
    _ = try queue.call("SetQueueAttributes", ["Attributes": ["Policy": .string(policy)]])
    try other.call("sqs", "SendMessage", message)
    #expect(try queue.bodies() == ["hello"])
    // Both accounts have a record of it, under one shared id.
    let shared = try queue.client.world.records().filter {
      $0.eventName == "SendMessage" && $0.errorCode == nil
    }
    #expect(shared.map(\.recipientAccountID) == ["999988887777", "123456789012"])
    #expect(Set(shared.map { $0.document["sharedEventID"]?.string }).count == 1)
    #expect(shared.last?.userIdentity["type"] == "AWSAccount")
    #expect(
      other.error(
        "sqs", "SetQueueAttributes",
        ["QueueUrl": queue.url, "Attributes": ["DelaySeconds": "1"]])?
        .code == "AccessDenied")
  }

  @Test func servicePutsInOnlyWhatThePolicyLetsIn() throws {
    let queue = try TestQueue()
    let store = SQSStore(queue.client.world)
    let rule = "arn:aws:events:us-east-1:123456789012:rule/watch"
    func deliver(_ source: String) throws -> SQSStore.ServiceDelivery {
      try store.deliver(
        body: "event", to: queue.arn, fromService: "events.amazonaws.com", sourceARN: source,
        at: Client.start)
    }
    #expect(try deliver(rule) == .accessDenied)
    let policy = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
      "Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage",\
      "Resource":"\(queue.arn)","Condition":{"ArnEquals":{"aws:SourceArn":"\(rule)"}}}]}
      """
    _ = try queue.call("SetQueueAttributes", ["Attributes": ["Policy": .string(policy)]])
    #expect(try deliver(rule + "-other") == .accessDenied)
    guard case .delivered = try deliver(rule) else {
      Issue.record("the policy names the rule")
      return
    }
    #expect(try queue.bodies() == ["event"])
  }

  @Test func deletedQueueIsGoneWithItsMessages() throws {
    let queue = try TestQueue()
    try queue.send("x")
    _ = try queue.call("DeleteQueue")
    #expect(queue.error("ReceiveMessage")?.code == "AWS.SimpleQueueService.NonExistentQueue")
    let again = try TestQueue(in: queue.client.world)
    #expect(try again.bodies().isEmpty)
  }

  @Test func purgeEmptiesTheQueueOnceAMinute() throws {
    let queue = try TestQueue()
    try queue.send("x")
    _ = try queue.call("PurgeQueue")
    #expect(try queue.bodies().isEmpty)
    #expect(
      queue.error("PurgeQueue", after: .seconds(59))?.code
        == "AWS.SimpleQueueService.PurgeQueueInProgress")
    _ = try queue.call("PurgeQueue", after: .seconds(60))
  }
}
