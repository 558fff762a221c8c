package import AWS
package import Emulator

/// Makes signed calls to a world in process, over real wire bytes.
///
/// By default as the root user of 123456789012 in us-east-1 at `Client.start`; each of these is a
/// property, so that a test sets what matters to it.
package struct Client {
  /// 2026-03-02T09:00:00Z, a Monday.
  package static let start = Timestamp(seconds: 1_772_442_000)

  package let world: World
  package var credentials: Credentials?
  package var region: String
  package var now: Timestamp
  package var userAgent = "test-kit/1.0"
  package var sourceAddress = "198.51.100.7"
  package var isSecure = false

  package init(
    _ world: World, account: String = "123456789012", region: String = "us-east-1",
    at now: Timestamp = Client.start
  ) {
    self.world = world
    self.region = region
    self.now = now
    credentials = Credentials(accessKeyID: account, secretAccessKey: "secret")
  }

  package func account(_ account: String) -> Client {
    signed(Credentials(accessKeyID: account, secretAccessKey: "secret"))
  }

  package func region(_ region: String) -> Client {
    var copy = self
    copy.region = region
    return copy
  }

  package func at(_ now: Timestamp) -> Client {
    var copy = self
    copy.now = now
    return copy
  }

  /// nil sends requests without a signature.
  package func signed(_ credentials: Credentials?) -> Client {
    var copy = self
    copy.credentials = credentials
    return copy
  }

  /// The output, or the error that AWS would answer. A long poll is resumed when its time is up.
  @discardableResult
  package func call(_ service: String, _ operation: String, _ input: AWSObject = [:])
    throws(AWSError) -> AWSObject
  {
    let model = Self.model(service, operation)
    return try model.service.decodeResponse(model, send(try request(service, operation, input)))
      .get()
  }

  /// The error of a call that must fail; nil when it succeeds.
  package func error(_ service: String, _ operation: String, _ input: AWSObject = [:])
    -> AWSError?
  {
    do {
      try call(service, operation, input)
      return nil
    } catch {
      return error
    }
  }

  /// What the world says of a call without doing it.
  package func probe(_ service: String, _ operation: String, _ input: AWSObject = [:])
    throws(AWSError) -> AWSObject
  {
    let model = Self.model(service, operation)
    let response = world.probe(try request(service, operation, input), at: now)
    return try model.service.decodeResponse(model, response).get()
  }

  /// The signed request of a call.
  package func request(_ service: String, _ operation: String, _ input: AWSObject = [:])
    throws(AWSError) -> HTTPRequest
  {
    let model = Self.model(service, operation)
    var request = try model.service.encodeRequest(model, input)
    request.headers["Host"] = "\(model.service.endpointPrefix).\(region).amazonaws.com"
    request.headers["User-Agent"] = userAgent
    request.sourceAddress = sourceAddress
    request.isSecure = isSecure
    if let credentials {
      var keys = SigningKeyCache()
      SignatureV4.sign(
        &request, credentials, region: region, service: model.service.signingName, at: now,
        keys: &keys)
    }
    return request
  }

  /// The response, long polls waited out in the world's own time.
  package func send(_ request: HTTPRequest) -> HTTPResponse {
    var reply = world.respond(to: request, at: now)
    while true {
      switch reply {
      case .response(let response): return response
      case .waiting(let ticket): reply = world.resume(ticket, at: ticket.wait.until)
      }
    }
  }

  private static func model(_ service: String, _ operation: String) -> OperationModel {
    guard let model = ServiceModel.named(service)?.operation(operation) else {
      preconditionFailure("the models know no \(service):\(operation)")
    }
    return model
  }
}

extension World {
  /// A world in memory for a test; `change` sets the options that matter to it.
  package static func fresh(_ change: (inout WorldOptions) -> Void = { _ in }) throws(AWSError)
    -> World
  {
    var options = WorldOptions()
    change(&options)
    return try World(options: options)
  }

  /// A call as the root user of an account.
  @discardableResult
  package func call(
    _ service: String, _ operation: String, _ input: AWSObject = [:],
    account: String = "123456789012", region: String = "us-east-1", at now: Timestamp = Client.start
  ) throws(AWSError) -> AWSObject {
    try Client(self, account: account, region: region, at: now).call(service, operation, input)
  }

  /// The error of a call as the root user that must fail; nil when it succeeds.
  package func error(
    _ service: String, _ operation: String, _ input: AWSObject = [:],
    account: String = "123456789012", region: String = "us-east-1", at now: Timestamp = Client.start
  ) -> AWSError? {
    Client(self, account: account, region: region, at: now).error(service, operation, input)
  }

  /// All records so far, oldest first.
  package func records() throws(AWSError) -> [CloudTrailRecord] {
    try database.rows("SELECT document FROM record ORDER BY id").map { row in
      guard let document = (try? JSON.parse(row.text(0)))?.object else {
        preconditionFailure("a stored record is no JSON object")
      }
      return CloudTrailRecord(document)
    }
  }
}
