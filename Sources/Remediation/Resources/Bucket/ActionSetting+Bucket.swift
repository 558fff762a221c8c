import AWS

extension ActionSetting {
  /// Leaves a bucket alone whose part could not be read before: nothing could put it back.
  func leaves(_ method: String, _ part: String, in plan: inout Plan) -> Bool {
    guard document.isDenied(method: method) else { return false }
    plan.remarks.append(Self.unreadable("bucket \(id): \(part)"))
    return true
  }

  static func unreadable(_ what: String) -> String { "\(what) may not be read, so is left alone" }

  /// Fields of the bucket filled in.
  func expand(_ value: AWSValue) -> AWSValue {
    BucketTemplate.expand(value, document, match.resource.scope, context)
  }
}

extension ActionSetting {
  /// A value of the policy with what is known of every resource filled in.
  func loaded(_ value: AWSValue) -> AWSValue { Template.expand(value, context) }
}
