import AWS
import Documents
import Remediation

/// The resources that the live engine leaves alone, from a file of the user's:
///
/// ```yaml
/// exemptions:
///   - resource: sg-0123456789abcdef0
///     rule: ec2-open-admin-port
///     reason: vendor support until the migration
///     approver: jane@example.com
///     expires: 2026-12-31
/// ```
enum ExemptionFile {
  static func read(_ path: String) throws -> [Exemption] {
    let (node, problems) = Document.parse(try Files.text(path), file: path)
    guard let node, !problems.hasErrors else { throw Failure(problems) }
    var reader = MappingReader(node, of: "a list of exemptions")
    let exemptions = reader.mappings("exemptions", of: "an exemption") { read(&$0) }
    let diagnostics = problems + reader.finish()
    if diagnostics.hasErrors { throw Failure(diagnostics) }
    return exemptions ?? []
  }

  private static func read(_ reader: inout MappingReader) -> Exemption {
    let resource = reader.string("resource")
    let rule = reader.string("rule")
    let tag = reader.mapping("tag", of: "a tag") { tag in
      Exemption.Tag(key: tag.requiredString("key"), value: tag.requiredString("value"))
    }
    if resource == nil, rule == nil, tag == nil {
      reader.error(
        "an exemption of nothing in particular",
        suggestion: "name a `resource`, a `rule` or a `tag`")
    }
    let reason = reader.requiredString("reason")
    let approver = reader.requiredString("approver")
    var expires: Timestamp?
    if let node = reader.requiredNode("expires") {
      expires = reader.text("expires").flatMap { Timestamp(iso8601: $0) }
      if expires == nil {
        reader.error(
          at: node.position, "`expires` is no time",
          suggestion: "expected `2026-12-31` or `2026-12-31T18:00:00Z`")
      }
    }
    return Exemption(
      resource: resource, rule: rule, tag: tag, reason: reason, approver: approver,
      expires: expires)
  }
}
