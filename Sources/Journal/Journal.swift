// What a run is remembered by: entries, the journal file they make, and the metrics that are
// computed from them and from nothing else. Knows only the vocabulary; the harness writes entries,
// the reporting reads them. Invariant: the same entries give the same bytes on every machine, so a
// number is whole (microseconds, millionths) wherever it can be.

import AWS

/// The journal file: a line that names the format, then one JSON object a line with sorted keys.
package enum Journal {
  /// Raised when a reader of the old form would misread the new one.
  package static let version = 1
  private static let format = "stormdrill-journal"

  package static func write(_ entries: [JournalEntry]) -> [UInt8] {
    var out = JSON.write(
      ["format": .string(format), "version": .integer(Int64(version))], sorted: true)
    out.append(UInt8(ascii: "\n"))
    for entry in entries {
      out.append(contentsOf: line(entry))
      out.append(UInt8(ascii: "\n"))
    }
    return out
  }

  /// One entry's line, without its newline.
  package static func line(_ entry: JournalEntry) -> [UInt8] {
    let (name, payload) = entry.kind.named
    var copy = payload
    var fields = Fields()
    copy.fields(&fields)
    let object: AWSObject = [
      "data": .object(fields.object), "kind": .string(name),
      "sequence": .integer(entry.sequence), "time": .string(entry.time.iso8601),
    ]
    return JSON.write(.object(object), sorted: true)
  }

  /// Why a journal can't be read, and where.
  package struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    package var line: Int
    package var message: String
    package var description: String { "line \(line): \(message)" }
  }

  package static func read(_ bytes: [UInt8]) throws(ReadError) -> [JournalEntry] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let first = lines.first, !first.isEmpty else {
      throw ReadError(line: 1, message: "the journal is empty")
    }
    try checkFormat(parse(Array(first), line: 1))
    var entries: [JournalEntry] = []
    for (index, bytes) in lines.enumerated().dropFirst() where !bytes.isEmpty {
      entries.append(try entry(parse(Array(bytes), line: index + 1), line: index + 1))
    }
    return entries
  }

  private static func parse(_ bytes: [UInt8], line: Int) throws(ReadError) -> AWSValue {
    do throws(JSON.ParseError) {
      return try JSON.parse(bytes)
    } catch {
      throw ReadError(
        line: line, message: "no JSON at column \(error.offset + 1): \(error.message)")
    }
  }

  private static func checkFormat(_ value: AWSValue) throws(ReadError) {
    guard value["format"]?.string == format, let found = value["version"]?.integer else {
      throw ReadError(line: 1, message: "no journal: its first line must name `\(format)`")
    }
    guard found == Int64(version) else {
      throw ReadError(
        line: 1, message: "version \(found) of the journal; this program reads \(version)")
    }
  }

  private static func entry(_ value: AWSValue, line: Int) throws(ReadError) -> JournalEntry {
    guard let name = value["kind"]?.string, let sequence = value["sequence"]?.integer,
      let time = value["time"]?.string.flatMap(Timestamp.init(iso8601:)),
      let data = value["data"]?.object
    else {
      throw ReadError(
        line: line, message: "an entry needs `sequence`, `time`, `kind` and `data`")
    }
    var fields = Fields(reading: data)
    guard let kind = JournalEntry.Kind(named: name, reading: &fields) else {
      throw ReadError(line: line, message: "`\(name)` is no kind of entry")
    }
    if let problem = fields.problem {
      throw ReadError(line: line, message: "entry `\(name)`: \(problem)")
    }
    return JournalEntry(sequence: sequence, time: time, kind: kind)
  }
}
