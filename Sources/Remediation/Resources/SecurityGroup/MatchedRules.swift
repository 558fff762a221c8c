import AWS

/// The rules of a security group that a filter matched, by their places in it: as annotations they
/// weigh more than the whole question, and few matches are ever looked at so closely.
struct MatchedRules: Sendable {
  /// One source of one permission.
  struct Place: Sendable {
    let permission: Int
    let list: SourceList
    let source: Int
  }

  /// The lists of a permission that hold its sources, in the order in which they are taken apart.
  enum SourceList: String, CaseIterable, Sendable {
    case ipv4 = "IpRanges"
    case ipv6 = "Ipv6Ranges"
    case prefixLists = "PrefixListIds"
    case groups = "UserIdGroupPairs"

    static let all = SourceList.allCases
  }

  /// `MatchedIpPermissions` or `MatchedIpPermissionsEgress`.
  let annotation: String
  let permissions: [AWSValue]
  let places: [Place]

  /// Adds them, each as a permission with one source; what is there already is not repeated.
  func noted(on annotations: AWSObject) -> AWSObject {
    var all = annotations[annotation]?.list ?? []
    for place in places {
      guard case .object(let permission) = permissions[place.permission],
        case .list(let sources)? = permission[place.list.rawValue]
      else { continue }
      let rule = AWSValue.object(
        Self.expanded(permission, place.list, sources[place.source]))
      if !all.contains(rule) { all.append(rule) }
    }
    var out = annotations
    out[annotation] = .list(all)
    return out
  }

  /// A permission with this source as its only one.
  static func expanded(_ permission: AWSObject, _ list: SourceList, _ source: AWSValue)
    -> AWSObject
  {
    var members: [(String, AWSValue)] = []
    members.reserveCapacity(permission.count + SourceList.all.count)
    for (key, value) in permission where SourceList(rawValue: key) == nil {
      members.append((key, value))
    }
    for each in SourceList.all {
      members.append((each.rawValue, .list(each == list ? [source] : [])))
    }
    return AWSObject(distinct: members)
  }
}
