package import AWS

/// A VPC or a subnet that the region's block of internet gateways leaves out
/// (https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-assess-impact-main.html).
package struct EC2BlockExclusion: EC2Resource {
  package let id: String
  package let account: String
  package let region: String
  /// `vpc/vpc-0a1b` or `subnet/subnet-0a1b`.
  package let resource: String
  /// `allow-bidirectional` or `allow-egress`.
  package var mode: String
  let created: Timestamp
  var updated: Timestamp
  let number: Int64

  static let type = "vpc-block-public-access-exclusion"
  static let prefix = "vpcbpa-exclude-"
  static let modes = ["allow-bidirectional", "allow-egress"]

  private var state: String { updated > created ? "update-complete" : "create-complete" }
  private var resourceARN: String {
    ARN(
      partition: World.partition(of: region), service: "ec2", region: region, account: account,
      resource: resource
    ).description
  }

  func values(ofFilter name: String) -> [String]? {
    switch name {
    case "internet-gateway-exclusion-mode": [mode]
    case "resource-arn": [resourceARN]
    case "state": [state]
    default: nil
    }
  }

  func wire(_ tags: [EC2Tag]) -> AWSObject {
    [
      "ExclusionId": .string(id), "InternetGatewayExclusionMode": .string(mode),
      "ResourceArn": .string(resourceARN), "State": .string(state),
      "CreationTimestamp": .timestamp(created), "LastUpdateTimestamp": .timestamp(updated),
      "Tags": .list(tags.map(\.wire)),
    ]
  }
}

extension Call {
  /// An exclusion that a call names.
  func blockExclusion(_ id: String) throws(AWSError) -> EC2BlockExclusion {
    try EC2ID.check(
      id, EC2BlockExclusion.prefix, "InvalidVpcBlockPublicAccessExclusionId.Malformed")
    guard let exclusion = try ec2.blockExclusion(id), isHere(exclusion.account, exclusion.region)
    else {
      throw EC2Error.notFound(
        "InvalidVpcBlockPublicAccessExclusionId.NotFound", "vpcBlockPublicAccessExclusion", id)
    }
    return exclusion
  }

  /// How a call answers that changes one; the change is done, and shown as under way.
  func answer(_ exclusion: EC2BlockExclusion, state: String) throws(AWSError) -> AWSObject {
    var shown = exclusion.wire(try ec2.tags(of: exclusion.id))
    shown["State"] = .string(state)
    return ["VpcBlockPublicAccessExclusion": .object(shown)]
  }
}

extension EC2Store {
  static let blockExclusionSchema = """
    CREATE TABLE IF NOT EXISTS ec2_block_exclusion (
      number INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      exclusion_id TEXT NOT NULL UNIQUE, resource TEXT NOT NULL, mode TEXT NOT NULL,
      created INTEGER NOT NULL, updated INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ec2_block_exclusion_scope
      ON ec2_block_exclusion (account, region);
    """

  static let blockExclusionTables = [
    ResourceTable(
      "ec2_block_exclusion", resource: "exclusion_id", ignored: ["number", "updated"])
  ]

  private static let columns =
    "exclusion_id, account, region, resource, mode, created, updated, number"

  package func blockExclusion(_ id: String) throws(AWSError) -> EC2BlockExclusion? {
    try database.row(
      "SELECT \(Self.columns) FROM ec2_block_exclusion WHERE exclusion_id = ?", .text(id)
    ).map(Self.exclusion)
  }

  package func blockExclusions(in scope: Scope) throws(AWSError) -> [EC2BlockExclusion] {
    try database.rows(
      """
      SELECT \(Self.columns) FROM ec2_block_exclusion WHERE account = ? AND region = ?
      ORDER BY number
      """, .text(scope.account), .text(scope.region)
    ).map(Self.exclusion)
  }

  func insert(_ exclusion: EC2BlockExclusion) throws(AWSError) {
    try database.run(
      """
      INSERT INTO ec2_block_exclusion (exclusion_id, account, region, resource, mode, created,
        updated)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, .text(exclusion.id), .text(exclusion.account), .text(exclusion.region),
      .text(exclusion.resource), .text(exclusion.mode),
      .integer(exclusion.created.microseconds), .integer(exclusion.updated.microseconds))
  }

  func update(_ exclusion: EC2BlockExclusion) throws(AWSError) {
    try database.run(
      "UPDATE ec2_block_exclusion SET mode = ?, updated = ? WHERE exclusion_id = ?",
      .text(exclusion.mode), .integer(exclusion.updated.microseconds), .text(exclusion.id))
  }

  func delete(_ exclusion: EC2BlockExclusion) throws(AWSError) {
    try deleteTags(of: exclusion.id)
    try database.run(
      "DELETE FROM ec2_block_exclusion WHERE exclusion_id = ?", .text(exclusion.id))
  }

  private static func exclusion(_ row: Row) -> EC2BlockExclusion {
    EC2BlockExclusion(
      id: row.text(0), account: row.text(1), region: row.text(2), resource: row.text(3),
      mode: row.text(4), created: Timestamp(microseconds: row.integer(5)),
      updated: Timestamp(microseconds: row.integer(6)), number: row.integer(7))
  }
}
