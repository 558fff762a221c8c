package import AWS

/// One permission that a call needed, and whether the caller had it: what a policy of least
/// privilege is written from, and what tests hold against AWS's own definitions.
package struct AccessObservation: Sendable {
  /// botocore's directory name: `ec2`.
  package let service: String
  package let operation: String
  /// Empty for nobody.
  package let principal: String
  package let check: AccessCheck
  package let isAllowed: Bool

  /// As a line of a log: the keys are those that the operation itself names.
  package var document: AWSObject {
    var keys = AWSObject()
    for (key, values) in check.context.sorted(by: { $0.key < $1.key }) {
      keys[key] = .list(values.map(AWSValue.string))
    }
    return [
      "service": .string(service), "operation": .string(operation),
      "principal": .string(principal), "action": .string(check.action),
      "resource": .string(check.resource), "keys": .object(keys), "allowed": .bool(isAllowed),
    ]
  }
}

extension Call {
  /// Tells who watches.
  func observe(_ check: AccessCheck, isAllowed: Bool) {
    world.accessObserver?(
      AccessObservation(
        service: service, operation: operation, principal: caller.arn, check: check,
        isAllowed: isAllowed))
  }
}
