import AWS
import Testing

struct DigestTests {
  private let check = Array("123456789".utf8)

  /// The check values of "A painless guide to CRC error detection algorithms" and its catalogue.
  @Test func checksumsOfTheCatalogueHold() {
    #expect(CRC32.sum(check) == 0xCBF4_3926)
    #expect(CRC32C.sum(check) == 0xE306_9283)
    #expect(CRC64NVME.sum(check) == 0xAE8B_1486_0A79_9888)
  }

  /// FIPS 180-4 and RFC 1321.
  @Test func digestsOfTheStandardsHold() {
    let abc = Array("abc".utf8)
    #expect(
      SHA256.hex(abc) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Hex.encode(SHA1.hash(abc)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(MD5.hex(abc) == "900150983cd24fb0d6963f7d28e17f72")
    #expect(MD5.hex([]) == "d41d8cd98f00b204e9800998ecf8427e")
  }

  /// RFC 4231, test cases 2 and 6.
  @Test func keyedDigestsOfTheRFCHold() {
    #expect(
      Hex.encode(HMACSHA256(key: Array("Jefe".utf8)).code("what do ya want for nothing?"))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      Hex.encode(
        HMACSHA256(key: Array(repeating: 0xAA, count: 131)).code(
          "Test Using Larger Than Block-Size Key - Hash Key First"))
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }
}

struct GzipTests {
  @Test(arguments: [0, 1, 1000, 300_000])
  func whatIsCompressedReadsBack(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    let packed = Gzip.compress(bytes)
    #expect(try Gzip.decompress(packed) == bytes)
    #expect(Gzip.compress(bytes) == packed)
  }

  @Test func bombIsStoppedAtTheLimit() {
    let packed = Gzip.compress([UInt8](repeating: 0, count: 10_000_000))
    #expect(packed.count < 20_000)
    #expect(throws: Gzip.Failure.tooLarge(limit: 1_000_000)) {
      try Gzip.decompress(packed, limit: 1_000_000)
    }
  }

  @Test func damagedAndCutOffDataIsRefused() {
    let packed = Gzip.compress(Array("hello, world".utf8))
    for end in packed.indices {
      #expect(throws: Gzip.Failure.damaged) { try Gzip.decompress(Array(packed[..<end])) }
    }
    var changed = packed
    changed[changed.count - 5] ^= 1
    #expect(throws: Gzip.Failure.damaged) { try Gzip.decompress(changed) }
    #expect(throws: Gzip.Failure.damaged) { try Gzip.decompress(Array("no gzip".utf8)) }
  }

  @Test func severalMembersAreJoined() throws {
    let both = Gzip.compress(Array("one".utf8)) + Gzip.compress(Array("two".utf8))
    #expect(try Gzip.decompress(both) == Array("onetwo".utf8))
  }
}
