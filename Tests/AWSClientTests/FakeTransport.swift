import AWS
import Testing

@testable import AWSClient

/// A client on virtual time with a script of answers; keeps a trace of what it did.
struct FakeTransport {
  enum Answer {
    case output(AWSObject)
    case error(AWSError, headers: HTTPHeaders = [:])
    case failure(String)
    /// No answer at all.
    case silence
  }

  var client: ClientSession
  var now = Timestamp(seconds: 1_700_000_000)
  let start = Timestamp(seconds: 1_700_000_000)
  let latency: Duration
  var answers: [Answer] = []
  /// What every call gets once the script is used up.
  var fallback = Answer.output([:])
  var trace: [String] = []
  var requests: [HTTPRequest] = []
  var outcomes: [Int64: APIOutcome] = [:]
  /// When the last call finished.
  var finishedAt = Timestamp(seconds: 1_700_000_000)
  private var arriving: [(at: Timestamp, AttemptID, TransportResult)] = []
  private var calls: [Int64: APICall] = [:]
  private var wakes: [Timestamp] = []

  init(
    _ configuration: ClientConfiguration = ClientConfiguration(), seed: UInt64 = 1,
    latency: Duration = .milliseconds(20)
  ) {
    client = ClientSession(
      configuration: configuration,
      credentials: CredentialTable(
        fallback: Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")),
      seed: seed)
    self.latency = latency
  }

  static let scope = Scope(account: "123456789012", region: "eu-west-1")

  mutating func submit(
    _ id: Int64, _ service: String, _ operation: String, _ input: AWSObject = [:],
    allPages: Bool = false, isUrgent: Bool = false
  ) {
    let call = APICall(
      service: service, operation: operation, input: input, scope: Self.scope)
    calls[id] = call
    perform(client.submit(id, call, allPages: allPages, isUrgent: isUrgent, at: now))
  }

  /// Lets time pass until nothing is left to happen.
  mutating func run(until end: Duration = .hours(1)) {
    while true {
      let next = min(arriving.map(\.at).min() ?? .distantFuture, wakes.min() ?? .distantFuture)
      guard next <= start + end else { return }
      now = max(now, next)
      if let index = arriving.indices.first(where: { arriving[$0].at <= now }) {
        let (_, attempt, result) = arriving.remove(at: index)
        perform(client.received(attempt, result, at: now))
      } else {
        wakes.removeAll { $0 <= now }
        perform(client.fired(at: now))
      }
    }
  }

  private mutating func perform(_ effects: [ClientEffect]) {
    for effect in effects {
      switch effect {
      case .wake(let time): wakes.append(time)
      case .finished(let id, let outcome):
        outcomes[id] = outcome
        finishedAt = now
        note("finished \(id) \(outcome.isSuccess ? "ok" : outcome.code)")
      case .send(let attempt, let request, _, _):
        requests.append(request)
        note("send \(attempt.call).\(attempt.attempt)")
        answer(attempt)
      }
    }
  }

  private mutating func answer(_ attempt: AttemptID) {
    guard let call = calls[attempt.call], let model = ServiceModel.named(call.service),
      let operation = model.operation(call.operation)
    else { return }
    let result: TransportResult
    switch answers.isEmpty ? fallback : answers.removeFirst() {
    case .silence: return
    case .failure(let message): result = .failure(message)
    case .output(let output):
      result = .response(
        model.encodeResponse(operation, output, requestID: "00000000-0000-0000-0000-000000000000"))
    case .error(let error, let headers):
      var response = model.encodeError(
  error, operation: operation, request: HTTPRequest(),
        requestID: "00000000-0000-0000-0000-000000000000")
      response.headers.fields += headers.fields
      result = .response(response)
    }
    arriving.append((now + latency, attempt, result))
  }

  private mutating func note(_ text: String) {
    trace.append("\((now - start).microseconds / 1000) \(text)")
  }
}

extension APIOutcome {
  var isSuccess: Bool { if case .success = self { true } else { false } }
  var code: String { if case .failure(let error) = self { error.code } else { "" } }
  var output: AWSObject { if case .success(let output) = self { output } else { [:] } }
}
