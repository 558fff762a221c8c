package import AWS
import OrderedCollections
import PolicyLanguage

/// A local AWS: many accounts and regions in one SQLite database, asked with HTTP requests.
///
/// Synchronous and without a clock of its own: each entry says what time it is, and time never
/// runs backwards. One owner at a time: the harness on virtual time, or the server behind a Mutex.
package final class World {
  package let database: Database
  package let options: WorldOptions
  /// Who takes records on from here: the delivery channels, or nobody.
  package var outbox: (any Outbox)?
  /// Judges each call before its effect: an injected error is answered and recorded in its place.
  package var apiFaults: ((APICallFacts, Timestamp) -> Verdict)?
  /// For identifiers: seeded, so that a run repeats to the byte.
  package var generator: SeededGenerator
  var throttle = Throttle()
  /// The latest time that an entry named.
  var latest = Timestamp(microseconds: .min)
  var seededScopes: Set<Scope> = []
  var wakes: OrderedSet<String> = []
  /// The queues on which a long poll ever waited.
  var awaited: OrderedSet<String> = []
  /// By their text.
  var compiledPolicies: [String: PolicyDocument] = [:]
  var compiledPatterns: [String: EventPattern] = [:]
  var signingKeys = SigningKeyCache()
  /// The second of the latest record and how it is written.
  var recordedSecond: (Int64, String) = (.min, "")
  /// Decides what callers may do.
  let authorizer: any Authorizer
  var accessCache = AccessCache()
  /// Why the latest call was refused by a policy, an ACL or a block; nil when it wasn't.
  package internal(set) var latestRefusal: Refusal?
  /// Told of each permission that a call needs, also where `--iam allow` asks for none.
  package var accessObserver: ((AccessObservation) -> Void)?
  /// While a checker looks: a guardrail that blinded it would hide the truth.
  var isRootUnhindered = false
  let observer: ChangeObserver

  package init(options: WorldOptions) throws(AWSError) {
    self.options = options
    generator = SeededGenerator(seed: options.seed)
    authorizer = options.iam.authorizer
    database = try Database(path: options.databasePath)
    observer = ChangeObserver(database: database)
    try open()
  }

  /// A world on a copy of another's database.
  init(copying other: World) throws(AWSError) {
    options = other.options
    generator = other.generator
    throttle = other.throttle
    latest = other.latest
    seededScopes = other.seededScopes
    apiFaults = other.apiFaults
    authorizer = other.authorizer
    database = try other.database.copy()
    observer = ChangeObserver(database: database)
  }
}

/// How far the world asks identity policies.
package enum IAMMode: String, Hashable, Sendable, CaseIterable {
  /// Whoever is authenticated may do everything in his own account.
  case allow
  /// All policies count, as on AWS; access keys that nobody issued are refused.
  case enforce

  var authorizer: any Authorizer {
    switch self {
    case .allow: AllowMode()
    case .enforce: EnforceMode()
    }
  }
}

package struct WorldOptions: Sendable {
  package var seed: UInt64 = 1
  /// nil keeps the world in memory.
  package var databasePath: String?
  /// Whether EC2's and the others' token buckets refuse calls.
  package var isThrottling = true
  /// Whether calls leave CloudTrail records.
  package var isRecording = true
  package var iam = IAMMode.allow
  /// Layers of defence that count for nothing, under `IAMMode.enforce`.
  package var prongsOff: Set<Prong> = []
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
    /// What is decided of the request already, so that it isn't throttled or recorded twice.
    let prepared: PreparedCall
  }
}

/// What an injected fault may know of a call.
package struct APICallFacts: Hashable, Sendable {
  /// botocore's directory name: `ec2`.
  package let service: String
  package let operation: String
  package let scope: Scope
  package let caller: Caller
  package let userAgent: String

  package init(
    service: String, operation: String, scope: Scope, caller: Caller, userAgent: String
  ) {
    self.service = service
    self.operation = operation
    self.scope = scope
    self.caller = caller
    self.userAgent = userAgent
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
