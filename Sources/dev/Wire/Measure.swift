import AWS
import ArgumentParser
import Glibc

/// What the wire costs in CPU time: parsing models, a small call there and back, a large answer.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the wire; meaningful in a release build.")

  @Option(help: "How often each is repeated.")
  var rounds = 20_000

  func run() throws {
    for name in ServiceModel.allNames {
      let start = Self.spent
      _ = ServiceModel.named(name)
      print("model of \(name): \(Self.spent - start) us")
    }
    try time("GetCallerIdentity: identify, verify, decode, encode", smallCall())
    try time("ReceiveMessage: identify, decode, encode, ten messages", queueCall())
    try time("DescribeSecurityGroups: encode 100 groups", largeAnswer(decodes: false), per: 100)
    try time("DescribeSecurityGroups: decode 100 groups", largeAnswer(decodes: true), per: 100)
  }

  private func time(_ name: String, _ body: () throws -> Void, per divisor: Int = 1) throws {
    let count = max(rounds / divisor, 1)
    try body()
    let start = Self.spent
    for _ in 0..<count { try body() }
    print("\(name): \(Double((Self.spent - start) * 100 / count) / 100) us")
  }

  /// Microseconds of this process on a CPU.
  private static var spent: Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }

  private static let now = Timestamp(seconds: 1_688_991_008)

  private func signed(_ service: ServiceModel, _ name: String, _ input: AWSObject) throws
    -> HTTPRequest
  {
    guard let operation = service.operation(name) else {
      throw ValidationError("no operation \(name)")
    }
    var request = try service.encodeRequest(operation, input)
    request.headers.add("Host", "127.0.0.1:4566")
    var keys = SigningKeyCache()
    SignatureV4.sign(
      &request, Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret"),
      region: "us-east-1", service: service.signingName, at: Self.now, keys: &keys)
    return request
  }

  private func smallCall() throws -> () throws -> Void {
    let request = try signed(.sts, "GetCallerIdentity", [:])
    let output: AWSObject = [
      "UserId": "123456789012", "Account": "123456789012", "Arn": "arn:aws:iam::123456789012:root",
    ]
    var keys = SigningKeyCache()
    return {
      let found = try RequestIdentifier.identify(request)
      guard let operation = found.operation, let claim = found.authorization else { return }
      try SignatureV4.verify(
        request, claim, secret: "secret", at: Self.now, service: found.service, keys: &keys)
      _ = try found.service.decodeRequest(operation, found.request)
      _ = found.service.encodeResponse(operation, output, requestID: "c4c1e5ea-1c1b-4f4c-9c2e")
    }
  }

  private func queueCall() throws -> () throws -> Void {
    let request = try signed(
      .sqs, "ReceiveMessage", ["QueueUrl": "http://q/1/q", "MaxNumberOfMessages": 10])
    let body = String(repeating: "{\"detail\": \"x\"}", count: 80)
    let message: AWSValue = [
      "MessageId": "id", "ReceiptHandle": "handle", "Body": .string(body),
      "Attributes": ["SentTimestamp": "1688991008000"],
    ]
    let output: AWSObject = ["Messages": .list(Array(repeating: message, count: 10))]
    return {
      let found = try RequestIdentifier.identify(request)
      guard let operation = found.operation else { return }
      _ = try found.service.decodeRequest(operation, found.request)
      _ = found.service.encodeResponse(operation, output, requestID: "c4c1e5ea-1c1b-4f4c-9c2e")
    }
  }

  private func largeAnswer(decodes: Bool) throws -> () throws -> Void {
    guard let operation = ServiceModel.ec2.operation("DescribeSecurityGroups") else {
      throw ValidationError("no operation DescribeSecurityGroups")
    }
    let permission: AWSValue = [
      "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [],
      "IpRanges": [["CidrIp": "10.0.0.0/8", "Description": "inside"], ["CidrIp": "192.0.2.0/24"]],
      "Ipv6Ranges": [], "PrefixListIds": [],
    ]
    let group: AWSValue = [
      "GroupId": "sg-0123456789abcdef0", "GroupName": "web", "Description": "web servers",
      "OwnerId": "123456789012", "VpcId": "vpc-0123456789abcdef0",
      "IpPermissions": [permission, permission], "IpPermissionsEgress": [permission],
      "Tags": [["Key": "Name", "Value": "web"]],
    ]
    let output: AWSObject = ["SecurityGroups": .list(Array(repeating: group, count: 100))]
    let response = ServiceModel.ec2.encodeResponse(operation, output, requestID: "r")
    return {
      if decodes {
        _ = try ServiceModel.ec2.decodeResponse(operation, response).get()
      } else {
        _ = ServiceModel.ec2.encodeResponse(operation, output, requestID: "r")
      }
    }
  }
}
