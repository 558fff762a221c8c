import AWS
import Emulator
import Journal

/// A user whose own policies allow every action on everything without a condition.
enum AdministratorChecker: Checker {
  static let name = "iam-user-admin-policy"

  static func subjects(of change: RowChange) -> [Subject] {
    guard change.table.hasPrefix("iam_") else { return [] }
    switch change.table {
    case "iam_user": return [subject(change.resource, change)]
    case "iam_attachment", "iam_inline_policy":
      return change.text("kind")?.lowercased().contains("user") == true
        ? [subject(change.resource, change)] : []
    default: return []
    }
  }

  private static func subject(_ name: String, _ change: RowChange) -> Subject {
    Subject(id: name, scope: Scope(account: change.account, region: "us-east-1"))
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    let user: AWSObject = ["UserName": .string(subject.id)]
    let attached = probe.list(
      "iam", "ListAttachedUserPolicies", user, member: "AttachedPolicies",
      token: ("Marker", "Marker"), in: subject.scope)
    for policy in attached {
      guard let arn = policy["PolicyArn"]?.string else { continue }
      if let document = managed(arn, subject, &probe), allowsAll(document) {
        return "\(policy["PolicyName"]?.string ?? arn) allows everything"
      }
    }
    guard
      case .success(let inline) = probe.call("iam", "ListUserPolicies", user, in: subject.scope)
    else { return nil }
    for name in inline["PolicyNames"]?.list?.compactMap(\.string) ?? [] {
      var input = user
      input["PolicyName"] = .string(name)
      if case .success(let answer) = probe.call("iam", "GetUserPolicy", input, in: subject.scope),
        let document = answer["PolicyDocument"]?.string, allowsAll(document)
      {
        return "inline policy \(name) allows everything"
      }
    }
    return nil
  }

  private static func managed(_ arn: String, _ subject: Subject, _ probe: inout StateProbe)
    -> String?
  {
    guard
      case .success(let policy) = probe.call(
        "iam", "GetPolicy", ["PolicyArn": .string(arn)], in: subject.scope),
      let version = policy["Policy"]?["DefaultVersionId"],
      case .success(let answer) = probe.call(
        "iam", "GetPolicyVersion", ["PolicyArn": .string(arn), "VersionId": version],
        in: subject.scope)
    else { return nil }
    return answer["PolicyVersion"]?["Document"]?.string
  }

  /// IAM's answers carry documents percent-encoded.
  private static func allowsAll(_ document: String) -> Bool {
    let text = document.hasPrefix("%7B") ? PercentEncoding.decode(document) : document
    guard let policy = try? JSON.parse(text) else { return false }
    let statements = policy["Statement"]?.list ?? [policy["Statement"] ?? .null]
    return statements.contains { statement in
      statement["Effect"]?.string == "Allow" && statement["Condition"] == nil
        && texts(statement["Action"]).contains { $0 == "*" || $0 == "*:*" }
        && texts(statement["Resource"]).contains("*")
    }
  }

  private static func texts(_ value: AWSValue?) -> [String] {
    value?.list?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
  }
}
