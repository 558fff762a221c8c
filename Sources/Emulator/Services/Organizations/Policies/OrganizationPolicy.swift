import AWS

/// A policy of an organization, its own or AWS's.
struct OrganizationPolicy: Hashable, Sendable {
  let id: String
  let arn: String
  let type: OrganizationPolicyType
  var name: String
  var description: String
  var content: String
  let isAWSOwned: Bool
  /// Its place in lists; AWS's own come first.
  var number: Int64 = 0

  init(
    id: String, type: OrganizationPolicyType, name: String, description: String, content: String,
    _ organization: Organization
  ) {
    self.id = id
    arn = organization.arn("policy", "\(type.inARN)/\(id)")
    self.type = type
    self.name = name
    self.description = description
    self.content = content
    isAWSOwned = false
  }

  init(_ owned: AWSOwnedPolicy, _ partition: String) {
    id = owned.id
    arn = owned.arn(partition)
    type = owned.type
    name = owned.name
    description = owned.description
    content = owned.content
    isAWSOwned = true
  }

  var summary: AWSValue {
    [
      "Id": .string(id), "Arn": .string(arn), "Name": .string(name),
      "Description": .string(description), "Type": .string(type.rawValue),
      "AwsManaged": .bool(isAWSOwned),
    ]
  }

  var output: AWSObject { ["PolicySummary": summary, "Content": .string(content)] }
}
