/// An Amazon Resource Name
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
package struct ARN: Hashable, Sendable, CustomStringConvertible {
  package var partition: String
  package var service: String
  package var region: String
  package var account: String
  package var resource: String

  package init(
    partition: String = "aws", service: String, region: String = "", account: String = "",
    resource: String
  ) {
    self.partition = partition
    self.service = service
    self.region = region
    self.account = account
    self.resource = resource
  }

  /// nil for what isn't `arn:` with six parts.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty else {
      return nil
    }
    self.init(
      partition: String(parts[1]), service: String(parts[2]), region: String(parts[3]),
      account: String(parts[4]), resource: String(parts[5]))
  }

  package var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }
}
