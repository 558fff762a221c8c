import AWS

/// Calls that a workload repeats, each with its weight.
struct WorkloadMix {
  let name: String
  let calls: [Entry]
  /// Calls of root that make what the others need.
  let setUp: [SetUp]

  struct Entry {
    let weight: Int
    let service: String
    let operation: String
    let input: AWSObject
  }

  struct SetUp {
    let service: String
    let operation: String
    let input: AWSObject
  }

  static let names = ["assume-role-and-throttled-ec2", "s3-control-plane", "iam-reads", "calm-day"]

  static func named(_ name: String, account: String) -> WorkloadMix {
    switch name {
    case "s3-control-plane": s3ControlPlane(account)
    case "iam-reads": iamReads(account)
    case "calm-day": calmDay(account)
    default: assumeRoleAndThrottledEC2(account)
    }
  }

  /// A runaway pipeline: it assumes a role for each job and asks EC2 far above its limits.
  private static func assumeRoleAndThrottledEC2(_ account: String) -> WorkloadMix {
    let role = "arn:aws:iam::\(account):role/build-job"
    let sessions = (1...16).map { number in
      Entry(
        weight: 3, service: "sts", operation: "AssumeRole",
        input: ["RoleArn": .string(role), "RoleSessionName": .string("job-\(number)")])
    }
    return WorkloadMix(
      name: "assume-role-and-throttled-ec2",
      calls: sessions + [
        Entry(weight: 20, service: "ec2", operation: "DescribeInstances", input: [:]),
        Entry(weight: 12, service: "ec2", operation: "DescribeSecurityGroups", input: [:]),
        Entry(
          weight: 16, service: "ec2", operation: "TerminateInstances",
          input: ["InstanceIds": ["i-0123456789abcdef0"]]),
      ],
      setUp: [
        SetUp(
          service: "iam", operation: "CreateRole",
          input: [
            "RoleName": "build-job",
            "AssumeRolePolicyDocument": .string(
              JSON.text(
                [
                  "Version": "2012-10-17",
                  "Statement": [
                    [
                      "Effect": "Allow", "Action": "sts:AssumeRole",
                      "Principal": ["AWS": .string("arn:aws:iam::\(account):root")],
                    ]
                  ],
                ] as AWSValue)),
          ])
      ])
  }

  private static func s3ControlPlane(_ account: String) -> WorkloadMix {
    let buckets = (1...4).map { "build-cache-\($0)-\(account)" }
    let entries = buckets.flatMap { bucket -> [Entry] in
      let input: AWSObject = ["Bucket": .string(bucket)]
      var tags = input
      tags["Tagging"] = ["TagSet": [["Key": "job", "Value": "nightly"]]]
      return [
        Entry(weight: 4, service: "s3", operation: "GetBucketLocation", input: input),
        Entry(weight: 3, service: "s3", operation: "PutBucketTagging", input: tags),
        Entry(weight: 3, service: "s3", operation: "GetBucketAcl", input: input),
      ]
    }
    return WorkloadMix(
      name: "s3-control-plane",
      calls: entries + [Entry(weight: 8, service: "s3", operation: "ListBuckets", input: [:])],
      setUp: buckets.map {
        SetUp(service: "s3", operation: "CreateBucket", input: ["Bucket": .string($0)])
      })
  }

  private static func iamReads(_ account: String) -> WorkloadMix {
    WorkloadMix(
      name: "iam-reads",
      calls: [
        Entry(weight: 3, service: "iam", operation: "ListUsers", input: [:]),
        Entry(weight: 3, service: "iam", operation: "ListRoles", input: [:]),
        Entry(weight: 2, service: "sts", operation: "GetCallerIdentity", input: [:]),
      ], setUp: [])
  }

  /// What an ordinary account does all day.
  private static func calmDay(_ account: String) -> WorkloadMix {
    let bucket = "team-files-\(account)"
    var tags: AWSObject = ["Bucket": .string(bucket)]
    tags["Tagging"] = ["TagSet": [["Key": "owner", "Value": "team"]]]
    return WorkloadMix(
      name: "calm-day",
      calls: [
        Entry(weight: 6, service: "ec2", operation: "DescribeInstances", input: [:]),
        Entry(weight: 4, service: "sts", operation: "GetCallerIdentity", input: [:]),
        Entry(weight: 3, service: "s3", operation: "ListBuckets", input: [:]),
        Entry(weight: 2, service: "ec2", operation: "DescribeSecurityGroups", input: [:]),
        Entry(weight: 1, service: "s3", operation: "PutBucketTagging", input: tags),
        Entry(weight: 1, service: "iam", operation: "ListUsers", input: [:]),
      ],
      setUp: [
        SetUp(service: "s3", operation: "CreateBucket", input: ["Bucket": .string(bucket)])
      ])
  }
}
