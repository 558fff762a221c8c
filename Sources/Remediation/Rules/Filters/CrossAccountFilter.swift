import AWS
import Documents
import JMESPath

/// `cross-account`: statements of a resource's policy that let in principals outside of the allowed
/// accounts. A port of the dialect's reading of policies, mistakes included.
struct CrossAccountFilter: ResourceFilter {
  let position: SourcePosition
  /// `Policy`, or a role's `AssumeRolePolicyDocument`.
  let member: String
  var everyoneOnly = false
  var returnsAllowed = false
  var actions: [String] = []
  var accounts: Set<String> = []
  var conditions: Set<String> = ["aws:userid", "aws:username"]
  var vpcs: Set<String> = []
  var endpoints: Set<String> = []
  var organizations: Set<String> = []
  var organizationUnits: [String] = []
  var patterns: [String] = []
  /// Whether what is allowed depends on the account or the region.
  var hasTemplates = false
  let hydrations: [Hydration]

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let policy = try PolicyText.document(run.resources[index].document[member]) else {
      return false
    }
    let filter = hasTemplates ? filledIn(run.context) : self
    let checker = Checker(
      filter: filter, accounts: filter.accounts.union([run.context.account]))
    var found: [AWSValue] = []
    for statement in try PolicyText.statements(policy)
    where try checker.violates(statement) != returnsAllowed {
      found.append(.object(statement))
    }
    guard !found.isEmpty else { return false }
    run.notes[index].others[
      returnsAllowed ? "CrossAccountAllowlists" : "CrossAccountViolations"] = .list(found)
    return true
  }

  /// Whether any text has a field to fill in.
  var needsFilling: Bool {
    let sets = [accounts, conditions, vpcs, endpoints, organizations]
    return sets.contains { $0.contains(where: Template.isNeeded(in:)) }
      || [actions, organizationUnits, patterns].contains {
        $0.contains(where: Template.isNeeded(in:))
      }
  }

  private func filledIn(_ context: EvaluationContext) -> CrossAccountFilter {
    func fill(_ texts: Set<String>) -> Set<String> {
      Set(texts.map { Template.expand($0, context) })
    }
    var filter = self
    filter.accounts = fill(accounts)
    filter.conditions = fill(conditions)
    filter.vpcs = fill(vpcs)
    filter.endpoints = fill(endpoints)
    filter.organizations = fill(organizations)
    filter.actions = actions.map { Template.expand($0, context) }
    filter.organizationUnits = organizationUnits.map { Template.expand($0, context) }
    filter.patterns = patterns.map { Template.expand($0, context) }
    return filter
  }

  struct Checker {
    let filter: CrossAccountFilter
    let accounts: Set<String>

    func violates(_ statement: AWSObject) throws(FilterProblem) -> Bool {
      guard let effect = statement["Effect"] else {
        throw FilterProblem("a statement of the policy has no `Effect`")
      }
      let principal = try hasForeignPrincipal(statement)
      let action = try hasAction(statement)
      guard principal, effect == "Allow", action else { return false }
      return !(try conditionsAllow(statement))
    }

    private func hasAction(_ statement: AWSObject) throws(FilterProblem) -> Bool {
      guard !filter.actions.isEmpty else { return true }
      for pattern in try CrossAccountFilter.texts(statement["Action"], "Action")
      where filter.actions.contains(where: { Glob.matches($0, pattern) }) {
        return true
      }
      return false
    }

    private func hasForeignPrincipal(_ statement: AWSObject) throws(FilterProblem) -> Bool {
      if statement["NotPrincipal"] != nil { return true }
      var ids: [String] = []
      switch statement["Principal"] {
      case nil: return true
      case let value? where !PythonValue.isTrue(value): return true
      case .object(let object)?:
        for (kind, value) in object where kind != "Service" {
          ids += try CrossAccountFilter.texts(value, "Principal")
        }
      case let value?:
        ids = try CrossAccountFilter.texts(value, "Principal")
      }
      return ids.contains { id in
        if id == "*" { return true }
        if filter.everyoneOnly || id.hasPrefix("arn:aws:iam::cloudfront:user") { return false }
        if filter.patterns.contains(where: { Glob.matches(id, $0) }) { return false }
        return !accounts.contains(CrossAccountFilter.account(id))
      }
    }

    private struct Condition {
      var key: String
      var values: [String]
    }

    private static let operators: Set<String> = [
      "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress",
      "NotIpAddress",
    ]

    private func conditions(_ statement: AWSObject) throws(FilterProblem) -> [Condition] {
      guard let all = statement["Condition"] else { return [] }
      guard let all = all.object else { throw FilterProblem("a `Condition` is no object") }
      var out: [Condition] = []
      for (name, value) in all {
        guard
          Self.operators.contains(name) || name.hasPrefix("ForAllValues")
            || name.hasPrefix("ForAnyValue")
        else { continue }
        guard let keys = value.object else { throw FilterProblem("a `Condition` is no object") }
        for (key, value) in keys {
          out.append(
            Condition(
              key: key.lowercased(), values: try CrossAccountFilter.texts(value, "Condition")))
        }
      }
      return out
    }

    /// Whether the conditions keep others out, as far as the dialect knows them.
    private func conditionsAllow(_ statement: AWSObject) throws(FilterProblem) -> Bool {
      let conditions = try conditions(statement)
      guard !conditions.isEmpty else { return false }
      var failed: [Condition] = []
      var isOrganization = false
      for condition in conditions {
        guard let allowed = allows(condition) else { return false }
        if allowed {
          let keys = ["aws:principalorgid", "aws:resourceorgid", "aws:principalorgpaths"]
          if keys.contains(condition.key) { isOrganization = true }
        } else {
          failed.append(condition)
        }
      }
      if failed.isEmpty { return true }
      guard isOrganization else { return false }
      let principals: Set<String> = [
        "aws:principalarn", "aws:principalaccount", "aws:sourceaccount", "aws:sourcearn",
        "s3:dataaccesspointaccount",
      ]
      return failed.allSatisfy { condition in
        principals.contains(condition.key)
          && condition.values.allSatisfy {
            $0.contains("*") || accounts.contains(CrossAccountFilter.account($0))
          }
      }
    }

    /// nil for a key that the dialect doesn't know.
    private func allows(_ condition: Condition) -> Bool? {
      if filter.conditions.contains(where: { $0.lowercased() == condition.key }) { return true }
      let values = condition.values.map(CrossAccountFilter.account)
      switch condition.key {
      case "aws:sourceowner", "aws:sourceaccount", "aws:sourcearn", "aws:principalarn",
        "aws:principalaccount", "s3:dataaccesspointaccount":
        return values.allSatisfy(accounts.contains)
      case "aws:sourceip": return true
      case "aws:sourcevpce":
        return filter.endpoints.isEmpty || values.allSatisfy(filter.endpoints.contains)
      case "aws:sourcevpc": return filter.vpcs.isEmpty || values.allSatisfy(filter.vpcs.contains)
      case "aws:principalorgid":
        return !filter.organizations.isEmpty && values.allSatisfy(filter.organizations.contains)
      case "aws:resourceorgid": return values.allSatisfy(filter.organizations.contains)
      case "aws:principalorgpaths":
        if filter.organizations.isEmpty && filter.organizationUnits.isEmpty { return false }
        return condition.values.allSatisfy(isAllowedPath)
      default: return nil
      }
    }

    private func isAllowedPath(_ path: String) -> Bool {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      if let first = parts.first, filter.organizations.contains(first) { return true }
      return filter.organizationUnits.contains { allowed in
        let units = allowed.split(separator: "/").map(String.init)
        guard let organization = units.first, organization == parts.first, let unit = units.last
        else { return false }
        return parts.dropFirst().contains(unit)
      }
    }
  }

  /// The fifth part of an ARN; what is none stands for itself.
  static func account(_ text: String) -> String {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count < 5 ? text : String(parts[4])
  }

  static func texts(_ value: AWSValue?, _ element: String) throws(FilterProblem) -> [String] {
    if let text = value?.string { return [text] }
    guard let items = value?.list else {
      throw FilterProblem("`\(element)` of a statement is neither a string nor a list")
    }
    let texts = items.compactMap(\.string)
    guard texts.count == items.count else {
      throw FilterProblem("`\(element)` of a statement holds more than strings")
    }
    return texts
  }
}
