import AWS

/// The trust policy of a role as the gate of an exclusion: open for one who may assume it, until
/// the end of a declared incident, or shut.
///
/// It works on AWS as it does here: guardrails leave the role out by aws:PrincipalArn, and nobody
/// becomes the role but through this gate.
struct TrustGate {
  /// On the role: the exclusion's name; and while an incident is open, its name and its end.
  static let exclusionTag = "break-glass"
  static let incidentTag = "incident"
  static let untilTag = "incident-until"

  private let assumer: String
  private let externalID: String?
  private let needsMFA: Bool

  init(role actor: Environment.Actor, in environment: Environment) {
    assumer = actor.role.flatMap { environment.actor($0.assumedBy)?.arn } ?? ""
    externalID = actor.role?.externalID
    needsMFA = actor.role?.needsMFA ?? false
  }

  /// As long as nobody changes it.
  var open: AWSValue { document([:]) }

  /// By a condition on the clock, so that it shuts by itself.
  func open(from: Timestamp, until: Timestamp) -> AWSValue {
    document([
      "DateGreaterThanEquals": ["aws:CurrentTime": .string(from.iso8601)],
      "DateLessThan": ["aws:CurrentTime": .string(until.iso8601)],
    ])
  }

  /// A time that is over: the statement stays, so that the next incident has little to write.
  var shut: AWSValue {
    document(["DateLessThan": ["aws:CurrentTime": "1970-01-01T00:00:00Z"]])
  }

  private func document(_ times: AWSObject) -> AWSValue {
    var conditions = times
    conditions.set("StringEquals", externalID.map { ["sts:ExternalId": .string($0)] })
    if needsMFA { conditions["Bool"] = ["aws:MultiFactorAuthPresent": "true"] }
    var statement: AWSObject = [
      "Effect": "Allow", "Principal": ["AWS": .string(assumer)], "Action": "sts:AssumeRole",
    ]
    if !conditions.isEmpty { statement["Condition"] = .object(conditions) }
    return ["Version": "2012-10-17", "Statement": [.object(statement)]]
  }
}
