package import AWS
package import Emulator

/// The accounts that a run starts with, made by real calls before its clock starts.
package struct Environment: Sendable {
  package var name = ""
  /// Whether policies count: `enforce` makes each actor a principal with its own rights alone.
  package var iam = IAMMode.allow
  /// Twelve digits by the name that files use; the first is where things happen unless said.
  package var accounts: [(name: String, id: String)] = []
  /// The first is where things happen unless said.
  package var regions: [String] = []
  package var groups: [Group] = []
  package var actors: [Actor] = []
  package var trails: [TrailSetup] = []
  package var resources: [ScriptedCall] = []
  package var organization: Organization?
  package var exclusions: [Exclusion] = []

  /// A real IAM user with keys of its own, or a real role that another actor assumes.
  package struct Actor: Sendable {
    package var name: String
    package var account: String
    package var policies: [PolicySource]
    /// Actions that an inline policy allows on everything.
    package var allowed: [String]
    /// Of users.
    package var groups: [String] = []
    package var boundary: PolicySource?
    package var tags: [(key: String, value: String)] = []
    /// nil for a user.
    package var role: Role?
    /// Where its calls come from; nil for an address like any other.
    package var address: String?
    package var endpoint: HTTPRequest.VPCEndpoint?

    /// Of the principal behind it.
    package var arn: String {
      "arn:aws:iam::\(account):" + (role.map { "role/\($0.name)" } ?? "user/\(name)")
    }
  }

  /// How an actor that is a role comes by its credentials.
  package struct Role: Sendable {
    package var name: String
    /// The actor that assumes it.
    package var assumedBy: String
    /// nil trusts that actor, under the external id where there is one.
    package var trust: Template?
    package var externalID: String?
    /// Whether it is taken on with a second factor, which its trust asks for.
    package var needsMFA: Bool
    package var sessionPolicy: Template?
    package var session: Duration
  }

  package struct Group: Sendable {
    package var name: String
    package var account: String
    package var policies: [PolicySource]
  }

  /// A policy as a file gives it.
  package enum PolicySource: Sendable {
    /// A managed policy's name or ARN.
    case managed(String)
    /// A document in the file.
    case document(Template)
  }

  /// A trail with its bucket and that bucket's policy.
  package struct TrailSetup: Sendable {
    package var name: String
    package var account: String
    package var isMultiRegion: Bool
  }

  /// A role that guardrails leave out, for exceptional situations: its trust policy is the gate,
  /// shut unless a declared incident opens it.
  package struct Exclusion: Sendable {
    package var name: String
    /// The actor that is the role.
    package var actor: String
    /// What the guardrail denies to all others: the call that tells whether the exclusion works.
    package var guarded: ScriptedCall
  }

  func account(_ name: String?) -> String {
    name.flatMap { wanted in accounts.first { $0.name == wanted }?.id }
      ?? accounts.first?.id ?? ""
  }

  /// Whether an actor before this one is the same role.
  func isSharedRole(_ actor: Actor) -> Bool {
    guard actor.role != nil, let first = actors.first(where: { $0.arn == actor.arn }) else {
      return false
    }
    return first.name != actor.name
  }

  func actor(_ name: String) -> Actor? { actors.first { $0.name == name } }
}

/// The accounts' organization: a tree of units, and the policies that hang on it.
package struct Organization: Sendable {
  /// What `$organization.id` stands for: the id that AWS gives it.
  static let idName = "organization.id"

  /// Account ids.
  package var management: String
  /// Account ids, the management account left out; nil is all of them.
  package var members: [String]?
  /// Parents before their children.
  package var units: [Unit] = []
  package var policies: [ControlPolicy] = []

  package struct Unit: Sendable {
    package var name: String
    /// nil stands below the root.
    package var parent: String?
    package var accounts: [String]
  }

  package struct ControlPolicy: Sendable {
    package enum Kind: String, Sendable {
      case service = "SERVICE_CONTROL_POLICY"
      case resource = "RESOURCE_CONTROL_POLICY"
    }
    package var kind: Kind
    package var name: String
    package var document: Template
    /// `root`, or names of units and accounts.
    package var targets: [String]
  }
}
