import AWS
import Emulator
import TestKit

/// A queue in a fresh world and a client to use it.
struct TestQueue {
  let client: Client
  let url: AWSValue
  let arn: String

  init(_ name: String = "inbox", _ attributes: AWSObject = [:], in world: World? = nil) throws {
    client = Client(try world ?? World.fresh())
    url = try client.call("sqs", "CreateQueue", [
      "QueueName": .string(name), "Attributes": .object(attributes),
    ])["QueueUrl"] ?? .null
    arn = "arn:aws:sqs:us-east-1:123456789012:\(name)"
  }

  func call(_ operation: String, _ input: AWSObject = [:], after delay: Duration = .zero) throws
    -> AWSObject
  {
    try client.at(Client.start + delay).call("sqs", operation, with(input))
  }

  func error(_ operation: String, _ input: AWSObject = [:], after delay: Duration = .zero)
    -> AWSError?
  {
    client.at(Client.start + delay).error("sqs", operation, with(input))
  }

  func send(_ body: String, _ more: AWSObject = [:], after delay: Duration = .zero) throws {
    var input = more
    input["MessageBody"] = .string(body)
    _ = try call("SendMessage", input, after: delay)
  }

  func receive(_ input: AWSObject = [:], after delay: Duration = .zero) throws -> [AWSValue] {
    var input = input
    if input["MaxNumberOfMessages"] == nil { input["MaxNumberOfMessages"] = 10 }
    return try call("ReceiveMessage", input, after: delay)["Messages"]?.list ?? []
  }

  func bodies(_ input: AWSObject = [:], after delay: Duration = .zero) throws -> [String] {
    try receive(input, after: delay).compactMap { $0["Body"]?.string }
  }

  private func with(_ input: AWSObject) -> AWSObject {
    var input = input
    input["QueueUrl"] = url
    return input
  }
}
