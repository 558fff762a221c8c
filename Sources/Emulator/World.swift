package import AWS

/// A local AWS: many accounts and regions in one SQLite database, asked with HTTP requests.
///
/// Synchronous and without a clock of its own: each entry says what time it is, and time never
/// runs backwards. One owner at a time: the harness on virtual time, or the server behind a Mutex.
package final class World {
  package let database: Database
  package let options: WorldOptions
  /// Who takes records on from here: the delivery channels, or nobody.
  package var outbox: (any Outbox)?
  /// For identifiers: seeded, so that a run repeats to the byte.
  package var generator: SeededGenerator

  package init(options: WorldOptions) throws(AWSError) {
    self.options = options
    generator = SeededGenerator(seed: options.seed)
    database = try Database(path: options.databasePath)
  }
}

package struct WorldOptions: Sendable {
  package var seed: UInt64 = 1
  /// nil keeps the world in memory.
  package var databasePath: String?
  /// Whether EC2's and the others' token buckets refuse calls.
  package var isThrottling = true
  /// The account of an access key that nobody issued (`--iam allow`).
  package var defaultAccount = "123456789012"
  package var defaultRegion = "us-east-1"

  package init() {}
}

/// What the world answers to a request.
package enum WorldReply {
  case response(HTTPResponse)
  /// A long poll: ask `resume` again when `wakeOn` changes or at `until`.
  case waiting(Ticket)

  package struct Ticket {
    package let wait: Wait
    /// The request, and what is decided of it already, so that it isn't throttled or recorded twice.
    let call: Call
    let input: AWSObject
  }
}

/// Takes each record within the transaction of the call that it tells of, and delivers it later.
///
/// Implemented by the target Delivery, which may know faults; the emulator may not.
package protocol Outbox: AnyObject {
  /// The record is stored under `rowID` in the table `record`; plan its deliveries as rows.
  func accept(_ record: CloudTrailRecord, rowID: Int64, in world: World, at now: Timestamp)
    throws(AWSError)
  /// When something is due next: a delivery, a file, the end of an outage.
  func nextDue(in world: World) throws(AWSError) -> Timestamp?
  /// Does all that is due by `now`, in order of due time.
  func advance(_ world: World, to now: Timestamp) throws(AWSError)
}
