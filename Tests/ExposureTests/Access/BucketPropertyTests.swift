import AWS
import Exposure
import PolicyLanguage
import Testing

/// Random buckets against plain evaluation over a grid of requests: every principal × every route
/// × every value of the other keys that the policy speaks of × every action.
@Suite struct BucketPropertyTests {
  @Test(arguments: [UInt64](1...80))
  func reportSaysWhatSomeRequestOfTheGridCanDo(seed: UInt64) throws {
    var draw = BucketDraw(seed: seed)
    let text = draw.policy()
    let bucket = BucketConfiguration(
      name: "b", policy: try PolicyDocument.parse(text), acl: draw.acl(),
      ownership: draw.ownership(), bucketBlock: draw.block(), accountBlock: draw.block())
    let report = ExposureReport.of(bucket, owner: owner)
    #expect(report.undecided == [])
    let grid = try RequestGrid(bucket, text: text)
    for capability in [Capability.read, .list, .write, .inspect, .administer] {
      for party in grid.parties {
        let reach = grid.reach(of: party, capability)
        let told = report.grants(capability).contains { $0.party == party }
        let isToldOfWider = report.grants(capability).contains {
          RequestGrid.isAmong(party, $0.party)
        }
        #expect(
          !told || reach.isOpen,
          "claimed of \(party), \(capability), and no request does it:\n\(text)")
        #expect(
          !reach.isOpen || told || isToldOfWider,
          "missed of \(party), \(capability), by \(reach.example):\n\(text)")
      }
      let isPublic = [Party.anyone, .anyAccount].contains {
        grid.reach(of: $0, capability).isPublic
      }
      #expect(
        report.publicCapabilities.contains(capability) == isPublic,
        "\(capability) public: \(isPublic) by the grid:\n\(text)")
    }
    for access in report.accesses { #expect(grid.parties.contains(access.party), "\(text)") }
  }
}

/// Buckets from a small vocabulary, with what narrows, opens and takes back.
struct BucketDraw {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func policy() -> String {
    let statements = (0...generator.below(4)).map { _ in statement() }
    return "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}"
  }

  private mutating func statement() -> String {
    let isDeny = generator.below(3) == 0
    let principal = generator.element(of: [
      "\"*\"", "\"*\"", #"{"AWS":"*"}"#, #"{"AWS":"444455556666"}"#,
      #"{"AWS":"arn:aws:iam::444455556666:role/x"}"#, #"{"AWS":"111122223333"}"#,
      #"{"Service":"cloudtrail.amazonaws.com"}"#,
    ])
    let not = generator.below(8) == 0 ? "Not" : ""
    let action = generator.element(of: ["s3:*", "s3:GetObject*", "s3:ListBucket*", "s3:Put*"])
    let notAction = generator.below(8) == 0 ? "Not" : ""
    let resource = generator.element(of: [
      "arn:aws:s3:::b/*", "arn:aws:s3:::b", "*", "arn:aws:s3:::b/secret/*", "arn:aws:s3:::b*",
    ])
    let conditions = (0..<generator.below(3)).map { _ in condition() }
    var blocks: [String: [String]] = [:]
    for (name, line) in conditions { blocks[name, default: []].append(line) }
    let lines = blocks.sorted { $0.key < $1.key }.compactMap { name, lines in
      lines.first.map { "\"\(name)\":{\($0)}" }
    }.joined(separator: ",")
    return """
      {"Effect":"\(isDeny ? "Deny" : "Allow")","\(not)Principal":\(principal),\
      "\(notAction)Action":"\(action)","Resource":"\(resource)","Condition":{\(lines)}}
      """
  }

  private mutating func condition() -> (String, String) {
    let (key, values): (String, [String]) = generator.element(of: [
      ("aws:SourceVpce", ["vpce-1", "vpce-2", "vpce-*"]),
      ("aws:SourceIp", ["9.0.0.0/8", "17.0.0.0/8", "10.0.0.0/8", "0.0.0.0/1", "::/0"]),
      ("aws:SourceIp", ["0.0.0.0/0", "128.0.0.0/1", "9.0.0.0/8"]),
      ("aws:PrincipalOrgID", ["o-ourown1234", "o-partner123", "o-*"]),
      ("aws:PrincipalAccount", ["111122223333", "444455556666", "4444*"]),
      ("aws:SourceAccount", ["111122223333", "444455556666"]),
      ("aws:SecureTransport", ["true", "false"]),
      ("aws:Referer", ["https://a/*", "https://a/x", "other"]),
    ])
    let chosen = (0...generator.below(2)).map { _ in generator.element(of: values) }
    let list = Set(chosen).sorted().map { "\"\($0)\"" }.joined(separator: ",")
    var name: String
    switch key {
    case "aws:SourceIp": name = generator.element(of: ["IpAddress", "NotIpAddress"])
    case "aws:SecureTransport": name = "Bool"
    default:
      name = generator.element(of: [
        "StringEquals", "StringNotEquals", "StringLike", "StringLike", "StringNotLike",
      ])
    }
    switch generator.below(8) {
    case 0: return ("Null", "\"\(key)\":\"\(generator.below(2) == 0)\"")
    case 1: name += "IfExists"
    case 2: name = "ForAllValues:\(name)"
    case 3: name = "ForAnyValue:\(name)"
    default: break
    }
    return (name, "\"\(key)\":[\(list)]")
  }

  static let canonical = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

  mutating func acl() -> AWSValue? {
    guard generator.below(2) == 0 else { return nil }
    let grants = (0..<generator.below(3)).map { _ -> AWSValue in
      let grantee: AWSValue = generator.element(of: [
        ["URI": "http://acs.amazonaws.com/groups/global/AllUsers"],
        ["URI": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"],
        ["ID": .string(Self.canonical)], ["ID": "owner"],
      ])
      let permission = generator.element(of: [
        "READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL",
      ])
      return ["Grantee": grantee, "Permission": .string(permission)]
    }
    return ["Owner": ["ID": "owner"], "Grants": .list(grants)]
  }

  mutating func ownership() -> AWSValue? {
    generator.below(4) == 0 ? ["Rules": [["ObjectOwnership": "BucketOwnerEnforced"]]] : nil
  }

  mutating func block() -> PublicAccessBlock? {
    guard generator.below(4) == 0 else { return nil }
    var block = PublicAccessBlock()
    block.ignorePublicAcls = generator.below(2) == 0
    block.restrictPublicBuckets = generator.below(2) == 0
    return block
  }
}
