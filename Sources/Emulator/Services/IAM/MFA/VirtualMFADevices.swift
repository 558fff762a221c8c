import AWS

extension IAMService {
  /// Answers the seed once. Departure from AWS: no QRCodePNG, a picture of the same seed.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html
  enum CreateVirtualMFADevice: OperationHandler {
    struct Input: OperationInput {
      static let members = ["Path", "VirtualMFADeviceName", "Tags.Key", "Tags.Value"]
      let path: String
      let name: String
      let tags: IAMTags

      init(_ members: Members) throws(AWSError) {
        path = members.string("Path") ?? "/"
        try IAMName.checkPath(path)
        name = members.string("VirtualMFADeviceName") ?? ""
        try IAMName.check(name, "virtualMFADeviceName")
        tags = try IAMTags(members.objects("Tags") ?? [])
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [call.iamCreation("mfa", input.path, input.name, input.tags)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let serial = call.iamARN("mfa", input.path, input.name)
      if try call.iam.mfaDevice(serial, call.account) != nil {
        throw IAMError.alreadyExists(
          "MFADevice entity at the same path and name already exists.")
      }
      var seed: [UInt8] = []
      for _ in 0..<5 {
        let word = call.world.generator.next()
        seed += (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
      }
      let device = IAMStore.MFADevice(
        serial: serial, account: call.account, seed: Base32.encode(seed), userName: nil,
        enabled: nil, lastStep: -1, tags: input.tags)
      try call.iam.put(device)
      call.record.responseElements = ["virtualMFADevice": ["serialNumber": .string(serial)]]
      var answer: AWSObject = [
        "SerialNumber": .string(serial), "Base32StringSeed": .bytes(Array(device.seed.utf8)),
      ]
      answer.set("Tags", input.tags.answerUnlessEmpty)
      return ["VirtualMFADevice": .object(answer)]
    }
  }

  /// Refused while it is somebody's.
  ///
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html
  enum DeleteVirtualMFADevice: OperationHandler {
    struct Input: OperationInput {
      static let members = ["SerialNumber"]
      let serial: String

      init(_ members: Members) throws(AWSError) { serial = members.string("SerialNumber") ?? "" }
    }

    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      let tags = try call.iam.mfaDevice(input.serial, call.account)?.tags.pairs ?? []
      return [
        AccessCheck(
          call.ownAction, on: input.serial, context: AccessCheck.tags("aws:ResourceTag", tags))
      ]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let device = try call.iam.existingMFADevice(input.serial, call.account)
      if device.userName != nil {
        throw IAMError.deleteConflict("MFA VirtualDevice in use. Must deactivate first.")
      }
      try call.iam.delete(device)
      return [:]
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html
  enum ListVirtualMFADevices: OperationHandler {
    struct Input: OperationInput {
      static let members = ["AssignmentStatus"] + IAMPage.members
      let status: String
      let page: IAMPage

      init(_ members: Members) throws(AWSError) {
        status = members.string("AssignmentStatus") ?? "Any"
        page = try IAMPage(members)
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [AccessCheck(call.ownAction, on: call.iamARN("mfa", "/", ""))]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let iam = call.iam
      let account = call.account
      let devices = try iam.mfaDevices(account).filter { device in
        switch input.status {
        case "Assigned": device.userName != nil
        case "Unassigned": device.userName == nil
        default: true
        }
      }
      let answers = try devices.mapThrowing { device throws(AWSError) -> AWSObject in
        var answer: AWSObject = ["SerialNumber": .string(device.serial)]
        if let name = device.userName {
          answer["User"] = .object(try iam.existingUser(name, account).answer(isListed: true))
        }
        answer.set("EnableDate", device.enabled.map(AWSValue.timestamp))
        return answer
      }
      return input.page.answer("VirtualMFADevices", answers) {
        $0["SerialNumber"]?.string ?? ""
      } value: {
        .object($0)
      }
    }
  }
}
