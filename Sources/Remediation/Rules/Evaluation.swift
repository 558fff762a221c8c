package import AWS
package import Documents

/// One resource as it stands now, completed by what its policy needs to know.
package struct Resource: Hashable, Sendable {
  package var id: String
  package var document: AWSObject
  /// Where it is: for a bucket its region, for a user the partition's first.
  package var scope: Scope

  package init(id: String, document: AWSObject, scope: Scope) {
    self.id = id
    self.document = document
    self.scope = scope
  }
}

/// What evaluation may ask beside the resources: it has no clock and no account of its own.
package struct EvaluationContext: Sendable {
  package var now: Timestamp
  /// Twelve digits.
  package var account: String
  package var region: String
  /// The record that triggered, as EventBridge delivers it (`detail` and around it); nil in a scan.
  package var event: AWSValue?

  package init(now: Timestamp, account: String, region: String, event: AWSValue? = nil) {
    self.now = now
    self.account = account
    self.region = region
    self.event = event
  }
}

/// A resource that passed all filters of a policy.
package struct Match: Sendable {
  /// What the filters left on it, under Cloud Custodian's names: `c7n:MatchedFilters`,
  /// `MatchedIpPermissions`, `c7n:matched-statements` ...
  package var annotations: AWSObject { notes.object }
  package var resource: Resource { resources[place] }

  /// All that were asked about: to take each match out of them costs more than a short filter.
  private let resources: [Resource]
  private let place: Int
  private let notes: Notes

  package init(resource: Resource, annotations: AWSObject) {
    self.init([resource], at: 0, notes: Notes(others: annotations))
  }

  init(_ resources: [Resource], at place: Int, notes: Notes) {
    self.resources = resources
    self.place = place
    self.notes = notes
  }
}

extension Match: Hashable {
  package static func == (a: Match, b: Match) -> Bool {
    a.resource == b.resource && a.notes == b.notes
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(resource)
    hasher.combine(notes)
  }
}

/// What a policy says of some resources.
package struct Evaluation: Hashable, Sendable {
  /// In the order of the resources.
  package var matches: [Match]
  /// What could not be decided: the resource did not match by it.
  package var problems: [EvaluationProblem]

  package init(matches: [Match], problems: [EvaluationProblem]) {
    self.matches = matches
    self.problems = problems
  }
}

/// A filter that could not decide on a resource, where Cloud Custodian would end the whole run.
package struct EvaluationProblem: Hashable, Sendable {
  package var resource: String
  /// The filter's place in the policy file.
  package var position: SourcePosition
  package var message: String

  package init(resource: String, position: SourcePosition, message: String) {
    self.resource = resource
    self.position = position
    self.message = message
  }
}
