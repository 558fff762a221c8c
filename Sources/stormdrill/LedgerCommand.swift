import AWS
import ArgumentParser
import Ledger
import Remediation

/// What the engine found and did, from its ledger.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "List what the live engine found and did.")

  @Option(help: "The file that the engine remembers by.")
  var ledger = "stormdrill-ledger.sqlite"

  @Argument(help: "One finding, to see all entries about it.")
  var finding: String?

  @Flag(help: "A JSON object a line.")
  var json = false

  func run() throws {
    let store = try LiveEngine.open(ledger, access: .read)
    if let finding {
      try show(finding, store)
      return
    }
    let findings = try store.all()
    if json {
      for finding in findings { print(JSON.text(finding.document, sorted: true)) }
      return
    }
    let rows = findings.map {
      [
        $0.id, $0.openedAt.iso8601, $0.status.rawValue, $0.rule, $0.resourceID, $0.source,
        $0.reason.isEmpty ? $0.calls.joined(separator: ", ") : $0.reason,
      ]
    }
    print(
      Console.table(
        ["finding", "opened", "status", "rule", "resource", "seen by", "what was done"], rows))
  }

  private func show(_ finding: String, _ store: LedgerStore) throws {
    let entries: [LedgerEntry]
    do throws(LedgerStore.Failure) {
      entries = try store.entries(of: finding)
    } catch {
      throw Failure(error.message)
    }
    if entries.isEmpty { throw Failure("no finding `\(finding)` in \(ledger)") }
    for entry in entries {
      let document = JSON.text(entry.document, sorted: true)
      if json {
        let line: AWSObject = [
          "document": .object(entry.document), "kind": .string(entry.kind),
          "sequence": .integer(entry.sequence), "time": .string(entry.time.iso8601),
        ]
        print(JSON.text(line, sorted: true))
      } else {
        print("\(entry.sequence)  \(entry.time.iso8601)  \(entry.kind)  \(document)")
      }
    }
  }
}

extension LedgerStore {
  func all() throws(stormdrill.Failure) -> [FindingSummary] {
    do throws(LedgerStore.Failure) {
      return try findings()
    } catch {
      throw stormdrill.Failure(error.message)
    }
  }
}

extension FindingSummary {
  var document: AWSObject {
    [
      "account": .string(scope.account), "calls": .list(calls.map(AWSValue.string)),
      "changed": .string(changedAt.iso8601), "finding": .string(id),
      "opened": .string(openedAt.iso8601), "reason": .string(reason),
      "region": .string(scope.region), "resource": .string(resourceID), "rule": .string(rule),
      "seenBy": .string(source), "status": .string(status.rawValue),
      "type": .string(resourceType),
    ]
  }
}
