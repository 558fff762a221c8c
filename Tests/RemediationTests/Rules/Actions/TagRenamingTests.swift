import AWS
@testable import Remediation
import Testing

@Suite struct TagRenamingTests {
  private func plan(_ action: AWSValue, _ tags: [(String, String)]) throws -> Plan {
    let list = tags.map { ["Key": .string($0.0), "Value": .string($0.1)] as AWSValue }
    return try InstanceCase(actions: [action], document: ["Tags": .list(list)]).run().plan
  }

  @Test func theNewTagIsMadeFirstWhereThereIsRoom() throws {
    let action: AWSValue = ["type": "rename-tag", "old_key": "env", "new_key": "Env"]
    let plan = try plan(action, [("env", "prod")])
    #expect(plan.steps.map(\.call.operation) == ["CreateTags", "DeleteTags"])
    #expect(plan.steps[1].call.input["Tags"] == [["Key": "env", "Value": "prod"]])
    #expect(plan.steps[1].undo.map(\.operation) == ["CreateTags"])
    let many = (1...49).map { ("k\($0)", "v") } + [("env", "prod")]
    #expect(
      try self.plan(action, many).steps.map(\.call.operation) == ["DeleteTags", "CreateTags"])
    #expect(try self.plan(action, [("Other", "x")]).remarks.count == 1)
  }

  @Test func valuesAreNormalized() throws {
    func value(_ action: String, _ value: String, _ signs: String = "") throws -> AWSValue? {
      let plan = try plan(
        [
          "type": "normalize-tag", "key": "Env", "action": .string(action),
          "value": .string(signs),
        ], [("Env", value)])
      return plan.steps.first?.call.input["Tags"]?.list?.first?["Value"]
    }
    #expect(try value("lower", "PROD") == "prod")
    #expect(try value("lower", "prod") == nil)
    #expect(try value("upper", "prod-1") == "PROD-1")
    #expect(try value("title", "my app") == "My App")
    #expect(try value("strip", "--a-b--", "-") == "a-b")
    #expect(try value("strip", "ab", "-") == nil)
    // As in Cloud Custodian, which has the word and does nothing.
    #expect(try value("replace", "ab", "a") == nil)
    // Without letters nothing is in small letters, which writes it again.
    #expect(try value("lower", "12") == "12")
  }

  @Test func tagsAreTrimmedInTheOrderOfTheirKeys() throws {
    let tags = (10..<60).map { ("k\($0)", "v") }
    let action: AWSValue = ["type": "tag-trim", "space": 2, "preserve": ["k10"]]
    let step = try plan(action, tags).steps[0]
    #expect(step.call.input["Tags"] == [["Key": "k11"], ["Key": "k12"]])
    #expect(step.undo[0].input["Tags"]?.list?.count == 2)
    #expect(try plan(action, [("a", "b")]).steps.isEmpty)
    let all: AWSValue = ["type": "tag-trim", "space": 0, "preserve": ["a"]]
    #expect(try plan(all, [("a", "1"), ("b", "2"), ("aws:x", "3")]).steps[0].call.input["Tags"]
      == [["Key": "b"]])
  }
}
