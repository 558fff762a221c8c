package import AWS

/// The resource that something happened to: an id as its service or a rule writes it, and where.
package struct Subject: Hashable, Sendable, Comparable {
  /// `sg-0123...`, a bucket's name, a user's name, a trail's ARN.
  package var id: String
  /// `aws.security-group` where a rule said so; empty where only the id is known.
  package var type: String
  package var scope: Scope

  package init(id: String, type: String = "", scope: Scope) {
    self.id = id
    self.type = type
    self.scope = scope
  }

  package static let none = Subject(id: "", scope: Scope(account: "", region: ""))

  package static func < (a: Subject, b: Subject) -> Bool {
    (a.scope, a.id, a.type) < (b.scope, b.id, b.type)
  }

  /// The same resource under the several ids it goes by: an ARN counts as its last step, and a
  /// region says nothing, since what is global is reported in different ones.
  package var key: String { "\(scope.account)/\(Self.shortName(id))" }

  /// `main` of `arn:aws:cloudtrail:us-east-1:123456789012:trail/main`; anything else as it is.
  package static func shortName(_ id: String) -> String {
    guard id.hasPrefix("arn:"), let arn = ARN(id) else { return id }
    let steps = arn.resource.split(separator: "/", omittingEmptySubsequences: true)
    if let last = steps.last, steps.count > 1 { return String(last) }
    return String(arn.resource.split(separator: ":").last ?? Substring(arn.resource))
  }
}

extension Subject {
  var document: AWSObject {
    var object: AWSObject = [
      "account": .string(scope.account), "id": .string(id), "partition": .string(scope.partition),
      "region": .string(scope.region),
    ]
    if !type.isEmpty { object["type"] = .string(type) }
    return object
  }

  init?(_ value: AWSValue) {
    guard let id = value["id"]?.string, let account = value["account"]?.string,
      let partition = value["partition"]?.string, let region = value["region"]?.string
    else { return nil }
    self.init(
      id: id, type: value["type"]?.string ?? "",
      scope: Scope(partition: partition, account: account, region: region))
  }
}
