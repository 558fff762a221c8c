import AWS
import Testing

@testable import Remediation

@Suite struct ScaleTests {
  /// Thousands at once: all are fixed, the list of work never beyond its bound by more than a page.
  @Test func thousandsOfOpenGroupsAreFixedByOneScan() {
    var configuration = EngineConfiguration(
      mode: .enforce, scopes: [FakeAWS.scope], scanInterval: .hours(1))
    configuration.limits.queueLength = 500
    var stage = Rehearsal(configuration)
    stage.isTracing = false
    for index in 0..<3000 {
      var group = FakeAWS.Group(name: "g\(index)")
      group.openings = [.init(port: 22, cidr: "0.0.0.0/0")]
      stage.aws.groups["sg-\(index)"] = group
    }
    stage.boot()
    stage.run(for: .minutes(5))
    #expect(stage.aws.groups.values.allSatisfy { $0.openings.isEmpty })
    #expect(stage.engine.openFindingCount == 0)
    #expect(stage.engine.isIdle)
    // What a later life has to read of it is read in one go.
    stage.boot()
    #expect(stage.engine.openFindingCount == 0)
  }
}
