package import AWS

/// One served service: its tables, its operations, what else the world must know of it.
///
/// A service lives in Services/<Service>/: one folder a resource, one file an operation, and one
/// store type a resource family that owns the SQL (other services ask the store, never the tables).
package protocol ServiceDefinition: Sendable {
  /// botocore's directory name: `ec2`.
  static var service: String { get }
  /// CREATE TABLE IF NOT EXISTS ...; every table STRICT and keyed by account (and region).
  static var schema: String { get }
  static var operations: [ServedOperation] { get }
  /// The tables whose changes are changes of a customer's resource, for collateral checks; message
  /// and bookkeeping tables are left out.
  static var tables: [ResourceTable] { get }
  /// What an account has before anyone calls: default VPCs, managed policies.
  static func seed(_ scope: Scope, _ world: World, at now: Timestamp) throws(AWSError)
  /// Who holds an access key that this service issued; nil for a key it doesn't know.
  static func credential(_ accessKeyID: String, in world: World) throws(AWSError)
    -> IssuedCredential?
  /// Whether its operations ask for permission while they run, since resources have policies or
  /// ACLs of their own: S3, SQS.
  static var asksWhileItRuns: Bool { get }
  /// The policy that hangs on a resource of this service, and whose the resource is; nil where it
  /// has neither.
  static func resourcePolicy(of resource: ARN, in world: World) throws(AWSError)
    -> OwnedResourcePolicy?
  /// The token buckets that a call draws from, in the order in which they are asked.
  static func charges(_ operation: String, _ input: AWSObject) -> [ThrottleCharge]
  /// Says of a call's record what holds whoever refuses it: its name, whether it is a data event.
  static func beginRecord(of call: inout Call, _ input: AWSObject)
  /// A record's requestParameters where AWS departs from the general form; nil for the general
  /// form. It sees the decoded input only, since denied and throttled calls are recorded as well;
  /// what the operation put into `call.record` goes first.
  static func recordedInput(_ operation: String, _ input: AWSObject) -> AWSValue?
  /// A record's responseElements, likewise, of a call that changed something.
  static func recordedOutput(_ operation: String, _ output: AWSObject, requestID: String)
    -> AWSValue?
  /// A record's errorCode where it isn't the code on the wire: IAM's `NoSuchEntityException` for
  /// `NoSuchEntity`, EC2's `Client.` and `Server.`.
  static func recordedErrorCode(_ error: AWSError) -> String
}

extension ServiceDefinition {
  package static var asksWhileItRuns: Bool { false }
  package static func seed(_ scope: Scope, _ world: World, at now: Timestamp) throws(AWSError) {}
  package static func credential(_ accessKeyID: String, in world: World) throws(AWSError)
    -> IssuedCredential?
  { nil }
  package static func resourcePolicy(of resource: ARN, in world: World) throws(AWSError)
    -> OwnedResourcePolicy?
  { nil }
  package static func charges(_ operation: String, _ input: AWSObject) -> [ThrottleCharge] {
    ServiceRates.charges(service, operation)
  }
  package static func beginRecord(of call: inout Call, _ input: AWSObject) {}
  package static func recordedInput(_ operation: String, _ input: AWSObject) -> AWSValue? { nil }
  package static func recordedOutput(
    _ operation: String, _ output: AWSObject, requestID: String
  ) -> AWSValue? { nil }
  package static func recordedErrorCode(_ error: AWSError) -> String { error.code }
}

/// A table of resources and which of its columns name the resource.
package struct ResourceTable: Hashable, Sendable {
  package let name: String
  /// The column that holds the id users know: `group_id`, `name`, an ARN.
  package let resource: String
  /// Columns that change by themselves and say nothing of the configuration: last-used stamps.
  package let ignored: [String]

  package init(_ name: String, resource: String, ignored: [String] = []) {
    self.name = name
    self.resource = resource
    self.ignored = ignored
  }
}

/// One row's change, as SQLite's preupdate hook saw it.
package struct RowChange: Hashable, Sendable {
  package var table: String
  package var resource: String
  package var account: String
  /// Column values by name in column order; nil for a row that wasn't there before, or isn't after.
  package var before: [ColumnValue]?
  package var after: [ColumnValue]?

  package struct ColumnValue: Hashable, Sendable {
    package var column: String
    package var value: SQLValue

    package init(column: String, value: SQLValue) {
      self.column = column
      self.value = value
    }
  }

  package init(
    table: String, resource: String, account: String, before: [ColumnValue]?,
    after: [ColumnValue]?
  ) {
    self.table = table
    self.resource = resource
    self.account = account
    self.before = before
    self.after = after
  }
}

/// For services of which only the model is there: their calls can be refused, and recorded.
enum UnservedService: ServiceDefinition {
  static let service = ""
  static let schema = ""
  static let operations: [ServedOperation] = []
  static let tables: [ResourceTable] = []
}
