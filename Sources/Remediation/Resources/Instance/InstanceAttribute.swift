import AWS
import Documents

/// Attributes of instances, which only DescribeInstanceAttribute tells.
enum InstanceAttribute {
  static let names = [
    "instanceType", "kernel", "ramdisk", "userData", "disableApiTermination",
    "instanceInitiatedShutdownBehavior", "rootDeviceName", "blockDeviceMapping", "productCodes",
    "sourceDestCheck", "groupSet", "ebsOptimized", "sriovNetSupport", "enaSupport",
  ]

  static func member(_ name: String) -> String { "c7n:attribute-\(name)" }

  /// Whether one of the protections is on.
  static func isSet(_ name: String, _ document: AWSObject) -> Bool? {
    document[member(name)]?["Value"]?.bool
  }
}

/// `instance-attribute`: a value filter on an attribute. Those that are lists, such as `groupSet`,
/// are asked by JMESPath: `[].GroupId`.
struct InstanceAttributeFilter: ResourceFilter {
  let position: SourcePosition
  let attribute: String
  let value: ValueFilter

  var hydrations: [Hydration] { [.instanceAttribute(attribute)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    switch run.resources[index].document[InstanceAttribute.member(attribute)] {
    case .object(let object)?: return try value.matches(object, run.context)
    case .list(let items)?: return try value.matches(list: items, run.context)
    case nil, .null?: throw FilterProblem("EC2 tells no attribute `\(attribute)`")
    default: throw FilterProblem("attribute `\(attribute)` is no object")
    }
  }
}

/// `stop-protected` and `termination-protected`.
struct ProtectionFilter: ResourceFilter {
  let position: SourcePosition
  /// `disableApiStop` or `disableApiTermination`.
  let attribute: String

  var hydrations: [Hydration] { [.instanceAttribute(attribute)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    guard let isSet = InstanceAttribute.isSet(attribute, run.resources[index].document) else {
      throw FilterProblem("EC2 tells no attribute `\(attribute)`")
    }
    return isSet
  }
}
