import AWS
@testable import Emulator
import TestKit
import Testing

struct LookupEventsTests {
  private let account = "123456789012"

  /// Says when the history shows the records so far: no delivery runs in these tests.
  private func show(_ world: World, at time: Timestamp = Client.start) throws {
    try world.database.run(
      "UPDATE record SET visible_at = ? WHERE visible_at IS NULL", .integer(time.microseconds))
  }

  private func world() throws -> World { try World.fresh { $0.isThrottling = false } }

  private func lookup(
    _ world: World, _ input: AWSObject = [:], region: String = "us-east-1",
    at now: Timestamp = Client.start
  ) throws -> AWSObject {
    try world.call("cloudtrail", "LookupEvents", input, region: region, at: now)
  }

  private func names(_ answer: AWSObject) -> [String] {
    answer["Events"]?.list?.compactMap { $0["EventName"]?.string } ?? []
  }

  private func by(_ key: String, _ value: String) -> AWSObject {
    ["LookupAttributes": [["AttributeKey": .string(key), "AttributeValue": .string(value)]]]
  }

  @Test func newestComesFirstAndOnlyWhatIsVisibleByNow() throws {
    let world = try world()
    try world.call("iam", "ListUsers")
    try world.call("iam", "ListRoles", at: Client.start + .seconds(5))
    try show(world, at: Client.start + .seconds(60))
    try world.call("iam", "ListGroups", at: Client.start + .seconds(10))
    try show(world, at: Client.start + .seconds(300))
    #expect(try names(lookup(world, at: Client.start + .seconds(59))) == [])
    #expect(
      try names(lookup(world, at: Client.start + .seconds(60))) == ["ListRoles", "ListUsers"])
    // A late event stands where its time puts it.
    #expect(
      try names(lookup(world, at: Client.start + .seconds(300)))
        == ["ListGroups", "ListRoles", "ListUsers"])
  }

  @Test func eventHasTheFieldsOfAWS() throws {
    let world = try world()
    let alice = try world.user("alice")
    try Client(world).signed(alice).call("iam", "GetUser")
    try show(world)
    let events = try #require(try lookup(world, by("Username", "alice"))["Events"]?.list)
    let event = try #require(events.first?.object)
    #expect(events.count == 1)
    #expect(event["EventName"] == "GetUser")
    #expect(event["EventSource"] == "iam.amazonaws.com")
    #expect(event["ReadOnly"] == "true")
    #expect(event["AccessKeyId"]?.string == alice.accessKeyID)
    #expect(event["EventTime"] == .timestamp(Client.start))
    let record = try JSON.parse(event["CloudTrailEvent"]?.string ?? "")
    #expect(record["eventID"] == event["EventId"])
    #expect(record.at("userIdentity", "userName") == "alice")
  }

  @Test func pagesCoverEveryEventOnce() throws {
    let world = try world()
    for number in 0..<23 {
      // Several share a second.
      try world.call("iam", "ListUsers", at: Client.start + .seconds(Int64(number / 4)))
    }
    try show(world)
    let later = Client.start + .minutes(1)
    var input: AWSObject = ["MaxResults": 5]
    var ids: [String] = []
    var times: [Timestamp] = []
    while true {
      let page = try lookup(world, input, at: later)
      ids += page["Events"]?.list?.compactMap { $0["EventId"]?.string } ?? []
      times += page["Events"]?.list?.compactMap { $0["EventTime"]?.timestamp } ?? []
      guard let token = page["NextToken"] else { break }
      input["NextToken"] = token
    }
    #expect(Set(ids).count == 23)
    #expect(ids.count == 23)
    #expect(times == times.sorted(by: >))
  }

  @Test func tokenIsBoundToItsParameters() throws {
    let world = try world()
    for _ in 0..<4 { try world.call("iam", "ListUsers") }
    try show(world)
    let token = try #require(try lookup(world, ["MaxResults": 2])["NextToken"])
    let other = by("EventName", "ListUsers")
    var input = other
    input["NextToken"] = token
    let client = Client(world)
    #expect(client.error("cloudtrail", "LookupEvents", input)?.code == "InvalidNextTokenException")
    let nonsense = client.error("cloudtrail", "LookupEvents", ["NextToken": "bm9uc2Vuc2U="])
    #expect(nonsense?.code == "InvalidNextTokenException")
    // The page size may change.
    #expect(try names(lookup(world, ["MaxResults": 1, "NextToken": token])).count == 1)
  }

  @Test(arguments: [
    ("EventName", "CreateUser", ["CreateUser"]),
    ("EventSource", "sts.amazonaws.com", ["GetCallerIdentity"]),
    ("ReadOnly", "false", ["AttachUserPolicy", "CreateUser"]),
    ("Username", "root", ["AttachUserPolicy", "GetCallerIdentity", "CreateUser"]),
    ("ResourceName", "alice", ["AttachUserPolicy", "CreateUser"]),
    ("ResourceName", "arn:aws:iam::aws:policy/AdministratorAccess", ["AttachUserPolicy"]),
    ("ResourceType", "AWS::IAM::Policy", ["AttachUserPolicy"]),
    ("AccessKeyId", "123456789012", ["AttachUserPolicy", "GetCallerIdentity", "CreateUser"]),
    ("EventName", "Nothing", []),
  ])
  func oneAttributeSelects(key: String, value: String, expected: [String]) throws {
    let world = try world()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try world.call("sts", "GetCallerIdentity")
    try world.call(
      "iam", "AttachUserPolicy",
      ["UserName": "alice", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"])
    try show(world)
    #expect(try names(lookup(world, by(key, value))) == expected)
  }

  @Test func waysOutOfANetworkAreFoundByTheirIDs() throws {
    let world = try world()
    let gateway = try world.call("ec2", "CreateInternetGateway")["InternetGateway"]?[
      "InternetGatewayId"]?.string ?? ""
    try world.call("ec2", "DescribeInternetGateways", ["InternetGatewayIds": [.string(gateway)]])
    try world.call("ec2", "DeleteInternetGateway", ["InternetGatewayId": .string(gateway)])
    try show(world)
    #expect(
      try names(lookup(world, by("ResourceName", gateway)))
        == ["DeleteInternetGateway", "DescribeInternetGateways", "CreateInternetGateway"])
    #expect(
      try names(lookup(world, by("ResourceType", "AWS::EC2::InternetGateway"))).count == 3)
  }

  @Test func resourcesOfLaterRecordsAreFoundToo() throws {
    let world = try world()
    try world.call("iam", "CreateUser", ["UserName": "alice"])
    try show(world)
    #expect(try names(lookup(world, by("ResourceName", "alice"))) == ["CreateUser"])
    try world.call("iam", "DeleteUser", ["UserName": "alice"])
    // Indexed before it is visible, and shown once it is.
    #expect(try names(lookup(world, by("ResourceName", "alice"))) == ["CreateUser"])
    try show(world)
    #expect(
      try names(lookup(world, by("ResourceName", "alice"))) == ["DeleteUser", "CreateUser"])
  }

  @Test func timeRangeIsInclusiveOfItsSeconds() throws {
    let world = try world()
    for second in 0..<5 {
      try world.call(
        "iam", second == 2 ? "ListRoles" : "ListUsers",
        at: Client.start + .seconds(Int64(second)) + .milliseconds(300))
    }
    try show(world)
    let answer = try lookup(
      world,
      [
        "StartTime": .timestamp(Client.start + .seconds(2)),
        "EndTime": .timestamp(Client.start + .seconds(2)),
      ], at: Client.start + .seconds(9))
    #expect(names(answer) == ["ListRoles"])
  }

  @Test func eventsOlderThanNinetyDaysAreGone() throws {
    let world = try world()
    try world.call("iam", "ListUsers")
    try show(world)
    let day: Int64 = 24
    #expect(try names(lookup(world, at: Client.start + .hours(89 * day))) == ["ListUsers"])
    #expect(
      try !names(lookup(world, at: Client.start + .hours(91 * day))).contains("ListUsers"))
  }

  @Test func dataEventsAndOtherRegionsStayOut() throws {
    let world = try world()
    try world.call("s3", "CreateBucket", ["Bucket": "data-bucket"])
    try world.call(
      "s3", "PutObject", ["Bucket": "data-bucket", "Key": "k", "Body": .bytes([1])])
    try world.call("sts", "GetCallerIdentity", region: "eu-west-1")
    try show(world)
    #expect(try names(lookup(world)) == ["CreateBucket"])
    #expect(try names(lookup(world, region: "eu-west-1")) == ["GetCallerIdentity"])
    #expect(try names(lookup(world, by("ResourceType", "AWS::S3::Bucket"))) == ["CreateBucket"])
  }

  @Test(arguments: [
    (#"{"MaxResults":0}"#, "InvalidMaxResultsException"),
    (#"{"MaxResults":51}"#, "InvalidMaxResultsException"),
    (#"{"EventCategory":"other"}"#, "InvalidEventCategoryException"),
    (
      #"{"LookupAttributes":[{"AttributeKey":"Colour","AttributeValue":"red"}]}"#,
      "InvalidLookupAttributesException"
    ),
    (
      #"{"LookupAttributes":[{"AttributeKey":"EventId","AttributeValue":"a"},"#
        + #"{"AttributeKey":"EventName","AttributeValue":"b"}]}"#,
      "InvalidLookupAttributesException"
    ),
  ])
  func unsoundQuestionIsRefused(json: String, code: String) throws {
    let input = try #require(try JSON.parse(json).object)
    #expect(try world().error("cloudtrail", "LookupEvents", input)?.code == code)
  }

  @Test func endBeforeStartIsRefused() throws {
    let error = try world().error(
      "cloudtrail", "LookupEvents",
      [
        "StartTime": .timestamp(Client.start),
        "EndTime": .timestamp(Client.start - .seconds(10)),
      ])
    #expect(error?.code == "InvalidTimeRangeException")
  }

  @Test func insightEventsAreNone() throws {
    #expect(try lookup(world(), ["EventCategory": "insight"])["Events"] == [])
  }

  /// Each question is answered from an index, in its order: no scan, no sort.
  @Test(arguments: [
    nil, HistoryQuery.Key.eventID, .eventName, .readOnly, .userName, .eventSource, .accessKeyID,
    .resourceName, .resourceType,
  ])
  func everyQuestionIsAnsweredFromAnIndex(key: HistoryQuery.Key?) throws {
    let world = try world()
    let query = HistoryQuery(
      scope: Scope(account: account, region: "us-east-1"),
      attribute: key.map { .init(key: $0, value: "true") }, from: Client.start,
      until: .distantFuture, limit: 50,
      after: .init(time: Client.start + .seconds(5), id: 7))
    let (sql, values) = try EventHistory(database: world.database)
      .statement(query, visibleAt: Client.start)
    let plan = try world.database.rows("EXPLAIN QUERY PLAN " + sql, values).map { $0.text(3) }
    #expect(plan.first?.hasPrefix("SEARCH k USING") == true, "\(plan)")
    #expect(!plan.contains { $0.contains("SCAN") || $0.contains("B-TREE") }, "\(plan)")
  }
}
