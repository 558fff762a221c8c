import AWS
import Foundation
import PolicyLanguage
import Testing

/// Security groups of which it is known whether they let the internet in to SSH: the 19 on which
/// detectors in the field disagree, in both directions, and others
/// (Tests/Cases/ssh-from-internet, which the rules' own filter is held against too).
struct KnownGroups: CustomTestStringConvertible, Sendable {
  let document: AWSObject
  let isOpen: Bool
  let isDisputed: Bool
  var testDescription: String { document["GroupName"]?.string ?? "" }

  static let all: [KnownGroups] = read("groups.json").compactMap { value in
    guard let document = value.object else { return nil }
    func tag(_ key: String) -> String? {
      document["Tags"]?.list?.first { $0["Key"]?.string == key }?["Value"]?.string
    }
    return KnownGroups(
      document: document, isOpen: tag("ssh-from-internet") == "open",
      isDisputed: tag("detectors-disagree") != nil)
  }

  static let prefixLists: [String: [IPNetwork]] = Dictionary(
    uniqueKeysWithValues: read("answers.json").map { answer in
      (
        answer.at("input", "PrefixListId")?.string ?? "",
        (answer.at("output", "Entries")?.list ?? []).compactMap {
          $0["Cidr"]?.string.flatMap { IPNetwork($0) }
        }
      )
    })

  private static func read(_ name: String) -> [AWSValue] {
    let folder = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("Cases/ssh-from-internet/\(name)")
    do {
      return try JSON.parse(Array(Data(contentsOf: file))).list ?? []
    } catch {
      Issue.record("\(file.path): \(error)")
      return []
    }
  }
}
