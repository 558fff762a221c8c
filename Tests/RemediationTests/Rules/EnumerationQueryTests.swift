import AWS
import Documents
import Remediation
import Testing

@Suite struct EnumerationQueryTests {
  private static func load(_ query: String, _ resource: String) -> (Policy?, [String]) {
    let (policies, diagnostics) = PolicyFile.load(
      text: "policies: [{name: p, resource: \(resource), query: \(query)}]", file: "p.yml")
    return (policies.first, diagnostics.map(\.message))
  }

  static let instances: [AWSObject] = [
    [
      "InstanceId": "i-1", "State": ["Name": "running"], "InstanceType": "t3.micro",
      "EbsOptimized": false, "Tags": [["Key": "env", "Value": "prod"]],
    ],
    [
      "InstanceId": "i-2", "State": ["Name": "stopped"], "InstanceType": "m5.large",
      "EbsOptimized": true, "VpcId": "vpc-1",
    ],
  ]

  @Test(arguments: [
    ("[{instance-state-name: running}]", ["i-1"]),
    ("[{instance-state-name: [running, stopped]}, {vpc-id: vpc-1}]", ["i-2"]),
    ("[{'tag:env': pro*}]", ["i-1"]), ("[{tag-key: en}]", []),
    ("[{instance-type: 't?.*'}]", ["i-1"]), ("[{ebs-optimized: 'true'}]", ["i-2"]),
    ("[{Filters: [{Name: instance-type, Values: [m5.large]}]}, {MaxResults: 5}]", ["i-2"]),
    ("[{InstanceIds: [i-2]}]", ["i-2"]), ("[]", ["i-1", "i-2"]),
  ]) func aQueryNarrowsWhatIsLookedAt(query: String, ids: [String]) throws {
    let (found, problems) = Self.load(query, "ec2")
    #expect(problems.isEmpty)
    let policy = try #require(found)
    let evaluation = policy.evaluate(
      resources(Self.instances, of: policy.resourceType), context())
    #expect(evaluation.matches.map(\.resource.id) == ids)
  }

  @Test(arguments: [
    ("[{instance-state: running}]", "ec2", "can't be asked of aws.ec2"),
    ("[{instance-state-name: runing}]", "ec2", "can't be `runing`"),
    ("[{owner-id: '1'}]", "ec2", "`owner-id` of a query on aws.ec2 is not supported"),
    ("[{a: 1, b: 2}]", "ec2", "a query has 2 members"),
    ("[{Filters: [{Name: vpc-id}]}]", "ec2", "no `Name` and `Values`"),
    ("[{augment-keys: [Policies]}]", "s3", "a bucket has no part `Policies`"),
    ("[{augment-keys: some}]", "s3", "`augment-keys` can't be a string"),
    ("[x]", "vpc", "a query can't be a string"), ("{}", "vpc", "`query` can't be a mapping"),
    ("[{vpc-id: x}]", "vpc", "`query` narrows nothing on aws.vpc"),
  ]) func whatCanNotBeAskedIsNamed(query: String, resource: String, problem: String) {
    let problems = Self.load(query, resource).1
    #expect(problems.count == 1)
    #expect(problems.first?.contains(problem) == true, "\(problems)")
  }

  @Test func theWordsOfBucketsAreTaken() {
    for keys in ["all", "detect", "none", "[Website, Replication]"] {
      #expect(Self.load("[{augment-keys: \(keys)}]", "s3").1.isEmpty)
    }
  }
}
