/// What of Cloud Custodian's language a type of resource understands, and what it has beside it.
package struct Coverage: Hashable, Sendable {
  /// Names in Cloud Custodian 0.9.53 that work, sorted.
  package var supported: [String]
  /// Names of our own, sorted.
  package var own: [String]
  /// Names in Cloud Custodian that are refused, sorted.
  package var missing: [String]

  fileprivate init(_ names: [String], of custodian: [String]) {
    supported = Set(names).intersection(custodian).sorted()
    own = Set(names).subtracting(custodian).sorted()
    missing = Set(custodian).subtracting(names).sorted()
  }
}

extension ResourceType {
  package var filterCoverage: Coverage {
    let groups = ["and", "or", "not"]
    return Coverage(
      allFilters.map(\.name) + groups, of: CustodianNames.filters(of: shortName) + groups)
  }

  package var actionCoverage: Coverage {
    Coverage(
      allActions.filter { !$0.isRefused }.flatMap(\.names),
      of: CustodianNames.actions(of: shortName))
  }

  /// Without `aws.`.
  package var shortName: String { String(name.dropFirst("aws.".count)) }
}
