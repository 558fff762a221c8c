import AWS
@testable import Remediation
import Testing

private let account = AWSValue.string(ConformanceTests.account)
private let organization: AWSValue =
  "arn:aws:organizations::112233445566:organization/o-xxyyzzaabb"
private let unit: AWSValue =
  "arn:aws:organizations::112233445566:ou/o-xxyyzzaabb/ou-xxyy-aabbccdd"

private func image(_ more: (String, AWSValue)...) -> AWSObject {
  var document: AWSObject = [
    "ImageId": "ami-1", "OwnerId": account, "Name": "n", "Description": "d",
    "CreationDate": "2023-11-01T00:00:00.000Z",
    "BlockDeviceMappings": [
      ["Ebs": ["SnapshotId": "snap-1"]], ["VirtualName": "e"], ["Ebs": ["SnapshotId": "snap-2"]],
    ],
  ]
  for (key, value) in more { document[key] = value }
  return document
}

private func shared(_ permissions: AWSValue...) -> [String: AWSValue] {
  ["DescribeImageAttribute": ["ImageId": "ami-1", "LaunchPermissions": .list(permissions)]]
}

@Suite struct ImageFilterTests {
  @Test func agesAreCountedFromTheMaking() throws {
    func passes(_ days: AWSValue) throws -> Bool {
      try StorageCase(
        resource: "ami", filters: [["type": "image-age", "days": days]], document: image()
      ).matches()
    }
    #expect(try passes(13.9))
    #expect(try !passes(14))
    #expect(complaint("ami", filters: [["type": "image-age", "days": -1]]) != nil)
  }

  @Test func sharesWithAccountsOrganizationsAndAllAreNoted() throws {
    func noted(_ whitelist: AWSValue, _ permissions: AWSValue...) throws -> AWSValue? {
      try StorageCase(
        resource: "ami", filters: [["type": "cross-account", "whitelist": whitelist]],
        document: image(),
        answers: ["DescribeImageAttribute": ["LaunchPermissions": .list(permissions)]]
      ).run().match?.annotations["c7n:CrossAccountViolations"]
    }
    let all: [AWSValue] = [
      ["UserId": "210987654321"], ["Group": "all"], ["OrganizationArn": organization],
      ["OrganizationalUnitArn": unit], ["UserId": account],
    ]
    #expect(
      try noted([], all[0], all[1], all[2], all[3], all[4]) == [
        "210987654321", "all", organization, unit,
      ])
    #expect(try noted([organization, unit], all[2], all[3], all[4]) == nil)
    #expect(complaint("ami", filters: [["type": "cross-account", "everyone_only": true]]) != nil)
  }

  @Test func useIsSoughtInInstancesAndGroups() throws {
    func isUnused(
      instance: AWSValue = "ami-9", configuration: AWSValue = "lc", template: AWSValue = "ami-9",
      groups: AWSValue = []
    ) throws -> Bool {
      try StorageCase(
        resource: "ami", filters: [["type": "unused", "value": true]], document: image(),
        answers: [
          "DescribeInstances": ["Reservations": [["Instances": [["ImageId": instance]]]]],
          "DescribeAutoScalingGroups": ["AutoScalingGroups": groups],
          "DescribeLaunchConfigurations": [
            "LaunchConfigurations": [
              ["LaunchConfigurationName": configuration, "ImageId": "ami-1"]
            ]
          ],
          "DescribeLaunchTemplateVersions": template == .null
            ? "InvalidLaunchTemplateId.NotFound"
            : ["LaunchTemplateVersions": [["LaunchTemplateData": ["ImageId": template]]]],
        ]
      ).matches()
    }
    let configured: AWSValue = [["LaunchConfigurationName": "lc"]]
    let templated: AWSValue = [["LaunchTemplate": ["LaunchTemplateId": "lt-1", "Version": "2"]]]
    #expect(try isUnused())
    #expect(try !isUnused(instance: "ami-1"))
    #expect(try !isUnused(groups: configured))
    #expect(try isUnused(configuration: "other", groups: configured))
    #expect(try !isUnused(template: "ami-1", groups: templated))
    #expect(try isUnused(groups: templated))
    #expect(try isUnused(template: .null, groups: templated))
  }

  @Test func anAttributeIsAskedByItsValue() throws {
    func passes(_ value: AWSValue) throws -> Bool {
      try StorageCase(
        resource: "ami",
        filters: [
          ["type": "image-attribute", "attribute": "bootMode", "key": "Value", "value": value]
        ], document: image(),
        answers: ["DescribeImageAttribute": ["ImageId": "ami-1", "BootMode": ["Value": "uefi"]]]
      ).matches()
    }
    #expect(try passes("uefi"))
    #expect(try !passes("legacy-bios"))
  }
}

@Suite struct ImageActionTests {
  private func plan(
    _ action: AWSValue, filters: AWSValue = [], _ document: AWSObject = image(),
    _ answers: [String: AWSValue] = [:]
  ) throws -> Plan {
    try StorageCase(
      resource: "ami", filters: filters, actions: [action], document: document, answers: answers
    ).run().plan
  }

  @Test func onlyOwnImagesGoAndSharedSnapshotsStay() throws {
    #expect(try plan("deregister").steps.map(\.operation) == ["DeregisterImage"])
    let foreign = try plan("deregister", image(("OwnerId", "210987654321")))
    #expect(foreign.steps.isEmpty && foreign.remarks.count == 1)
    let other: AWSObject = [
      "ImageId": "ami-2", "BlockDeviceMappings": [["Ebs": ["SnapshotId": "snap-2"]]],
    ]
    let both = try plan(
      ["type": "deregister", "delete-snapshots": true], image(),
      ["DescribeImages": ["Images": [.object(image()), .object(other)]]])
    #expect(both.steps.map(\.operation) == ["DeregisterImage", "DeleteSnapshot"])
    #expect(both.steps[1].call.input["SnapshotId"] == "snap-1")
    #expect(both.remarks.count == 1)
    #expect(both.steps.allSatisfy { $0.irreversible != nil })
  }

  @Test func matchedSharesEndButThePublicOneAsInTheDialect() throws {
    let plan = try plan(
      ["type": "set-permissions", "remove": "matched"], filters: [["type": "cross-account"]],
      image(),
      shared(["Group": "all"], ["UserId": "210987654321"], ["OrganizationArn": organization]))
    let ended: AWSValue = [["UserId": "210987654321"], ["OrganizationArn": organization]]
    #expect(plan.steps.map { $0.call.input["LaunchPermission"] } == [["Remove": ended]])
    #expect(plan.steps[0].undo.map { $0.input["LaunchPermission"] } == [["Add": ended]])
    #expect(plan.remarks.count == 1)
  }

  @Test func namedSharesAreSortedByTheirKind() throws {
    let plan = try plan(
      [
        "type": "set-permissions", "remove": [unit, "333333333333", "all"],
        "add": [organization, "nobody"],
      ], image(), shared(["Group": "all"]))
    #expect(
      plan.steps.map { $0.call.input["LaunchPermission"] } == [
        [
          "Remove": [
            ["Group": "all"], ["UserId": "333333333333"], ["OrganizationalUnitArn": unit],
          ]
        ], ["Add": [["OrganizationArn": organization]]],
      ])
    #expect(plan.steps[0].undo[0].input["LaunchPermission"] == ["Add": [["Group": "all"]]])
    #expect(plan.remarks == ["`nobody` is no account, organization or unit"])
    let reset = try self.plan("set-permissions", image(), shared(["Group": "all"]))
    #expect(reset.steps.map(\.operation) == ["ResetImageAttribute"])
    #expect(reset.steps[0].undo.map(\.operation) == ["ModifyImageAttribute"])
  }

  @Test func launchPermissionsEndPublicOnesIncluded() throws {
    let answers = shared(
      ["Group": "all"], ["UserId": "210987654321"], ["OrganizationArn": organization])
    let matched = try plan(
      ["type": "remove-launch-permissions", "accounts": "matched"],
      filters: [["type": "cross-account"]], image(), answers)
    #expect(
      matched.steps.map { $0.call.input["LaunchPermission"] } == [
        ["Remove": [["Group": "all"], ["UserId": "210987654321"]]]
      ])
    #expect(matched.remarks.count == 1)
    let one = try plan(
      ["type": "remove-launch-permissions", "accounts": "210987654321"], image(), answers)
    #expect(
      one.steps[0].call.input["LaunchPermission"] == ["Remove": [["UserId": "210987654321"]]])
    let all = try plan("remove-launch-permissions", image(), answers)
    #expect(all.steps[0].undo[0].input["LaunchPermission"]?["Add"]?.list?.count == 3)
  }

  @Test func theOwnPermissionIsGivenUpOnlyInEarnest() throws {
    let dry = try plan("cancel-launch-permission")
    #expect(dry.steps.isEmpty && dry.remarks.count == 1)
    let earnest = try plan(["type": "cancel-launch-permission", "dryrun": false])
    #expect(earnest.steps.map(\.operation) == ["CancelImageLaunchPermission"])
    #expect(earnest.steps[0].irreversible != nil)
  }

  @Test func aCopyIsMadeInItsRegion() throws {
    let step = try plan(
      ["type": "copy", "region": "eu-central-1", "encrypt": true, "key-id": "k"]
    ).steps[0]
    #expect(step.call.scope.region == "eu-central-1")
    #expect(
      step.call.input == [
        "Name": "n", "Description": "d", "SourceRegion": "eu-west-1", "SourceImageId": "ami-1",
        "Encrypted": true, "KmsKeyId": "k",
      ])
    #expect(step.undo.map(\.operation) == ["DeregisterImage"])
    var bare = image()
    bare["Description"] = nil
    #expect(try plan("copy", bare).steps.isEmpty)
  }

  @Test func deprecationComesBackAsItWas() throws {
    func step(_ more: (String, AWSValue)..., on document: AWSObject = image()) throws
      -> PlannedStep
    {
      try plan(.object(AWSObject([("type", "set-deprecation")] + more)), document).steps[0]
    }
    let later = try step(("age", 60))
    #expect(
      later.call.input["DeprecateAt"]
        == .timestamp(try #require(DateForm.parse("2023-12-31T00:00:00Z"))))
    #expect(later.undo.map(\.operation) == ["DisableImageDeprecation"])
    let past = try step(("date", "2020-01-01"))
    #expect(past.call.input["DeprecateAt"] == .timestamp(context().now + .minutes(1)))
    let was = image(("DeprecationTime", "2024-01-01T00:00:00.000Z"))
    let never = try step(on: was)
    #expect(never.operation == "DisableImageDeprecation")
    #expect(never.undo.map(\.operation) == ["EnableImageDeprecation"])
  }
}
