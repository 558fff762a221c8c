/// AWS's regions and their availability zones
/// (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html).
///
/// Zone ids are given to letters in order; on AWS each account has its own mapping.
struct EC2Region: Hashable, Sendable {
  let name: String
  let partition: String
  /// What the ids of its zones start with: `use1`.
  let zonePrefix: String
  let letters: [Character]
  /// Whether an account has it without asking.
  let isOpenToAll: Bool

  private init(
    _ name: String, _ zonePrefix: String, _ letters: String = "abc", optIn: Bool = false,
    partition: String = "aws"
  ) {
    self.name = name
    self.partition = partition
    self.zonePrefix = zonePrefix
    self.letters = Array(letters)
    isOpenToAll = !optIn
  }

  struct Zone: Hashable, Sendable {
    let name: String
    let id: String
    let region: String
  }

  var zones: [Zone] {
    letters.enumerated().map {
      Zone(name: name + String($1), id: "\(zonePrefix)-az\($0 + 1)", region: name)
    }
  }

  var endpoint: String {
    "ec2.\(name).amazonaws.com" + (partition == "aws-cn" ? ".cn" : "")
  }
  var optInStatus: String { isOpenToAll ? "opt-in-not-required" : "not-opted-in" }

  /// A region by its name; one that AWS doesn't have gets three zones.
  static func named(_ name: String) -> EC2Region {
    all.first { $0.name == name }
      ?? EC2Region(name, name.filter { $0.isLetter || $0.isNumber })
  }

  static let all: [EC2Region] = [
    EC2Region("ap-south-1", "aps1"), EC2Region("eu-north-1", "eun1"),
    EC2Region("eu-west-3", "euw3"), EC2Region("eu-west-2", "euw2"),
    EC2Region("eu-west-1", "euw1"), EC2Region("ap-northeast-3", "apne3"),
    EC2Region("ap-northeast-2", "apne2", "abcd"), EC2Region("ap-northeast-1", "apne1", "acd"),
    EC2Region("ca-central-1", "cac1", "abd"), EC2Region("sa-east-1", "sae1"),
    EC2Region("ap-southeast-1", "apse1"), EC2Region("ap-southeast-2", "apse2"),
    EC2Region("eu-central-1", "euc1"), EC2Region("us-east-1", "use1", "abcdef"),
    EC2Region("us-east-2", "use2"), EC2Region("us-west-1", "usw1", "ab"),
    EC2Region("us-west-2", "usw2", "abcd"),
    EC2Region("af-south-1", "afs1", optIn: true), EC2Region("ap-east-1", "ape1", optIn: true),
    EC2Region("ap-east-2", "ape2", optIn: true), EC2Region("ap-south-2", "aps2", optIn: true),
    EC2Region("ap-southeast-3", "apse3", optIn: true),
    EC2Region("ap-southeast-4", "apse4", optIn: true),
    EC2Region("ap-southeast-5", "apse5", optIn: true),
    EC2Region("ap-southeast-7", "apse7", optIn: true),
    EC2Region("ca-west-1", "caw1", optIn: true), EC2Region("eu-central-2", "euc2", optIn: true),
    EC2Region("eu-south-1", "eus1", optIn: true), EC2Region("eu-south-2", "eus2", optIn: true),
    EC2Region("il-central-1", "ilc1", optIn: true),
    EC2Region("me-central-1", "mec1", optIn: true), EC2Region("me-south-1", "mes1", optIn: true),
    EC2Region("mx-central-1", "mxc1", optIn: true),
    EC2Region("cn-north-1", "cnn1", "abd", partition: "aws-cn"),
    EC2Region("cn-northwest-1", "cnnw1", partition: "aws-cn"),
    EC2Region("us-gov-east-1", "usge1", partition: "aws-us-gov"),
    EC2Region("us-gov-west-1", "usgw1", partition: "aws-us-gov"),
  ]
}

/// The regions of AWS by their names, in all partitions.
package enum RegionNames {
  package static let all = EC2Region.all.map(\.name)

  /// `aws` for a region that isn't known.
  package static func partition(of name: String) -> String { EC2Region.named(name).partition }
}
