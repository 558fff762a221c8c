import AWS

extension IAMService {
  /// For EnableMFADevice and ResyncMFADevice: two codes, one right after the other.
  struct MFACodesInput: OperationInput, StatesAccess {
    static let members = [
      "UserName", "SerialNumber", "AuthenticationCode1", "AuthenticationCode2",
    ]
    let name: String
    let serial: String
    let codes: (String, String)

    init(_ members: Members) throws(AWSError) {
      name = try EntityInput<OfUser>(members).name
      serial = members.string("SerialNumber") ?? ""
      codes = (
        members.string("AuthenticationCode1") ?? "", members.string("AuthenticationCode2") ?? ""
      )
    }

    func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(.user, name)]
    }

    static let wrongCode = AWSError(
      "InvalidAuthenticationCode", "Authentication code for device is not valid.", status: 403)
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html
  enum EnableMFADevice: OperationHandler {
    static func perform(_ input: MFACodesInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      _ = try call.iam.existingUser(input.name, call.account)
      var device = try call.iam.existingMFADevice(input.serial, call.account)
      guard device.userName == nil else {
        throw IAMError.alreadyExists("MFA Device is already in use")
      }
      if try call.iam.mfaDevices(ofUser: input.name, call.account).count >= quota {
        throw IAMError.quota("MfaDevicesPerUser", quota)
      }
      guard device.take(input.codes.0, input.codes.1, at: call.now) else {
        throw MFACodesInput.wrongCode
      }
      device.userName = input.name
      device.enabled = call.iamDate
      try call.iam.put(device)
      return [:]
    }

    private static let quota = 8
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html
  enum ResyncMFADevice: OperationHandler {
    static func perform(_ input: MFACodesInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      var device = try call.mfaDevice(input.serial, ofUser: input.name)
      guard device.take(input.codes.0, input.codes.1, at: call.now) else {
        throw MFACodesInput.wrongCode
      }
      try call.iam.put(device)
      return [:]
    }
  }

  /// For an operation on one device of one user, himself where none is named.
  struct MFADeviceInput: OperationInput, StatesAccess {
    static let members = ["UserName", "SerialNumber"]
    let name: String?
    let serial: String

    init(_ members: Members) throws(AWSError) {
      name = try OptionalUserInput(members).name
      serial = members.string("SerialNumber") ?? ""
    }

    func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
      [try call.iamCheck(userOrCaller: name)]
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html
  enum DeactivateMFADevice: OperationHandler {
    static func perform(_ input: MFADeviceInput, _ call: inout Call) throws(AWSError) -> AWSObject
    {
      var device = try call.mfaDevice(
        input.serial, ofUser: try call.userNameOrCaller(input.name))
      device.userName = nil
      device.enabled = nil
      try call.iam.put(device)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetMFADevice.html
  enum GetMFADevice: OperationHandler {
    static func perform(_ input: MFADeviceInput, _ call: inout Call) throws(AWSError) -> AWSObject
    {
      let device = try call.mfaDevice(
        input.serial, ofUser: try call.userNameOrCaller(input.name))
      return device.answer
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html
  enum ListMFADevices: OperationHandler {
    struct Input: OperationInput, StatesAccess {
      static let members = ["UserName"] + IAMPage.members
      let name: String?
      let page: IAMPage

      init(_ members: Members) throws(AWSError) {
        name = try OptionalUserInput(members).name
        page = try IAMPage(members)
      }

      func access(_ call: Call) throws(AWSError) -> [AccessCheck] {
        [try call.iamCheck(userOrCaller: name)]
      }
    }

    /// The root user has none here.
    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var devices: [IAMStore.MFADevice] = []
      if let name = try call.userNameOrCaller(input.name) {
        _ = try call.iam.existingUser(name, call.account)
        devices = try call.iam.mfaDevices(ofUser: name, call.account)
      }
      return input.page.answer("MFADevices", devices) {
        $0.serial
      } value: {
        .object($0.answer)
      }
    }
  }
}

extension Call {
  /// A user's own device; the root user has none here.
  fileprivate func mfaDevice(_ serial: String, ofUser name: String?) throws(AWSError)
    -> IAMStore.MFADevice
  {
    if let name { _ = try iam.existingUser(name, account) }
    let device = try iam.existingMFADevice(serial, account)
    guard let name, device.userName == name else {
      throw IAMError.noSuchEntity(
        "MFA device with serial number \(serial) is not associated with the user.")
    }
    return device
  }

  /// Whether the caller proves with a code that he holds one of his devices; false where he gives
  /// none. A code is good once.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
  func provesMFA(serial: String?, code: String?) throws(AWSError) -> Bool {
    guard serial != nil || code != nil else { return false }
    guard let serial, let code else {
      throw Self.mfaFailed(
        ", must provide both MFA serial number and one time pass code.")
    }
    guard case .user(let name) = caller.kind,
      var device = try iam.mfaDevice(serial, account), device.userName == name
    else {
      throw Self.mfaFailed(
        ", unable to validate MFA code.  Please verify your MFA serial number is valid and "
          + "associated with this user.")
    }
    guard device.take(code, at: now) else {
      throw Self.mfaFailed(" with invalid MFA one time pass code. ")
    }
    try iam.put(device)
    return true
  }

  private static func mfaFailed(_ why: String) -> AWSError {
    AWSError("AccessDenied", "MultiFactorAuthentication failed" + why, status: 403)
  }
}
