import AWS

extension IAMService {
  struct AliasInput: OperationInput {
    static let members = ["AccountAlias"]
    let alias: String

    init(_ members: Members) throws(AWSError) {
      alias = members.string("AccountAlias") ?? ""
      let bytes = Array(alias.utf8)
      let isWord = bytes.allSatisfy {
        (48...57).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-")
      }
      let isSound =
        isWord && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
        && !alias.contains("--")
      guard isSound else {
        throw IAMError.constraint(
          alias, "accountAlias",
          "satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$")
      }
    }
  }

  /// One alias an account; a new one takes the place of the old. Aliases are unique on all AWS.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html
  enum CreateAccountAlias: OperationHandler {
    static func perform(_ input: AliasInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      let owner = try call.database.row(
        "SELECT account FROM iam_account_alias WHERE alias = ?", .text(input.alias))
      if let owner, owner.text(0) != call.account {
        throw IAMError.alreadyExists(
          "The account alias \(input.alias) already exists.")
      }
      try call.database.run(
        """
        INSERT INTO iam_account_alias (account, alias) VALUES (?, ?)
        ON CONFLICT (account) DO UPDATE SET alias = excluded.alias
        """, .text(call.account), .text(input.alias))
      return [:]
    }
  }

  enum DeleteAccountAlias: OperationHandler {
    static func perform(_ input: AliasInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      try call.database.run(
        "DELETE FROM iam_account_alias WHERE account = ? AND alias = ?", .text(call.account),
        .text(input.alias))
      if call.database.changeCount == 0 {
        throw IAMError.noSuchEntity("The account alias \(input.alias) cannot be found.")
      }
      return [:]
    }
  }

  enum ListAccountAliases: OperationHandler {
    struct Input: OperationInput {
      static let members = IAMPage.members
      init(_ members: Members) throws(AWSError) { _ = try IAMPage(members) }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let alias = try call.database.row(
        "SELECT alias FROM iam_account_alias WHERE account = ?", .text(call.account))
      return [
        "AccountAliases": .list(alias.map { [.string($0.text(0))] } ?? []), "IsTruncated": false,
      ]
    }
  }
}
