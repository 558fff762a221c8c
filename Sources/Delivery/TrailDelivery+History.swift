import AWS
import Emulator
import Faults

/// The event history: LookupEvents shows a record from a time on, of its copies the first.
extension TrailDelivery {
  func acceptHistory(_ delivery: Accepted, _ world: World) throws(AWSError) {
    let judgement = faults.judge(delivery.facts(.eventHistory), due: delivery.time)
    observe?(delivery.outcome(.eventHistory, judgement))
    guard let first = judgement.arrivals.first else { return }
    try world.database.run(
      "UPDATE record SET visible_at = ? WHERE id = ?", .integer(first.microseconds),
      .integer(delivery.rowID))
  }
}
