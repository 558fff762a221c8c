import AWS
import Emulator
import TestKit
import Testing

/// A user's virtual device, as an authenticator app holds it.
struct Authenticator {
  let serial: String
  let seed: [UInt8]

  init(_ name: String, of client: Client) throws(AWSError) {
    let device = try client.call(
      "iam", "CreateVirtualMFADevice", ["VirtualMFADeviceName": .string(name)])["VirtualMFADevice"]
    serial = device?["SerialNumber"]?.string ?? ""
    guard case .bytes(let text) = device?["Base32StringSeed"] else {
      preconditionFailure("no seed was answered")
    }
    seed = Base32.decode(String(decoding: text, as: UTF8.self))
  }

  func code(at now: Timestamp) -> String {
    OneTimePassword.code(seed, step: OneTimePassword.step(at: now))
  }

  /// Gives the device to a user, with the codes of this interval and the one before.
  func enable(_ user: String, _ client: Client) throws(AWSError) {
    try client.call("iam", "EnableMFADevice", codes(user, client.now))
  }

  func codes(_ user: String, _ now: Timestamp) -> AWSObject {
    [
      "UserName": .string(user), "SerialNumber": .string(serial),
      "AuthenticationCode1": .string(code(at: now - .seconds(30))),
      "AuthenticationCode2": .string(code(at: now)),
    ]
  }

  func proof(at now: Timestamp) -> AWSObject {
    ["SerialNumber": .string(serial), "TokenCode": .string(code(at: now))]
  }
}

struct MFATests {
  private let client: Client

  init() throws {
    client = Client(try World.fresh { $0.isThrottling = false })
    try client.call("iam", "CreateUser", ["UserName": "alice"])
  }

  /// RFC 6238, appendix B, the last six of its eight digits.
  @Test(arguments: [
    (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
    (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
  ]) func codesAreThoseOfTheRFC(_ time: Int64, _ code: String) {
    let seed = Array("12345678901234567890".utf8)
    let step = OneTimePassword.step(at: Timestamp(seconds: time))
    #expect(OneTimePassword.code(seed, step: step) == code)
  }

  @Test func aDeviceIsEnabledByTwoCodesInARow() throws {
    let device = try Authenticator("alice", of: client)
    #expect(device.serial == "arn:aws:iam::123456789012:mfa/alice")
    #expect(device.seed.count == 40)
    var wrong = device.codes("alice", client.now)
    wrong["AuthenticationCode1"] = .string(device.code(at: client.now - .seconds(60)))
    let refused = client.error("iam", "EnableMFADevice", wrong)
    #expect(refused?.code == "InvalidAuthenticationCode")
    #expect(refused?.status == 403)
    #expect(try client.call("iam", "ListMFADevices", ["UserName": "alice"])["MFADevices"] == [])
    try device.enable("alice", client)
    let listed = try client.call("iam", "ListMFADevices", ["UserName": "alice"])["MFADevices"]
    #expect(listed?.list?.first?["SerialNumber"]?.string == device.serial)
    #expect(client.error("iam", "EnableMFADevice", device.codes("alice", client.now))?.code
      == "EntityAlreadyExists")
    let record = try #require(
      try client.world.records().last { $0.eventName == "EnableMFADevice" })
    #expect(record.requestParameters["serialNumber"]?.string == device.serial)
    #expect(record.requestParameters["authenticationCode1"] == nil)
    let made = try #require(
      try client.world.records().last { $0.eventName == "CreateVirtualMFADevice" })
    #expect(
      made.document["responseElements"]
        == ["virtualMFADevice": ["serialNumber": .string(device.serial)]])
  }

  @Test func aDeviceLivesItsLife() throws {
    let device = try Authenticator("alice", of: client)
    try device.enable("alice", client)
    let serial: AWSObject = ["SerialNumber": .string(device.serial)]
    let named: AWSObject = ["SerialNumber": .string(device.serial), "UserName": "alice"]
    #expect(client.error("iam", "DeleteVirtualMFADevice", serial)?.code == "DeleteConflict")
    #expect(client.error("iam", "DeleteUser", ["UserName": "alice"])?.code == "DeleteConflict")
    func devices(_ status: String) throws -> Int {
      try client.call("iam", "ListVirtualMFADevices", ["AssignmentStatus": .string(status)])[
        "VirtualMFADevices"]?.list?.count ?? 0
    }
    #expect(try devices("Assigned") == 1)
    #expect(try devices("Unassigned") == 0)
    let summary = try client.call("iam", "GetAccountSummary")["SummaryMap"]
    #expect(summary?["MFADevicesInUse"]?.integer == 1)
    try client.call("iam", "UpdateUser", ["UserName": "alice", "NewUserName": "anna"])
    #expect(
      try client.call("iam", "GetMFADevice", serial.merging(["UserName": "anna"]))[
        "UserName"] == "anna")
    try client.call("iam", "UpdateUser", ["UserName": "anna", "NewUserName": "alice"])
    let later = client.at(client.now + .seconds(60))
    try later.call("iam", "ResyncMFADevice", device.codes("alice", later.now))
    try later.call("iam", "DeactivateMFADevice", named)
    #expect(later.error("iam", "GetMFADevice", named)?.code == "NoSuchEntity")
    #expect(try devices("Unassigned") == 1)
    try later.call("iam", "DeleteVirtualMFADevice", serial)
    #expect(try devices("Any") == 0)
    #expect(
      try Authenticator("alice", of: later).seed != device.seed, "a new device, a new seed")
  }
}

extension AWSObject {
  fileprivate func merging(_ more: AWSObject) -> AWSObject {
    var all = self
    for (name, value) in more { all[name] = value }
    return all
  }
}
