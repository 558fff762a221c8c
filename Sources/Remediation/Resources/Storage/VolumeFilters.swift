import AWS
import Documents
import JMESPath

/// `instance` of volumes: a value filter on the instance of the first attachment.
struct AttachedInstanceFilter: ResourceFilter {
  static let note = "Instance"

  let position: SourcePosition
  let value: ValueFilter

  var hydrations: [Hydration] { [.attachedInstance] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard let attachment = document["Attachments"]?.list?.first else { return false }
    guard attachment["InstanceId"] != nil else {
      throw FilterProblem("the first attachment names no instance")
    }
    guard let instance = document[StorageMember.instance]?.object else {
      throw FilterProblem("the instance of the first attachment is not there")
    }
    guard try value.matches(instance, run.context) else { return false }
    run.notes[index].others[Self.note] = .object(instance)
    run.notes[index].matchedFilters.append("instance-\(value.key.text)")
    return true
  }
}

/// `kms-alias`: a value filter on the alias of a volume's key.
struct KeyAliasFilter: ResourceFilter {
  let position: SourcePosition
  let value: ValueFilter

  var hydrations: [Hydration] { [.volumeKeyAlias] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard let key = document["KmsKeyId"], PythonValue.isTrue(key) else { return false }
    guard let alias = document[StorageMember.keyAlias] else {
      throw FilterProblem("the volume was read without its key's alias")
    }
    // A key without an alias matches nothing, `absent` neither.
    guard let object = alias.object else { return false }
    return try value.matches(object, run.context)
  }
}

/// `modifyable`: volumes that Elastic Volumes can change now: no magnetic ones, none attached
/// before November 2016 or to an instance of an old type, none whose last modification is under way
/// or failed. (https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html)
struct ModifyableFilter: ResourceFilter {
  static let name = "modifyable"
  /// 2016-11-01T00:00:00Z
  private static let since = Timestamp(seconds: 1_477_958_400)
  private static let oldTypes: Set<String> = [
    "m1.small", "m1.medium", "m1.large", "m1.xlarge", "c1.medium", "c1.xlarge", "cc2.8xlarge",
    "m2.xlarge", "m2.2xlarge", "m2.4xlarge", "cr1.8xlarge", "hi1.4xlarge", "hs1.8xlarge",
    "cg1.4xlarge", "t1.micro", "m3.large", "m3.xlarge", "m3.2xlarge",
  ]

  let position: SourcePosition

  var hydrations: [Hydration] { [.attachedInstance, .volumeModifications] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard let kind = document["VolumeType"] else {
      throw FilterProblem("the volume has no `VolumeType`")
    }
    if kind == "standard" { return false }
    if let attachment = document["Attachments"]?.list?.first {
      let time = try AgeFilter.date("AttachTime", of: attachment.object ?? [:])
      if time < Self.since { return false }
      guard attachment["InstanceId"] != nil else {
        throw FilterProblem("the first attachment names no instance")
      }
      guard let instance = document[StorageMember.instance] else {
        throw FilterProblem("the volume was read without its instance")
      }
      // One whose instance is gone is left alone.
      if instance == .null { return false }
      guard let instanceType = instance["InstanceType"]?.string else {
        throw FilterProblem("the instance has no `InstanceType`")
      }
      if Self.oldTypes.contains(instanceType) { return false }
    }
    guard let modifications = document[StorageMember.modifications]?.list else {
      throw FilterProblem("the volume was read without its modifications")
    }
    return !modifications.contains { $0["VolumeId"] == document["VolumeId"] }
  }
}
