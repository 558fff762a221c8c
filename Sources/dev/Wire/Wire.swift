import AWS
import ArgumentParser

/// The codecs as a process, for tests that hold them against another implementation: a line of
/// JSON in, a line of JSON out.
struct Wire: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Encode, decode and sign by a line protocol on standard input and output.")

  @Option(help: "A directory that holds botocore, for services that aren't compiled in.")
  var botocore: String?

  @Option(help: "Services to read from there: their models prove what no compiled one uses.")
  var also: [String] = []

  func run() throws {
    var commands = WireCommands()
    for service in also {
      guard let botocore else { throw ValidationError("--also needs --botocore") }
      try commands.load(service, from: BotocoreLibrary(at: botocore))
    }
    while let line = readLine() {
      let answer: AWSValue
      do {
        answer = try commands.answer(try JSON.parse(line))
      } catch let error as AWSError {
        answer = ["error": MessageJSON.write(error)]
      }
      print(JSON.text(answer))
    }
  }
}

struct WireCommands {
  private var keys = SigningKeyCache()
  /// By name; those that aren't compiled in.
  private var loaded: [String: ServiceModel] = [:]

  mutating func load(_ service: String, from library: BotocoreLibrary) throws {
    let trimmer = try ModelTrimmer(service, of: library)
    loaded[service] = try ServiceModel(name: service, Array(trimmer.text().utf8))
  }

  mutating func answer(_ line: AWSValue) throws -> AWSValue {
    switch line["command"]?.string {
    case "info": return info()
    case "decode": return try decode(line)
    case "encode": return try encode(line)
    case "answer": return try respond(line)
    case "fail": return try fail(line)
    case "sign": return try sign(line)
    case "open": return try open(line)
    default: throw ValidationError("unknown command in \(JSON.text(line))")
    }
  }

  private func info() -> AWSValue {
    var counts = AWSObject()
    for name in ServiceModel.allNames {
      guard let model = ServiceModel.named(name) else { continue }
      let members = PartialModel.named(name)?.members ?? [:]
      counts[name] = .object([
        "botocore": .string(model.botocoreVersion), "partial": .bool(model.isPartial),
        "operations": .list(model.operations.map { .string($0.name) }),
        "members": .object(
          AWSObject(members.map { ($0.key, .list($0.value.map { .string($0) })) })),
      ])
    }
    return .object(counts)
  }

  private func operation(_ line: AWSValue) throws -> OperationModel {
    guard let name = line["service"]?.string,
      let service = loaded[name] ?? ServiceModel.named(name),
      let operation = line["operation"]?.string.flatMap(service.operation)
    else { throw ValidationError("unknown operation in \(JSON.text(line))") }
    return operation
  }

  /// A signed request: what it asks for, whether its signature is that of `secret`, its input.
  private mutating func decode(_ line: AWSValue) throws -> AWSValue {
    let named = try operation(line)
    let request = MessageJSON.request(line["request"] ?? [:])
    if loaded[named.service.name] != nil {
      let input = try named.service.decodeRequest(named, request)
      return ["input": TypedJSON.write(.object(input))]
    }
    let found = try RequestIdentifier.identify(request)
    if let claim = found.authorization, let secret = line["secret"]?.string {
      try SignatureV4.verify(
        request, claim, secret: secret, at: claim.time, service: found.service, keys: &keys)
    }
    let input = try named.service.decodeRequest(named, found.request)
    return [
      "service": .string(found.service.name),
      "operation": .string(found.operation?.name ?? ""), "region": .string(found.region ?? ""),
      "input": TypedJSON.write(.object(input)),
    ]
  }

  private func encode(_ line: AWSValue) throws -> AWSValue {
    let operation = try operation(line)
    let input = TypedJSON.read(line["input"] ?? [:]).object ?? [:]
    return MessageJSON.write(try operation.service.encodeRequest(operation, input))
  }

  private func respond(_ line: AWSValue) throws -> AWSValue {
    let operation = try operation(line)
    let output = TypedJSON.read(line["output"] ?? [:]).object ?? [:]
    let response = operation.service.encodeResponse(
      operation, output, requestID: line["requestID"]?.string ?? "")
    let back = operation.service.decodeResponse(operation, response)
    return [
      "response": MessageJSON.write(response),
      "back": TypedJSON.write(.object(try back.get())),
    ]
  }

  private func fail(_ line: AWSValue) throws -> AWSValue {
    let operation = try operation(line)
    let error = AWSError(
      line["code"]?.string ?? "", line["message"]?.string ?? "",
      status: Int(line["status"]?.integer ?? 400), members: line["members"]?.object ?? [:])
    let response = operation.service.encodeError(
      error, operation: operation, request: HTTPRequest(method: operation.method),
      requestID: line["requestID"]?.string ?? "")
    guard case .failure(let back) = operation.service.decodeResponse(operation, response) else {
      throw ValidationError("an error reads back as a success: \(JSON.text(line))")
    }
    return ["response": MessageJSON.write(response), "back": MessageJSON.write(back)]
  }

  private mutating func sign(_ line: AWSValue) throws -> AWSValue {
    var request = MessageJSON.request(line["request"] ?? [:])
    let credentials = Credentials(
      accessKeyID: line["accessKeyID"]?.string ?? "", secretAccessKey: line["secret"]?.string ?? "",
      sessionToken: line["token"]?.string)
    let region = line["region"]?.string ?? ""
    let service = line["service"]?.string ?? ""
    let time = Timestamp(seconds: line["time"]?.integer ?? 0)
    if let seconds = line["expires"]?.integer {
      SignatureV4.presign(
        &request, credentials, region: region, service: service, at: time,
        validFor: .seconds(seconds), keys: &keys)
    } else {
      SignatureV4.sign(
        &request, credentials, region: region, service: service, at: time, keys: &keys)
    }
    return MessageJSON.write(request)
  }

  /// A body in chunks, verified where its chunks are signed, and its checksums.
  private mutating func open(_ line: AWSValue) throws -> AWSValue {
    let request = MessageJSON.request(line["request"] ?? [:])
    let claim = try ParsedAuthorization.parse(request)
    let secret = line["secret"]?.string
    let key = claim.flatMap { claim in
      secret.map {
        keys.key(secret: $0, date: claim.date, region: claim.region, service: claim.service)
      }
    }
    let opened = try StreamingPayload.open(request, claim, key: key)
    let checked = try S3Checksum.check(opened)
    guard case .object(var answer) = MessageJSON.write(opened) else { return [:] }
    answer["checksums"] = .list(checked.map { .string($0.rawValue) })
    return .object(answer)
  }
}
