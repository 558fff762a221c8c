package import AWS

/// One kind of resource that rules speak of: how it is listed, read again, completed by further
/// calls, and found in CloudTrail records. All of it is data and pure functions; the engine makes
/// the calls.
///
/// To read a resource: make the `ReadCall` of `readOne`, all its pages, and `fold` them into a
/// document; then, for `baseHydrations` and for each key that the policy needs, ask the type's
/// `nextCall` until it answers nil. Answers to equal calls may be shared among resources.
package struct ResourceType: Sendable {
  /// `aws.security-group`
  package let name: String
  /// The member that names it within its scope: `GroupId`.
  package let idMember: String
  package let reach: Reach
  /// Lists all of the resources in a scope, with what listing tells of each.
  package let enumerate: @Sendable (Scope) -> ReadCall
  /// Reads one by its id. `goneCodes` mean, as an empty answer does, that it is not there.
  package let readOne: @Sendable (_ id: String, Scope) -> ReadCall
  /// What every rule on this type needs beside listing.
  package let baseHydrations: [HydrationKey]
  let hydrations: [HydrationKey: Hydration]
  /// Where its calls go: a bucket's region, a trail's home region; the scope itself for most.
  package let homeScope: @Sendable (AWSObject, Scope) -> Scope
  package let arn: @Sendable (AWSObject, Scope) -> ARN
  let tagging: Tagging
  /// What a filter or an action on tags needs.
  let tagHydrations: [HydrationKey]
  /// Members that only a further call tells, and the key of that call.
  var furtherMembers: [(member: String, key: HydrationKey)] = []
  /// The resources that a record's call touched, whatever the shape of the record, for the event
  /// names in `touchingEvents`. Failed calls are not asked about.
  package let touched: @Sendable (CloudTrailRecord) -> [TouchedResource]

  package enum Reach: Hashable, Sendable {
    /// Listed region by region.
    case regional
    /// Listed once, in the first region of the partition.
    case global
  }

  /// The id in a document.
  package func id(of document: AWSObject) -> String? { document[idMember]?.string }

  /// The next call that the document lacks for a key; nil once it is complete. A key that the
  /// type doesn't know is complete at once; the policy loader has refused it before.
  package func nextCall(
    for key: HydrationKey, document: AWSObject, scope: Scope
  ) -> ReadCall? {
    hydrations[key]?.nextCall(document, scope)
  }

  /// The next call for any of the keys, in their order, the type's own first.
  package func nextCall(
    for keys: [HydrationKey], document: AWSObject, scope: Scope
  ) -> ReadCall? {
    for key in baseHydrations + keys {
      if let call = nextCall(for: key, document: document, scope: scope) { return call }
    }
    return nil
  }

  /// The documents of an enumeration.
  package func documents(in pages: [AWSObject], of call: ReadCall) -> [AWSObject] {
    call.documents(pages)
  }
}

/// What a filter or an action needs to know beside what listing tells.
package enum HydrationKey: String, Hashable, Sendable, CaseIterable, Comparable {
  case bucketLocation, bucketTags, bucketPolicy, bucketACL, bucketPublicAccessBlock
  case bucketVersioning, bucketLogging, bucketWebsite, bucketReplication, bucketNotification
  case bucketLifecycle
  /// The website, where the ACL lets everyone read: only then does it matter to grants.
  case bucketWebsiteIfReadable
  case userDetail, userAttachedPolicies, userPolicies, userPoliciesViaGroups
  case userAccessKeys, userGroups, userMFADevices
  case roleDetail, roleAttachedPolicies
  case trailStatus, trailEventSelectors, trailTags
  case vpcs, referencedGroups

  package static func < (a: HydrationKey, b: HydrationKey) -> Bool { a.rawValue < b.rawValue }
}

/// A read whose answer goes into a document.
package struct ReadCall: Sendable {
  package let call: APICall
  /// How to ask for the next page; nil where the operation has none.
  package let pagination: Pagination?
  /// Error codes that mean: the resource itself is gone.
  package let goneCodes: [String]
  /// Error codes that mean: there is nothing of this kind on the resource, which is an answer.
  package let absentCodes: [String]
  /// The documents that the pages list.
  package let documents: @Sendable ([AWSObject]) -> [AWSObject]
  /// Puts the answer into the document; nil pages for one of `absentCodes`.
  package let fold: @Sendable (inout AWSObject, [AWSObject]?) -> Void

  package struct Pagination: Hashable, Sendable {
    package var inputMember: String
    package var outputMember: String

    static let nextToken = Pagination(inputMember: "NextToken", outputMember: "NextToken")
    static let marker = Pagination(inputMember: "Marker", outputMember: "Marker")
  }

  /// A read that lists resources.
  init(
    _ call: APICall, pagination: Pagination? = nil, goneCodes: [String] = [],
    documents: @escaping @Sendable ([AWSObject]) -> [AWSObject]
  ) {
    self.call = call
    self.pagination = pagination
    self.goneCodes = goneCodes
    absentCodes = []
    self.documents = documents
    fold = { _, _ in }
  }

  /// A read that completes a resource.
  init(
    _ call: APICall, pagination: Pagination? = nil, goneCodes: [String] = [],
    absentCodes: [String] = [],
    fold: @escaping @Sendable (inout AWSObject, [AWSObject]?) -> Void
  ) {
    self.call = call
    self.pagination = pagination
    self.goneCodes = goneCodes
    self.absentCodes = absentCodes
    documents = { _ in [] }
    self.fold = fold
  }

  /// The call for the page after this answer; nil when it was the last.
  package func nextPage(after answer: AWSObject) -> APICall? {
    guard let pagination, let token = answer[pagination.outputMember],
      token != .null, token != .string("")
    else { return nil }
    var next = call
    next.input[pagination.inputMember] = token
    return next
  }
}

/// How one key is filled in: the next call that the document lacks, until there is none.
struct Hydration: Sendable {
  let nextCall: @Sendable (AWSObject, Scope) -> ReadCall?

  /// One call that sets one member; the member's presence, null included, says that it was made.
  static func member(
    _ member: String, absent: AWSValue = .null, absentCodes: [String] = [],
    goneCodes: [String] = [], pagination: ReadCall.Pagination? = nil,
    call: @escaping @Sendable (AWSObject, Scope) -> APICall,
    value: @escaping @Sendable ([AWSObject]) -> AWSValue
  ) -> Hydration {
    Hydration { document, scope in
      guard document[member] == nil else { return nil }
      return ReadCall(
        call(document, scope), pagination: pagination, goneCodes: goneCodes,
        absentCodes: absentCodes
      ) { document, pages in
        document[member] = pages.map(value) ?? absent
      }
    }
  }
}

/// A resource that a record's call touched.
package enum TouchedResource: Sendable {
  case id(String, Scope)
  /// The record gives another name: this read's `documents` are the resources.
  case lookup(ReadCall, Scope)
}

/// Which calls tag a resource and untag it.
enum Tagging: Hashable, Sendable {
  /// CreateTags and DeleteTags by id.
  case ec2
  /// PutBucketTagging with the whole set.
  case s3
  /// TagUser/TagRole and their opposites by name: `User` with member `UserName`.
  case iam(kind: String, member: String)
  /// TagResources and UntagResources by ARN.
  case resourceGroups
}

/// The kinds of resource that rules may name.
package enum ResourceTypes {
  package static let all: [ResourceType] = [
    .securityGroup, .s3Bucket, .iamUser, .cloudTrail, .vpc, .ec2Instance, .iamRole,
  ]

  /// By its name, with or without `aws.`.
  package static func named(_ name: String) -> ResourceType? {
    let full = name.hasPrefix("aws.") ? name : "aws.\(name)"
    return all.first { $0.name == full }
  }
}
