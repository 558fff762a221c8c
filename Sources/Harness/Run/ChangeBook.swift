import AWS
import Emulator
import Journal

/// Whose work each row of a customer's resources is, and what the engine did to it.
///
/// A row is known by its content, the columns that AWS fills in by itself left out: a rule that is
/// put back under a new id is the same rule.
struct ChangeBook {
  /// Who wrote a row last, the engine left aside.
  enum Owner: Hashable {
    case environment
    case attack
    case benign(label: String)
    /// An actor's step without a label, or a workload.
    case unlabelled
  }

  /// Who makes the changes at hand.
  enum Author: Hashable {
    case owner(Owner)
    case engine(call: String, finding: String?)
    /// AWS itself: log files, expiry.
    case service
  }

  private struct Content: Hashable {
    let table: String
    let values: [SQLValue]
  }

  /// A row that the engine touched.
  private struct Touched {
    /// As it was before the engine's first touch; nil for one that the engine put in.
    let original: Content?
    var current: Content?
    let owner: Owner
    let mayChange: Bool
    let subject: Subject
    var call: String
    var finding: String?
    var columns: [String]
  }

  private let ignored: [String: Set<String>]
  private var owners: [Content: Owner] = [:]
  private var touched: [Touched] = []
  private var touchedByContent: [Content: Int] = [:]
  /// Keys of the resources that attacks were made on.
  private var attacked: Set<String> = []

  init() {
    let tables = ServiceRegistry.all.flatMap { $0.tables }
    ignored = Dictionary(
      tables.map { ($0.name, Set($0.ignored)) }, uniquingKeysWith: { a, _ in a })
  }

  mutating func noteAttack(on key: String) { attacked.insert(key) }

  /// `isExcused` says of a resource's key that it is in a bad state without an attack.
  mutating func note(
    _ changes: [RowChange], by author: Author, isExcused: (String) -> Bool
  ) {
    for change in changes where !change.table.hasPrefix("sqs_") {
      let before = change.before.map { content(change.table, $0) }
      let after = change.after.map { content(change.table, $0) }
      if before == after { continue }
      switch author {
      case .owner(let owner): own(before, after, owner)
      case .service: own(before, after, before.flatMap { owners[$0] } ?? .environment)
      case .engine(let call, let finding):
        touch(change, before, after, call, finding, isExcused)
      }
    }
  }

  private func content(_ table: String, _ row: [RowChange.ColumnValue]) -> Content {
    let skipped = ignored[table] ?? []
    return Content(
      table: table, values: row.filter { !skipped.contains($0.column) }.map(\.value))
  }

  /// Somebody else's change: what the engine did to that row before is history.
  private mutating func own(_ before: Content?, _ after: Content?, _ owner: Owner) {
    if let before {
      owners[before] = nil
      if let index = touchedByContent.removeValue(forKey: before) {
        touched[index].current = touched[index].original
      }
    }
    if let after { owners[after] = owner }
  }

  private mutating func touch(
    _ change: RowChange, _ before: Content?, _ after: Content?, _ call: String,
    _ finding: String?, _ isExcused: (String) -> Bool
  ) {
    let subject = Subject(id: change.resource, scope: change.scope)
    let index: Int
    if let before, let known = touchedByContent.removeValue(forKey: before) {
      index = known
    } else if before == nil, let after, let known = deleted(after) {
      index = known
    } else {
      let owner = before.flatMap { owners[$0] } ?? .environment
      let isFree = before == nil && attacked.contains(subject.key)
      index = touched.count
      touched.append(
        Touched(
          original: before, current: before, owner: owner,
          mayChange: owner == .attack || isFree || isExcused(subject.key), subject: subject,
          call: call, finding: finding, columns: changedColumns(change)))
    }
    touched[index].current = after
    (touched[index].call, touched[index].finding) = (call, finding)
    if let before, let owner = owners.removeValue(forKey: before), let after {
      owners[after] = owner
    }
    if let after { touchedByContent[after] = index }
  }

  /// The row that the engine deleted and now puts back.
  private func deleted(_ content: Content) -> Int? {
    touched.indices.first { touched[$0].current == nil && touched[$0].original == content }
  }

  private func changedColumns(_ change: RowChange) -> [String] {
    guard let before = change.before, let after = change.after else {
      return (change.after ?? change.before ?? []).filter { !isBookkeeping($0, change.table) }
        .map(describe)
    }
    return zip(before, after).filter { $0.0 != $0.1 && !isBookkeeping($0.0, change.table) }
      .map { "\($0.0.column): \(text($0.0.value)) -> \(text($0.1.value))" }
  }

  private func isBookkeeping(_ value: RowChange.ColumnValue, _ table: String) -> Bool {
    ignored[table]?.contains(value.column) == true || value.column == "account"
      || value.column == "region" || value.value == .null
  }

  private func describe(_ value: RowChange.ColumnValue) -> String {
    "\(value.column): \(text(value.value))"
  }

  private func text(_ value: SQLValue) -> String {
    switch value {
    case .null: "nothing"
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text.count > 200 ? "\(text.prefix(200))..." : text
    case .blob(let bytes): "\(bytes.count) bytes"
    }
  }

  /// The net changes by the engine that no label allows, in the order of their first touch.
  var collateral: [CollateralChange] {
    touched.compactMap { row in
      guard row.original != row.current, !row.mayChange else { return nil }
      var entry = CollateralChange()
      entry.subject = row.subject
      entry.table = row.original?.table ?? row.current?.table ?? ""
      entry.change =
        row.original == nil ? .inserted : row.current == nil ? .deleted : .modified
      entry.about = row.columns.joined(separator: ", ")
      (entry.call, entry.finding) = (row.call, row.finding)
      if case .benign(let label) = row.owner { entry.label = label }
      return entry
    }
  }

  /// Whether what the engine did for a finding is wholly taken back, and what is not.
  func differences(ofFinding finding: String) -> [String] {
    touched.filter { $0.finding == finding && $0.original != $0.current }.map { row in
      let table = row.original?.table ?? row.current?.table ?? ""
      return "\(table) of \(row.subject.id): \(row.columns.joined(separator: ", "))"
    }
  }
}
