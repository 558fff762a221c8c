package import PolicyLanguage

/// Who outside can do what with a resource, and why; and what would let somebody in but is stopped.
package struct ExposureReport: Hashable, Sendable {
  /// By party, then by capability. What a party has as part of a wider one isn't told again.
  package var accesses: [Access] = []
  /// Grants to outsiders that come to nothing.
  package var blocked: [Blocked] = []
  /// Why the search may have missed an exposure; empty where the answer is exact. Sorted.
  package var undecided: [String] = []

  package init() {}

  package var isExposed: Bool { !accesses.isEmpty }

  /// Whether it is open to everyone, from so many addresses that these are the internet.
  package var isPublic: Bool { accesses.contains(where: \.isPublic) }

  /// What the public may do, in order.
  package var publicCapabilities: [Capability] {
    Set(accesses.filter(\.isPublic).map(\.capability)).sorted()
  }

  /// Everybody in particular: accounts, organizations, units and canonical users, in order.
  package var sharedWith: [Party] {
    Set(accesses.map(\.party).filter { !$0.isEveryone && !$0.isService }).sorted()
  }

  /// The services through which any account gets in, in order.
  package var deputies: [Party] { Set(accesses.map(\.party).filter(\.isService)).sorted() }

  package func grants(_ capability: Capability) -> [Access] {
    accesses.filter { $0.capability == capability }
  }
}

/// One thing that one party may do.
package struct Access: Hashable, Sendable {
  package var party: Party
  package var capability: Capability
  /// Each that gives it by itself.
  package var grants: [Grant]
  /// Whether the party is everyone and the addresses are the internet.
  package var isPublic: Bool

  package init(party: Party, capability: Capability, grants: [Grant], isPublic: Bool) {
    self.party = party
    self.capability = capability
    self.grants = grants
    self.isPublic = isPublic
  }

  /// Whether every grant asks for a value of the key: a foreign account that need not name an
  /// `sts:ExternalId` is one that a third party may be deputised by.
  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
  package func needs(_ key: String) -> Bool {
    grants.allSatisfy { grant in
      grant.passages.contains { passage in
        guard case .withValues = passage.way else { return false }
        return passage.key.lowercased() == key.lowercased()
      }
    }
  }
}

/// What lets a party in.
package struct Grant: Hashable, Sendable {
  package var origin: GrantOrigin
  /// How each condition of the statement lets the party pass.
  package var passages: [Passage]
  /// The public addresses from which the party gets in; nil where they were not asked for.
  package var sources: AddressSet?
  /// A request that gets in; nil for grants that are no policy's.
  package var witness: Witness?

  package init(
    origin: GrantOrigin, passages: [Passage] = [], sources: AddressSet? = nil,
    witness: Witness? = nil
  ) {
    self.origin = origin
    self.passages = passages
    self.sources = sources
    self.witness = witness
  }
}

package enum GrantOrigin: Hashable, Sendable {
  case statement(StatementReference)
  /// A grant of the ACL, counted from 0.
  case acl(Int)
  /// A KMS grant by its id.
  case keyGrant(String)
  /// An entry of a launch or volume permission, counted from 0.
  case permission(Int)
}

/// How one condition is passed.
package struct Passage: Hashable, Sendable {
  /// As the policy writes it.
  package var key: String
  package var way: Way

  package init(key: String, way: Way) {
    self.key = key
    self.way = way
  }

  package enum Way: Hashable, Sendable {
    /// The condition holds for a request that lacks the key.
    case withoutKey
    case withValues([String])
  }
}

/// A request that the policies let in, as somebody could send it.
package struct Witness: Hashable, Sendable {
  package var principal: Principal
  package var action: String
  package var resource: String
  /// The keys that the policies speak of, in lower case.
  package var context: [String: [String]]
}

/// A grant that somebody outside can't use.
package struct Blocked: Hashable, Sendable {
  package var party: Party
  package var capability: Capability
  package var origin: GrantOrigin
  package var by: Obstacle

  package enum Obstacle: Hashable, Sendable {
    /// The keys of its conditions that the party can't meet, as written.
    case conditions([String])
    /// A denial that takes the grant back, of the resource's policy or of an RCP.
    case denial(StatementReference)
    /// Several denials together.
    case denials
    /// `IgnorePublicAcls` or `RestrictPublicBuckets`.
    case publicAccessBlock(setting: String, PublicAccessBlock.Level)
    /// `BucketOwnerEnforced`: ACLs count for nothing.
    case ownership
    /// A region's setting: `block-all-sharing` of snapshots.
    case regionSetting(String)
  }

  package init(party: Party, capability: Capability, origin: GrantOrigin, by: Obstacle) {
    self.party = party
    self.capability = capability
    self.origin = origin
    self.by = by
  }
}
