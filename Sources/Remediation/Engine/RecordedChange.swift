import AWS

/// What a record says of the change itself, in the form in which a resource would show it: the
/// permissions that were added, the policy that was put.
///
/// Only what the parameters of one call tell; the rest of the resource is unknown. nil where they
/// tell nothing that a rule could look at.
enum RecordedChange {
  static func document(of record: CloudTrailRecord, id: String) -> AWSObject? {
    let input = record.requestParameters
    switch record.eventName {
    case "AuthorizeSecurityGroupIngress":
      return group(id, record, ingress: permissions(input), egress: [])
    case "AuthorizeSecurityGroupEgress":
      return group(id, record, ingress: [], egress: permissions(input))
    case "PutBucketPolicy":
      // A JSON object in the record, a text on the bucket.
      guard let policy = input["bucketPolicy"] else { return nil }
      return ["Name": .string(id), "Policy": .string(JSON.text(policy))]
    case "AttachUserPolicy":
      guard let arn = input["policyArn"]?.string else { return nil }
      let name = AWSValue.string(arn.split(separator: "/").last.map(String.init) ?? arn)
      return [
        "UserName": .string(id), Hidden.attached: [["PolicyArn": .string(arn), "PolicyName": name]],
        "c7n:Policies": [["Arn": .string(arn), "PolicyName": name]],
      ]
    case "StopLogging": return trail(id, record, isLogging: false)
    case "StartLogging": return trail(id, record, isLogging: true)
    default: return nil
    }
  }

  /// The name by which a record speaks of its resource where it gives no id.
  static func name(in record: CloudTrailRecord) -> String? {
    let input = record.requestParameters
    for member in ["groupName", "bucketName", "userName", "roleName", "name"] {
      if let name = input[member]?.string { return name }
    }
    return nil
  }

  private static func group(
    _ id: String, _ record: CloudTrailRecord, ingress: [AWSValue], egress: [AWSValue]
  ) -> AWSObject {
    [
      "GroupId": .string(id), "OwnerId": .string(record.recipientAccountID),
      "GroupName": record.requestParameters["groupName"] ?? "",
      "IpPermissions": .list(ingress), "IpPermissionsEgress": .list(egress), "Tags": [],
    ]
  }

  private static func trail(_ arn: String, _ record: CloudTrailRecord, isLogging: Bool)
    -> AWSObject
  {
    [
      "TrailARN": .string(arn), "HomeRegion": .string(record.awsRegion),
      "Name": .string(arn.split(separator: "/").last.map(String.init) ?? arn),
      "IsMultiRegionTrail": false, "c7n:TrailStatus": ["IsLogging": .bool(isLogging)],
    ]
  }

  /// Both shapes of a record: the nested one, and the flat one beside an empty `ipPermissions`.
  private static func permissions(_ input: AWSValue) -> [AWSValue] {
    let nested = items(input["ipPermissions"])
    if !nested.isEmpty { return nested.map(permission) }
    guard let cidr = input["cidrIp"]?.string ?? input["cidrIpv6"]?.string else { return [] }
    var permission: AWSObject = ["IpProtocol": input["ipProtocol"] ?? "-1"]
    permission.set("FromPort", number(input["fromPort"]))
    permission.set("ToPort", number(input["toPort"]))
    let isIPv6 = cidr.utf8.contains(UInt8(ascii: ":"))
    permission["IpRanges"] = isIPv6 ? [] : [["CidrIp": .string(cidr)]]
    permission["Ipv6Ranges"] = isIPv6 ? [["CidrIpv6": .string(cidr)]] : []
    permission["PrefixListIds"] = []
    permission["UserIdGroupPairs"] = []
    return [.object(permission)]
  }

  private static func permission(_ item: AWSValue) -> AWSValue {
    var permission: AWSObject = ["IpProtocol": item["ipProtocol"] ?? "-1"]
    permission.set("FromPort", number(item["fromPort"]))
    permission.set("ToPort", number(item["toPort"]))
    permission["IpRanges"] = list(item["ipRanges"], "cidrIp", as: "CidrIp")
    permission["Ipv6Ranges"] = list(item["ipv6Ranges"], "cidrIpv6", as: "CidrIpv6")
    permission["PrefixListIds"] = list(item["prefixListIds"], "prefixListId", as: "PrefixListId")
    permission["UserIdGroupPairs"] = .list(
      items(item["groups"]).map { group in
        var pair: AWSObject = [:]
        pair.set("GroupId", group["groupId"])
        pair.set("UserId", group["userId"])
        return .object(pair)
      })
    return .object(permission)
  }

  private static func list(_ value: AWSValue?, _ from: String, as to: String) -> AWSValue {
    .list(
      items(value).compactMap { item in
        item[from].map { text in
          var range: AWSObject = [to: text]
          range.set("Description", item["description"])
          return .object(range)
        }
      })
  }

  private static func items(_ value: AWSValue?) -> [AWSValue] {
    value?["items"]?.list ?? value?.list ?? []
  }

  private static func number(_ value: AWSValue?) -> AWSValue? {
    if let text = value?.string, let number = Int64(text) { return .integer(number) }
    return value.flatMap { $0.isNull ? nil : $0 }
  }
}
