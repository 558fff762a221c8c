import AWS
@testable import Remediation
import Testing

@Suite struct BucketConfigurationTests {
  @Test func versioningIsEnabledAndWhatHadNoneIsSaidToKeepIt() throws {
    let on = try BucketCase(actions: ["toggle-versioning"])
    let bare = try on.plan(bucket()).steps[0]
    #expect(bare.call.input["VersioningConfiguration"] == ["Status": "Enabled"])
    #expect(bare.undo[0].input["VersioningConfiguration"] == ["Status": "Suspended"])
    #expect(bare.irreversible != nil)
    let suspended = try on.plan(bucket("b", ("Versioning", ["Status": "Suspended"]))).steps[0]
    #expect(suspended.irreversible == nil)
    #expect(try on.plan(bucket("b", ("Versioning", ["Status": "Enabled"]))).remarks.count == 1)
    let off = try BucketCase(actions: [["type": "toggle-versioning", "enabled": false]])
    #expect(try off.plan(bucket()).steps.isEmpty)
    #expect(
      try off.plan(bucket("b", ("Versioning", ["Status": "Enabled"]))).steps[0].call
        .input["VersioningConfiguration"] == ["Status": "Suspended"])
  }

  @Test func lifecycleRulesTakeThePlaceOfThoseOfTheirID() throws {
    let own = try BucketCase(
      actions: [
        [
          "type": "configure-lifecycle",
          "rules": [
            ["ID": "old", "Status": "absent"],
            [
              "ID": "tmp", "Status": "Enabled", "Filter": ["Prefix": "{account_id}/"],
              "Expiration": ["Date": "2027/01/02"],
            ],
          ],
        ]
      ])
    let before: [AWSValue] = [
      ["ID": "old", "Status": "Enabled", "Expiration": ["Days": 1], "Filter": ["Prefix": ""]],
      ["ID": "tmp", "Status": "Disabled", "Expiration": ["Days": 2], "Filter": ["Prefix": ""]],
    ]
    let document = bucket(
      "b",
      (
        "Lifecycle",
        [
          "Rules": .list(before), "TransitionDefaultMinimumObjectSize": "varies_by_storage_class",
        ]
      ))
    let step = try own.plan(document).steps[0]
    let after = step.call.input["LifecycleConfiguration"]?["Rules"]?.list ?? []
    #expect(after.map { $0["ID"] } == ["tmp"])
    #expect(after[0]["Filter"] == ["Prefix": "123456789012/"])
    #expect(after[0].at("Expiration", "Date")?.timestamp?.iso8601 == "2027-01-02T00:00:00Z")
    #expect(step.undo[0].input["LifecycleConfiguration"] == ["Rules": .list(before)])
    #expect(
      step.undo[0].input["TransitionDefaultMinimumObjectSize"] == "varies_by_storage_class")
    #expect(try own.plan(bucket()).steps[0].undo.map(\.name) == ["s3:DeleteBucketLifecycle"])
    let only = bucket("b", ("Lifecycle", ["Rules": [before[0]]]))
    let gone = try BucketCase(
      actions: [
        ["type": "configure-lifecycle", "rules": [["ID": "old", "Status": "absent"]]]
      ])
    #expect(try gone.plan(only).names == ["s3:DeleteBucketLifecycle"])
  }

  @Test(arguments: [
    ([:], "`rules` has no `ID`"), (["ID": "a"], "`rules` has no `Status`"),
    (["ID": "a", "Status": "On"], "`Status` can't be `On`"),
    (["ID": "a", "Status": "Enabled", "Filter": [:]], "`Filter` has 0 members"),
    (
      ["ID": "a", "Status": "Enabled", "Expiration": ["Day": 1]],
      "unknown key `Day` in `Expiration`"
    ),
    (
      ["ID": "a", "Status": "Enabled", "Expiration": ["Date": "soon"]], "`Date` can't be `soon`"
    ),
    (["ID": "a", "Status": "Enabled", "Transitions": [:]], "`Transitions` can't be a mapping"),
  ] as [(AWSValue, String)])
  func lifecycleRulesAreCheckedWhenTheyAreLoaded(rule: AWSValue, problem: String) {
    #expect(
      BucketCase.refusal(actions: [["type": "configure-lifecycle", "rules": [rule]]]) == problem)
  }

  @Test func notificationsAreFoundAndDeletedByTheirIDs() throws {
    let topic: AWSValue = [
      "Id": "t", "TopicArn": "arn:t", "Events": ["s3:ObjectCreated:*"],
    ]
    let queues: [AWSValue] = [
      ["Id": "q1", "QueueArn": "arn:q", "Events": ["s3:ObjectCreated:*"]],
      ["Id": "q2", "QueueArn": "arn:q", "Events": ["s3:ObjectRemoved:*"]],
    ]
    let before: AWSValue = [
      "TopicConfigurations": [topic], "QueueConfigurations": .list(queues),
      "EventBridgeConfiguration": [:],
    ]
    let filter: AWSValue = [
      "type": "bucket-notification", "kind": "sqs", "key": "Id", "op": "ne", "value": "q1",
    ]
    let own = try BucketCase(
      filters: [filter],
      actions: [["type": "delete-bucket-notification", "statement_ids": "matched"]])
    let document = bucket("b", ("Notification", before))
    #expect(own.matches(bucket("none"), document) == ["b"])
    #expect(
      try own.match(document).annotations["c7n:MatchedNotificationConfigurationIds"] == ["q2"])
    let plan = try own.plan(document)
    #expect(
      plan.steps[0].call.input["NotificationConfiguration"] == [
        "QueueConfigurations": [queues[0]], "TopicConfigurations": [topic],
      ])
    #expect(plan.steps[0].undo[0].input["NotificationConfiguration"] == before)
    #expect(plan.remarks.count == 1, "EventBridge is told nothing any more, as with c7n")
    let none = try BucketCase(
      actions: [["type": "delete-bucket-notification", "statement_ids": "matched"]])
    #expect(try none.plan(document).steps.isEmpty)
    #expect(
      BucketCase.refusal(filters: [["type": "bucket-notification", "key": "Id", "value": "a"]])
        == "filter `bucket-notification` has no `kind`")
  }

  @Test func websitesAndReplicationComeBackWhole() throws {
    let website: AWSValue = ["IndexDocument": ["Suffix": "index.html"]]
    let remove = try BucketCase(actions: ["remove-website-hosting"])
    let step = try remove.plan(bucket("b", ("Website", website))).steps[0]
    #expect(step.undo[0].input["WebsiteConfiguration"] == website)
    #expect(try remove.plan(bucket()).steps[0].undo == [])
    let rule: AWSValue = [
      "ID": "r", "Status": "Enabled", "Destination": ["Bucket": "arn:aws:s3:::c"],
    ]
    let replication: AWSValue = ["Role": "arn:r", "Rules": [rule]]
    let document = bucket("b", ("Replication", ["ReplicationConfiguration": replication]))
    func plan(_ state: String, _ document: AWSObject) throws -> Plan {
      try BucketCase(actions: [["type": "set-replication", "state": .string(state)]])
        .plan(document)
    }
    let disabled = try plan("disable", document).steps[0]
    #expect(
      disabled.call.input.at("ReplicationConfiguration", "Rules")?.list?.map { $0["Status"] }
        == ["Disabled"])
    #expect(disabled.undo[0].input["ReplicationConfiguration"] == replication)
    let removed = try plan("remove", document).steps[0]
    #expect(removed.call.name == "s3:DeleteBucketReplication")
    #expect(removed.undo[0].input["ReplicationConfiguration"] == replication)
    #expect(try plan("enable", bucket()).remarks.count == 1)
  }

  @Test func replicationRulesAreMatchedByWhereTheyLead() throws {
    let rules: [AWSValue] = ["near", "far", "none", "foreign"].map { name in
      ["ID": .string(name), "Destination": ["Bucket": .string("arn:aws:s3:::\(name)")]]
    }
    let document = bucket(
      "b", ("Replication", ["ReplicationConfiguration": ["Rules": .list(rules)]]))
    func answer(_ call: APICall) -> APIOutcome {
      switch call.input["Bucket"]?.string {
      case "near": .success(["BucketRegion": "us-east-1"])
      case "far": .success(["BucketRegion": "eu-west-1"])
      case "none": .error("404")
      default: .error("403")
      }
    }
    func matched(_ attribute: AWSValue, of document: AWSObject) throws -> [AWSValue?] {
      let own = try BucketCase(
        filters: [["type": "bucket-replication", "attrs": [attribute]]])
      let match = try own.match(try own.complete(document, answer: answer).document)
      return (match.annotations["c7n:ListItemMatches"]?.list ?? []).map { $0["ID"] }
    }
    #expect(
      try matched(["DestinationBucketAvailable": true], of: document) == [
        "near", "far", "foreign",
      ])
    let asking = try BucketCase(
      filters: [["type": "bucket-replication", "attrs": [["CrossRegion": true]]]])
    let (whole, _) = try asking.complete(document, answer: answer)
    let evaluation = asking.policy.evaluate(
      resources([whole], of: asking.policy.resourceType), context())
    #expect(evaluation.matches.isEmpty, "nobody knows where the last one is")
    #expect(evaluation.problems.count == 1)
    let known = bucket(
      "b", ("Replication", ["ReplicationConfiguration": ["Rules": .list(rules.dropLast())]]))
    #expect(try matched(["CrossRegion": true], of: known) == ["far"])
    #expect(try matched(["DestinationRegion": "absent"], of: known) == ["none"])
  }

  @Test func objectsAreCountedOverAllStorageClasses() throws {
    func dimensions(_ metric: String, _ more: AWSObject = [:]) throws -> AWSValue? {
      var filter: AWSObject = ["type": "metrics", "name": .string(metric), "value": 1]
      for (key, value) in more { filter[key] = value }
      let own = try BucketCase(filters: [.object(filter)])
      let (_, calls) = try own.complete(bucket()) { _ in .success(["Datapoints": []]) }
      #expect(calls.first?.input["Namespace"] == "AWS/S3")
      return calls.first?.input["Dimensions"]
    }
    let own: AWSValue = ["Name": "BucketName", "Value": "b"]
    #expect(
      try dimensions("NumberOfObjects") == [
        own, ["Name": "StorageType", "Value": "AllStorageTypes"],
      ])
    #expect(try dimensions("BucketSizeBytes") == [own])
    #expect(
      try dimensions("NumberOfObjects", ["dimensions": ["StorageType": "x"]]) == [
        own, ["Name": "StorageType", "Value": "x"],
      ])
  }

  @Test func inventoriesAreSetWhereTheyDiffer() throws {
    let action: AWSValue = [
      "type": "set-inventory", "name": "all", "destination": "inventories",
      "fields": ["Size", "ETag"], "encryption": "SSEKMS", "key_id": "k",
    ]
    let own = try BucketCase(actions: [action])
    let first = try own.plan(bucket("b", ("c7n:inventories", []))).steps[0]
    let made = try #require(first.call.input["InventoryConfiguration"]?.object)
    #expect(
      made.at("Destination", "S3BucketDestination") == [
        "Bucket": "arn:aws:s3:::inventories", "Format": "CSV",
        "Prefix": "Inventories/123456789012", "Encryption": ["SSEKMS": ["KeyId": "k"]],
      ])
    #expect(first.undo.map(\.name) == ["s3:DeleteBucketInventoryConfiguration"])
    #expect(try own.plan(bucket("b", ("c7n:inventories", [.object(made)]))).steps.isEmpty)
    var other = made
    other["IsEnabled"] = false
    let again = try own.plan(bucket("b", ("c7n:inventories", [.object(other)]))).steps[0]
    #expect(again.undo[0].input["InventoryConfiguration"] == .object(other))
    let filter = try BucketCase(filters: [
      ["type": "inventory", "key": "Schedule.Frequency", "value": "Daily"]
    ])
    #expect(
      filter.matches(
        bucket("daily", ("c7n:inventories", [["Id": "x"], .object(made)])),
        bucket("none", ("c7n:inventories", []))) == ["daily"])
  }

  @Test func tieringsAreMatchedOneByOneAndNotedWhole() throws {
    let filter: AWSValue = ["type": "intelligent-tiering", "attrs": [["Status": "Enabled"]]]
    let delete: AWSValue = ["type": "set-intelligent-tiering", "Id": "matched", "State": "delete"]
    let tierings: [AWSValue] = ["Enabled", "Disabled"].map { status in
      [
        "Id": .string("of-\(status)"), "Status": .string(status),
        "Tierings": [["Days": 90, "AccessTier": "ARCHIVE_ACCESS"]],
      ]
    }
    let document = bucket("b", ("c7n:IntelligentTiering", .list(tierings)))
    let own = try BucketCase(filters: [filter], actions: [delete])
    #expect(own.matches(bucket("none", ("c7n:IntelligentTiering", [])), document) == ["b"])
    let noted = try own.match(document).annotations["c7n:ListItemMatches"]?.list ?? []
    #expect(noted.map { $0["Id"] } == ["of-Enabled"])
    #expect(noted.map { $0["c7n:MatchedFilters"] } == [["Status"]])
    let step = try own.plan(document).steps[0]
    #expect(step.call.input["Id"] == "of-Enabled")
    #expect(step.undo[0].input["IntelligentTieringConfiguration"] == tierings[0])
    let set = try BucketCase(
      filters: [filter],
      actions: [
        [
          "type": "set-intelligent-tiering", "Id": "of-Disabled",
          "IntelligentTieringConfiguration": tierings[0],
        ]
      ])
    #expect(
      try set.plan(document).steps[0].undo[0].input["IntelligentTieringConfiguration"]
        == tierings[1])
    let none = try BucketCase(
      filters: [["type": "intelligent-tiering", "attrs": [["Status": "Enabled"]], "count": 0]])
    #expect(none.matches(bucket("none", ("c7n:IntelligentTiering", [])), document) == ["none"])
    #expect(
      BucketCase.refusal(actions: [delete])
        == "action `set-intelligent-tiering` needs a filter `intelligent-tiering`")
    #expect(
      BucketCase.refusal(
        filters: [filter],
        actions: [
          [
            "type": "set-intelligent-tiering", "Id": "a",
            "IntelligentTieringConfiguration": ["Id": "a"],
          ]
        ]
      ).hasPrefix("the tiering is none: missing required parameter"))
  }

  @Test func ownersAndLocksAreAskedFor() throws {
    let owner = try BucketCase(filters: [["type": "ownership", "value": "BucketOwnerEnforced"]])
    func owned(_ by: String) -> AWSValue { ["Rules": [["ObjectOwnership": .string(by)]]] }
    #expect(
      owner.matches(
        bucket("a", ("c7n:ownership", owned("BucketOwnerEnforced"))),
        bucket("b", ("c7n:ownership", owned("ObjectWriter"))),
        bucket("c", ("c7n:ownership", .null))) == ["a"])
    let absent = try BucketCase(filters: [["type": "ownership", "value": "absent"]])
    let (none, _) = try absent.complete(bucket()) { _ in .error("OwnershipControlsNotFoundError") }
    #expect(absent.matches(none) == ["b"])
    #expect(
      BucketCase.refusal(filters: [["type": "ownership", "value": "Me"]])
        == "`value` can't be `Me`")
    let lock = try BucketCase(filters: [
      ["type": "lock-configuration", "key": "Rule.DefaultRetention.Mode", "value": "absent"]
    ])
    let (bare, _) = try lock.complete(bucket("bare")) { _ in
      .error("ObjectLockConfigurationNotFoundError")
    }
    let locked: AWSValue = ["ObjectLockEnabled": "Enabled"]
    #expect(
      lock.matches(bare, bucket("b", ("c7n:ObjectLockConfiguration", locked))) == ["b"],
      "a bucket without a lock has nothing that could be absent, as with c7n")
  }
}
