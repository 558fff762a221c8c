import AWS
import JMESPath

extension Hydration {
  /// An attribute of an instance, under the member where Cloud Custodian's `instance-attribute`
  /// keeps it.
  static func instanceAttribute(_ name: String) -> Hydration {
    let member = InstanceAttribute.member(name)
    return Hydration.member(
      member, goneCodes: ["InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"],
      call: { document, setting in
        APICall(
          service: "ec2", operation: "DescribeInstanceAttribute",
          input: ["Attribute": .string(name), "InstanceId": document["InstanceId"] ?? .null],
          scope: setting.scope)
      },
      value: { pages in
        pages.first?.first { $0.key != "InstanceId" && $0.key != "ResponseMetadata" }?.value
          ?? .null
      })
  }

  /// An instance's user data, unpacked; null where it has none.
  static let userData = Hydration.member(
    UserData.member, absentCodes: ["InvalidInstanceId.NotFound"],
    goneCodes: ["InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"],
    call: { document, setting in
      APICall(
        service: "ec2", operation: "DescribeInstanceAttribute",
        input: ["Attribute": "userData", "InstanceId": document["InstanceId"] ?? .null],
        scope: setting.scope)
    }, value: { UserData.unpacked($0.first?.at("UserData", "Value")) })

  /// The image that an instance was started from; null where it is gone.
  static let instanceImage = Hydration("c7n:instance-image") { document, setting in
    guard document["c7n:instance-image"] == nil, let id = document["ImageId"] else { return nil }
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeImages", input: ["ImageIds": [id]],
        scope: setting.scope),
      absentCodes: ["InvalidAMIID.NotFound", "InvalidAMIID.Malformed", "InvalidAMIID.Unavailable"]
    ) { document, pages in
      let image = (pages ?? []).items("Images").first { $0["ImageId"] == id }
      document["c7n:instance-image"] = image.map { .object($0) } ?? .null
    }
  }

  /// What EC2 keeps of an image even when it is gone.
  static let imageMetadata = ofInstance(
    "c7n:image-metadata", "ec2", "DescribeInstanceImageMetadata",
    input: { ["InstanceIds": [$0]] }, pagination: .nextToken
  ) { $0.items("InstanceImageMetadata").map { ($0, $0["ImageMetadata"]) } }

  /// The alarms on an instance's system status check.
  static let statusAlarms = Hydration.member(
    "stormdrill:StatusAlarms",
    call: { document, setting in
      APICall(
        service: "cloudwatch", operation: "DescribeAlarmsForMetric",
        input: [
          "MetricName": "StatusCheckFailed_System", "Namespace": "AWS/EC2",
          "Dimensions": [["Name": "InstanceId", "Value": document["InstanceId"] ?? .null]],
        ], scope: setting.scope)
    }, value: { .list($0.items("MetricAlarms").map { .object($0) }) })

  /// What Systems Manager knows of an instance; an empty object where that is nothing.
  static let managedInstance = ofInstance(
    "c7n:SsmState", "ssm", "DescribeInstanceInformation",
    input: { ["Filters": [["Key": "InstanceIds", "Values": [$0]]]] }
  ) { $0.items("InstanceInformationList").map { ($0, .object($0)) } }

  /// Keeps what one call tells of an instance, the last of what has its id.
  private static func ofInstance(
    _ member: String, _ service: String, _ operation: String,
    input: @escaping @Sendable (AWSValue) -> AWSObject, pagination: ReadCall.Pagination? = nil,
    items: @escaping @Sendable ([AWSObject]) -> [(AWSObject, AWSValue?)]
  ) -> Hydration {
    Hydration(member) { document, setting in
      guard document[member] == nil, let id = document["InstanceId"] else { return nil }
      let call = APICall(
        service: service, operation: operation, input: input(id), scope: setting.scope)
      return ReadCall(
        call, pagination: pagination, goneCodes: ["InvalidInstanceID.NotFound"]
      ) { document, pages in
        document[member] = items(pages ?? []).last { $0.0["InstanceId"] == id }?.1 ?? [:]
      }
    }
  }

  /// The associations of an instance with its profile, where it has one.
  static let profileAssociation = Hydration("stormdrill:ProfileAssociation") { document, setting in
    guard document["stormdrill:ProfileAssociation"] == nil,
      let profile = document["IamInstanceProfile"], PythonValue.isTrue(profile)
    else { return nil }
    let filters: AWSValue = [
      ["Name": "instance-id", "Values": [document["InstanceId"] ?? .null]],
      ["Name": "state", "Values": ["associating", "associated"]],
    ]
    return ReadCall(
      APICall(
        service: "ec2", operation: "DescribeIamInstanceProfileAssociations",
        input: ["Filters": filters], scope: setting.scope), pagination: .nextToken
    ) { document, pages in
      document["stormdrill:ProfileAssociation"] =
        (pages ?? []).items("IamInstanceProfileAssociations")
        .last { $0["InstanceId"] == document["InstanceId"] }.map { .object($0) } ?? .null
    }
  }
}
