import AWS

extension ConfigService {
  /// The recorder of the customer; those that AWS services make for themselves are not served.
  ///
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationRecorder.html
  enum PutConfigurationRecorder: OperationHandler {
    struct Input: OperationInput {
      static let members = [
        "ConfigurationRecorder.name", "ConfigurationRecorder.roleARN",
        "ConfigurationRecorder.recordingGroup.*", "ConfigurationRecorder.recordingMode.*",
      ]
      let name: String
      let role: String
      let group: RecordingGroup?
      let mode: AWSObject?

      init(_ members: Members) throws(AWSError) {
        let recorder = Members(members.object("ConfigurationRecorder") ?? [:])
        name = recorder.string("name") ?? "default"
        role = recorder.string("roleARN") ?? ""
        group = try recorder.object("recordingGroup").map { group throws(AWSError) in
          try RecordingGroup(group)
        }
        mode = recorder.object("recordingMode")
      }
    }

    /// Handing AWS Config a role needs leave to pass it.
    static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
      let own = try AccessCheck.recorder(input.name, call)
      if input.role.isEmpty { return [own] }
      return [own, .passRole(input.role, to: "config.amazonaws.com")]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      if input.role.isEmpty {
        throw ConfigError.role("You have provided a null or empty Role ARN.")
      }
      guard let role = ARN(input.role), role.service == "iam", role.resource.hasPrefix("role/")
      else { throw ConfigError.role("The Role ARN '\(input.role)' is not valid.") }
      let existing = try call.config.recorder(in: call.scope)
      if let existing, existing.name != input.name {
        throw ConfigError.tooManyRecorders(input.name)
      }
      let suffix = String(call.world.uuid().filter { $0 != "-" }.prefix(16))
      var recorder =
        existing
        ?? ConfigurationRecorder(input.name, call.scope, role: input.role, suffix: suffix)
      recorder.role = input.role
      if let group = input.group { recorder.group = group }
      if let mode = input.mode { recorder.mode = mode }
      try call.config.put(recorder)
      return [:]
    }
  }
}
