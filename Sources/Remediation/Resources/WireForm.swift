import AWS

/// Whether parameters that stand in a policy are what an operation takes.
enum WireForm {
  /// What AWS's own model has against the input of a call; nil where it has nothing.
  static func problem(service: String, operation: String, input: AWSObject) -> String? {
    guard let model = ServiceModel.named(service), let known = model.operation(operation) else {
      return "the operation `\(service):\(operation)` is not known"
    }
    do throws(AWSError) {
      _ = try model.encodeRequest(known, input)
      return nil
    } catch {
      return error.message
    }
  }
}
