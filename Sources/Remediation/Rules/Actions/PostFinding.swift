import AWS
import Documents
import JMESPath

/// `post-finding`: a finding about the resource to Security Hub, as a product of Cloud Custodian's.
/// A tag keeps its id and when it was made, so that the next finding updates it.
///
/// Departure: one call a resource; `batch_size` puts up to 100 findings into one.
struct PostFinding: Action {
  let name = "post-finding"
  let position: SourcePosition
  let type: ResourceType
  let title: String?
  let description: String?
  /// Where findings of all regions are gathered.
  let region: String?
  /// What stands beside the product's name; the policy's tags where it is nil.
  let fields: AWSObject?
  /// The members that are as the action says: severity, types and such.
  let said: AWSObject

  var hydrations: [Hydration] {
    type.tagHydrations + (type.tagging == .s3 ? [.bucketACL] : [])
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard Tagger.canRead(setting, in: &plan) else { return }
    let resource: AWSObject
    do throws(FindingResource.Missing) {
      resource = try FindingResource(setting).formatted()
    } catch {
      plan.remarks.append("no finding about \(setting.id): \(error.reason)")
      return
    }
    let now = PolicyMessage.isoformat(setting.context.now)
    let key = "c7n:FindingId:\(title ?? setting.policy.name)"
    let tagger = Tagger(type: type, setting: setting)
    let kept = tagger.before.last { $0.key == key }?.value ?? ""
    guard kept.isEmpty || kept.contains(":") else {
      plan.remarks.append("no finding about \(setting.id): its tag `\(key)` holds no id")
      return
    }
    let parts = kept.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let id = kept.isEmpty ? Self.id(setting) : String(parts[0])
    let created = kept.isEmpty ? now : String(parts[1])
    if kept.isEmpty, type.tagging != .untagged {
      tagger.set([(key, "\(id):\(created)")], in: &plan)
    }
    var finding = said
    finding["Id"] = .string(id)
    finding["CreatedAt"] = .string(created)
    finding["UpdatedAt"] = .string(now)
    finding["Resources"] = [.object(resource)]
    describe(&finding, setting)
    plan.steps.append(step(finding, isNew: kept.isEmpty, setting))
  }

  private func step(_ finding: AWSObject, isNew: Bool, _ setting: ActionSetting) -> PlannedStep {
    let scope = setting.scope(in: region ?? setting.context.region)
    func call(_ finding: AWSObject) -> APICall {
      APICall(
        service: "securityhub", operation: "BatchImportFindings",
        input: ["Findings": [.object(finding.withoutEmpty)]], scope: scope)
    }
    var archived = finding
    archived["RecordState"] = "ARCHIVED"
    // Security Hub takes an update for one only where it is later.
    archived["UpdatedAt"] = .string(
      PolicyMessage.isoformat(setting.context.now + .seconds(1)))
    let isArchivable = isNew && finding["RecordState"] != "ARCHIVED"
    return PlannedStep(
      summary: "\(isNew ? "post" : "update") a finding about \(setting.id)", call: call(finding),
      undo: isArchivable ? [call(archived)] : [],
      irreversible: isNew
        ? "a finding that was posted can be archived, not deleted"
        : "what a finding said before it was updated is not kept")
  }

  /// What depends on the policy and on where it runs.
  private func describe(_ finding: inout AWSObject, _ setting: ActionSetting) {
    let (policy, home) = (setting.policy, setting.context.region)
    let partition = Template.partition(of: home)
    finding["SchemaVersion"] = "2018-10-08"
    finding["ProductArn"] = .string(
      "arn:\(partition):securityhub:\(region ?? home)::product/cloud-custodian/cloud-custodian")
    finding["AwsAccountId"] = .string(setting.context.account)
    let text = description ?? policy.node["description"]?.string ?? title ?? policy.name
    finding["Description"] = .string(ValueType.strip(text))
    finding["Title"] = .string(title ?? policy.name)
    finding["GeneratorId"] = .string(policy.name)
    var product: AWSObject = [
      "resource": .string(policy.node["resource"]?.string ?? policy.resourceType.name),
      "ProviderName": "CloudCustodian", "ProviderVersion": .string(PolicyMessage.version),
    ]
    for (name, value) in fields ?? Self.fields(of: policy.tags) { product[name] = value }
    finding["ProductFields"] = .object(product)
  }

  private static func fields(of tags: [String]) -> AWSObject {
    AWSObject(
      tags.map { tag in
        let parts = tag.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), .string(parts.count == 2 ? String(parts[1]) : ""))
      })
  }

  /// Of the place, the policy and the resource: the same each time.
  private static func id(_ setting: ActionSetting) -> String {
    var policy = setting.policy.document(in: setting.context)
    if var mode = policy["mode"]?.object, let role = mode["role"]?.string,
      !role.hasPrefix("arn:aws")
    {
      let partition = Template.partition(of: setting.context.region)
      mode["role"] = .string("arn:\(partition):iam::\(setting.context.account):role/\(role)")
      policy["mode"] = .object(mode)
    }
    func digest(_ value: AWSValue) -> String { MD5.hex(Array(Python.json(value).utf8)) }
    return [
      setting.context.region, setting.context.account, digest(.object(policy)),
      digest([.string(setting.id)]),
    ].joined(separator: "/")
  }
}

extension ActionKind {
  static let postFinding = ActionKind(names: ["post-finding"]) { _, reader, type, _ in
    reader.check("batch_size", .integer)
    if let size = reader.node("batch_size"), let number = size.wholeNumber,
      !(1...100).contains(number)
    {
      reader.error(
        at: size.position, "`batch_size` can't be \(number)", suggestion: "expected 1 to 100")
    }
    var said: AWSObject = ["RecordState": "ACTIVE", "Types": .list(findingTypes(&reader))]
    reader.check("severity", .number)
    let label = word("severity_label", severityLabels, &reader)
    said["Severity"] = [
      "Product": reader.node["severity"]?.value ?? 0,
      "Normalized": whole("severity_normalized", &reader) ?? 0,
      "Label": label ?? "INFORMATIONAL",
    ]
    var recommendation = AWSObject()
    recommendation.set("Text", reader.string("recommendation").map { .string($0) })
    recommendation.set("Url", reader.string("recommendation_url").map { .string($0) })
    recommendation = recommendation.withoutEmpty
    if !recommendation.isEmpty {
      said["Remediation"] = ["Recommendation": .object(recommendation)]
    }
    said.set("Confidence", whole("confidence", &reader))
    said.set("Criticality", whole("criticality", &reader))
    said.set("RecordState", word("record_state", ["ACTIVE", "ARCHIVED"], &reader))
    if let status = word("compliance_status", complianceStates, &reader) {
      said["Compliance"] = ["Status": status]
    }
    return PostFinding(
      position: reader.position, type: type, title: filled("title", &reader),
      description: filled("description", &reader), region: reader.string("region"),
      fields: findingFields(&reader), said: said)
  }

  private static let severityLabels = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]
  private static let complianceStates = ["PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"]
  private static let findingNamespaces = [
    "Software and Configuration Checks", "TTPs", "Effects", "Unusual Behaviors",
    "Sensitive Data Identifications",
  ]

  private static func word(
    _ key: String, _ words: [String], _ reader: inout MappingReader
  ) -> AWSValue? {
    reader.check(key, .word(words))
    return reader.node[key]?.string.map { .string($0) }
  }

  private static func whole(_ key: String, _ reader: inout MappingReader) -> AWSValue? {
    reader.check(key, .integer)
    return reader.node[key]?.wholeNumber.map { .integer($0) }
  }

  /// A text that Security Hub wants filled.
  private static func filled(_ key: String, _ reader: inout MappingReader) -> String? {
    guard let text = reader.string(key) else { return nil }
    if ValueType.strip(text).isEmpty {
      reader.error(
        at: reader.node(key)?.position, "`\(key)` is blank", suggestion: "expected a text")
    }
    return text
  }

  private static func findingTypes(_ reader: inout MappingReader) -> [AWSValue] {
    guard let place = reader.requiredNode("types") else { return [] }
    let types = reader.strings("types") ?? []
    if types.isEmpty, place.sequence?.isEmpty == true {
      reader.error(at: place.position, "`types` is empty", suggestion: "expected a type")
    }
    for type in types {
      let parts = type.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      if parts.count > 3 || !findingNamespaces.contains(parts[0]) {
        let namespaces = findingNamespaces.map { "`\($0)`" }.joined(separator: ", ")
        reader.error(
          at: place.position, "`\(type.shortened)` is no type of finding",
          suggestion: "expected namespace/category/classifier, with a namespace of \(namespaces)")
      }
    }
    return types.map { .string($0) }
  }

  private static func findingFields(_ reader: inout MappingReader) -> AWSObject? {
    guard let pairs = reader.value("fields", expected: "a mapping of strings", { $0.mapping })
    else { return nil }
    var fields = AWSObject()
    for pair in pairs {
      guard let name = pair.key.string, let value = pair.value.string else {
        reader.error(
          at: pair.value.position, "`fields` can't hold \(pair.value.kindName)",
          suggestion: "expected a string, in quotes if need be")
        continue
      }
      fields[name] = .string(value)
    }
    return fields
  }
}
