import AWS
import PolicyLanguage

/// The entries of the managed prefix lists that a document names, which only further calls tell.
enum PrefixLists {
  /// By the lists' ids, their entries' networks; null where AWS tells none.
  static let member = "stormdrill:PrefixLists"

  static func networks(_ document: AWSObject) -> [String: [IPNetwork]] {
    var found: [String: [IPNetwork]] = [:]
    for (id, entries) in document[member]?.object ?? [:] {
      guard let entries = entries.list else { continue }
      found[id] = entries.compactMap { $0.string.flatMap { IPNetwork($0) } }
    }
    return found
  }

  /// The lists that a group's rules name, in their order.
  static func named(byRulesOf group: AWSObject) -> [String] {
    (group["IpPermissions"]?.list ?? []).flatMap { permission in
      (permission["PrefixListIds"]?.list ?? []).compactMap { $0["PrefixListId"]?.string }
    }.uniqued
  }
}

extension Hydration {
  /// The entries of the prefix lists that a security group's rules name.
  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html
  static let groupPrefixLists = prefixLists("prefix lists of rules") { document in
    PrefixLists.named(byRulesOf: document)
  }

  static func prefixLists(
    _ name: String, of ids: @escaping @Sendable (AWSObject) -> [String]
  ) -> Hydration {
    Hydration(name) { document, setting in
      let known = document[PrefixLists.member]?.object ?? [:]
      guard let id = ids(document).first(where: { known[$0] == nil }) else { return nil }
      return ReadCall(
        APICall(
          service: "ec2", operation: "GetManagedPrefixListEntries",
          input: ["PrefixListId": .string(id)], scope: setting.scope),
        pagination: .nextToken, absentCodes: ["InvalidPrefixListID.NotFound"]
      ) { document, pages in
        var all = document[PrefixLists.member]?.object ?? [:]
        all[id] = pages.map { pages in
          .list(pages.items("Entries").compactMap { $0["Cidr"] })
        } ?? .null
        document[PrefixLists.member] = .object(all)
      }
    }
  }
}
