import AWS
import Documents
import Remediation
import Testing

@Suite struct ExplanationTests {
  private func explain(_ filters: [AWSValue], _ documents: [AWSObject]) throws -> [Explanation] {
    let policy: AWSObject = [
      "name": "p", "resource": "security-group", "filters": .list(filters),
    ]
    let text = JSON.text(["policies": [.object(policy)]] as AWSObject)
    let compiled = try #require(PolicyFile.load(text: text, file: "case.json").policies.first)
    return compiled.explain(resources(documents, of: compiled.resourceType), context())
  }

  private func group(_ id: String, _ name: String, port: Int64) -> AWSObject {
    [
      "GroupId": .string(id), "OwnerId": "123456789012", "GroupName": .string(name),
      "IpPermissions": [
        [
          "IpProtocol": "tcp", "FromPort": .integer(port), "ToPort": .integer(port),
          "IpRanges": [["CidrIp": "0.0.0.0/0"]],
        ]
      ],
    ]
  }

  @Test func eachClauseSaysWhatItFoundAndNoted() throws {
    let ingress: AWSValue = ["type": "ingress", "Ports": [22]]
    let told = try explain(
      [["GroupName": "web"], ingress], [group("sg-1", "web", port: 22)])
    let clauses = try #require(told.first).clauses
    #expect(told.first?.matches == true)
    #expect(clauses.map(\.verdict) == [.passed, .passed])
    #expect(clauses.first?.found == "web")
    #expect(clauses.last?.noted["MatchedIpPermissions"]?.list?.count == 1)
    #expect(clauses.last?.clause == ingress)
  }

  @Test func whatFollowsAFailedClauseIsNotAsked() throws {
    let told = try explain(
      [["GroupName": "db"], ["type": "ingress", "Ports": [22]]], [group("sg-1", "web", port: 22)])
    #expect(told.first?.matches == false)
    #expect(told.first?.clauses.map(\.verdict) == [.failed, .notAsked])
    #expect(told.first?.clauses.first?.found == "web")
  }

  @Test func groupsTellOfTheirOwnClausesForEachResource() throws {
    let either: AWSValue = ["or": [["GroupName": "web"], ["GroupName": "db"]]]
    let neither: AWSValue = ["not": [["type": "ingress", "Ports": [443]]]]
    let told = try explain(
      [either, neither],
      [group("sg-1", "db", port: 22), group("sg-2", "web", port: 443), group("sg-3", "x", port: 1)])
    #expect(told.map(\.matches) == [true, false, false])
    #expect(told[0].clauses[0].inner.map(\.verdict) == [.failed, .passed])
    #expect(told[1].clauses.map(\.verdict) == [.passed, .failed])
    #expect(told[1].clauses[1].inner.map(\.verdict) == [.passed])
    #expect(told[2].clauses.map(\.verdict) == [.failed, .notAsked])
  }

  @Test func aFilterThatCannotDecideSaysWhy() throws {
    let told = try explain(
      [["type": "ingress", "Ports": [22]]], [["GroupId": "sg-1", "GroupName": "x"]])
    #expect(told.first?.clauses.first?.verdict == .undecided)
    #expect(told.first?.clauses.first?.problem?.contains("no OwnerId and no IpPermissions") == true)
    #expect(told.first?.matches == false)
  }
}
