import AWS
import Documents
import Remediation
import Testing

@Suite struct PolicyModeTests {
  private static func problems(_ mode: String, resource: String = "ec2") -> [String] {
    PolicyFile.load(
      text: "policies: [{name: p, resource: \(resource), mode: \(mode)}]", file: "p.yml"
    ).diagnostics.filter { $0.severity == .error }.map(\.message)
  }

  @Test(arguments: [
    "{type: pull}", "{type: periodic}", "{type: periodic, schedule: rate(1 day), role: x}",
    "{type: schedule, schedule: cron(1), timezone: Asia/Tokyo, group-name: a}",
    "{type: cloudtrail, delay: 3, events: [RunInstances], runtime: python3.12, tags: {a: b}}",
    "{type: config-rule, memory: 512.5}",
    "{type: config-poll-rule, schedule: One_Hour, ignore-support-check: true}",
    "{type: guard-duty}", "{type: hub-finding}", "{type: hub-action, pattern: {a: [b]}}",
    "{type: phd, events: [a], categories: [issue], statuses: [open]}",
    "{type: ec2-instance-state, events: [pending]}",
    "{type: asg-instance-state, events: [launch-failure]}",
  ]) func everyModeIsKnown(mode: String) {
    #expect(Self.problems(mode) == [])
  }

  @Test(arguments: [
    ("{type: pull, role: x}", "unknown key `role` in a mode"),
    ("{type: schedule}", "a mode has no `schedule`"),
    ("{type: cloudtrail}", "mode `cloudtrail` names no events"),
    ("{type: cloudtrail, events: []}", "mode `cloudtrail` names no events"),
    ("{type: cloudtrail, events: [RunInstance]}", "there is no shortcut for the event"),
    ("{type: cloudtrail, events: [{source: a, event: b}]}", "an event has no `ids`"),
    ("{type: cloudtrail, events: [CreateVolume], delay: 1.5}", "`delay` can't be `1.5`"),
    ("{type: periodic, runtime: python2.7}", "`runtime` can't be `python2.7`"),
    ("{type: periodic, pattern: {}}", "`pattern` can't be a mapping"),
    ("{type: config-rule, pattern: {a: b}}", "can't have a `pattern`"),
    ("{type: config-poll-rule, schedule: One_Hour}", "AWS Config records `ec2` by itself"),
    ("{type: phd}", "mode `phd` names no events"),
    ("{type: ec2-instance-state, events: [gone]}", "`events` can't be a list"),
    ("{role: x}", "a mode has no `type`"), ("cloudtrail", "a mode can't be a string"),
    ("{type: periodic, function-prefix: \(String(repeating: "x", count: 64))}", "65 characters"),
  ]) func mistakesInAModeAreNamed(mode: String, problem: String) {
    let found = Self.problems(mode)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.contains(problem) == true, "\(found)")
  }

  @Test func someModesAreForSomeResourcesOnly() {
    #expect(Self.problems("{type: guard-duty}", resource: "aws.ec2").count == 1)
    #expect(Self.problems("{type: phd, events: [a]}", resource: "vpc").count == 1)
    #expect(Self.problems("{type: config-rule}", resource: "vpc").isEmpty)
  }
}
