import AWS
import Testing

@testable import Remediation

@Suite struct ExposedTests {
  static func bucket(_ statements: [AWSValue] = [], _ more: AWSObject = [:]) -> AWSObject {
    let policy: AWSValue = ["Version": "2012-10-17", "Statement": .list(statements)]
    var document: AWSObject = [
      "Name": "b", "Policy": statements.isEmpty ? .null : .string(JSON.text(policy)),
      "Acl": ["Owner": ["ID": "me"], "Grants": []], "c7n:PublicAccessBlock": .object([:]),
      "c7n:ownership": .null, "stormdrill:AccountPublicAccessBlock": .null,
    ]
    for (key, value) in more { document[key] = value }
    return document
  }

  static func allow(_ principal: AWSValue, _ sid: String = "A", _ condition: AWSValue? = nil)
    -> AWSValue
  {
    var statement: AWSObject = [
      "Sid": .string(sid), "Effect": "Allow", "Principal": principal, "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::b/*",
    ]
    if let condition { statement["Condition"] = condition }
    return .object(statement)
  }

  static let everyone: AWSValue = "*"
  static let foreign: AWSValue = ["AWS": "arn:aws:iam::210987654321:root"]

  @Test func whoGetsInDecidesNotHowThePolicyIsWritten() throws {
    let exposed = try policy(on: "s3", "exposed")
    let toAll = try policy(on: "s3", ["type": "exposed", "to": "public"])
    let narrow: AWSValue = ["StringEquals": ["aws:SourceVpce": "vpce-1"]]
    let wide: AWSValue = ["IpAddress": ["aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]]]
    #expect(!exposed.matches(Self.bucket()))
    #expect(exposed.matches(Self.bucket([Self.allow(Self.everyone)])))
    #expect(toAll.matches(Self.bucket([Self.allow(Self.everyone, "A", wide)])))
    #expect(!exposed.matches(Self.bucket([Self.allow(Self.everyone, "A", narrow)])))
    #expect(exposed.matches(Self.bucket([Self.allow(Self.foreign)])))
    #expect(!toAll.matches(Self.bucket([Self.allow(Self.foreign)])))
    #expect(!exposed.matches(Self.bucket([Self.allow(["AWS": "123456789012"])])))
    let denied: AWSValue = [
      "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*",
    ]
    #expect(!exposed.matches(Self.bucket([Self.allow(Self.everyone), denied])))
  }

  @Test func trustBlocksAndCapabilitiesNarrowTheQuestion() throws {
    let document = Self.bucket([Self.allow(Self.foreign)])
    func matches(_ more: AWSObject, _ document: AWSObject) throws -> Bool {
      var filter: AWSObject = ["type": "exposed"]
      for (key, value) in more { filter[key] = value }
      return try policy(on: "s3", .object(filter)).matches(document)
    }
    #expect(try !matches(["trusted-accounts": ["210987654321"]], document))
    #expect(try matches(["capabilities": ["read"]], document))
    #expect(try !matches(["capabilities": ["write", "administer"]], document))
    let block: AWSObject = [
      "stormdrill:AccountPublicAccessBlock": ["RestrictPublicBuckets": true]
    ]
    #expect(try !matches([:], Self.bucket([Self.allow(Self.everyone)], block)))
    let acl: AWSObject = [
      "Acl": [
        "Owner": ["ID": "me"],
        "Grants": [
          [
            "Grantee": ["URI": "http://acs.amazonaws.com/groups/global/AllUsers"],
            "Permission": "READ",
          ]
        ],
      ]
    ]
    #expect(try matches(["capabilities": ["list"]], Self.bucket([], acl)))
  }

  @Test func justTheStrangersGoFromAPolicy() throws {
    let both: AWSValue = [
      "AWS": ["arn:aws:iam::210987654321:root", "arn:aws:iam::333333333333:role/partner"]
    ]
    let document = Self.bucket([
      Self.allow(Self.everyone, "Everyone"), Self.allow(both, "Both"),
      Self.allow(["AWS": "123456789012"], "Own"),
    ])
    let steps = try policy(
      on: "s3", ["type": "exposed", "trusted-accounts": ["333333333333"]], "remove-exposure"
    ).steps(for: document)
    #expect(steps.map(\.call.operation) == ["PutBucketPolicy"])
    let after = try JSON.parse(steps[0].call.input["Policy"]?.string ?? "")
    #expect(after["Statement"]?.list?.map { $0["Sid"] } == ["Both", "Own"])
    #expect(
      after["Statement"]?.list?.first?["Principal"]
        == ["AWS": "arn:aws:iam::333333333333:role/partner"])
    #expect(steps[0].undo.first?.input["Policy"] == document["Policy"])
    var closed = document
    closed["Policy"] = steps[0].call.input["Policy"]
    #expect(
      try !policy(on: "s3", ["type": "exposed", "trusted-accounts": ["333333333333"]])
        .matches(closed))
  }

  @Test func aRolesTrustIsNarrowedAndNeverEmpty() throws {
    func role(_ principal: AWSValue) -> AWSObject {
      [
        "RoleName": "r", "Arn": "arn:aws:iam::123456789012:role/r",
        "AssumeRolePolicyDocument": [
          "Version": "2012-10-17",
          "Statement": [
            ["Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"]
          ],
        ],
      ]
    }
    let exposed = try policy(on: "iam-role", "exposed", "remove-exposure")
    #expect(!exposed.matches(role(["Service": "ec2.amazonaws.com"])))
    let steps = try exposed.steps(for: role(Self.foreign))
    #expect(steps.map(\.call.operation) == ["UpdateAssumeRolePolicy"])
    let after = try JSON.parse(steps[0].call.input["PolicyDocument"]?.string ?? "")
    #expect(after["Statement"]?.list?.map { $0["Effect"] } == ["Deny"])
    let shared = try exposed.steps(
      for: role(["AWS": ["210987654321", "123456789012"]]))
    let narrowed = try JSON.parse(shared[0].call.input["PolicyDocument"]?.string ?? "")
    #expect(narrowed["Statement"]?.list?.first?["Principal"] == ["AWS": "123456789012"])
  }

  @Test func sharingOfSnapshotsAndImagesIsTakenBack() throws {
    let permissions: AWSValue = [["Group": "all"], ["UserId": "210987654321"]]
    let snapshot: AWSObject = [
      "SnapshotId": "snap-1", "stormdrill:CreateVolumePermissions": permissions,
      "stormdrill:SnapshotBlockPublicAccess": "unblocked",
    ]
    let toAll = try policy(
      on: "ebs-snapshot", ["type": "exposed", "to": "public"], "remove-exposure")
    let steps = try toAll.steps(for: snapshot)
    #expect(
      steps[0].call.input["CreateVolumePermission"] == ["Remove": [["Group": "all"]]])
    #expect(steps[0].undo[0].input["CreateVolumePermission"] == ["Add": [["Group": "all"]]])
    var blocked = snapshot
    blocked["stormdrill:SnapshotBlockPublicAccess"] = "block-all-sharing"
    #expect(!toAll.matches(blocked))
    let image: AWSObject = ["ImageId": "ami-1", "c7n:LaunchPermissions": permissions]
    let any = try policy(on: "ami", "exposed", "remove-exposure").steps(for: image)
    #expect(any[0].call.input["LaunchPermission"] == ["Remove": permissions])
  }

  @Test func whatWasNotReadIsAProblemNotANo() throws {
    let exposed = try policy(on: "s3", "exposed")
    #expect(exposed.problem(with: ["Name": "b"]) != nil)
    #expect(
      try policy(on: "ami", "exposed").problem(with: ["ImageId": "ami-1"]) != nil)
  }
}
