package import AWS
package import Emulator
package import Faults

/// Makes the world that a server runs: its outbox are the delivery channels, under faults.
package enum WorldSetUp {
  /// Faults act from `start` on, for as long as each says.
  package static func make(
    _ options: WorldOptions, faults: [any Fault], from start: Timestamp
  ) throws(AWSError) -> sending World {
    let world = try World(options: options)
    let schedule = FaultSchedule(faults, seed: options.seed, from: start)
    try TrailDelivery(faults: schedule).attach(to: world)
    if schedule.hasCallFaults {
      var calls = schedule
      world.apiFaults = { facts, time in
        calls.judge(
          CallFacts(
            service: facts.service, operation: facts.operation, scope: facts.scope,
            caller: facts.caller.name), at: time)
      }
    }
    return world
  }
}
