import AWS
import Exposure
import PolicyLanguage
import Testing

@Suite struct BucketExposureTests {
  private static let ownerID = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
  private static let otherID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  private static let allUsers = "http://acs.amazonaws.com/groups/global/AllUsers"
  private static let signed = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"

  private func acl(_ grants: (String, String)...) -> AWSValue {
    [
      "Owner": ["ID": .string(Self.ownerID)],
      "Grants": .list(
        grants.map { grantee, permission in
          let member = grantee.hasPrefix("http") ? "URI" : "ID"
          return [
            "Grantee": .object([member: .string(grantee)]), "Permission": .string(permission),
          ]
        }),
    ]
  }

  private func block(ignore: Bool = false, restrict: Bool = false) -> PublicAccessBlock {
    PublicAccessBlock([
      "PublicAccessBlockConfiguration": [
        "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": .bool(ignore),
        "RestrictPublicBuckets": .bool(restrict),
      ]
    ])
  }

  private func report(_ bucket: BucketConfiguration) -> ExposureReport {
    ExposureReport.of(bucket, owner: owner)
  }

  @Test func bucketWithoutAnythingIsClosed() {
    let report = report(BucketConfiguration(name: "b", acl: acl((Self.ownerID, "FULL_CONTROL"))))
    #expect(report == ExposureReport())
  }

  @Test(arguments: [
    ("READ", [Capability.list]), ("WRITE", [.write]), ("READ_ACP", [.inspect]),
    ("WRITE_ACP", [.administer]), ("FULL_CONTROL", [.list, .write, .inspect, .administer]),
  ])
  func aclPermissionMeansItsCapabilities(permission: String, capabilities: [Capability]) {
    let report = report(BucketConfiguration(name: "b", acl: acl((Self.allUsers, permission))))
    #expect(report.accesses.map(\.capability) == capabilities)
    #expect(report.accesses.allSatisfy { $0.party == .anyone && $0.isPublic })
    #expect(report.accesses.flatMap(\.grants).allSatisfy { $0.origin == .acl(0) })
  }

  @Test func granteesAreToldApart() {
    let all = acl(
      (Self.ownerID, "FULL_CONTROL"), (Self.signed, "READ"), (Self.otherID, "WRITE"))
    let report = report(BucketConfiguration(name: "b", acl: all))
    #expect(report.accesses.map(\.party) == [.anyAccount, .canonicalUser(Self.otherID)])
    #expect(report.accesses.flatMap(\.grants).map(\.origin) == [.acl(1), .acl(2)])
  }

  @Test func ignoredAndDisabledACLsAreBlockedWithTheReason() {
    let open = acl((Self.allUsers, "READ"), (Self.otherID, "WRITE"))
    let ignored = report(
      BucketConfiguration(name: "b", acl: open, accountBlock: block(ignore: true)))
    #expect(ignored.accesses.map(\.party) == [.canonicalUser(Self.otherID)])
    #expect(
      ignored.blocked == [
        Blocked(
          party: .anyone, capability: .list, origin: .acl(0),
          by: .publicAccessBlock(setting: "IgnorePublicAcls", .account))
      ])
    let enforced: AWSValue = ["Rules": [["ObjectOwnership": "BucketOwnerEnforced"]]]
    let disabled = report(BucketConfiguration(name: "b", acl: open, ownership: enforced))
    #expect(disabled.accesses.isEmpty)
    #expect(disabled.blocked.map(\.by) == [.ownership, .ownership])
    let preferred: AWSValue = ["Rules": [["ObjectOwnership": "BucketOwnerPreferred"]]]
    #expect(report(BucketConfiguration(name: "b", acl: open, ownership: preferred)).isPublic)
  }

  @Test func denialOfThePolicyHoldsAgainstTheACL() throws {
    let denial = try policy(
      statement("Deny", action: "\"s3:ListBucket*\"", resource: "\"arn:aws:s3:::b\""))
    let report = report(
      BucketConfiguration(name: "b", policy: denial, acl: acl((Self.allUsers, "FULL_CONTROL"))))
    #expect(report.publicCapabilities == [.write, .inspect, .administer])
    #expect(report.blocked.map(\.origin) == [.acl(0)])
  }

  @Test func restrictingPublicBucketsClosesAllButServices() throws {
    let open = try policy(
      statement(), statement(principal: #"{"AWS":"444455556666"}"#, action: "\"s3:PutObject\""),
      statement(principal: #"{"Service":"logging.s3.amazonaws.com"}"#, action: "\"s3:PutObject\""))
    let bucket = BucketConfiguration(
      name: "b", policy: open, bucketBlock: block(), accountBlock: block(restrict: true))
    let report = report(bucket)
    // A service may still act for anyone by the statement for everyone.
    #expect(
      report.accesses.map(\.party) == [.service("*"), .service("logging.s3.amazonaws.com")])
    #expect(
      Set(report.blocked.map(\.by)) == [
        .publicAccessBlock(setting: "RestrictPublicBuckets", .account)
      ])
    #expect(report.blocked.map(\.party) == [.anyone, .account("444455556666")])
  }

  @Test func restrictingPublicBucketsLeavesPoliciesThatS3CallsPrivate() throws {
    let shared = try policy(statement(principal: #"{"AWS":"444455556666"}"#))
    let report = report(
      BucketConfiguration(name: "b", policy: shared, bucketBlock: block(restrict: true)))
    #expect(report.parties() == [.account("444455556666")])
  }

  @Test func blocksAgainstNewPoliciesAloneChangeNothing() throws {
    let bucket = BucketConfiguration(
      name: "b", policy: try policy(statement()), bucketBlock: block())
    #expect(report(bucket).isPublic)
  }

  /// Where this answer and S3's public status part ways.
  @Test func exposureIsNotS3sPublicStatus() throws {
    let takenBack = try policy(statement(), statement("Deny"))
    #expect(takenBack.isPublic)
    #expect(!report(BucketConfiguration(name: "b", policy: takenBack)).isExposed)
    let ranges = (16..<80).map { "\"\($0).0.0.0/8\"" }.joined(separator: ",")
    let many = try policy(
      statement(condition: "{\"IpAddress\":{\"aws:SourceIp\":[\(ranges)]}}"))
    #expect(!many.isPublic)
    #expect(report(BucketConfiguration(name: "b", policy: many)).isPublic)
  }
}
