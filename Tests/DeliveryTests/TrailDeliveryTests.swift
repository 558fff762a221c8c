import AWS
import Emulator
import Faults
import TestKit
import Testing

@testable import Delivery

struct TrailDeliveryTests {
  /// A world with a trail that logs into a bucket, a queue that a rule fills, and a delivery.
  private struct Stage {
    let world: World
    let delivery: TrailDelivery
    let client: Client
    var outcomes: () -> [DeliveryOutcome]

    func received() throws -> [AWSObject] {
      let answer = try client.call(
        "sqs", "ReceiveMessage",
        ["QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/events",
          "MaxNumberOfMessages": 10])
      let bodies = answer["Messages"]?.list?.compactMap { $0["Body"]?.string } ?? []
      return try bodies.map { try JSON.parse($0).object ?? [:] }
    }

    func at(_ offset: Duration) throws -> Stage {
      let now = Client.start + .hours(1) + offset
      try world.advance(to: now)
      return Stage(world: world, delivery: delivery, client: client.at(now), outcomes: outcomes)
    }
  }

  private func stage(_ faults: String = "faults: []", logging: Bool = true) throws -> Stage {
    let world = try World(options: WorldOptions())
    var client = Client(world)
    try client.call("s3", "CreateBucket", ["Bucket": "trail-logs"])
    let policy = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
      {"Service":"cloudtrail.amazonaws.com"},"Action":["s3:GetBucketAcl","s3:PutObject"],\
      "Resource":["arn:aws:s3:::trail-logs","arn:aws:s3:::trail-logs/*"]}]}
      """
    try client.call("s3", "PutBucketPolicy", ["Bucket": "trail-logs", "Policy": .string(policy)])
    try client.call(
      "cloudtrail", "CreateTrail",
      ["Name": "audit", "S3BucketName": "trail-logs", "IsMultiRegionTrail": true])
    client = client.at(Client.start + .minutes(1))
    if logging { try client.call("cloudtrail", "StartLogging", ["Name": "audit"]) }
    let arn = "arn:aws:sqs:us-east-1:123456789012:events"
    let queuePolicy = """
      {"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},\
      "Action":"sqs:SendMessage","Resource":"\(arn)"}]}
      """
    try client.call(
      "sqs", "CreateQueue",
      ["QueueName": "events", "Attributes": ["Policy": .string(queuePolicy)]])
    try client.call(
      "events", "PutRule",
      ["Name": "all", "EventPattern": #"{"detail-type":["AWS API Call via CloudTrail"]}"#])
    try client.call(
      "events", "PutTargets", ["Rule": "all", "Targets": [["Id": "q", "Arn": .string(arn)]]])
    let (parsed, diagnostics) = FaultRegistry.read(text: faults, file: "f.yaml")
    try #require(diagnostics.isEmpty, "\(diagnostics)")
    let start = Client.start + .hours(1)
    let delivery = TrailDelivery(faults: FaultSchedule(parsed, seed: 1, from: start))
    try delivery.attach(to: world)
    let seen = Box()
    delivery.observe = { seen.outcomes.append($0) }
    return Stage(
      world: world, delivery: delivery, client: client.at(start), outcomes: { seen.outcomes })
  }

  private final class Box { var outcomes: [DeliveryOutcome] = [] }

  @Test func aChangeReachesTheQueueAsEventBridgeSendsIt() throws {
    let stage = try stage()
    try stage.client.call("s3", "CreateBucket", ["Bucket": "another"])
    let events = try stage.at(.seconds(1)).received()
    #expect(events.count == 1)
    #expect(events.first?["detail-type"] == "AWS API Call via CloudTrail")
    #expect(events.first?["source"] == "aws.s3")
    #expect(events.first?["detail"]?["eventName"] == "CreateBucket")
  }

  @Test func readsDoNotReachTheQueue() throws {
    let stage = try stage()
    try stage.client.call("s3", "ListBuckets")
    #expect(try stage.at(.seconds(1)).received().isEmpty)
  }

  @Test func withoutALoggingTrailNothingReachesTheQueueButHistoryGoesOn() throws {
    let stage = try stage(logging: false)
    try stage.client.call("s3", "CreateBucket", ["Bucket": "another"])
    #expect(try stage.at(.seconds(1)).received().isEmpty)
    #expect(stage.outcomes().map(\.channel) == [.eventHistory])
  }

  @Test func stopLoggingItselfStillArrivesAndIsTheLast() throws {
    let stage = try stage()
    try stage.client.call("cloudtrail", "StopLogging", ["Name": "audit"])
    try stage.client.call("s3", "CreateBucket", ["Bucket": "in-the-dark"])
    let events = try stage.at(.seconds(1)).received()
    #expect(events.map { $0["detail"]?["eventName"]?.string } == ["StopLogging"])
  }

  @Test func aDuplicateComesTwiceUnderOneEventID() throws {
    let stage = try stage("faults: [{event-duplicate: {duplicate: 100%, within: 1s}}]")
    try stage.client.call("s3", "CreateBucket", ["Bucket": "another"])
    let events = try stage.at(.seconds(2)).received()
    #expect(events.count == 2)
    #expect(Set(events.compactMap { $0["detail"]?["eventID"]?.string }).count == 1)
  }

  @Test func theHistoryShowsARecordOnlyWhenItIsDue() throws {
    let stage = try stage("faults: [{event-delay: {channel: event-history, latency: 90s}}]")
    try stage.client.call("s3", "CreateBucket", ["Bucket": "another"])
    func names(_ offset: Duration) throws -> [String] {
      let answer = try stage.at(offset).client.call("cloudtrail", "LookupEvents")
      return answer["Events"]?.list?.compactMap { $0["EventName"]?.string } ?? []
    }
    #expect(try !names(.seconds(80)).contains("CreateBucket"))
    #expect(try names(.seconds(100)).contains("CreateBucket"))
  }

  @Test func logFilesCarryAWSsKeysAndAllRecords() throws {
    let stage = try stage()
    try stage.client.call("s3", "CreateBucket", ["Bucket": "another"])
    try stage.client.call("s3", "ListBuckets")
    let later = try stage.at(.minutes(5))
    let keys = try later.client.call("s3", "ListObjectsV2", ["Bucket": "trail-logs"])["Contents"]?
      .list?.compactMap { $0["Key"]?.string } ?? []
    let key = try #require(keys.first)
    let start =
      "AWSLogs/123456789012/CloudTrail/us-east-1/2026/03/02/"
      + "123456789012_CloudTrail_us-east-1_20260302T1005Z_"
    #expect(key.hasPrefix(start) && key.hasSuffix(".json.gz"))
    #expect(key.utf8.count == start.utf8.count + 16 + ".json.gz".utf8.count)
    let object = try later.client.call(
      "s3", "GetObject", ["Bucket": "trail-logs", "Key": .string(key)])
    guard case .bytes(let body)? = object["Body"] else {
      Issue.record("the file has no body: \(object)")
      return
    }
    let file = try JSON.parse(Gzip.decompress(body, limit: 1 << 20))
    let names = file["Records"]?.list?.compactMap { $0["eventName"]?.string }
    #expect(names == ["CreateBucket", "ListBuckets"])
  }

  @Test func aBucketThatRefusesIsNotedAtTheTrail() throws {
    let stage = try stage()
    try stage.client.call("s3", "DeleteBucketPolicy", ["Bucket": "trail-logs"])
    let status = try stage.at(.minutes(6)).client.call(
      "cloudtrail", "GetTrailStatus", ["Name": "audit"])
    #expect(status["LatestDeliveryError"] == "AccessDenied")
  }

  /// What is on its way is in the database: a copy of the world delivers it too.
  @Test func aCopyOfTheWorldDeliversWhatWasUnderWay() throws {
    let stage = try stage("faults: [{event-delay: {channel: event-queue, latency: 30s}}]")
    try stage.client.call("s3", "CreateBucket", ["Bucket": "another"])
    let copy = try stage.world.clone()
    let delivery = TrailDelivery()
    try delivery.attach(to: copy)
    let now = Client.start + .hours(1) + .seconds(31)
    #expect(try copy.nextDue == Client.start + .hours(1) + .seconds(30))
    try copy.advance(to: now)
    let received = try Client(copy, at: now).call(
      "sqs", "ReceiveMessage",
      ["QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/events"])
    #expect(received["Messages"]?.list?.count == 1)
  }
}
