import AWS
import Foundation
import Ledger
import Remediation
import Testing

@Suite struct LedgerStoreTests {
  private func entry(
    _ sequence: Int64, _ kind: LedgerKind = .queued, finding: String? = nil,
    _ document: AWSObject = [:]
  ) -> LedgerEntry {
    LedgerEntry(
      sequence: sequence, time: Timestamp(seconds: 1_700_000_000 + sequence),
      kind: kind.rawValue, finding: finding, document: document)
  }

  private func withFile(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("ledger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appendingPathComponent("ledger.db").path)
  }

  @Test func entriesComeBackInTheirOrderAfterReopening() throws {
    try withFile { path in
      let document: AWSObject = ["b": [1, "zwei", .null], "a": ["x": 1.5], "c": true]
      let written = [entry(1, .finding, finding: "f1", document), entry(2), entry(3)]
      do {
        let store = try LedgerStore(path: path)
        try store.append([written[0]])
        try store.append(Array(written[1...]))
      }
      let read = try LedgerStore(path: path).entries()
      #expect(read == written)
      #expect(read[0].document.keys == ["b", "a", "c"])
    }
  }

  @Test func secondWriterIsRefusedAndReaderIsNot() throws {
    try withFile { path in
      let writer = try LedgerStore(path: path)
      try writer.append([entry(1)])
      let failure = #expect(throws: LedgerStore.Failure.self) { try LedgerStore(path: path) }
      #expect(failure?.message == "the ledger `\(path)` is in use by another stormdrill")
      #expect(try LedgerStore(path: path, access: .read).entries().count == 1)
      try writer.append([entry(2)])
    }
  }

  @Test func gapIsRefusedAndNothingOfItKept() throws {
    let store = try LedgerStore(path: nil)
    try store.append([entry(1)])
    #expect(throws: LedgerStore.Failure.self) { try store.append([entry(2), entry(4)]) }
    #expect(throws: LedgerStore.Failure.self) { try store.append([entry(1)]) }
    #expect(try store.entries().map(\.sequence) == [1])
    try store.append([entry(2)])
  }

  @Test func fileOfAnotherKindIsRefused() throws {
    try withFile { path in
      try Data("no database at all, but long enough to be read as one".utf8)
        .write(to: URL(fileURLWithPath: path))
      #expect(throws: LedgerStore.Failure.self) { try LedgerStore(path: path) }
    }
  }

  @Test func readerOfNothingIsToldSo() throws {
    try withFile { path in
      let failure = #expect(throws: LedgerStore.Failure.self) {
        try LedgerStore(path: path, access: .read)
      }
      #expect(failure?.message.contains("`\(path)`") == true)
    }
  }

  @Test func findingsAreSummedUp() throws {
    let store = try LedgerStore(path: nil)
    let resource: AWSValue = [
      "type": "aws.s3", "id": "logs",
      "scope": ["partition": "aws", "account": "123456789012", "region": "us-east-1"],
    ]
    try store.append([
      entry(1, .finding, finding: "f1", ["rule": "public", "resource": resource, "source": "scan"]),
      entry(2, .plan, finding: "f1"),
      entry(3, .stepStarted, finding: "f1", ["step": 0, "call": "s3:DeleteBucketPolicy"]),
      entry(4, .stepFinished, finding: "f1", ["step": 0]),
      entry(5, .verified, finding: "f1", ["fixed": true]),
      entry(6, .finding, finding: "f6", ["rule": "public", "resource": resource, "source": "scan"]),
      entry(7, .held, finding: "f6", ["text": "notify mode"]),
    ])
    let findings = try store.findings()
    #expect(findings.map(\.id) == ["f1", "f6"])
    #expect(findings.map(\.status) == [.fixed, .held])
    #expect(findings.map(\.reason) == ["", "notify mode"])
    #expect(findings[0].calls == ["s3:DeleteBucketPolicy"])
    #expect(try store.entries(of: "f6").map(\.sequence) == [6, 7])
  }
}
