import AWS

/// Shows tags one by one
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html).
enum DescribeTags: OperationHandler {
  struct Input: OperationInput {
    static let members = [
      "NextToken", "MaxResults", "DryRun", "Filters.Name", "Filters.Values",
    ]

    let members: Members

    init(_ members: Members) { self.members = members }
  }

  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
    let members = input.members
    let filters = try EC2Filters(
      members, names: ["key", "resource-id", "resource-type", "value"])
    let page = try EC2Page(members, operation: "DescribeTags")
    try call.endDryRun(members.isDryRun)
    let taggings = try call.ec2.taggings(in: call.scope).filter { tagging in
      filters.match { name in
        switch name {
        case "key": [tagging.tag.key]
        case "resource-id": [tagging.resource]
        case "resource-type": [tagging.type]
        case "value": [tagging.tag.value]
        default: name.dropFirst(4) == tagging.tag.key ? [tagging.tag.value] : []
        }
      }
    }
    let (shown, nextToken) = page.cut(taggings, row: \.number)
    var answer: AWSObject = [
      "Tags": .list(
        shown.map {
          [
            "Key": .string($0.tag.key), "ResourceId": .string($0.resource),
            "ResourceType": .string($0.type), "Value": .string($0.tag.value),
          ]
        })
    ]
    answer.set("NextToken", nextToken.map(AWSValue.string))
    return answer
  }
}
