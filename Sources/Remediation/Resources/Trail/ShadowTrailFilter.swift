import AWS
import Documents

/// `is-shadow`: whether a trail is only another region's or another account's, seen from here.
struct ShadowTrailFilter: ResourceFilter {
  let position: SourcePosition
  let state: Bool

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let shadow = try Self.isShadow(
      run.resources[index].document, account: run.context.account, region: run.context.region)
    return shadow == state
  }

  static func isShadow(_ trail: AWSObject, account: String, region: String)
    throws(FilterProblem) -> Bool
  {
    if trail["IsOrganizationTrail"]?.bool == true,
      !(trail["TrailARN"]?.string ?? "").contains(account)
    {
      return true
    }
    guard trail["IsMultiRegionTrail"]?.bool == true else { return false }
    guard let home = trail["HomeRegion"] else {
      throw FilterProblem("the trail names no home region")
    }
    return home.string != region
  }
}
