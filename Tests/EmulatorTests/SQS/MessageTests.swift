import AWS
import Emulator
import TestKit
import Testing

struct MessageTests {
  @Test func receivedMessageIsHiddenUntilItsTimeoutAndDeletedByItsHandle() throws {
    let queue = try TestQueue()
    try queue.send("one")
    let first = try #require(try queue.receive().first)
    #expect(first["MD5OfBody"] == "f97c5d29941bfb1b2fdab0874906ab82")
    #expect(try queue.bodies(after: .seconds(29)).isEmpty)
    let second = try #require(try queue.receive(after: .seconds(30)).first)
    #expect(second["ReceiptHandle"] != first["ReceiptHandle"])
    // The old handle is no error, but deletes nothing.
    _ = try queue.call(
      "DeleteMessage", ["ReceiptHandle": first["ReceiptHandle"] ?? .null], after: .seconds(31))
    #expect(try queue.bodies(after: .seconds(60)) == ["one"])
    let third = try #require(try queue.receive(after: .seconds(90)).first)
    _ = try queue.call(
      "DeleteMessage", ["ReceiptHandle": third["ReceiptHandle"] ?? .null], after: .seconds(91))
    #expect(try queue.bodies(after: .hours(1)).isEmpty)
  }

  @Test func delayedMessageComesWhenItIsDue() throws {
    let queue = try TestQueue("inbox", ["DelaySeconds": "10"])
    try queue.send("slow")
    try queue.send("quick", ["DelaySeconds": 0])
    #expect(try queue.bodies() == ["quick"])
    #expect(try queue.bodies(after: .seconds(10)) == ["slow"])
  }

  @Test func messageIsGoneAfterItsRetention() throws {
    let queue = try TestQueue("inbox", ["MessageRetentionPeriod": "60"])
    try queue.send("old")
    #expect(try queue.bodies(after: .seconds(60)).isEmpty)
  }

  @Test func longPollWaitsForTheNextMessage() throws {
    let queue = try TestQueue()
    let world = queue.client.world
    let request = try queue.client.request(
      "sqs", "ReceiveMessage", ["QueueUrl": queue.url, "WaitTimeSeconds": 20])
    guard case .waiting(let ticket) = world.respond(to: request, at: Client.start) else {
      Issue.record("an empty queue must make the poll wait")
      return
    }
    #expect(ticket.wait == Wait(until: Client.start + .seconds(20), wakeOn: queue.arn))
    _ = world.takeWakes()
    try queue.send("late", after: .seconds(5))
    #expect(world.takeWakes() == [queue.arn])
    guard case .response(let response) = world.resume(ticket, at: Client.start + .seconds(5)) else {
      Issue.record("a message must end the poll")
      return
    }
    #expect(String(decoding: response.body, as: UTF8.self).contains("late"))
  }

  @Test func longPollEndsEmptyWhenItsTimeIsUp() throws {
    let queue = try TestQueue()
    #expect(try queue.bodies(["WaitTimeSeconds": 3]).isEmpty)
    let record = try #require(try queue.client.world.records().last)
    #expect(record.eventName == "ReceiveMessage")
    #expect(!record.isManagement)
    #expect(record.isReadOnly)
  }

  @Test func longPollComesBackForAMessageThatReappears() throws {
    let queue = try TestQueue("inbox", ["VisibilityTimeout": "4"])
    try queue.send("again")
    _ = try queue.receive()
    let request = try queue.client.request(
      "sqs", "ReceiveMessage", ["QueueUrl": queue.url, "WaitTimeSeconds": 20])
    guard case .waiting(let ticket) = queue.client.world.respond(to: request, at: Client.start)
    else {
      Issue.record("a hidden message must make the poll wait")
      return
    }
    #expect(ticket.wait.until == Client.start + .seconds(4))
  }

  @Test func messageReceivedTooOftenGoesToTheDeadLetterQueue() throws {
    let world = try World.fresh()
    let dead = try TestQueue("dead", in: world)
    let queue = try TestQueue(
      "inbox",
      [
        "VisibilityTimeout": "1",
        "RedrivePolicy": .string(
          #"{"deadLetterTargetArn":"\#(dead.arn)","maxReceiveCount":"2"}"#),
      ], in: world)
    try queue.send("poison")
    #expect(try queue.bodies() == ["poison"])
    #expect(try queue.bodies(after: .seconds(1)) == ["poison"])
    #expect(try queue.bodies(after: .seconds(2)).isEmpty)
    let message = try #require(
      try dead.receive(["AttributeNames": ["All"]], after: .seconds(2)).first)
    #expect(message["Body"] == "poison")
    #expect(message.at("Attributes", "DeadLetterQueueSourceArn") == .string(queue.arn))
  }

  @Test func groupOfAFIFOQueueKeepsItsOrder() throws {
    let queue = try TestQueue(
      "inbox.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "true"])
    for (body, group) in [("a1", "a"), ("b1", "b"), ("a2", "a")] {
      try queue.send(body, ["MessageGroupId": .string(group)])
    }
    #expect(try queue.bodies(["MaxNumberOfMessages": 1]) == ["a1"])
    // a1 is in flight, so its group waits.
    #expect(try queue.bodies() == ["b1"])
    #expect(try queue.bodies(after: .seconds(30)) == ["a1", "b1", "a2"])
  }

  @Test func fifoQueueTakesAMessageOnceInFiveMinutes() throws {
    let queue = try TestQueue("inbox.fifo", ["FifoQueue": "true"])
    let group: AWSObject = ["MessageGroupId": "g", "MessageDeduplicationId": "d"]
    try queue.send("first", group)
    try queue.send("second", group, after: .seconds(299))
    try queue.send("third", group, after: .seconds(300))
    #expect(try queue.bodies(after: .seconds(301)) == ["first", "third"])
    #expect(
      queue.error("SendMessage", ["MessageBody": "x"])?.message
        == "The request must contain the parameter MessageGroupId.")
  }

  @Test func attributesComeBackWithTheDigestThatSDKsCompute() throws {
    let queue = try TestQueue()
    // The digest is botocore's own example of two attributes.
    let attributes: AWSObject = [
      "timestamp": ["DataType": "Number", "StringValue": "1493147359900"]
    ]
    let sent = try queue.call(
      "SendMessage", ["MessageBody": "x", "MessageAttributes": .object(attributes)])
    #expect(sent["MD5OfMessageAttributes"] == "235c5c510d26fb653d073faed50ae77c")
    let plain = try #require(try queue.receive().first)
    #expect(plain["MessageAttributes"] == nil)
    let asked = try #require(
      try queue.receive(["MessageAttributeNames": ["time.*", "timestamp"]], after: .minutes(1))
        .first)
    #expect(asked["MessageAttributes"] == .object(attributes))
  }

  @Test func batchAnswersForEachEntry() throws {
    let queue = try TestQueue()
    let answer = try queue.call(
      "SendMessageBatch",
      [
        "Entries": [
          ["Id": "good", "MessageBody": "x"],
          ["Id": "bad", "MessageBody": "y", "DelaySeconds": 901],
        ]
      ])
    #expect(answer["Successful"]?.list?.compactMap { $0["Id"]?.string } == ["good"])
    #expect(answer["Failed"]?.list?.compactMap { $0["Code"]?.string } == ["InvalidParameterValue"])
    let entry: AWSValue = ["Id": "a", "MessageBody": "x"]
    let twice: AWSObject = ["Entries": [entry, entry]]
    #expect(
      queue.error("SendMessageBatch", twice)?.code
        == "AWS.SimpleQueueService.BatchEntryIdsNotDistinct")
  }

  @Test func messagesAreDataEventsAndTheirBodiesStayOutOfRecords() throws {
    let queue = try TestQueue()
    try queue.send("secret")
    let record = try #require(try queue.client.world.records().last)
    #expect(record.eventName == "SendMessage")
    #expect(!record.isManagement)
    #expect(record.document["eventCategory"] == "Data")
    #expect(record.requestParameters["messageBody"] == "HIDDEN_DUE_TO_SECURITY_REASONS")
  }
}
