import AWS
import Documents
import JMESPath

/// A resource as a finding of Security Hub shows it
/// (https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html), in the form that
/// Cloud Custodian gives its type.
struct FindingResource {
  /// Why a resource can't be shown.
  struct Missing: Error {
    let reason: String

    init(_ member: String) { reason = "what `\(member)` holds is not known" }
  }

  let setting: ActionSetting
  /// With its times as texts.
  let resource: AWSObject

  init(_ setting: ActionSetting) {
    self.setting = setting
    resource = PolicyMessage(setting: setting).resource.object ?? [:]
  }

  /// The most characters of a value that is made a text.
  private static let valueLimit = 1024

  func formatted() throws(Missing) -> AWSObject {
    let isTagged = (resource["Tags"]?.list ?? []).allSatisfy { tag in
      tag["Key"]?.string != nil && tag["Value"] != nil
    }
    guard isTagged, resource["Tags"] != .null else { throw Missing("Tags") }
    switch setting.policy.resourceType.name {
    case "aws.ec2": return try shown("AwsEc2Instance", instance().withoutEmpty)
    case "aws.s3": return bucket()
    case "aws.iam-role": return try shown("AwsIamRole", role())
    case "aws.ebs": return try shown("AwsEc2Volume", volume())
    case "aws.vpc": return try shown("AwsEc2Vpc", network().withoutEmpty)
    case "aws.security-group":
      var group = other()
      group["Type"] = "AwsEc2SecurityGroup"
      return group
    case "aws.iam-user":
      let filters = setting.policy.node["filters"]?.sequence ?? []
      return try filters.names(filter: "access-key") ? accessKey() : other()
    default: return other()
    }
  }

  private func member(_ name: String) throws(Missing) -> AWSValue {
    guard let value = resource[name], !value.isNull else { throw Missing(name) }
    return value
  }

  /// A time, which is a text by now.
  private func time(_ name: String) throws(Missing) -> AWSValue {
    let value = try member(name)
    guard value.string != nil else { throw Missing(name) }
    return value
  }

  private func members(_ names: String...) -> AWSObject {
    AWSObject(names.compactMap { name in resource[name].map { (name, $0) } }).withoutEmpty
  }

  private var partition: AWSValue { .string(Template.partition(of: setting.context.region)) }
  private var region: AWSValue { .string(setting.context.region) }
  private var tags: AWSValue {
    .object(
      AWSObject(
        (resource["Tags"]?.list ?? []).compactMap { tag in
          guard let key = tag["Key"]?.string, let value = tag["Value"] else { return nil }
          return (key, value)
        }))
  }

  /// What all types of which Security Hub knows details share; an instance has no partition.
  private func shown(_ kind: String, _ details: AWSObject) throws(Missing) -> AWSObject {
    var shown: AWSObject = [
      "Id": .string(setting.custodianARN), "Region": region, "Tags": tags, "Type": .string(kind),
      "Details": .object([kind: .object(details)]),
    ]
    if kind != "AwsEc2Instance" { shown["Partition"] = partition }
    return shown.withoutEmpty
  }

  private func instance() throws(Missing) -> AWSObject {
    var details: AWSObject = [
      "Type": try member("InstanceType"), "ImageId": try member("ImageId"),
      "LaunchedAt": try time("LaunchTime"),
    ]
    let addresses = (resource["NetworkInterfaces"]?.list ?? []).flatMap { interface in
      (interface["PrivateIpAddresses"]?.list ?? []).compactMap { $0["PrivateIpAddress"] }
    }
    details["IpV4Addresses"] = .list(Array(addresses.prefix(10)))
    for name in ["KeyName", "VpcId", "SubnetId"] { details.set(name, resource[name]) }
    details.set("IamInstanceProfileArn", resource.at("IamInstanceProfile", "Arn"))
    return details
  }

  private func bucket() -> AWSObject {
    let owner = resource.at("Acl", "Owner")
    var details: AWSObject = ["OwnerId": owner?["ID"] ?? "Unknown"]
    details.set("OwnerName", owner?["DisplayName"])
    return
      ([
        "Type": "AwsS3Bucket", "Id": .string("arn:aws:s3:::\(setting.id)"),
        "Region": .string(ResourceType.homeRegion(resource)), "Tags": tags,
        "Details": ["AwsS3Bucket": .object(details)],
      ] as AWSObject).withoutEmpty
  }

  private func role() throws(Missing) -> AWSObject {
    var details = members("MaxSessionDuration", "Path", "RoleId", "RoleName")
    details["CreateDate"] = try time("CreateDate")
    details["AssumeRolePolicyDocument"] = .string(
      Python.json(try member("AssumeRolePolicyDocument")))
    return details
  }

  private func accessKey() throws(Missing) -> AWSObject {
    guard let key = resource[IdentityMember.accessKeys]?.list?.first,
      let id = key["AccessKeyId"], let name = key["UserName"]?.string
    else { throw Missing("access key") }
    let details: AWSObject = [
      "UserName": .string("arn:aws:iam:\(setting.context.account):user/\(name)"),
      "Status": key["Status"] ?? .null, "CreatedAt": key["CreateDate"] ?? .null,
    ]
    return [
      "Type": "AwsIamAccessKey", "Id": id, "Region": region,
      "Details": ["AwsIamAccessKey": .object(details.withoutEmpty)],
    ]
  }

  private func volume() throws(Missing) -> AWSObject {
    var details = members("KmsKeyId", "Size", "SnapshotId", "Status", "Encrypted")
    details["CreateTime"] = try time("CreateTime")
    let attachments = (resource["Attachments"]?.list ?? []).map { attachment in
      let shown: AWSObject = [
        "AttachTime": attachment["AttachTime"] ?? .null,
        "InstanceId": attachment["InstanceId"] ?? .null,
        "DeleteOnTermination": attachment["DeleteOnTermination"] ?? .null,
        "Status": attachment["State"] ?? .null,
      ]
      return AWSValue.object(shown.withoutEmpty)
    }
    if !attachments.isEmpty { details["Attachments"] = .list(attachments) }
    return details
  }

  private func network() throws(Missing) -> AWSObject {
    var details: AWSObject = ["State": try member("State")]
    details.set("DhcpOptionsId", resource["DhcpOptionsId"])
    for (set, block, state) in [
      ("CidrBlockAssociationSet", "CidrBlock", "CidrBlockState"),
      ("Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "Ipv6CidrBlockState"),
    ] {
      let ranges: [AWSValue] = (resource[set]?.list ?? []).map { range in
        var shown = AWSObject()
        shown.set("AssociationId", range["AssociationId"])
        shown.set(block, range[block])
        shown.set("CidrBlockState", range.at(state, "State"))
        return .object(shown)
      }
      details[set] = .list(ranges)
    }
    return details
  }

  /// A type of which Security Hub knows no details: every member as a text.
  private func other() -> AWSObject {
    var details = AWSObject()
    for (name, value) in resource {
      let text: String
      switch value {
      case .null, .string, .bytes, .timestamp:
        details[name] = value
        continue
      case .list, .object: text = Python.json(value, lines: true)
      case .bool, .integer, .double: text = Python.text(value)
      }
      details[name] = .string(
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.valueLimit))))
    }
    let name = setting.policy.resourceType.name
    details["c7n:resource-type"] = .string(String(name.dropFirst("aws.".count)))
    var shown: AWSObject = [
      "Type": "Other", "Id": .string(setting.custodianARN), "Region": region,
      "Partition": partition, "Details": ["Other": .object(details.withoutEmpty)],
    ]
    if tags.object?.isEmpty == false { shown["Tags"] = tags }
    return shown
  }
}

extension AWSObject {
  /// Without the members that Python takes for false.
  var withoutEmpty: AWSObject {
    AWSObject(filter { PythonValue.isTrue($0.value) }.map { ($0.key, $0.value) })
  }
}
