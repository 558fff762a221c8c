import AWS
import Testing

@testable import Journal

struct JournalFileTests {
  @Test func everyKindOfEntryReadsBackAsWritten() throws {
    let entries = Sample.everyKind
    let bytes = Journal.write(entries)
    #expect(try Journal.read(bytes) == entries)
  }

  @Test func membersAreSortedAndTheFirstLineNamesTheFormat() throws {
    let text = String(decoding: Journal.write(Sample.everyKind), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines[0] == #"{"format":"stormdrill-journal","version":1}"#)
    let ended = try #require(lines.first { $0.contains("run-ended") })
    #expect(
      ended == #"{"data":{"converged":true,"deliveriesLeft":0,"messagesLeft":2,"requests":7},"#
        + #""kind":"run-ended","sequence":34,"time":"2026-01-05T11:00:00Z"}"#)
  }

  @Test(arguments: [
    ("", "line 1: the journal is empty"),
    ("{}", "line 1: no journal: its first line must name `stormdrill-journal`"),
    (
      #"{"format":"stormdrill-journal","version":2}"#,
      "line 1: version 2 of the journal; this program reads 1"
    ),
    (
      "{\"format\":\"stormdrill-journal\",\"version\":1}\n\n{\"kind\":\"label\"}",
      "line 3: an entry needs `sequence`, `time`, `kind` and `data`"
    ),
    (
      Sample.head + #"{"data":{},"kind":"lable","sequence":1,"time":"2026-01-05T09:00:00Z"}"#,
      "line 2: `lable` is no kind of entry"
    ),
    (
      Sample.head + #"{"data":{},"kind":"warning","sequence":1,"time":"2026-01-05T09:00:00Z"}"#,
      "line 2: entry `warning`: `text` is missing"
    ),
    (
      Sample.head
        + #"{"data":{"text":3},"kind":"warning","sequence":1,"time":"2026-01-05T09:00:00Z"}"#,
      "line 2: entry `warning`: `text` can't be 3"
    ),
    (Sample.head + "{", "line 2: no JSON at column 2: expected the name of a member in quotes"),
  ])
  func aBrokenJournalNamesItsLine(text: String, message: String) {
    let error = #expect(throws: Journal.ReadError.self) {
      try Journal.read(Array(text.utf8))
    }
    #expect(error?.description == message)
  }
}
