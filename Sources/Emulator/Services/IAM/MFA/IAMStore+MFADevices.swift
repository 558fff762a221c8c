import AWS

extension IAMStore {
  /// A virtual device that makes one-time passwords for one user.
  struct MFADevice: Hashable, Sendable {
    /// `arn:aws:iam::123456789012:mfa/alice`
    var serial: String
    var account: String
    /// In base 32, as authenticator apps take it.
    var seed: String
    /// nil for one that is nobody's yet.
    var userName: String?
    var enabled: Timestamp?
    /// The interval of the latest code that was taken: each is good once.
    var lastStep: Int64
    var tags: IAMTags
  }

  func mfaDevice(_ serial: String, _ account: String) throws(AWSError) -> MFADevice? {
    try database.row(
      "SELECT \(Self.deviceColumns) FROM iam_mfa_device WHERE account = ? AND serial = ?",
      .text(account), .text(serial)
    ).map(MFADevice.init)
  }

  func mfaDevices(_ account: String) throws(AWSError) -> [MFADevice] {
    try database.rows(
      "SELECT \(Self.deviceColumns) FROM iam_mfa_device WHERE account = ? ORDER BY serial",
      .text(account)
    ).map(MFADevice.init)
  }

  func mfaDevices(ofUser name: String, _ account: String) throws(AWSError) -> [MFADevice] {
    try mfaDevices(account).filter { $0.userName == name }
  }

  func existingMFADevice(_ serial: String, _ account: String) throws(AWSError) -> MFADevice {
    guard let device = try mfaDevice(serial, account) else {
      throw IAMError.noSuchEntity("VirtualMFADevice with serial number \(serial) doesn't exist.")
    }
    return device
  }

  func put(_ device: MFADevice) throws(AWSError) {
    try database.run(
      """
      INSERT INTO iam_mfa_device (account, serial, seed, user_name, enabled, last_step, tags)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (account, serial) DO UPDATE SET user_name = excluded.user_name,
        enabled = excluded.enabled, last_step = excluded.last_step
      """,
      .text(device.account), .text(device.serial), .text(device.seed), SQLValue(device.userName),
      SQLValue(device.enabled?.microseconds), .integer(device.lastStep),
      .text(device.tags.column))
  }

  func delete(_ device: MFADevice) throws(AWSError) {
    try database.run(
      "DELETE FROM iam_mfa_device WHERE account = ? AND serial = ?", .text(device.account),
      .text(device.serial))
  }

  private static let deviceColumns = "serial, account, seed, user_name, enabled, last_step, tags"
}

extension IAMStore.MFADevice {
  init(_ row: Row) {
    self.init(
      serial: row.text(0), account: row.text(1), seed: row.text(2),
      userName: row.optionalText(3),
      enabled: row.optionalInteger(4).map(Timestamp.init(microseconds:)),
      lastStep: row.integer(5), tags: IAMTags(column: row.text(6)))
  }

  /// Takes a code; false for a wrong one, and for one that was taken before.
  mutating func take(_ code: String, at now: Timestamp) -> Bool {
    guard let step = OneTimePassword.step(of: code, Base32.decode(seed), at: now),
      step > lastStep
    else { return false }
    lastStep = step
    return true
  }

  /// Takes two codes, one right after the other: the proof that somebody holds the device.
  mutating func take(_ first: String, _ second: String, at now: Timestamp) -> Bool {
    let seed = Base32.decode(seed)
    guard let step = OneTimePassword.step(of: second, seed, at: now),
      OneTimePassword.code(seed, step: step - 1) == first
    else { return false }
    lastStep = step
    return true
  }

  /// As ListMFADevices and GetMFADevice answer.
  var answer: AWSObject {
    var answer = AWSObject()
    answer.set("UserName", userName.map(AWSValue.string))
    answer["SerialNumber"] = .string(serial)
    answer.set("EnableDate", enabled.map(AWSValue.timestamp))
    return answer
  }
}
