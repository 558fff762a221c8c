import AWS
import Emulator
import TestKit
import Testing

struct EC2InstanceTests {
  private static let image: AWSValue = "ami-029eb80bc237bec6f"

  private func run(_ fixture: EC2Fixture, _ count: Int64 = 1, _ more: AWSObject = [:])
    throws(AWSError) -> AWSObject
  {
    var input: AWSObject = [
      "ImageId": Self.image, "MinCount": .integer(count), "MaxCount": .integer(count),
      "InstanceType": "t3.micro",
    ]
    for (name, value) in more { input[name] = value }
    return try fixture.call("RunInstances", input)
  }

  private func id(_ answer: AWSObject) throws -> AWSValue {
    try #require(answer["Instances"]?.list?.first?["InstanceId"])
  }

  private func state(_ fixture: EC2Fixture, _ id: AWSValue, at now: Timestamp) throws -> AWSValue?
  {
    let answer = try fixture.call("DescribeInstances", ["InstanceIds": [id]], at: now)
    return answer["Reservations"]?.list?.first?["Instances"]?.list?.first?.at("State", "Name")
  }

  @Test func rootVolumeIsShownOnceTheInstanceIsUp() throws {
    let fixture = try EC2Fixture()
    let answer = try run(fixture)
    #expect(answer["Instances"]?.list?.first?["BlockDeviceMappings"] == [])
    let id = try id(answer)
    let later = try fixture.call(
      "DescribeInstances", ["InstanceIds": [id]], at: Client.start + .minutes(1))
    let shown = later["Reservations"]?.list?.first?["Instances"]?.list?.first
    let device = shown?["BlockDeviceMappings"]?.list?.first
    #expect(device?["DeviceName"] == shown?["RootDeviceName"])
    #expect(device?.at("Ebs", "Status") == "attached")
    #expect(device?.at("Ebs", "VolumeId")?.string?.hasPrefix("vol-") == true)
  }

  @Test func launchGoesToTheDefaultSubnetAndGroup() throws {
    let fixture = try EC2Fixture()
    let answer = try run(fixture, 2)
    let instances = answer["Instances"]?.list ?? []
    #expect(instances.map { $0["PrivateIpAddress"] } == ["172.31.0.4", "172.31.0.5"])
    #expect(instances.map { $0["AmiLaunchIndex"] } == [0, 1])
    #expect(instances.first?["PrivateDnsName"] == "ip-172-31-0-4.ec2.internal")
    #expect(instances.first?.at("Placement", "AvailabilityZone") == "us-east-1a")
    #expect(instances.first?["PublicIpAddress"] != nil)
    #expect(instances.first?["SecurityGroups"]?.list?.first?["GroupName"] == "default")
    #expect(instances.first?.at("State") == ["Code": 0, "Name": "pending"])
    let subnets = try fixture.call(
      "DescribeSubnets", ["SubnetIds": [instances.first?["SubnetId"] ?? .null]])
    #expect(subnets["Subnets"]?.list?.first?["AvailableIpAddressCount"] == 4089)
  }

  @Test func statesFollowTime() throws {
    let fixture = try EC2Fixture()
    let id = try id(try run(fixture))
    let start = Client.start
    #expect(try state(fixture, id, at: start) == "pending")
    #expect(try state(fixture, id, at: start + .minutes(1)) == "running")
    let stopping = try fixture.call(
      "StopInstances", ["InstanceIds": [id]], at: start + .minutes(2))
    #expect(
      stopping["StoppingInstances"]
        == [
          [
            "InstanceId": id, "CurrentState": ["Code": 64, "Name": "stopping"],
            "PreviousState": ["Code": 16, "Name": "running"],
          ]
        ])
    let early = fixture.error("StartInstances", ["InstanceIds": [id]], at: start + .minutes(2))
    #expect(early?.code == "IncorrectInstanceState")
    #expect(try state(fixture, id, at: start + .minutes(3)) == "stopped")
    try fixture.call("StartInstances", ["InstanceIds": [id]], at: start + .minutes(4))
    #expect(try state(fixture, id, at: start + .minutes(5)) == "running")
    try fixture.call("TerminateInstances", ["InstanceIds": [id]], at: start + .minutes(6))
    #expect(try state(fixture, id, at: start + .minutes(6)) == "shutting-down")
    #expect(try state(fixture, id, at: start + .minutes(7)) == "terminated")
    let gone = fixture.error(
      "DescribeInstances", ["InstanceIds": [id]], at: start + .hours(2))
    #expect(
      gone
        == AWSError(
          "InvalidInstanceID.NotFound",
          "The instance ID '\(id.string ?? "")' does not exist"))
  }

  @Test func sameTokenIsTheSameLaunch() throws {
    let fixture = try EC2Fixture()
    let first = try run(fixture, 1, ["ClientToken": "once"])
    let second = try run(fixture, 1, ["ClientToken": "once"])
    #expect(first["ReservationId"] == second["ReservationId"])
    #expect(try id(first) == id(second))
    do throws(AWSError) {
      _ = try run(fixture, 2, ["ClientToken": "once"])
      Issue.record("another launch under the same token went through")
    } catch {
      #expect(error.code == "IdempotentParameterMismatch")
    }
  }

  @Test func networkInterfaceSaysWhereTo() throws {
    let fixture = try EC2Fixture()
    let subnet = try fixture.call(
      "CreateSubnet", ["VpcId": .string(fixture.vpc), "CidrBlock": "10.0.1.0/24"]
    ).value.at("Subnet", "SubnetId")
    let answer = try run(
      fixture, 1,
      [
        "NetworkInterfaces": [
          [
            "DeviceIndex": 0, "SubnetId": subnet ?? .null, "Groups": [.string(fixture.app)],
            "AssociatePublicIpAddress": true,
          ]
        ]
      ])
    let instance = answer["Instances"]?.list?.first
    #expect(instance?["PrivateIpAddress"] == "10.0.1.4")
    #expect(
      instance?["SecurityGroups"]
        == [["GroupId": .string(fixture.app), "GroupName": "app"]])
    #expect(instance?["PublicIpAddress"] != nil)
    #expect(
      fixture.error("DeleteSubnet", ["SubnetId": subnet ?? .null])?.message
        == "The subnet '\(subnet?.string ?? "")' has dependencies and cannot be deleted.")
  }

  @Test(arguments: [
    (["ImageId": "image"], "InvalidAMIID.Malformed"),
    (["MaxCount": 0], "InvalidParameterValue"),
    (["MinCount": 3], "InvalidParameterCombination"),
    (["SubnetId": "subnet-0123456789abcdef0"], "InvalidSubnetID.NotFound"),
    (["SecurityGroupIds": ["sg-0123456789abcdef0"]], "InvalidGroup.NotFound"),
    (["InstanceType": "huge"], "InvalidParameterValue"),
    (["Placement": ["AvailabilityZone": "us-east-1z"]], "InvalidParameterValue"),
    (["DryRun": true], "DryRunOperation"),
  ] as [(AWSObject, String)])
  func badLaunchIsRefused(more: AWSObject, code: String) throws {
    let fixture = try EC2Fixture()
    do throws(AWSError) {
      _ = try run(fixture, 1, more)
      Issue.record("the launch went through")
    } catch {
      #expect(error.code == code)
    }
    #expect(try fixture.call("DescribeInstances")["Reservations"] == [])
  }

  @Test func groupAndSubnetShareANetwork() throws {
    let fixture = try EC2Fixture()
    do throws(AWSError) {
      _ = try run(fixture, 1, ["SecurityGroupIds": [.string(fixture.app)]])
      Issue.record("the launch went through")
    } catch {
      #expect(error.code == "InvalidParameter")
      #expect(
        error.message
          == "Security group \(fixture.app) and subnet belong to different networks.")
    }
  }

  @Test func protectedInstanceIsNotTerminated() throws {
    let fixture = try EC2Fixture()
    let id = try id(try run(fixture, 1, ["DisableApiTermination": true]))
    let error = fixture.error("TerminateInstances", ["InstanceIds": [id]])
    #expect(error?.code == "OperationNotPermitted")
    #expect(
      error?.message
        == "The instance '\(id.string ?? "")' may not be terminated. Modify its"
        + " 'disableApiTermination' instance attribute and try again.")
  }

  @Test func instancesFilterAndPage() throws {
    let fixture = try EC2Fixture()
    _ = try run(
      fixture, 3,
      [
        "TagSpecifications": [
          ["ResourceType": "instance", "Tags": [["Key": "Name", "Value": "web"]]]
        ]
      ])
    let other = try id(try run(fixture, 4))
    func count(_ name: String, _ value: String) throws -> Int {
      let answer = try fixture.call(
        "DescribeInstances", ["Filters": [EC2Fixture.filter(name, [value])]])
      return (answer["Reservations"]?.list ?? [])
        .reduce(0) { $0 + ($1["Instances"]?.list?.count ?? 0) }
    }
    #expect(try count("tag:Name", "web") == 3)
    #expect(try count("instance-state-name", "pending") == 7)
    #expect(try count("instance.group-name", "default") == 7)
    #expect(try count("instance-id", other.string ?? "") == 1)
    #expect(try count("launch-time", "2026-03-02T*") == 7)
    #expect(try count("network-interface.private-ip-address", "172.31.0.4") == 1)
    #expect(try count("platform", "windows") == 0)
    let first = try fixture.call("DescribeInstances", ["MaxResults": 5])
    #expect(
      first["Reservations"]?.list?.map { $0["Instances"]?.list?.count } == [3, 2])
    let second = try fixture.call(
      "DescribeInstances", ["MaxResults": 5, "NextToken": first["NextToken"] ?? .null])
    #expect(second["Reservations"]?.list?.map { $0["Instances"]?.list?.count } == [2])
    #expect(
      fixture.error("DescribeInstances", ["InstanceIds": [other], "MaxResults": 5])
        == AWSError(
          "InvalidParameterCombination",
          "The parameter instancesSet cannot be used with the parameter maxResults"))
  }

  @Test func missingInstancesAreNamedTogether() throws {
    let error = try EC2Fixture().error(
      "TerminateInstances",
      ["InstanceIds": ["i-0123456789abcdef0", "i-0123456789abcdef1"]])
    #expect(
      error
        == AWSError(
          "InvalidInstanceID.NotFound",
          "The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist"))
    #expect(
      try EC2Fixture().error("DescribeInstances", ["InstanceIds": ["i-xyz"]])?.code
        == "InvalidInstanceID.Malformed")
  }

  @Test func launchRecordHasTheRealShape() throws {
    let fixture = try EC2Fixture()
    let answer = try run(
      fixture, 1,
      ["UserData": "c2VjcmV0", "KeyName": "k", "SecurityGroupIds": [.string(fixture.web)]])
    let record = try fixture.lastRecord()
    let token = record.requestParameters["clientToken"]
    var expected: AWSValue = [
      "instancesSet": [
        "items": [["imageId": Self.image, "minCount": 1, "maxCount": 1, "keyName": "k"]]
      ],
      "groupSet": ["items": [["groupId": .string(fixture.web)]]],
      "userData": "<sensitiveDataRemoved>", "instanceType": "t3.micro",
      "blockDeviceMapping": [:], "monitoring": ["enabled": false],
      "disableApiTermination": false, "disableApiStop": false,
    ]
    if let token, case .object(var object) = expected {
      object["clientToken"] = token
      expected = .object(object)
    }
    #expect(record.requestParameters == expected)
    let response = record.responseElements
    #expect(response["_return"] == nil)
    #expect(response["reservationId"] == answer["ReservationId"])
    #expect(response["groupSet"] == [:])
    let instance = response.at("instancesSet", "items")?.list?.first
    #expect(instance?["instanceState"] == ["code": 0, "name": "pending"])
    #expect(
      instance?["groupSet"]
        == ["items": [["groupId": .string(fixture.web), "groupName": "web"]]])
    #expect(instance?["launchTime"] == .integer(Client.start.microseconds / 1000))
    #expect(instance?["productCodes"] == [:])
    #expect(instance?["reason"] == nil)
    #expect(!response.json.contains("secret"))
  }

  @Test func endingIsRecordedLikeOnAWS() throws {
    let fixture = try EC2Fixture()
    let id = try id(try run(fixture))
    try fixture.call(
      "TerminateInstances", ["InstanceIds": [id]], at: Client.start + .minutes(1))
    let record = try fixture.lastRecord()
    #expect(
      record.requestParameters.json
        == #"{"instancesSet":{"items":[{"instanceId":"\#(id.string ?? "")"}]}}"#)
    #expect(
      record.responseElements
        == [
          "requestId": record.document["requestID"] ?? .null,
          "instancesSet": [
            "items": [
              [
                "instanceId": id, "currentState": ["code": 32, "name": "shutting-down"],
                "previousState": ["code": 16, "name": "running"],
              ]
            ]
          ],
        ])
  }
}
