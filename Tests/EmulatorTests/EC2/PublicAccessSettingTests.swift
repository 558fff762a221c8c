import AWS
import Emulator
import TestKit
import Testing

struct PublicAccessSettingTests {
  private let fixture: EC2Fixture

  init() throws { fixture = try EC2Fixture() }

  private func options(at now: Timestamp = Client.start) throws -> AWSObject {
    try #require(
      try fixture.call("DescribeVpcBlockPublicAccessOptions", at: now)[
        "VpcBlockPublicAccessOptions"]?.object)
  }

  @Test func internetGatewaysAreNotBlockedAtFirst() throws {
    #expect(
      try options() == [
        "AwsAccountId": "123456789012", "AwsRegion": "us-east-1", "State": "default-state",
        "InternetGatewayBlockMode": "off", "ManagedBy": "account",
        "ExclusionsAllowed": "allowed",
      ])
  }

  @Test func blockModeHoldsForTheRegionAlone() throws {
    let answer = try fixture.call(
      "ModifyVpcBlockPublicAccessOptions", ["InternetGatewayBlockMode": "block-ingress"])
    #expect(
      answer.value.at("VpcBlockPublicAccessOptions", "InternetGatewayBlockMode")
        == "block-ingress")
    #expect(try options()["State"] == "update-in-progress")
    let later = try options(at: Client.start + .minutes(2))
    #expect(later["State"] == "update-complete")
    #expect(later["InternetGatewayBlockMode"] == "block-ingress")
    #expect(later["LastUpdateTimestamp"]?.timestamp == Client.start)
    let elsewhere = try fixture.world.call(
      "ec2", "DescribeVpcBlockPublicAccessOptions", [:], region: "eu-west-1")
    #expect(
      elsewhere.value.at("VpcBlockPublicAccessOptions", "InternetGatewayBlockMode") == "off")
  }

  @Test func unknownBlockModeIsRefused() {
    let error = fixture.error(
      "ModifyVpcBlockPublicAccessOptions", ["InternetGatewayBlockMode": "block-egress"])
    #expect(error?.code == "InvalidParameterValue")
  }

  @Test func networkIsLeftOutOfTheBlock() throws {
    let made = try fixture.call(
      "CreateVpcBlockPublicAccessExclusion",
      [
        "VpcId": .string(fixture.vpc), "InternetGatewayExclusionMode": "allow-egress",
        "TagSpecifications": [
          [
            "ResourceType": "vpc-block-public-access-exclusion",
            "Tags": [["Key": "team", "Value": "blue"]],
          ]
        ],
      ])["VpcBlockPublicAccessExclusion"]
    let id = made?["ExclusionId"] ?? ""
    #expect(id.string?.hasPrefix("vpcbpa-exclude-") == true)
    #expect(made?["State"] == "create-in-progress")
    #expect(
      made?["ResourceArn"]
        == .string("arn:aws:ec2:us-east-1:123456789012:vpc/\(fixture.vpc)"))
    let change: AWSObject = [
      "ExclusionId": id, "InternetGatewayExclusionMode": "allow-bidirectional",
    ]
    try fixture.call(
      "ModifyVpcBlockPublicAccessExclusion", change, at: Client.start + .minutes(1))
    let shown = try fixture.call(
      "DescribeVpcBlockPublicAccessExclusions",
      ["Filters": [EC2Fixture.filter("tag:team", ["blue"])]])["VpcBlockPublicAccessExclusions"]
    #expect(shown?.list?.count == 1)
    #expect(shown?.list?.first?["InternetGatewayExclusionMode"] == "allow-bidirectional")
    #expect(shown?.list?.first?["State"] == "update-complete")
    try fixture.call("DeleteVpcBlockPublicAccessExclusion", ["ExclusionId": id])
    #expect(
      fixture.error("ModifyVpcBlockPublicAccessExclusion", change)?.code
        == "InvalidVpcBlockPublicAccessExclusionId.NotFound")
  }

  @Test func exclusionIsOfOneNetworkOrOneSubnetThatIsThere() throws {
    func error(_ input: AWSObject) -> String? {
      var input = input
      input["InternetGatewayExclusionMode"] = input["mode"] ?? "allow-egress"
      input["mode"] = nil
      return fixture.error("CreateVpcBlockPublicAccessExclusion", input)?.code
    }
    let vpc = AWSValue.string(fixture.vpc)
    #expect(error([:]) == "MissingParameter")
    #expect(error(["VpcId": vpc, "SubnetId": "subnet-1"]) == "InvalidParameterCombination")
    #expect(error(["VpcId": "vpc-0123456789abcdef0"]) == "InvalidVpcID.NotFound")
    #expect(error(["VpcId": vpc, "mode": "allow-ingress"]) == "InvalidParameterValue")
    #expect(error(["VpcId": vpc]) == nil)
    #expect(error(["VpcId": vpc]) == "InvalidParameterValue")
  }

  @Test func snapshotsMayBeSharedUntilThatIsBlocked() throws {
    func state() throws -> AWSObject { try fixture.call("GetSnapshotBlockPublicAccessState") }
    #expect(try state() == ["State": "unblocked", "ManagedBy": "account"])
    let enabled = try fixture.call(
      "EnableSnapshotBlockPublicAccess", ["State": "block-new-sharing"])
    #expect(enabled["State"] == "block-new-sharing")
    #expect(try state()["State"] == "block-new-sharing")
    #expect(try fixture.call("DisableSnapshotBlockPublicAccess")["State"] == "unblocked")
    #expect(try state()["State"] == "unblocked")
    #expect(
      fixture.error("EnableSnapshotBlockPublicAccess", ["State": "unblocked"])?.code
        == "InvalidParameterValue")
  }

  @Test func dryRunSetsNothing() throws {
    for (operation, input) in [
      ("ModifyVpcBlockPublicAccessOptions", ["InternetGatewayBlockMode": "block-ingress"]),
      ("EnableSnapshotBlockPublicAccess", ["State": "block-all-sharing"]),
    ] as [(String, AWSObject)] {
      var input = input
      input["DryRun"] = true
      #expect(fixture.error(operation, input)?.code == "DryRunOperation")
    }
    #expect(try options()["InternetGatewayBlockMode"] == "off")
  }

  @Test func recordsTellWhatWasSet() throws {
    try fixture.call(
      "ModifyVpcBlockPublicAccessOptions",
      ["InternetGatewayBlockMode": "block-bidirectional"])
    let record = try fixture.lastRecord()
    #expect(
      record.requestParameters == [
        "ModifyVpcBlockPublicAccessOptionsRequest": [
          "InternetGatewayBlockMode": "block-bidirectional"
        ]
      ])
    try fixture.call("DisableSnapshotBlockPublicAccess")
    let disabled = try fixture.lastRecord()
    #expect(disabled.requestParameters == ["DisableSnapshotBlockPublicAccessRequest": ""])
    #expect(
      disabled.responseElements.at("DisableSnapshotBlockPublicAccessResponse", "state")
        == "unblocked")
  }
}
