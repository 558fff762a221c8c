import AWS
import Exposure
import PolicyLanguage

let owner = ResourceOwner(account: "111122223333", organization: "o-ourown1234")

/// A statement for everyone to read objects but for what the test says.
func statement(
  _ effect: String = "Allow", principal: String = "\"*\"", not: Bool = false,
  action: String = "\"s3:GetObject\"", resource: String = "\"arn:aws:s3:::b/*\"",
  condition: String? = nil
) -> String {
  let condition = condition.map { ",\"Condition\":\($0)" } ?? ""
  return """
    {"Effect":"\(effect)","\(not ? "Not" : "")Principal":\(principal),"Action":\(action),\
    "Resource":\(resource)\(condition)}
    """
}

func policy(_ statements: String..., version: String = "2012-10-17") throws -> PolicyDocument {
  try PolicyDocument.parse(
    "{\"Version\":\"\(version)\",\"Statement\":[\(statements.joined(separator: ","))]}")
}

/// Of bucket `b` with a policy alone.
func bucketReport(_ statements: String..., settings: ExposureSettings = ExposureSettings())
  throws -> ExposureReport
{
  let text = "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}"
  let bucket = BucketConfiguration(name: "b", policy: try PolicyDocument.parse(text))
  return ExposureReport.of(bucket, owner: owner, settings: settings)
}

extension ExposureReport {
  /// Who has a capability, in order.
  func parties(_ capability: Capability = .read) -> [Party] { grants(capability).map(\.party) }
}
