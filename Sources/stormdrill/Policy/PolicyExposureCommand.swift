import AWS
import ArgumentParser
import Exposure
import PolicyLanguage

/// Who outside an account a resource's policy lets in, and by which statement and condition.
struct PolicyExposureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exposure",
    abstract: "Say whom outside its account a resource's policy lets in, with the reason.",
    discussion: """
      A question of evaluation, not of text: `*` under aws:SourceIp 0.0.0.0/0 is public, under a \
      VPC endpoint it isn't, and what a denial takes back doesn't count.

      Exit status: 1 when --expect doesn't hold, 2 for a broken file.
      """)

  @Argument(help: "The policy: JSON; YAML where the name ends in .yaml or .yml.")
  var file: String

  @Option(name: .customLong("of"), help: "What it hangs on: \(Resource.names).")
  var resource: Resource

  @Option(help: "The resource's ARN.")
  var arn: String

  @Option(help: "The account that owns it; the ARN's own where it has one.")
  var account: String?

  @Option(help: "The owner's organization, `o-...`.")
  var organization: String?

  @Flag(help: "A bucket's four public access blocks are on.")
  var publicAccessBlock = false

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: "What must be so: \(Expected.names).")
  var expect: Expected?

  enum Resource: String, ExpressibleByArgument, CaseIterable {
    case bucket, queue, role, key

    static let names = allCases.map(\.rawValue).joined(separator: ", ")
  }

  enum Expected: String, ExpressibleByArgument, CaseIterable {
    /// Nobody outside gets in.
    case `private`
    case notPublic = "not-public"
    case `public`

    static let names = allCases.map(\.rawValue).joined(separator: ", ")

    func holds(_ report: ExposureReport) -> Bool {
      switch self {
      case .private: report.accesses.isEmpty
      case .notPublic: !report.isPublic
      case .public: report.isPublic
      }
    }
  }

  func validate() throws {
    guard publicAccessBlock == false || resource == .bucket else {
      throw ValidationError("--public-access-block is a bucket's alone")
    }
  }

  func run() throws {
    let report = try report()
    if json {
      print(JSON.text(report.document))
    } else {
      print(report.isPublic ? "public" : report.accesses.isEmpty ? "private" : "shared")
      for line in report.lines { print("  \(line)") }
    }
    if let expect, !expect.holds(report) {
      Console.error("not `\(expect.rawValue)`")
      throw ExitCode(1)
    }
  }

  private func report() throws -> ExposureReport {
    guard let name = ARN(arn) else {
      throw Failure("--arn: `\(arn)` is no ARN; expected one like arn:aws:s3:::bucket")
    }
    let owner = ResourceOwner(
      account: try owningAccount(name), partition: name.partition,
      region: name.region.isEmpty ? nil : name.region, organization: organization)
    let policy: PolicyDocument
    do {
      policy = try PolicyDocuments.read(file, as: resource == .role ? .trust : .resource)
    } catch let unreadable as PolicyDocuments.Unreadable {
      throw Failure(unreadable.diagnostics)
    }
    switch resource {
    case .bucket:
      var block = PublicAccessBlock()
      if publicAccessBlock {
        (block.blockPublicAcls, block.ignorePublicAcls) = (true, true)
        (block.blockPublicPolicy, block.restrictPublicBuckets) = (true, true)
      }
      let bucket = BucketConfiguration(
        name: name.resource, policy: policy,
        ownership: ["Rules": [["ObjectOwnership": "BucketOwnerEnforced"]]], bucketBlock: block)
      return .of(bucket, owner: owner)
    case .queue: return .ofQueue(arn, policy: policy, owner: owner)
    case .role: return .ofRole(arn, trust: policy, owner: owner)
    case .key: return .ofKey(arn, policy: policy, owner: owner)
    }
  }

  private func owningAccount(_ name: ARN) throws -> String {
    if let account { return account }
    guard !name.account.isEmpty else {
      throw Failure("--account is missing: `\(arn)` names none")
    }
    return name.account
  }
}
