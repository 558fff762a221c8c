import AWS

/// EC2's rows: the only place that knows its SQL. Plain reads are open to the whole package, for
/// checkers that look at the state itself; changes are the operations' own.
package struct EC2Store {
  let database: Database

  package init(_ database: Database) { self.database = database }

  static let schema =
    networkSchema + gatewaySchema + peeringSchema + routeSchema + networkACLSchema
    + prefixListSchema + regionSettingSchema + blockExclusionSchema

  private static let networkSchema = """
    CREATE TABLE IF NOT EXISTS ec2_vpc (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      vpc_id TEXT NOT NULL UNIQUE, cidr TEXT NOT NULL, association_id TEXT NOT NULL,
      dhcp_options_id TEXT NOT NULL, tenancy TEXT NOT NULL, is_default INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_vpc_scope ON ec2_vpc (account, region);
    CREATE TABLE IF NOT EXISTS ec2_subnet (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      subnet_id TEXT NOT NULL UNIQUE, vpc_id TEXT NOT NULL, cidr TEXT NOT NULL,
      zone TEXT NOT NULL, is_default INTEGER NOT NULL, maps_public_ip INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_subnet_scope ON ec2_subnet (account, region);
    CREATE TABLE IF NOT EXISTS ec2_security_group (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      group_id TEXT NOT NULL UNIQUE, vpc_id TEXT NOT NULL, name TEXT NOT NULL,
      description TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_security_group_scope ON ec2_security_group (account, region);
    CREATE TABLE IF NOT EXISTS ec2_security_group_rule (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      group_id TEXT NOT NULL, rule_id TEXT NOT NULL UNIQUE, is_egress INTEGER NOT NULL,
      protocol TEXT NOT NULL, from_port INTEGER NOT NULL, to_port INTEGER NOT NULL,
      peer_kind TEXT NOT NULL, peer TEXT NOT NULL, peer_account TEXT, description TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_security_group_rule_group
      ON ec2_security_group_rule (group_id);
    CREATE INDEX IF NOT EXISTS ec2_security_group_rule_peer
      ON ec2_security_group_rule (peer) WHERE peer_kind = 'group';
    CREATE TABLE IF NOT EXISTS ec2_tag (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      resource_id TEXT NOT NULL, resource_type TEXT NOT NULL, key TEXT NOT NULL,
      value TEXT NOT NULL, UNIQUE (resource_id, key)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_tag_scope ON ec2_tag (account, region);
    CREATE TABLE IF NOT EXISTS ec2_reservation (
      reservation_id TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      client_token TEXT, request TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_reservation_token
      ON ec2_reservation (account, region, client_token) WHERE client_token IS NOT NULL;
    CREATE TABLE IF NOT EXISTS ec2_instance (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      instance_id TEXT NOT NULL UNIQUE, reservation_id TEXT NOT NULL, launch_index INTEGER NOT NULL,
      vpc_id TEXT NOT NULL, subnet_id TEXT NOT NULL, zone TEXT NOT NULL,
      private_ip TEXT NOT NULL, public_ip TEXT, interface_id TEXT NOT NULL,
      attachment_id TEXT NOT NULL, mac TEXT NOT NULL,
      image_id TEXT NOT NULL, type TEXT NOT NULL, key_name TEXT, client_token TEXT,
      user_data TEXT, tenancy TEXT NOT NULL, is_monitored INTEGER NOT NULL,
      is_ebs_optimized INTEGER NOT NULL, is_protected INTEGER NOT NULL,
      http_tokens TEXT NOT NULL, http_endpoint TEXT NOT NULL, hop_limit INTEGER NOT NULL,
      launched INTEGER NOT NULL, goal TEXT NOT NULL, goal_set INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_instance_scope ON ec2_instance (account, region);
    CREATE INDEX IF NOT EXISTS ec2_instance_subnet ON ec2_instance (subnet_id);
    CREATE TABLE IF NOT EXISTS ec2_instance_group (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      instance_id TEXT NOT NULL, group_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_instance_group_instance ON ec2_instance_group (instance_id);
    CREATE INDEX IF NOT EXISTS ec2_instance_group_group ON ec2_instance_group (group_id);
    """

  static let tables =
    networkTables + gatewayTables + peeringTables + routeTables + networkACLTables
    + prefixListTables + regionSettingTables + blockExclusionTables

  private static let networkTables = [
    ResourceTable("ec2_vpc", resource: "vpc_id", ignored: ["number"]),
    ResourceTable("ec2_subnet", resource: "subnet_id", ignored: ["number"]),
    ResourceTable("ec2_security_group", resource: "group_id", ignored: ["number"]),
    // A rule that is put back gets another id; what it allows is what counts.
    ResourceTable(
      "ec2_security_group_rule", resource: "group_id", ignored: ["number", "rule_id"]),
    ResourceTable("ec2_tag", resource: "resource_id", ignored: ["number"]),
    ResourceTable("ec2_instance", resource: "instance_id", ignored: ["number"]),
    ResourceTable("ec2_instance_group", resource: "instance_id", ignored: ["number"]),
  ]

  /// `?, ?, ?` for a list of values.
  static func marks(_ count: Int) -> String {
    Array(repeating: "?", count: count).joined(separator: ", ")
  }
}

/// A tag of an EC2 resource.
package struct EC2Tag: Hashable, Sendable {
  package var key: String
  package var value: String

  package init(key: String, value: String) {
    self.key = key
    self.value = value
  }

  var wire: AWSValue { ["Key": .string(key), "Value": .string(value)] }
}
