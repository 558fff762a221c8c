import AWS

extension ResourceType {
  /// The account itself, under its id and its alias.
  ///
  /// Departure: it is judged once in each region that is looked after, since most of what is asked
  /// of it is set region by region; Cloud Custodian looks at the first of several regions only.
  package static let account = ResourceType(
    name: "aws.account", idMember: "account_id", reach: .regional,
    enumerate: named, readOne: { _, scope in named(scope) },
    baseHydrations: [], homeScope: { _, scope in scope },
    arn: { document, scope in
      ARN(
        partition: scope.partition, service: "iam",
        account: document["account_id"]?.string ?? scope.account, resource: "root")
    },
    tagging: .untagged, tagHydrations: [],
    filters: FilterKind.account, actions: ActionKind.account,
    // Whatever a rule waits for concerns the account: a sign-in as root as well.
    touched: { record in [.id(record.recipientAccountID, record.scope)] })

  @Sendable private static func named(_ scope: Scope) -> ReadCall {
    ReadCall(iam("ListAccountAliases", [:], scope)) { pages in
      let alias = pages.first?["AccountAliases"]?.list?.first
      return [["account_id": .string(scope.account), "account_name": alias ?? ""]]
    }
  }
}
