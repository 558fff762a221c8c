import AWS
import Testing

@Suite("AWSObject")
struct AWSObjectTests {
  /// Below, at and above the size at which members are found by a table.
  @Test(arguments: [0, 1, 2, 14, 15, 16, 17, 40])
  func keepsMembersInTheOrderInWhichTheyWerePut(count: Int) {
    let pairs = (0..<count).map { ("name-\($0)", AWSValue.integer(Int64($0))) }
    var grown = AWSObject()
    for (name, value) in pairs { grown[name] = value }
    for object in [grown, AWSObject(pairs), AWSObject(distinct: pairs)] {
      #expect(object.count == count)
      #expect(object.isEmpty == (count == 0))
      #expect(object.keys == pairs.map(\.0))
      #expect(object.map(\.key) == pairs.map(\.0))
      #expect(object.map(\.value) == pairs.map(\.1))
      #expect(object == grown)
      #expect(object.hashValue == grown.hashValue)
      for (name, value) in pairs { #expect(object[name] == value) }
      #expect(object["name-\(count)"] == nil)
    }
  }

  @Test(arguments: [3, 15, 16, 30])
  func changesAndRemovesMembersInPlace(count: Int) {
    var object = AWSObject((0..<count).map { ("name-\($0)", .integer(Int64($0))) })
    let before = object
    object["name-1"] = "changed"
    object["name-0"] = nil
    object["nobody"] = nil
    #expect(object.keys == (1..<count).map { "name-\($0)" })
    #expect(object["name-1"] == "changed")
    #expect(object["name-0"] == nil)
    #expect(object["name-\(count - 1)"] == .integer(Int64(count - 1)))
    #expect(before["name-0"] == 0 && before["name-1"] == 1 && before.count == count)
    object["name-0"] = 0
    #expect(object.keys.last == "name-0")
    object["name-1"] = 1
    #expect(object == before)
    #expect(object.hashValue == before.hashValue)
  }

  @Test func equalsOneThatHeldMoreMembersBefore() {
    var large = AWSObject((0..<20).map { ("name-\($0)", .bool(true)) })
    for number in 3..<20 { large["name-\(number)"] = nil }
    let small = AWSObject((0..<3).map { ("name-\($0)", .bool(true)) })
    #expect(large == small)
    #expect(large.hashValue == small.hashValue)
  }

  @Test(arguments: [1, 20])
  func countsTheLastOfMembersWithOneNameAtThePlaceOfTheFirst(more: Int) {
    let object = AWSObject(
      [("a", 1), ("b", 2), ("a", 3)] + (0..<more).map { ("name-\($0)", .null) })
    #expect(object.keys.prefix(2) == ["a", "b"])
    #expect(object.count == more + 2)
    #expect(object["a"] == 3)
  }

  @Test(arguments: [0, 20])
  func takesCanonicallyEquivalentNamesForOne(more: Int) {
    let object = AWSObject([("caf\u{E9}", 1)] + (0..<more).map { ("name-\($0)", .null) })
    #expect(object["cafe\u{301}"] == 1)
    #expect(object["cafe"] == nil)
    let kelvin = AWSObject([("\u{212A}", 1)] + (0..<more).map { ("name-\($0)", .null) })
    #expect(kelvin["K"] == 1)
  }

  @Test(arguments: [0, 20])
  func knowsATextByItsCodePoints(more: Int) {
    let object = AWSObject([("Key", "caf\u{E9}")] + (0..<more).map { ("name-\($0)", .null) })
    #expect(object.has("Key", "caf\u{E9}"))
    #expect(!object.has("Key", "cafe\u{301}"))
    #expect(!object.has("Value", "caf\u{E9}"))
  }

  @Test func tellsObjectsOfOtherNamesOrValuesApart() {
    let object: AWSObject = ["a": 1, "b": 2]
    #expect(object == ["b": 2, "a": 1])
    #expect(object != ["a": 1, "c": 2])
    #expect(object != ["a": 1, "b": 3])
    #expect(object != ["a": 1])
  }
}
