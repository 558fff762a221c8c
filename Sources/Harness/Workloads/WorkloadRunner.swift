import AWS
import Faults
import Journal

/// A workload under way: which call it makes next and when, with requests signed ahead.
struct WorkloadRunner {
  let name: String
  let workload: Workload
  let scope: Scope
  let start: Timestamp
  let end: Timestamp
  private let mix: WorkloadMix
  private let totalWeight: Int
  private let credentials: Credentials
  private var generator: SeededGenerator
  private var made: Int64 = 0
  /// Signed requests of the mix, good for some minutes.
  private var signed: [HTTPRequest?]
  private var signedAt: Timestamp

  /// AWS takes a signature for fifteen minutes.
  private static let signatureLife = Duration.minutes(10)

  init(
    _ workload: Workload, name: String, scope: Scope, credentials: Credentials,
    within run: Range<Timestamp>, generator: SeededGenerator
  ) {
    self.workload = workload
    self.name = name
    self.scope = scope
    self.credentials = credentials
    self.generator = generator
    mix = WorkloadMix.named(workload.mix, account: scope.account)
    totalWeight = mix.calls.reduce(0) { $0 + $1.weight }
    let start = min(run.lowerBound + workload.from, run.upperBound)
    self.start = start
    end = min(workload.length.map { start + $0 } ?? run.upperBound, run.upperBound)
    signed = Array(repeating: nil, count: mix.calls.count)
    signedAt = start
  }

  /// When the next call is made; nil when the workload is over.
  var next: Timestamp? {
    let time = start + workload.rate.time(of: made)
    return time < end ? time : nil
  }

  mutating func makeCall(_ requests: inout RequestMaker, at now: Timestamp)
    -> (call: String, service: String, request: HTTPRequest)?
  {
    made += 1
    if now - signedAt > Self.signatureLife {
      signed = Array(repeating: nil, count: mix.calls.count)
      signedAt = now
    }
    var rank = Int(generator.below(UInt64(totalWeight)))
    var index = 0
    while rank >= mix.calls[index].weight {
      rank -= mix.calls[index].weight
      index += 1
    }
    let entry = mix.calls[index]
    if signed[index] == nil {
      let call = APICall(
        service: entry.service, operation: entry.operation, input: entry.input, scope: scope)
      signed[index] = try? requests.request(
        call, credentials, userAgent: "aws-sdk-go/1.44 build-job", from: "203.0.113.20", at: now)
    }
    return signed[index].map { ("\(entry.service):\(entry.operation)", entry.service, $0) }
  }

  var window: WorkloadWindow {
    var entry = WorkloadWindow()
    (entry.workload, entry.mix) = (name, workload.mix)
    entry.callsPerSecond = Int(
      workload.rate.count * 1_000_000 / max(1, workload.rate.per.microseconds))
    (entry.from, entry.until) = (start, end)
    return entry
  }
}
