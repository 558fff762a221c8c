package import AWS

/// One kind of resource that rules speak of: how it is listed, read again, completed by further
/// calls, and found in CloudTrail records. All of it is data and pure functions; the engine makes
/// the calls.
///
/// To read a resource: make the `ReadCall` of `readOne`, all its pages, and `fold` them into a
/// document; then, for `baseHydrations` and for what the policy needs, ask `nextCall` until it
/// answers nil. Answers to equal calls may be shared among resources.
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
  package let baseHydrations: [Hydration]
  /// Where its calls go: a bucket's region, a trail's home region; the scope itself for most.
  package let homeScope: @Sendable (AWSObject, Scope) -> Scope
  package let arn: @Sendable (AWSObject, Scope) -> ARN
  let tagging: Tagging
  /// What a filter or an action on tags needs.
  let tagHydrations: [Hydration]
  /// Members that only a further call tells, and that call.
  var furtherMembers: [(member: String, hydration: Hydration)] = []
  /// The filters and actions that it has beside those that every type has.
  let filters: [FilterKind]
  let actions: [ActionKind]
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

  /// The next call that a document lacks for any of the hydrations, in their order, the type's own
  /// first; nil once it is complete.
  package func nextCall(
    for hydrations: [Hydration], document: AWSObject, in setting: ReadSetting
  ) -> ReadCall? {
    for hydration in baseHydrations + hydrations {
      if let call = hydration.nextCall(document, setting) { return call }
    }
    return nil
  }

  /// The documents of an enumeration.
  package func documents(in pages: [AWSObject], of call: ReadCall) -> [AWSObject] {
    call.documents(pages)
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
  /// It has no tags.
  case untagged
}

/// The kinds of resource that rules may name.
package enum ResourceTypes {
  package static let all: [ResourceType] = [
    .securityGroup, .s3Bucket, .iamUser, .cloudTrail, .vpc, .ec2Instance, .iamRole,
    .subnet, .internetGateway, .networkACL, .routeTable,
    .volume, .snapshot, .image,
    .iamPolicy, .iamGroup,
    .account,
  ]

  /// By its name, with or without `aws.`.
  package static func named(_ name: String) -> ResourceType? {
    let full = name.hasPrefix("aws.") ? name : "aws.\(name)"
    return all.first { $0.name == full }
  }
}
