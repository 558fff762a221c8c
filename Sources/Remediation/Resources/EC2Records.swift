import AWS

/// How EC2 writes lists into records.
enum EC2Records {
  static func items(_ value: AWSValue?) -> [AWSValue] { value?["items"]?.list ?? [] }

  static func taggedIDs(_ record: CloudTrailRecord, prefix: String) -> [String] {
    items(record.requestParameters["resourcesSet"])
      .compactMap { $0["resourceId"]?.string }
      .filter { $0.hasPrefix(prefix) }
  }
}

extension ResourceType {
  static func ec2ARN(_ kind: String, _ id: AWSValue?, _ scope: Scope) -> ARN {
    ARN(
      partition: scope.partition, service: "ec2", region: scope.region, account: scope.account,
      resource: "\(kind)/\(id?.string ?? "")")
  }
}
