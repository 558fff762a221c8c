import AWS
import Emulator
import TestKit
import Testing

struct EC2ThrottleTests {
  /// How many of `count` calls at one instant go through.
  private func admitted(
    _ world: World, _ operation: String, _ input: AWSObject, _ count: Int,
    at now: Timestamp = Client.start
  ) -> Int {
    (0..<count).count { _ in
      let error = world.error("ec2", operation, input, at: now)
      return error?.code != "RequestLimitExceeded"
    }
  }

  @Test func unfilteredDescribesHaveASmallerBucket() throws {
    let world = try World.fresh()
    #expect(admitted(world, "DescribeSecurityGroups", [:], 60) == 50)
    // Its own bucket: a call with filters or pages draws from the larger one.
    #expect(admitted(world, "DescribeSecurityGroups", ["MaxResults": 5], 110) == 100)
    let later = Client.start + .seconds(1)
    #expect(admitted(world, "DescribeSecurityGroups", [:], 60, at: later) == 10)
  }

  @Test func ruleChangesRefillAtFiveASecond() throws {
    let world = try World.fresh()
    let input: AWSObject = ["GroupName": "default", "SecurityGroupRuleIds": ["x"]]
    #expect(admitted(world, "RevokeSecurityGroupIngress", input, 60) == 50)
    let later = Client.start + .seconds(2)
    // Both Ingress calls draw from one bucket.
    let group: AWSObject = ["GroupName": "default"]
    #expect(admitted(world, "AuthorizeSecurityGroupIngress", group, 60, at: later) == 10)
    // The other direction is an ordinary mutating call.
    #expect(
      admitted(world, "RevokeSecurityGroupEgress", ["GroupId": "sg-x"], 60, at: later) == 50)
  }

  @Test func refusalIsRecordedAndRetryable() throws {
    let world = try World.fresh()
    _ = admitted(world, "DescribeSecurityGroups", [:], 51)
    let error = world.error("ec2", "DescribeSecurityGroups")
    #expect(error?.status == 503)
    #expect(error?.message == "Request limit exceeded.")
    #expect(error?.isRetryable == true)
    let record = try #require(try world.records().last)
    #expect(record.errorCode == "Client.RequestLimitExceeded")
    #expect(
      record.requestParameters
        == ["securityGroupSet": [:], "securityGroupIdSet": [:], "filterSet": [:]])
  }

  @Test func launchesDrawATokenAnInstance() throws {
    let world = try World.fresh()
    let many: AWSObject = [
      "ImageId": "ami-029eb80bc237bec6f", "MinCount": 1, "MaxCount": 600, "DryRun": true,
    ]
    #expect(admitted(world, "RunInstances", many, 2) == 1)
    #expect(
      admitted(
        world, "RunInstances",
        ["ImageId": "ami-029eb80bc237bec6f", "MinCount": 1, "MaxCount": 1, "DryRun": true], 10)
        == 4)
  }
}
