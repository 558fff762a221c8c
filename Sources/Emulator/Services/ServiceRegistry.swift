import AWS

/// All that the emulator serves, one line a service.
package enum ServiceRegistry {
  package static let all: [any ServiceDefinition.Type] = [
    CloudTrailService.self,
    ConfigService.self,
    EC2Service.self,
    EventsService.self,
    GuardDutyService.self,
    IAMService.self,
    KMSService.self,
    OrganizationsService.self,
    S3Service.self,
    S3ControlService.self,
    SQSService.self,
    STSService.self,
  ]

  /// The version of all tables together: a file of another version is refused, never guessed at.
  static let schemaVersion: Int64 = 5

  /// What SQLite runs once on a new file; every statement creates only what isn't there.
  static var schema: String {
    ([WorldTables.schema] + all.map { $0.schema }).joined(separator: "\n")
  }

  package static func definition(of service: String) -> (any ServiceDefinition.Type)? {
    all.first { $0.service == service }
  }

  /// nil for an operation that isn't served.
  package static func served(_ service: String, _ operation: String) -> ServedOperation? {
    index[service]?[operation]
  }

  /// Everything that is served, by service and name: what `stormdrill services` lists.
  package static var served: [ServedOperation] {
    all.flatMap { $0.operations }.sorted { ($0.service, $0.name) < ($1.service, $1.name) }
  }

  private static let index: [String: [String: ServedOperation]] = {
    var index: [String: [String: ServedOperation]] = [:]
    for operation in all.flatMap({ $0.operations }) {
      index[operation.service, default: [:]][operation.name] = operation
    }
    return index
  }()
}

/// The world's own tables, which belong to no service.
enum WorldTables {
  /// `record`: times are microseconds since 1970. `visible_at` is when LookupEvents may show the
  /// record, set by the outbox; NULL is never. `resources` is the record's list as JSON.
  static let schema = """
    CREATE TABLE IF NOT EXISTS seeded_scope (
      partition TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
      PRIMARY KEY (partition, account, region)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS opening (epoch INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE IF NOT EXISTS record (
      id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, time INTEGER NOT NULL,
      account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
      username TEXT, read_only INTEGER NOT NULL, is_data INTEGER NOT NULL, access_key TEXT,
      resources TEXT, visible_at INTEGER, document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS record_history ON record (account, region, time)
      WHERE visible_at IS NOT NULL;
    """
}
