import AWS
import Testing

@testable import Remediation

@Suite struct IdentityFilterTests {
  private func services(_ status: AWSValue, _ last: [AWSValue]) -> APIOutcome {
    .success([
      "JobStatus": status,
      "ServicesLastAccessed": .list(
        last.enumerated().map { index, time in
          ["ServiceNamespace": .string("s\(index)"), "LastAuthenticated": time]
        }),
    ])
  }

  private func usage(
    _ op: AWSValue, _ answers: [APIOutcome], job: APIOutcome = .success(["JobId": "j1"])
  ) throws -> IdentityRun {
    try IdentityRun(
      "iam-role",
      filters: [["type": "usage", "match-operator": op, "LastAuthenticated": .null]],
      IdentityRun.role,
      ["GenerateServiceLastAccessedDetails": [job], "GetServiceLastAccessedDetails": answers])
  }

  @Test func usageIsAskedForUntilItIsThere() throws {
    let run = try usage(
      "any", [services("IN_PROGRESS", []), services("COMPLETED", [.null, "2026-01-01"])])
    #expect(run.matches)
    #expect(
      run.operations == [
        "GenerateServiceLastAccessedDetails", "GetServiceLastAccessedDetails",
        "GetServiceLastAccessedDetails",
      ])
    #expect(run.calls.last?.input["JobId"] == "j1")
    #expect(try !usage("all", [services("COMPLETED", [.null, "2026-01-01"])]).matches)
    #expect(try usage("all", [services("COMPLETED", [])]).matches)
    #expect(try !usage("any", [services("COMPLETED", [])]).matches)
    #expect(try !usage("all", [], job: IdentityRun.missing).matches)
    let failed = try usage("all", [services("FAILED", [])])
    #expect(failed.problems == ["IAM could not tell the last-accessed details"])
  }

  @Test func usageNeedsItsOperator() {
    #expect(
      IdentityRun.refusal("iam-role", filters: [["type": "usage", "LastAuthenticated": .null]])
        .contains("no `match-operator`"))
    #expect(
      IdentityRun.refusal(
        "iam-role", filters: [["type": "usage", "match-operator": "any", "LastUsed": 1]]
      ).contains("unknown key `LastUsed`"))
  }

  @Test func theSimulatorIsAskedAsPrincipalsStand() throws {
    func evaluations(_ decisions: AWSValue...) -> [APIOutcome] {
      [.success(["EvaluationResults": .list(decisions.map { ["EvalDecision": $0] })])]
    }
    func check(_ more: (String, AWSValue)..., answer: [APIOutcome]) throws -> IdentityRun {
      let filter: [(String, AWSValue)] = [
        ("type", "check-permissions"), ("actions", ["iam:CreateUser", "s3:GetObject"]),
        ("match", "allowed"),
      ]
      return try IdentityRun(
        "iam-user", filters: [.object(AWSObject(filter + more))], IdentityRun.user,
        ["SimulatePrincipalPolicy": answer])
    }
    let both = try check(answer: evaluations("allowed", "allowed"))
    #expect(both.annotations?["c7n:perm-matches"]?.list?.count == 2)
    #expect(both.calls.first?.input["PolicySourceArn"] == IdentityRun.user["Arn"])
    #expect(both.calls.first?.input["PermissionsBoundaryPolicyInputList"] == nil)
    #expect(try !check(answer: evaluations("allowed", "implicitDeny")).matches)
    let one = try check(
      ("match-operator", "or"), ("boundaries", false),
      answer: evaluations("allowed", "implicitDeny"))
    #expect(one.annotations?["c7n:perm-matches"] == [["EvalDecision": "allowed"]])
    #expect(one.calls.first?.input["PermissionsBoundaryPolicyInputList"]?.list?.count == 1)
    #expect(try check(("match", "denied"), answer: evaluations("implicitDeny")).matches)
    #expect(
      try check(("match", ["EvalDecision": "explicitDeny"]), answer: evaluations("explicitDeny"))
        .matches)
    #expect(try !check(answer: [IdentityRun.missing]).matches)
    #expect(
      IdentityRun.refusal(
        "iam-user", filters: [["type": "check-permissions", "actions": ["*"], "match": "allowed"]]
      ).contains("`*` is no action"))
  }

  @Test func aPolicyIsSimulatedByItself() throws {
    let run = try IdentityRun(
      "iam-policy",
      filters: [["type": "check-permissions", "actions": ["a:b"], "match": "denied"]],
      IdentityRun.policy,
      [
        "GetPolicyVersion": [
          .success(["PolicyVersion": ["Document": "%7B%22Statement%22%3A%5B%5D%7D"]])
        ],
        "SimulateCustomPolicy": [
          .success(["EvaluationResults": [["EvalDecision": "implicitDeny"]]])
        ],
      ])
    #expect(run.matches)
    #expect(run.calls.last?.input["PolicyInputList"] == [#"{"Statement":[]}"#])
  }

  @Test(arguments: [
    (#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, true),
    (#"[{"Effect":"Allow","Action":["s3:Get*","*"],"Resource":["*"]}]"#, true),
    (#"[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}]"#, false),
    (#"[{"Effect":"Deny","Action":"*","Resource":"*"}]"#, false),
    (#"[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]"#, false),
    (#"[{"Effect":"Allow","NotAction":"*","Resource":"*"}]"#, false),
    ("[]", false),
  ])
  func allowingAllIsOneStatementWithoutCondition(_ statement: String, _ matches: Bool) throws {
    let run = try IdentityRun(
      "iam-policy", filters: ["has-allow-all"], IdentityRun.policy,
      [
        "GetPolicyVersion": [
          .success([
            "PolicyVersion": ["Document": .object(["Statement": try JSON.parse(statement)])]
          ])
        ]
      ])
    #expect(run.matches == matches)
    #expect(run.calls.first?.input["VersionId"] == "v2")
  }

  @Test func aPolicyIsUsedByAttachmentOrAsABoundary() throws {
    for (attached, bounding, isUsed) in [(0, 0, false), (1, 0, true), (0, 1, true)] {
      var policy = IdentityRun.policy
      policy["AttachmentCount"] = .integer(Int64(attached))
      policy["PermissionsBoundaryUsageCount"] = .integer(Int64(bounding))
      #expect(try IdentityRun("iam-policy", filters: ["used"], policy).matches == isUsed)
      #expect(try IdentityRun("iam-policy", filters: ["unused"], policy).matches == !isUsed)
    }
  }

  private func roleUse(
    role: AWSValue = "other", service: AWSValue = "other", configuration: AWSValue = "other",
    state: AWSValue = "running"
  ) throws -> IdentityRun {
    try IdentityRun(
      "iam-role", filters: ["used"], IdentityRun.role,
      [
        "ListFunctions": [.success(["Functions": [["Role": role]]])],
        "DescribeClusters": [.success(["clusters": [["clusterName": "default"]]])],
        "ListServices": [.success(["serviceArns": ["arn:s"]])],
        "DescribeServices": [.success(["services": [["roleArn": service]]])],
        "ListInstanceProfiles": [
          .success([
            "InstanceProfiles": [
              ["InstanceProfileName": "web", "Roles": [["RoleName": "app"]]],
              ["InstanceProfileName": "db", "Roles": [["RoleName": "other"]]],
            ]
          ])
        ],
        "DescribeLaunchConfigurations": [
          .success(["LaunchConfigurations": [["IamInstanceProfile": configuration]]])
        ],
        "DescribeInstances": [
          .success([
            "Reservations": [
              [
                "Instances": [
                  [
                    "State": ["Name": state],
                    "IamInstanceProfile": ["Arn": "arn:aws:iam::1:instance-profile/team/web"],
                  ]
                ]
              ]
            ]
          ])
        ],
      ])
  }

  @Test func aRoleIsUsedByWhateverWorksWithIt() throws {
    #expect(try !roleUse(state: "terminated").matches)
    #expect(try roleUse().matches)
    #expect(try roleUse(role: IdentityRun.role["Arn"] ?? "", state: "terminated").matches)
    #expect(try roleUse(service: IdentityRun.role["Arn"] ?? "", state: "terminated").matches)
    #expect(try roleUse(configuration: "web", state: "terminated").matches)
    #expect(try !roleUse(configuration: "db", state: "terminated").matches)
  }

  @Test func namesOfInlinePoliciesAndUsersAreCounted() throws {
    for (names, filter, matches) in [
      (["a"], true, true), (["a"], false, false), ([], true, false), ([], false, true),
    ] as [([AWSValue], Bool, Bool)] {
      let inline = try IdentityRun(
        "iam-group", filters: [["type": "has-inline-policy", "value": .bool(filter)]],
        IdentityRun.group, ["ListGroupPolicies": [.success(["PolicyNames": .list(names)])]])
      #expect(inline.matches == matches)
      let users = try IdentityRun(
        "iam-group", filters: [["type": "has-users", "value": .bool(filter)]],
        IdentityRun.group,
        ["GetGroup": [.success(["Users": .list(names.map { ["UserName": $0] })])]])
      #expect(users.matches == matches)
    }
  }

  @Test func managedPoliciesGoByName() throws {
    let attached: [APIOutcome] = [
      .success(["AttachedPolicies": [["PolicyName": "admin", "PolicyArn": "arn:a"]]])
    ]
    func run(_ resource: String, _ filter: AWSValue, _ name: AWSValue, _ document: AWSObject)
      throws -> Bool
    {
      try IdentityRun(
        resource, filters: [["type": filter, "value": name]], document,
        ["ListAttachedRolePolicies": attached, "ListAttachedGroupPolicies": attached]
      ).matches
    }
    let (has, lacks): (AWSValue, AWSValue) = (
      "has-specific-managed-policy", "no-specific-managed-policy"
    )
    #expect(try run("iam-role", has, "admin", IdentityRun.role))
    #expect(try !run("iam-role", lacks, "admin", IdentityRun.role))
    #expect(try run("iam-role", lacks, "other", IdentityRun.role))
    #expect(try run("iam-group", has, "admin", IdentityRun.group))
    #expect(try !run("iam-group", has, "other", IdentityRun.group))
    #expect(
      IdentityRun.refusal("iam-user", filters: [["type": has, "value": "admin"]])
        .contains("there is no filter `has-specific-managed-policy` on aws.iam-user"))
    #expect(
      IdentityRun.refusal("iam-group", filters: [["type": has, "op": "in", "value": ["a"]]])
        .contains("has-specific-managed-policy"))
  }

  @Test func credentialsOfServicesAreAskedForOnce() throws {
    let answer: APIOutcome = .success([
      "ServiceSpecificCredentials": [
        ["UserName": "ann", "Status": "Active", "ServiceSpecificCredentialId": "A"],
        ["UserName": "bob", "Status": "Inactive", "ServiceSpecificCredentialId": "B"],
      ]
    ])
    func run(_ status: AWSValue, _ name: AWSValue) throws -> IdentityRun {
      var user = IdentityRun.user
      user["UserName"] = name
      return try IdentityRun(
        "iam-user",
        filters: [["type": "service-specific-credentials", "key": "Status", "value": status]],
        user, ["ListServiceSpecificCredentials": [answer]])
    }
    let found = try run("Active", "ann")
    #expect(
      found.annotations?["c7n:matched-service-specific-credentials"]?.list?.map {
        $0["ServiceSpecificCredentialId"]
      } == ["A"])
    #expect(found.calls.first?.input == ["AllUsers": true])
    #expect(try !run("Active", "bob").matches)
    #expect(try !run("Active", "eve").matches)
  }

  @Test func aPasswordIsALoginProfile() throws {
    let there: APIOutcome = .success(["LoginProfile": ["UserName": "ann"]])
    for (answer, matches) in [(there, true), (IdentityRun.missing, false)] {
      let run = try IdentityRun(
        "iam-user", filters: ["login-profile"], IdentityRun.user, ["GetLoginProfile": [answer]])
      #expect(run.matches == matches)
    }
  }

  @Test func findingsAreAskedForByARN() throws {
    let query: AWSValue = ["RecordState": [["Comparison": "EQUALS", "Value": "ACTIVE"]]]
    let run = try IdentityRun(
      "iam-role", filters: [["type": "finding", "query": query, "region": "eu-west-1"]],
      IdentityRun.role, ["GetFindings": [.success(["Findings": [["Id": "f"]]])]])
    #expect(run.annotations?["c7n:finding-filter"] == [["Id": "f"]])
    let call = try #require(run.calls.first)
    #expect(call.scope.region == "eu-west-1")
    #expect(call.input.at("Filters", "RecordState") == query["RecordState"])
    #expect(
      call.input.at("Filters", "ResourceId") == [
        ["Value": IdentityRun.role["Arn"] ?? "", "Comparison": "EQUALS"]
      ])
    let none = try IdentityRun(
      "iam-role", filters: ["finding"], IdentityRun.role,
      ["GetFindings": [.success(["Findings": []])]])
    #expect(!none.matches)
    #expect(
      IdentityRun.refusal("iam-role", filters: [["type": "finding", "query": ["Id": "x"]]])
        .contains("`Id` of a query can't be a string"))
  }
}
