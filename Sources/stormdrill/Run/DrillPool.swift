import AWS
import Dispatch
import Harness
import Journal
import Remediation
import Synchronization

/// One run to be made.
struct Drill: Sendable {
  let scenario: Scenario
  let variant: Variant
  let rules: [EngineRule]
  let seed: UInt64
  let commandLine: String
}

/// Makes runs, a few at a time, each on one thread; what comes out does not depend on how many.
struct DrillPool {
  struct Done: Sendable {
    let result: RunResult
    let wall: Duration
    /// Requests that the emulator answered.
    let requests: Int
  }

  private let drills: [Drill]
  private let jobs: Int

  init(_ drills: [Drill], jobs: Int) {
    self.drills = drills
    self.jobs = max(1, min(jobs, drills.count))
  }

  /// The runs in the order in which they were given.
  func run() throws -> [Done] {
    let next = Atomic<Int>(0)
    let finished = Mutex<[Int: Result<Done, DrillFailure>]>([:])
    let drills = drills
    Console.progress("\(drills.count) runs")
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < drills.count else { return }
        let outcome = Self.run(drills[index])
        let count = finished.withLock { finished in
          finished[index] = outcome
          return finished.count
        }
        Console.progress("\(count)/\(drills.count) runs, last \(drills[index].scenario.name)")
      }
    }
    Console.endProgress()
    let outcomes = finished.withLock { $0 }
    var done: [Done] = []
    for index in drills.indices {
      switch outcomes[index] {
      case .success(let run)?: done.append(run)
      case .failure(let failure)?:
        throw Failure("\(drills[index].scenario.name): \(failure.message)")
      case nil: preconditionFailure("run \(index) was never made")
      }
    }
    return done
  }

  private static func run(_ drill: Drill) -> Result<Done, DrillFailure> {
    let clock = ContinuousClock()
    let began = clock.now
    do throws(DrillFailure) {
      let result = try DrillRun.run(
        drill.scenario, drill.variant, rules: drill.rules, seed: drill.seed,
        commandLine: drill.commandLine)
      var requests = 0
      for entry in result.entries.reversed() {
        guard case .runEnded(let ended) = entry.kind else { continue }
        requests = ended.requests
        break
      }
      return .success(Done(result: result, wall: clock.now - began, requests: requests))
    } catch {
      return .failure(error)
    }
  }
}
