import AWS
import Emulator
import TestKit
import Testing

/// Whatever an input holds, the world answers it and lives on.
struct HostileInputTests {
  @Test(arguments: ServiceRegistry.all.map { $0.service }.sorted())
  func everyServedOperationAnswersWildInputs(service: String) throws {
    let world = try World.fresh { $0.isThrottling = false }
    let client = Client(world)
    try Self.furnish(client)
    var generator = SeededGenerator(seed: 11).fork(service)
    for operation in ServiceRegistry.served where operation.service == service {
      guard let model = ServiceModel.named(service)?.operation(operation.name) else { continue }
      for _ in 0..<12 {
        let supported = Set(operation.members.map { String($0.prefix { $0 != "." }) })
        var input = AWSObject()
        for member in model.input?.members ?? [] where supported.contains(member.name) {
          if member.isRequired || generator.below(3) == 0 {
            input[member.name] = Self.wild(member.shape, depth: 0, &generator)
          }
        }
        guard let request = try? client.request(service, operation.name, input) else { continue }
        let response = client.send(request)
        // 501 is an unsupported member, 503 S3's own.
        #expect(
          response.status < 500 || [501, 503].contains(response.status),
          "\(operation.name) \(JSON.text(.object(input)))")
      }
    }
    #expect(try client.call("sts", "GetCallerIdentity")["Account"] == "123456789012")
  }

  @Test func damagedRequestsAreAnswered() throws {
    let world = try World.fresh { $0.isThrottling = false }
    let client = Client(world)
    try Self.furnish(client)
    let samples = [
      try client.request("sts", "GetCallerIdentity"),
      try client.request("ec2", "DescribeSecurityGroups", ["GroupNames": ["a"], "MaxResults": 5]),
      try client.request("sqs", "SendMessage", ["QueueUrl": "q", "MessageBody": "x"]),
      try client.request("s3", "PutObject", ["Bucket": "bucket", "Key": "b", "Body": .bytes([1])]),
      try client.request("events", "PutRule", ["Name": "b", "EventPattern": #"{"a":["b"]}"#]),
      try client.request("s3", "PutBucketTagging", [
        "Bucket": "bucket", "Tagging": ["TagSet": [["Key": "k", "Value": "v"]]],
      ]),
    ]
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<3000 {
      var request = generator.element(of: samples)
      for _ in 0...generator.below(3) { Self.damage(&request, &generator) }
      #expect((200..<600).contains(client.send(request).status))
    }
  }

  private static func damage(_ request: inout HTTPRequest, _ generator: inout SeededGenerator) {
    func damaged(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      let place = Int(generator.below(UInt64(bytes.count + 1)))
      switch generator.below(4) {
      case 0: bytes.insert(UInt8(generator.below(256)), at: place)
      case 1: bytes = Array(bytes[..<place])
      case 2: bytes += bytes[..<place]
      default: if place < bytes.count { bytes[place] = UInt8(generator.below(256)) }
      }
      return bytes
    }
    func damaged(_ text: String) -> String {
      String(decoding: damaged(Array(text.utf8)), as: UTF8.self)
    }
    switch generator.below(6) {
    case 0: request.path = damaged(request.path)
    case 1: request.query = damaged(request.query)
    case 2, 3: request.body = damaged(request.body)
    default:
      let index = Int(generator.below(UInt64(request.headers.fields.count)))
      request.headers.fields[index].value = damaged(request.headers.fields[index].value)
    }
  }

  /// Something to hit, so that not every call ends at what isn't there.
  private static func furnish(_ client: Client) throws {
    try client.call("s3", "CreateBucket", ["Bucket": "bucket"])
    try client.call("s3", "PutObject", ["Bucket": "bucket", "Key": "a", "Body": .bytes([1])])
    try client.call("sqs", "CreateQueue", ["QueueName": "q"])
    try client.call("iam", "CreateUser", ["UserName": "a"])
    try client.call("iam", "CreateGroup", ["GroupName": "a"])
    try client.call(
      "iam", "CreateRole", ["RoleName": "a", "AssumeRolePolicyDocument": .string(trust)])
    try client.call("events", "PutRule", ["Name": "a", "EventPattern": #"{"source":["a"]}"#])
    try client.call("ec2", "CreateSecurityGroup", ["GroupName": "a", "Description": "a"])
  }

  private static let trust = #"""
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\#
    "Principal":{"AWS":"123456789012"}}]}
    """#

  private static let texts = [
    "bucket", "bucket", "a", "q", "default", trust,
    "https://sqs.us-east-1.amazonaws.com/123456789012/q", "bucket/a", "public-read",
    "", "0", "-1", "*", "a", "x-y.z", "$.detail", "arn:aws:iam::123456789012:role/x",
    "arn:aws:sqs:us-east-1:123456789012:q", "https://sqs.us-east-1.amazonaws.com/1/q", "{}",
    #"{"Statement":[]}"#, "0.0.0.0/0", "999.1.1.1/99", "é\u{1F600}\u{0}", "//", "%00",
    String(repeating: "a", count: 3000), "vpc-1", "sg-0123456789abcdef0", "all", "true",
    "9223372036854775808", "2026-01-01T00:00:00Z",
  ]
  private static let numbers: [Int64] = [
    0, 1, -1, 2, 22, 443, 65535, 65536, 1000, 2_147_483_647, -2_147_483_648, .max, .min,
  ]

  private static func wild(_ shape: Shape, depth: Int, _ generator: inout SeededGenerator)
    -> AWSValue
  {
    switch shape.kind {
    case .structure:
      var object = AWSObject()
      for member in shape.members where depth < 5 && generator.below(2) == 0 {
        object[member.name] = wild(member.shape, depth: depth + 1, &generator)
      }
      return .object(object)
    case .list:
      guard let element = shape.element, depth < 6 else { return [] }
      let count = Int(generator.below(4))
      return .list((0..<count).map { _ in wild(element, depth: depth + 1, &generator) })
    case .map:
      guard let value = shape.value, depth < 6 else { return [:] }
      return .object([generator.element(of: texts): wild(value, depth: depth + 1, &generator)])
    case .string:
      if !shape.allowedValues.isEmpty, generator.below(3) > 0 {
        return .string(generator.element(of: shape.allowedValues))
      }
      return .string(generator.element(of: texts))
    case .integer, .long: return .integer(generator.element(of: numbers))
    case .float, .double: return .double(generator.unit() * 1e300)
    case .boolean: return .bool(generator.below(2) == 0)
    case .timestamp:
      let times: [Int64] = [0, 1_772_442_000, -62_135_596_800, 253_402_300_799, 9_000_000_000_000]
      return .timestamp(Timestamp(seconds: generator.element(of: times)))
    case .blob: return .bytes(Array(generator.element(of: texts).utf8))
    }
  }
}
