import AWS
import Emulator
import TestKit
import Testing

struct GatewayTests {
  @Test func unservedOperationSaysSo() throws {
    let error = try World.fresh().error("globalaccelerator", "ListAccelerators")
    #expect(error?.status == 501)
    #expect(
      error?.message == "stormdrill does not serve globalaccelerator:ListAccelerators; "
        + "`stormdrill services globalaccelerator` lists what it serves")
  }

  @Test func unsupportedMemberIsNamedAndLeavesNoRecord() throws {
    let world = try World.fresh()
    let error = world.error(
      "sqs", "ReceiveMessage",
      ["QueueUrl": "https://x/123456789012/q", "ReceiveRequestAttemptId": "a"])
    #expect(error?.status == 501)
    #expect(error?.message.contains("`ReceiveRequestAttemptId` of sqs:ReceiveMessage") == true)
    #expect(try world.records().isEmpty)
  }

  @Test func missingMemberIsRefusedInTheServicesWords() throws {
    let client = Client(try World.fresh())
    // The client's own check would stop it.
    var request = try client.request("sqs", "CreateQueue", ["QueueName": "inbox"])
    request.body = Array("{}".utf8)
    let body = String(decoding: client.send(request).body, as: UTF8.self)
    #expect(body.contains("#MissingParameter"))
    #expect(body.contains("The request must contain the parameter QueueName."))
  }

  @Test func refusedCallIsRecordedAndChangesNothing() throws {
    let world = try World.fresh()
    _ = world.error("sqs", "CreateQueue", ["QueueName": "bad name"])
    let record = try #require(try world.records().first)
    #expect(record.errorCode == "InvalidParameterValue")
    #expect(record.responseElements == .null)
    #expect(record.requestParameters["queueName"] == "bad name")
  }

  @Test func injectedErrorTakesTheCallsPlace() throws {
    let world = try World.fresh()
    world.apiFaults = { facts, _ in
      facts.operation == "CreateQueue"
        ? .reject(AWSError("InternalFailure", "out of order", status: 500)) : .pass
    }
    #expect(world.error("sqs", "CreateQueue", ["QueueName": "inbox"])?.status == 500)
    #expect(try world.records().first?.errorCode == "InternalFailure")
    #expect(world.error("sqs", "GetQueueUrl", ["QueueName": "inbox"]) != nil)
  }

  @Test func garbageGetsAnErrorOfAWS() throws {
    let world = try World.fresh()
    var request = HTTPRequest(method: "POST", body: Array("Action=Nothing".utf8))
    request.headers["Content-Type"] = "application/x-www-form-urlencoded"
    guard case .response(let response) = world.respond(to: request, at: Client.start) else {
      Issue.record("garbage must be answered")
      return
    }
    #expect(response.status == 400)
    #expect(String(decoding: response.body, as: UTF8.self).contains("InvalidAction"))
  }

  @Test func everyServedOperationAndMemberIsInTheModels() {
    for operation in ServiceRegistry.served {
      guard let model = ServiceModel.named(operation.service)?.operation(operation.name) else {
        Issue.record("no \(operation.service):\(operation.name)")
        continue
      }
      for path in operation.members {
        #expect(
          Self.exists(path.split(separator: ".").map(String.init)[...], model.input),
          "`\(path)` of \(operation.service):\(operation.name)")
      }
    }
  }

  private static func exists(_ path: ArraySlice<String>, _ shape: Shape?) -> Bool {
    guard let name = path.first else { return true }
    var shape = shape
    while let inner = shape, inner.kind == .list || inner.kind == .map {
      shape = inner.kind == .list ? inner.element : inner.value
    }
    if name == "*" { return shape?.kind == .structure && path.count == 1 }
    guard let member = shape?[name] else { return false }
    return exists(path.dropFirst(), member.shape)
  }
}

extension GatewayTests {
  @Test func servicesAndOperationsAreRegisteredOnce() {
    #expect(Set(ServiceRegistry.all.map { $0.service }).count == ServiceRegistry.all.count)
    let names = ServiceRegistry.served.map { "\($0.service):\($0.name)" }
    #expect(Set(names).count == names.count)
  }

  @Test func eachServiceSaysInItsWayThatACallCameTooSoon() throws {
    let world = try World.fresh()
    let codes = (0..<51).compactMap { index in
      world.error("iam", "CreateUser", ["UserName": .string("u\(index)")])
    }
    #expect(codes == [AWSError("Throttling", "Rate exceeded")])
    #expect(try world.records().last?.requestParameters == .null)
    let unlimited = try World.fresh { $0.isThrottling = false }
    #expect(
      (0..<51).allSatisfy {
        unlimited.error("iam", "CreateUser", ["UserName": .string("u\($0)")]) == nil
      })
  }
}
