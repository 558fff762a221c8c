import Documents
import Remediation
import Testing

@Suite struct RuleSchemaTests {
  static let types = ResourceTypes.all.map(\.name)

  private func schema(_ name: String) throws -> RuleSchema {
    RuleSchema(try #require(ResourceTypes.named(name)))
  }

  @Test(arguments: types) func everyExampleLoadsWithoutARemark(name: String) throws {
    let schema = try schema(name)
    for item in schema.filters + schema.actions {
      let page = schema.page(item)
      let (policies, diagnostics) = PolicyFile.load(text: page.example, file: "p.yml")
      #expect(diagnostics.isEmpty, "\(name) \(item.name): \(diagnostics.map(\.description))")
      #expect(policies.count == 1, "\(name) \(item.name)")
      // A hazard of the filter itself, in whatever way it is written.
      if item.name != "cross-account", !page.example.contains("type: cross-account") {
        #expect(policies.flatMap(\.hazards).isEmpty, "\(name) \(item.name)")
      }
      #expect(page.example.contains(item.name))
    }
  }

  @Test(arguments: types) func everythingThatWorksHasALine(name: String) throws {
    let schema = try schema(name)
    for item in schema.filters + schema.actions {
      #expect(!item.summary.isEmpty && item.summary.count <= 100, "\(name) \(item.name)")
    }
    let (filters, actions) = (schema.type.filterCoverage, schema.type.actionCoverage)
    #expect(schema.filters.map(\.name) == (filters.supported + filters.own).sorted())
    #expect(schema.actions.map(\.name) == (actions.supported + actions.own).sorted())
  }

  /// A page for a name that nothing has any more would be stale.
  @Test func everyPageIsOfSomethingThatWorks() {
    let schemas = ResourceTypes.all.map { RuleSchema($0) }
    let filters = Set(schemas.flatMap(\.filters).map(\.name))
    let actions = Set(schemas.flatMap(\.actions).map(\.name))
    #expect(ManualPage.filters.map(\.name).filter { !filters.contains($0) } == [])
    #expect(ManualPage.actions.map(\.name).filter { !actions.contains($0) } == [])
  }

  @Test(arguments: types) func everyKeyOfOurOwnIsExplainedAndIsThere(name: String) throws {
    let schema = try schema(name)
    for item in schema.filters + schema.actions where item.isOwn {
      let page = schema.page(item)
      #expect(page.keys.filter { $0.meaning == nil }.map(\.name) == [], "\(name) \(item.name)")
      let pages = item.isAction ? ManualPage.actions : ManualPage.filters
      let told = pages.first { $0.name == item.name }?.keys.map(\.name) ?? []
      #expect(told == page.keys.map(\.name), "\(name) \(item.name)")
    }
  }

  @Test func keysAreTypedAsTheLoaderReadsThem() throws {
    let page = try #require(try schema("aws.security-group").pages("reachable-from-internet").first)
    let keys = Dictionary(uniqueKeysWithValues: page.keys.map { ($0.name, $0) })
    #expect(keys["ports"]?.takes.hasPrefix("a list: a number from 0 to 65535") == true)
    #expect(keys["more-than"]?.takes == "a whole number from 0 to 4294967296")
    #expect(page.calls == ["ec2:GetManagedPrefixListEntries"])
    let exposed = try #require(try schema("aws.s3").pages("exposed").first)
    #expect(exposed.keys.first?.name == "to")
    #expect(exposed.keys.first?.takes == "public, accounts, services, anyone")
    #expect(exposed.keys.first?.standard == "anyone")
    let mark = try #require(try schema("aws.ec2").pages("mark-for-op").first)
    let marks = Dictionary(uniqueKeysWithValues: mark.keys.map { ($0.name, $0) })
    #expect(marks["op"]?.isRequired == true)
    #expect(marks["tag"]?.standard == "maid_status")
    #expect(marks["days"]?.standard == "0")
    let count = try #require(try schema("aws.ec2").pages("tag-count").first)
    #expect(count.keys.map(\.name) == ["count", "op"])
    #expect(count.keys.map(\.standard) == ["10", "gte"])
  }

  @Test func callsAreThoseThatAFilterAsks() throws {
    let vpc = try schema("aws.vpc")
    #expect(try #require(vpc.pages("flow-logs").first).calls == ["ec2:DescribeFlowLogs"])
    #expect(try #require(vpc.pages("value").first).calls == [])
    #expect(vpc.listing == "ec2:DescribeVpcs")
  }

  @Test func namesThatAreNotThereAreTold() throws {
    let schema = try schema("aws.security-group")
    #expect(schema.pages("ingres").isEmpty)
    #expect(schema.missing("ingres").suggestion == "did you mean `ingress`?")
    #expect(
      schema.missing("diff").message
        == "filter `diff` of Cloud Custodian is not supported on aws.security-group")
    #expect(schema.missing("zzz").suggestion?.contains("rules schema aws.security-group") == true)
  }
}
