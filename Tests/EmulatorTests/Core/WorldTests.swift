import Glibc
import AWS
import Emulator
import TestKit
import Testing

struct WorldTests {
  @Test func sameSeedGivesTheSameBytes() throws {
    func run() throws -> [[UInt8]] {
      let client = Client(try World.fresh { $0.seed = 7 })
      return try (0..<3).map { index in
        client.send(
          try client.request("sqs", "CreateQueue", ["QueueName": .string("q\(index)")])
        ).body
      } + client.world.records().map { JSON.write(.object($0.document)) }
    }
    #expect(try run() == run())
  }

  @Test func probeAnswersWithoutAnyTrace() throws {
    let world = try World.fresh()
    let client = Client(world)
    try client.call("sqs", "CreateQueue", ["QueueName": "inbox"])
    world.isObservingChanges = true
    let before = try world.records()
    let generator = world.generator
    _ = try client.probe("sqs", "CreateQueue", ["QueueName": "other"])
    #expect(try world.records() == before)
    #expect(world.generator == generator)
    #expect(world.takeChanges().isEmpty)
    #expect(client.error("sqs", "GetQueueUrl", ["QueueName": "other"]) != nil)
  }

  @Test func changesTellBeforeAndAfterAndNothingThatWasUndone() throws {
    let world = try World.fresh()
    let client = Client(world)
    world.isObservingChanges = true
    let url = try client.call("sqs", "CreateQueue", ["QueueName": "inbox"])["QueueUrl"] ?? .null
    let created = try #require(world.takeChanges().first)
    #expect(created.table == "sqs_queue")
    #expect(created.resource == "arn:aws:sqs:us-east-1:123456789012:inbox")
    #expect(created.account == "123456789012")
    #expect(created.before == nil)
    try client.call(
      "sqs", "SetQueueAttributes", ["QueueUrl": url, "Attributes": ["DelaySeconds": "5"]])
    let changed = try #require(world.takeChanges().first)
    let index = try #require(changed.after?.firstIndex { $0.column == "attributes" })
    #expect(changed.before?[index].value == "{}")
    #expect(changed.after?[index].value == #"{"DelaySeconds":"5"}"#)
    #expect(
      client.error(
        "sqs", "SetQueueAttributes", ["QueueUrl": url, "Attributes": ["Policy": "{"]]) != nil)
    // A second with the same values changes only a stamp that is left out.
    try client.at(Client.start + .seconds(9)).call(
      "sqs", "SetQueueAttributes", ["QueueUrl": url, "Attributes": ["DelaySeconds": "5"]])
    #expect(world.takeChanges().isEmpty)
  }

  @Test func cloneHasTheSameStateAndALifeOfItsOwn() throws {
    let world = try World.fresh()
    try world.call("sqs", "CreateQueue", ["QueueName": "inbox"])
    let clone = try world.clone()
    #expect(clone.generator == world.generator)
    try clone.call("sqs", "GetQueueUrl", ["QueueName": "inbox"])
    try clone.call("sqs", "CreateQueue", ["QueueName": "second"])
    #expect(world.error("sqs", "GetQueueUrl", ["QueueName": "second"]) != nil)
  }

  @Test func resetWorldIsLikeANewOne() throws {
    let world = try World.fresh()
    try world.call("sqs", "CreateQueue", ["QueueName": "inbox"])
    let first = try world.records()
    try world.reset()
    #expect(try world.records().isEmpty)
    #expect(world.error("sqs", "GetQueueUrl", ["QueueName": "inbox"]) != nil)
    try world.reset()
    try world.call("sqs", "CreateQueue", ["QueueName": "inbox"])
    #expect(try world.records() == first)
  }

  @Test func fileKeepsStateAndItsIdentifiersNeverComeAgain() throws {
    let path = "/tmp/stormdrill-world-\(getpid()).sqlite"
    func remove() { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
    remove()
    defer { remove() }
    func ids(_ world: World) throws -> [String] { try world.records().map(\.eventID) }
    let first = try World.fresh { $0.databasePath = path }
    try first.call("sqs", "CreateQueue", ["QueueName": "inbox"])
    // The first world is neither closed nor told: as after kill -9.
    let second = try World.fresh { $0.databasePath = path }
    try second.call("sqs", "GetQueueUrl", ["QueueName": "inbox"])
    let all = try ids(second)
    #expect(all.count == 2)
    #expect(Set(all).count == 2)
  }

  @Test func timeNeverRunsBackwards() throws {
    let world = try World.fresh()
    try world.call("sts", "GetCallerIdentity", at: Client.start + .hours(1))
    try world.call("sts", "GetCallerIdentity", at: Client.start)
    let later = Client.start + .hours(1)
    #expect(try world.records().map(\.eventTime) == [later, later])
  }
}
