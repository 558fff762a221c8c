import AWS
import Documents

/// `default-vpc`: whether a resource stands in the region's default VPC.
struct DefaultVPCFilter: ResourceFilter {
  let position: SourcePosition

  var hydrations: [Hydration] { [.defaultVPC] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard let vpc = document["VpcId"], vpc != .null,
      let standard = document[Hidden.defaultVPC]
    else { return false }
    return vpc == standard
  }
}
