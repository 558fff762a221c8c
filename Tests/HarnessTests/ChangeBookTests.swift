import AWS
import Emulator
import Journal
import Testing

@testable import Harness

struct ChangeBookTests {
  private func row(_ port: Int64, id: String) -> [RowChange.ColumnValue] {
    [
      .init(column: "number", value: .integer(port)), .init(column: "rule_id", value: .text(id)),
      .init(column: "group_id", value: "sg-1"), .init(column: "from_port", value: .integer(port)),
    ]
  }

  private func change(_ before: [RowChange.ColumnValue]?, _ after: [RowChange.ColumnValue]?)
    -> RowChange
  {
    RowChange(
      table: "ec2_security_group_rule", resource: "sg-1", account: "111111111111",
      before: before, after: after)
  }

  private func note(
    _ book: inout ChangeBook, _ change: RowChange, by author: ChangeBook.Author,
    excused: Bool = false
  ) {
    book.note([change], by: author, isExcused: { _ in excused })
  }

  private let engine = ChangeBook.Author.engine(call: "ec2:Revoke", finding: "f1")

  @Test func whatAnAttackWroteMayGo() {
    var book = ChangeBook()
    note(&book, change(nil, row(22, id: "a")), by: .owner(.attack))
    note(&book, change(row(22, id: "a"), nil), by: engine)
    #expect(book.collateral.isEmpty)
  }

  @Test func aBenignRuleMayNotAndItsLabelIsNamed() {
    var book = ChangeBook()
    note(&book, change(nil, row(443, id: "a")), by: .owner(.benign(label: "L1")))
    note(&book, change(row(443, id: "a"), nil), by: engine)
    let collateral = book.collateral
    #expect(collateral.map(\.label) == ["L1"])
    #expect(collateral.map(\.change) == [.deleted])
    #expect(collateral.first?.about == "group_id: sg-1, from_port: 443")
  }

  @Test func whatIsPutBackUnderANewIdIsNoChange() {
    var book = ChangeBook()
    note(&book, change(row(80, id: "a"), nil), by: engine)
    #expect(book.collateral.count == 1)
    #expect(book.differences(ofFinding: "f1").count == 1)
    note(&book, change(nil, row(80, id: "b")), by: engine)
    #expect(book.collateral.isEmpty)
    #expect(book.differences(ofFinding: "f1").isEmpty)
  }

  @Test func newRowsAreAllowedOnAnAttackedResourceOnly() {
    var book = ChangeBook()
    note(&book, change(nil, row(1, id: "a")), by: engine)
    #expect(book.collateral.count == 1)
    book = ChangeBook()
    book.noteAttack(on: "111111111111/sg-1")
    note(&book, change(nil, row(1, id: "a")), by: engine)
    #expect(book.collateral.isEmpty)
  }

  @Test func aResourceThatWasBadFromTheBeginningMayBeMended() {
    var book = ChangeBook()
    note(&book, change(row(22, id: "a"), nil), by: engine, excused: true)
    #expect(book.collateral.isEmpty)
  }
}
