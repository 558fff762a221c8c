import AWS
import Emulator
import TestKit
import Testing

struct GetCallerIdentityTests {
  @Test func unknownKeyIsRootOfTheDefaultAccount() throws {
    let answer = try Client(World.fresh(), account: "test").call("sts", "GetCallerIdentity")
    #expect(answer["Arn"] == "arn:aws:iam::123456789012:root")
    #expect(answer["UserId"] == "123456789012")
  }

  @Test func twelveDigitKeyNamesItsAccount() throws {
    let answer = try World.fresh().call("sts", "GetCallerIdentity", account: "111122223333")
    #expect(answer["Account"] == "111122223333")
  }

  @Test func unsignedCallIsRefused() throws {
    let error = try Client(World.fresh()).signed(nil).error("sts", "GetCallerIdentity")
    #expect(error?.code == "MissingAuthenticationToken")
    #expect(error?.status == 403)
  }

  @Test func recordHasTheRealShape() throws {
    let world = try World.fresh()
    try world.call("sts", "GetCallerIdentity")
    let record = try #require(try world.records().first)
    #expect(
      record.document.keys == [
        "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
        "sourceIPAddress", "userAgent", "requestParameters", "responseElements", "requestID",
        "eventID", "readOnly", "eventType", "managementEvent", "recipientAccountId",
        "eventCategory",
      ])
    #expect(record.document["eventTime"] == "2026-03-02T09:00:00Z")
    #expect(record.eventSource == "sts.amazonaws.com")
    #expect(record.requestParameters == .null)
    #expect(record.isReadOnly)
    #expect(record.userIdentity["type"] == "Root")
  }
}
