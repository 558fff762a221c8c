package import AWS
package import PolicyLanguage

/// Whose a resource is: what is said of these is no exposure.
package struct ResourceOwner: Hashable, Sendable {
  package var account: String
  package var partition: String
  /// The region of the resource; nil for what is global.
  package var region: String?
  /// nil where it is not known: then a condition on the resource's organization may hold.
  package var organization: String?
  /// The owner's canonical user ID.
  package var canonicalID: String?

  package init(
    account: String, partition: String = "aws", region: String? = nil,
    organization: String? = nil, canonicalID: String? = nil
  ) {
    self.account = account
    self.partition = partition
    self.region = region
    self.organization = organization
    self.canonicalID = canonicalID
  }
}

/// What else an answer depends on.
package struct ExposureSettings: Sendable {
  package var internet: Internet
  /// The time that conditions on dates are held against; nil: an exposure at any time counts.
  package var now: Timestamp?
  /// RCPs by level, from the organization's root to the account of the resource.
  package var resourceControl: [[AttachedPolicy]]

  package init(
    internet: Internet = .standard, now: Timestamp? = nil,
    resourceControl: [[AttachedPolicy]] = []
  ) {
    self.internet = internet
    self.now = now
    self.resourceControl = resourceControl
  }
}

/// Actions of one capability and what they are done to.
package struct CapabilityScope: Hashable, Sendable {
  package var capability: Capability
  package var actions: [String]
  /// ARNs, with wildcards where the caller chooses: `arn:aws:s3:::photos/*`.
  package var resources: [String]

  package init(_ capability: Capability, _ actions: [String], on resources: [String]) {
    self.capability = capability
    self.actions = actions
    self.resources = resources
  }
}
