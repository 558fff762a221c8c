import AWS

extension KMSService {
  /// The key goes after 7 to 30 days; until then it can't be used.
  ///
  /// https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
  enum ScheduleKeyDeletion: OperationHandler {
    struct Input: OperationInput {
      static let members = ["KeyId", "PendingWindowInDays"]
      let key: String
      let days: Int

      init(_ members: Members) throws(AWSError) {
        key = members.string("KeyId") ?? ""
        days = members.integer("PendingWindowInDays") ?? 30
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let window = ["kms:ScheduleKeyDeletionPendingWindowInDays": [String(input.days)]]
      var key = try call.key(input.key, context: window)
      guard (7...30).contains(input.days) else {
        let bound = input.days < 7 ? "greater than or equal to 7" : "less than or equal to 30"
        throw KMSError.validation(
          "1 validation error detected: Value '\(input.days)' at 'pendingWindowInDays' failed to "
            + "satisfy constraint: Member must have value \(bound)")
      }
      try key.requireLasting()
      let deletion = call.now + .seconds(Int64(input.days) * 86_400)
      key.deletion = deletion
      key.isEnabled = false
      try call.keys.put(key)
      return [
        "KeyId": .string(key.arn), "DeletionDate": .timestamp(deletion),
        "KeyState": .string(key.state), "PendingWindowInDays": .integer(Int64(input.days)),
      ]
    }
  }
}
