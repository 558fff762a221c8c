import AWS
import Testing

@testable import Remediation

@Suite struct PrincipalFilterTests {
  static let arn = "arn:aws:iam::123456789012:user/u"
  static let own = "arn:aws:iam::123456789012:policy/own"

  static func user(
    _ statements: [AWSValue], groups: [String] = [], boundary: [AWSValue]? = nil
  ) -> AWSObject {
    func document(_ statements: [AWSValue]) -> AWSValue {
      [
        "Version": "2012-10-17",
        "Statement": .list(statements + [allow("s3:ListAllMyBuckets")]),
      ]
    }
    var rights: AWSObject = [
      "Policies": [
        ["Name": "inline", "Document": document(statements)],
        [
          "Name": "own", "Arn": .string(own),
          "Document": document([]),
        ],
      ],
      "Groups": .list(groups.map { .string($0) }),
    ]
    if let boundary { rights["Boundary"] = ["Name": "b", "Document": document(boundary)] }
    return ["UserName": "u", "Arn": .string(arn), "stormdrill:Rights": .object(rights)]
  }

  static func allow(_ action: String, _ resource: String = "*") -> AWSValue {
    ["Effect": "Allow", "Action": .string(action), "Resource": .string(resource)]
  }

  @Test func anAdministratorIsWhoMayDoAllByWhateverPolicies() throws {
    let administrator = try policy(on: "iam-user", "administrator")
    #expect(administrator.matches(Self.user([Self.allow("*")])))
    let pieces: [AWSValue] = [
      ["Effect": "Allow", "NotAction": "iam:*", "Resource": "*"], Self.allow("iam:*"),
    ]
    #expect(administrator.matches(Self.user(pieces)))
    #expect(!administrator.matches(Self.user([Self.allow("iam:*")])))
    #expect(
      !administrator.matches(
        Self.user([["Effect": "Allow", "NotAction": "iam:*", "Resource": "*"]])))
    #expect(!administrator.matches(Self.user([Self.allow("*", "arn:aws:s3:::b/*")])))
    #expect(
      !administrator.matches(Self.user([Self.allow("*")], boundary: [Self.allow("s3:*")])))
    let denied: AWSValue = ["Effect": "Deny", "Action": "kms:*", "Resource": "*"]
    #expect(!administrator.matches(Self.user([Self.allow("*"), denied])))
    #expect(administrator.problem(with: ["UserName": "u"]) != nil)
  }

  /// For each path: what it needs is enough, and less of it isn't.
  @Test(arguments: EscalationPath.names)
  func aPathIsOpenByWhatItNeedsAndByNoLess(name: String) throws {
    let path = try #require(EscalationPath.all.first { $0.name == name })
    let bounded = name == "lift-own-boundary"
    func user(_ statements: [AWSValue]) -> AWSObject {
      Self.user(statements, groups: ["g"], boundary: bounded ? [Self.allow("*")] : nil)
    }
    let filter = try policy(
      on: "iam-user", ["type": "privilege-escalation", "paths": [.string(name)]])
    let rights = try PrincipalRights(
      resources([user([])], of: .iamUser)[0], .user, context())
    let ways = path.needs(rights)
    #expect(!ways.isEmpty)
    for needs in ways {
      let statements = needs.map { Self.allow($0.action, $0.resource) }
      let notes = try filter.notes(on: user(statements))
      let noted = notes[EscalationFilter.member]?.list
      #expect(noted?.map { $0["Path"] } == [.string(name)])
      for action in Set(needs.map(\.action)) where ways.count == 1 {
        let fewer = needs.filter { $0.action != action }.map {
          Self.allow($0.action, $0.resource)
        }
        #expect(!filter.matches(user(fewer)), "without \(action)")
      }
      let denial: AWSValue = [
        "Effect": "Deny", "Action": .string(needs[0].action), "Resource": "*",
      ]
      #expect(!filter.matches(user(statements + [denial])))
    }
  }

  @Test func readersAndAdministratorsEscalateNothing() throws {
    let filter = try policy(on: "iam-user", "privilege-escalation")
    #expect(!filter.matches(Self.user([Self.allow("s3:*"), Self.allow("ec2:Describe*")])))
    #expect(!filter.matches(Self.user([Self.allow("*")])))
    let all = try policy(
      on: "iam-user", ["type": "privilege-escalation", "include-administrators": true])
    #expect(all.matches(Self.user([Self.allow("*")])))
    // A role that may only be passed to one service, or only a harmless policy attached.
    let passing: AWSValue = [
      "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
      "Condition": ["StringEquals": ["iam:PassedToService": "ec2.amazonaws.com"]],
    ]
    let functions = [Self.allow("lambda:CreateFunction"), Self.allow("lambda:InvokeFunction")]
    #expect(!filter.matches(Self.user([passing] + functions)))
    let attaching: AWSValue = [
      "Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*",
      "Condition": ["ArnEquals": ["iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"]],
    ]
    #expect(!filter.matches(Self.user([attaching])))
  }

  @Test func rightsAreReadOutOfTheAccountsListing() throws {
    let everything: AWSValue = ["Version": "2012-10-17", "Statement": [Self.allow("*")]]
    let page: AWSObject = [
      "UserDetailList": [
        [
          "UserName": "u", "GroupList": ["admins"],
          "AttachedManagedPolicies": [["PolicyName": "own", "PolicyArn": .string(Self.own)]],
        ]
      ],
      "GroupDetailList": [
        [
          "GroupName": "admins",
          "GroupPolicyList": [["PolicyName": "all", "PolicyDocument": everything]],
        ]
      ],
      "Policies": [
        [
          "Arn": .string(Self.own), "PolicyName": "own",
          "PolicyVersionList": [
            ["IsDefaultVersion": false, "Document": everything],
            [
              "IsDefaultVersion": true,
              "Document": ["Statement": [Self.allow("s3:GetObject")]],
            ],
          ],
        ]
      ],
    ]
    let filter = try policy(on: "iam-user", "administrator")
    let setting = ReadSetting(
      scope: Scope(account: "123456789012", region: "us-east-1"),
      now: Timestamp(microseconds: 0))
    var calls: [APICall] = []
    let completion = ResourceType.iamUser.complete(
      ["UserName": "u", "Arn": .string(Self.arn)], with: filter.hydrations, in: setting
    ) { call in
      calls.append(call)
      return .success(page)
    }
    calls.forEach { expectOnWire($0) }
    guard case .ready(let document) = completion else {
      Issue.record("\(completion)")
      return
    }
    #expect(calls.map(\.operation) == ["GetAccountAuthorizationDetails"])
    #expect(
      document["stormdrill:Rights"]?["Policies"]?.list?.map { $0["Name"] } == ["own", "all"])
    #expect(filter.matches(document))
  }

  @Test func staleCredentialsAreNotedAndJustTheseDeactivated() throws {
    let now = try #require(Timestamp(iso8601: "2026-03-15T12:00:00Z"))
    func key(_ id: String, _ status: String, _ made: String) -> AWSValue {
      ["AccessKeyId": .string(id), "Status": .string(status), "CreateDate": .string(made)]
    }
    let user: AWSObject = [
      "UserName": "u", "PasswordLastUsed": "2026-03-01T00:00:00Z", "stormdrill:Detail": true,
      "c7n:AccessKeys": [
        key("AKIAUSED", "Active", "2025-01-01T00:00:00Z"),
        key("AKIAIDLE", "Active", "2025-01-01T00:00:00Z"),
        key("AKIANEW", "Active", "2026-03-10T00:00:00Z"),
        key("AKIAOFF", "Inactive", "2020-01-01T00:00:00Z"),
      ],
      "stormdrill:AccessKeyLastUsed": [
        "AKIAUSED": "2026-03-14T00:00:00Z", "AKIAIDLE": .null, "AKIANEW": .null,
      ],
      "stormdrill:PasswordCreateDate": "2025-01-01T00:00:00Z",
    ]
    let unused = try policy(
      on: "iam-user", ["type": "stale-credentials", "unused-days": 90],
      "deactivate-credentials")
    let steps = try unused.steps(for: user, at: now)
    #expect(steps.map { $0.call.input["AccessKeyId"] } == ["AKIAIDLE"])
    #expect(steps[0].undo[0].input["Status"] == "Active")
    let old = try policy(
      on: "iam-user", ["type": "stale-credentials", "older-than-days": 365],
      "deactivate-credentials")
    #expect(
      try old.steps(for: user, at: now).map(\.call.operation)
        == ["UpdateAccessKey", "UpdateAccessKey", "DeleteLoginProfile"])
    #expect(try old.steps(for: user, at: now).last?.irreversible != nil)
    let keys = try policy(
      on: "iam-user",
      ["type": "stale-credentials", "unused-days": 400, "kinds": ["password"]])
    #expect(!keys.matches(user, at: now))
  }
}
