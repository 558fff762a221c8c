import AWS
import Exposure
import PolicyLanguage
import Testing

func addresses(_ texts: String...) throws -> AddressSet {
  AddressSet(try texts.map { try #require(IPNetwork($0), "no network: \($0)") })
}

@Suite struct AddressSetTests {
  @Test func twoHalvesAreTheWhole() throws {
    #expect(try addresses("0.0.0.0/1", "128.0.0.0/1") == .everyIPv4)
    #expect(try addresses("8000::/1", "::/1") == .everyIPv6)
  }

  @Test func complementOfTheComplementIsTheSet() throws {
    let set = try addresses("10.0.0.0/8", "192.168.0.0/16", "2001:db8::/32")
    #expect(set.complement.complement == set)
    #expect(set.union(set.complement) == .everything)
    #expect(set.intersection(set.complement).isEmpty)
    #expect(AddressSet.empty.complement == .everything)
    #expect(AddressSet.everything.complement == .empty)
  }

  @Test func differenceIsWrittenInTheFewestNetworks() throws {
    let set = try addresses("10.0.0.0/8").subtracting(try addresses("10.128.0.0/9", "10.0.0.0/32"))
    let expected = (9...31).reversed().map { bits in
      let address = UInt128(10 << 24) + (1 << UInt128(31 - bits))
      return IPNetwork(address: address, prefix: bits + 1, isIPv6: false)
    }
    #expect(set.networks == expected)
    #expect(AddressSet(set.networks) == set)
  }

  @Test func countsAddresses() throws {
    #expect(AddressSet.everyIPv4.ipv4.count == 1 << 32)
    #expect(AddressSet.everyIPv6.ipv6.count == .max)
    #expect(try addresses("10.0.0.0/31", "10.0.0.4/32").ipv4.count == 3)
  }

  @Test func versionsDoNotMix() throws {
    #expect(try !addresses("::/0").contains(#require(IPNetwork("10.0.0.1"))))
    #expect(try addresses("::/0").intersection(addresses("0.0.0.0/0")).isEmpty)
  }

  /// Against sets of numbers, over a space of 64 addresses at the end of each version's space,
  /// where overflow would show.
  @Test(arguments: [UInt64](1...200))
  func arithmeticAgreesWithSetsOfNumbers(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let base = UInt128.max - 63
    func draw() -> (IntervalSet, Set<UInt128>) {
      var ranges: [ClosedRange<UInt128>] = []
      for _ in 0..<generator.below(6) {
        let low = base + UInt128(generator.below(64))
        let high = min(.max, low.addingReportingOverflow(UInt128(generator.below(20))).partialValue)
        if low <= high { ranges.append(low...high) }
      }
      return (IntervalSet(ranges), Set(ranges.flatMap { Array(numbers($0)) }))
    }
    let (a, plainA) = draw()
    let (b, plainB) = draw()
    func plain(_ set: IntervalSet) -> Set<UInt128> { Set(set.intervals.flatMap(numbers)) }
    #expect(plain(a) == plainA)
    #expect(plain(a.union(b)) == plainA.union(plainB))
    #expect(plain(a.intersection(b)) == plainA.intersection(plainB))
    #expect(plain(a.subtracting(b)) == plainA.subtracting(plainB))
    #expect(Int(a.count) == plainA.count)
    #expect((0..<64).allSatisfy { a.contains(base + $0) == plainA.contains(base + $0) })
    let union = a.union(b).intervals
    let parted = zip(union, union.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound }
    #expect(parted)
  }

  private func numbers(_ range: ClosedRange<UInt128>) -> [UInt128] {
    (0...(range.upperBound - range.lowerBound)).map { range.lowerBound + $0 }
  }
}

@Suite struct InternetTests {
  @Test(arguments: [
    (["0.0.0.0/0"], true), (["0.0.0.0/1"], true), (["128.0.0.0/1"], true), (["8.0.0.0/7"], true),
    (["8.0.0.0/8"], false), (["8.0.0.0/8", "11.0.0.0/8"], true), (["8.0.0.0/8", "9.9.9.9"], true),
    (["8.0.0.0/8", "10.0.0.0/8"], false), (["10.0.0.0/7"], false), (["203.0.113.0/24"], false),
    (["172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "224.0.0.0/3"], false),
    (["::/0"], true), (["2000::/3"], true), (["2600::/12"], true), (["2600:1f18::/32"], false),
    (["2600:1f18::/32", "2600:1f19::/32"], true), (["fc00::/7"], false), (["fe80::/10"], false),
  ])
  func countsWhatIsWiderThanOneOwnersNetwork(networks: [String], counts: Bool) throws {
    let set = AddressSet(try networks.map { try #require(IPNetwork($0)) })
    #expect(Internet.standard.counts(set) == counts)
  }

  @Test func theWholeSpaceCountsWhateverTheLine() throws {
    let strict = Internet(mostPrivateIPv4: .max, mostPrivateIPv6: .max)
    #expect(strict.counts(try addresses("0.0.0.0/0")))
    #expect(strict.counts(try addresses("2000::/3")))
    #expect(!strict.counts(try addresses("0.0.0.0/1")))
  }

  @Test func oneAddressCountsWhereTheLineIsNone() throws {
    let wary = Internet(mostPrivateIPv4: 0, mostPrivateIPv6: 0)
    #expect(wary.counts(try addresses("9.9.9.9/32")))
    #expect(!wary.counts(try addresses("10.1.1.1/32")))
  }

  @Test func shareIsOfThePublicSpace() throws {
    #expect(Internet.standard.share(of: .everything) == 1)
    #expect(Internet.standard.share(of: try addresses("10.0.0.0/8")) == 0)
    let half = Internet.standard.share(of: try addresses("0.0.0.0/1"))
    #expect((0.5...0.6).contains(half))
  }
}
