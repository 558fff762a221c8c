import AWS
import Testing

struct TimestampTests {
  @Test(arguments: [
    ("2023-07-10T12:10:08Z", 1_688_991_008_000_000), ("1970-01-01T00:00:00Z", 0),
    ("1969-12-31T23:59:59.999999Z", -1), ("2023-07-10T12:10:08.250Z", 1_688_991_008_250_000),
    ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
    ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
  ])
  func iso8601GoesBothWays(text: String, microseconds: Int64) {
    #expect(Timestamp(iso8601: text)?.microseconds == microseconds)
    #expect(Timestamp(microseconds: microseconds).iso8601 == text)
  }

  @Test(arguments: [
    ("2023-07-10", 1_688_947_200), ("2023-07-10T12:10:08", 1_688_991_008),
    ("2023-07-10 12:10:08Z", 1_688_991_008),
    ("2023-07-10T14:10:08+02:00", 1_688_991_008), ("2023-07-10T07:40:08-0430", 1_688_991_008),
    ("2023-07-10T12:10:08.123456789Z", 1_688_991_008),
  ])
  func otherFormsOfIso8601AreRead(text: String, seconds: Int64) {
    #expect(Timestamp(iso8601: text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "2023", "2023-13-01", "2023-01-32", "2023-07-10T", "2023-07-10T24:00:00Z",
    "2023-07-10T12:10", "2023-07-10T12:10:08.Z", "2023-07-10T12:10:08Zx", "２０２３-07-10",
  ])
  func whatIsNoTimeIsRefused(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test func httpDateGoesBothWays() {
    let time = Timestamp(seconds: 784_111_777)
    #expect(time.httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(Timestamp(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == time)
    #expect(Timestamp(httpDate: "Sun, 06 Nov 1994 08:49 GMT") == nil)
    #expect(Timestamp(httpDate: "Sun, 06 Nux 1994 08:49:37 GMT") == nil)
  }

  @Test func epochSecondsKeepMicroseconds() throws {
    for micros in [0, 1, 250_000, 1_688_991_008_123_456, 4_102_444_799_999_999, -1_500_000] {
      let time = Timestamp(microseconds: Int64(micros))
      let number = try #require(Double(time.epochText))
      #expect(Timestamp(epochSeconds: number) == time)
    }
    #expect(Timestamp(epochSeconds: .nan) == nil)
    #expect(Timestamp(epochSeconds: 1e300) == nil)
  }

  @Test func basicFormIsExact() {
    #expect(Timestamp(seconds: 1_688_991_008).basicISO8601 == "20230710T121008Z")
    #expect(Timestamp(basicISO8601: "20230710T121008Z") == Timestamp(seconds: 1_688_991_008))
    for text in ["20230710T121008", "20231310T121008Z", "20230710 121008Z", "2023071 T121008Z"] {
      #expect(Timestamp(basicISO8601: text) == nil)
    }
  }
}
