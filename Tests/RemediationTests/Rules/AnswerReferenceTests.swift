import AWS
import Testing

@testable import Remediation

private let scope = Scope(account: "123456789012", region: "eu-west-1")

private func call(_ operation: String, _ input: AWSObject) -> APICall {
  APICall(service: "ec2", operation: operation, input: input, scope: scope)
}

@Suite struct AnswerReferenceTests {
  let plan = [
    PlannedStep(
      summary: "snapshot",
      call: call("CreateSnapshot", ["VolumeId": "vol-1"]),
      undo: [
        call("DeleteSnapshot", ["SnapshotId": AnswerReference.to(step: 0, "SnapshotId")])
      ]),
    PlannedStep(
      summary: "tag",
      call: call(
        "CreateTags", ["Resources": [AnswerReference.to(step: 0, "Items.1.Id")], "Tags": []]),
      undo: []),
  ]

  @Test func whatAnAnswerTellsIsPutIntoLaterCallsAndUndo() {
    var answers = StepAnswers()
    #expect(answers.filled(plan[1].call) == nil)
    let kept = answers.take(
      ["SnapshotId": "snap-1", "Items": [["Id": "a"], ["Id": "b"]], "State": "pending"], of: 0,
      in: plan)
    #expect(kept == ["SnapshotId": "snap-1", "Items.1.Id": "b"])
    #expect(answers.filled(plan[0].undo[0])?.input == ["SnapshotId": "snap-1"])
    #expect(answers.filled(plan[1].call)?.input == ["Resources": ["b"], "Tags": []])
    var recovered = StepAnswers()
    recovered.take(kept, of: 0)
    #expect(recovered == answers)
  }

  @Test func aStepWhoseAnswerIsLostCantBeTakenBack() {
    var finding = Finding(
      id: "f",
      key: FindingKey(
        rule: "r", resource: ResourceReference(type: "aws.ebs", id: "vol-1", scope: scope)),
      source: .scan, eventIDs: [], openedAt: Timestamp(microseconds: 0))
    finding.plan = plan
    finding.steps = [.started, .planned]
    finding.finish(0)
    #expect(finding.executed[0].undo.isEmpty)
    #expect(finding.executed[0].irreversible != nil)
  }
}
