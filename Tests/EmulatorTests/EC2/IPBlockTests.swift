import Emulator
import Testing

struct IPBlockTests {
  @Test(arguments: [
    ("0.0.0.0/0", "0.0.0.0/0"), ("10.1.2.3/8", "10.0.0.0/8"),
    ("100.68.0.18/18", "100.68.0.0/18"), ("255.255.255.255/32", "255.255.255.255/32"),
  ])
  func ipv4BecomesCanonical(text: String, canonical: String) {
    #expect(IPv4Block(text)?.description == canonical)
  }

  @Test(arguments: [
    "", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "10.0.0.256/8", "10.0.0.0/08", "10.0.0.01/8",
    "10.0.0.0/ 8", "10.0.0.0/-1", "10.0.0.0/8/8", "::/0",
  ])
  func badIPv4IsRefused(text: String) { #expect(IPv4Block(text) == nil) }

  @Test(arguments: [
    ("::/0", "::/0"), ("2001:DB8:0:0:1::5/64", "2001:db8::/64"),
    ("2001:0db8:0:0:1:0:0:1/128", "2001:db8::1:0:0:1/128"), ("::ffff:192.0.2.1/128",
      "::ffff:c000:201/128"), ("fe80::/10", "fe80::/10"), ("1:0:2:3:4:5:6:7/128",
      "1:0:2:3:4:5:6:7/128"), ("1:2:3:4:5:6:0:0/128", "1:2:3:4:5:6::/128"),
  ])
  func ipv6BecomesCanonical(text: String, canonical: String) {
    #expect(IPv6Block(text)?.description == canonical)
  }

  @Test(arguments: [
    "", "::", "::/129", "1::2::3/64", "12345::/64", "1:2:3:4:5:6:7/64", "1:2:3:4:5:6:7:8:9/64",
    "0.0.0.0/0", "g::/64", "1:2:3:4:5:6:7:8::/64",
  ])
  func badIPv6IsRefused(text: String) { #expect(IPv6Block(text) == nil) }

  @Test func blocksKnowWhatTheyHold() throws {
    let ten = try #require(IPv4Block("10.0.0.0/8"))
    let inner = try #require(IPv4Block("10.1.0.0/16"))
    #expect(ten.contains(inner))
    #expect(!inner.contains(ten))
    #expect(inner.overlaps(ten))
    #expect(!(try #require(IPv4Block("11.0.0.0/8"))).overlaps(ten))
    #expect(inner.size == 65536)
    let everything = try #require(IPv6Block("::/0"))
    #expect(everything.contains(UInt128.max))
  }
}
