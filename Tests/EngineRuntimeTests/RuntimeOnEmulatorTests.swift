import AWS
import Emulator
import EngineRuntime
import Remediation
import TestKit
import Testing

/// The whole way over real bytes: rules from YAML, engine, client, wire, emulator and back.
@Suite struct RuntimeOnEmulatorTests {
  static let ssh = """
    policies:
      - name: ssh
        resource: aws.security-group
        mode:
          type: cloudtrail
          events:
            - source: ec2.amazonaws.com
              event: AuthorizeSecurityGroupIngress
              ids: requestParameters.groupId
        filters:
          - type: ingress
            Ports: [22]
            Cidr: {value: 0.0.0.0/0}
        actions:
          - type: remove-permissions
            ingress: matched
    """

  private func makeGroup(_ client: Client, ports: [Int64]) throws -> String {
    let group = try client.call(
      "ec2", "CreateSecurityGroup", ["GroupName": "web", "Description": "web"])
    let id = try #require(group["GroupId"]?.string)
    for port in ports { try open(client, id, port) }
    return id
  }

  private func open(_ client: Client, _ id: String, _ port: Int64) throws {
    try client.call(
      "ec2", "AuthorizeSecurityGroupIngress",
      [
        "GroupId": .string(id),
        "IpPermissions": [
          [
            "IpProtocol": "tcp", "FromPort": .integer(port), "ToPort": .integer(port),
            "IpRanges": [["CidrIp": "0.0.0.0/0", "Description": "put there by a test"]],
          ]
        ],
      ])
  }

  private func permissions(_ client: Client, _ id: String) throws -> [AWSValue] {
    let output = try client.call(
      "ec2", "DescribeSecurityGroups", ["GroupIds": [.string(id)]])
    return output["SecurityGroups"]?.list?.first?["IpPermissions"]?.list ?? []
  }

  private func ports(_ client: Client, _ id: String) throws -> [Int64] {
    try permissions(client, id).compactMap { $0["FromPort"]?.integer }.sorted()
  }

  @Test func scanFindsFixesAndUndoRestoresExactly() throws {
    let stage = try Stage(policies: Self.ssh) { $0.scanInterval = .minutes(30) }
    let id = try makeGroup(stage.client, ports: [22, 443])
    let before = try permissions(stage.client, id)
    stage.start()
    stage.run(for: .seconds(30))
    #expect(try ports(stage.client, id) == [443])
    let finding = try #require(stage.ledger.first { $0.kind == "finding" }?.finding)
    #expect(stage.events.contains(.verified(finding: finding, fixed: true)))

    stage.command(.undo(finding: finding))
    stage.run(for: .seconds(30))
    #expect(stage.events.contains(.undone(finding: finding, complete: true)))
    #expect(Set(try permissions(stage.client, id)) == Set(before))
    // And it stays undone through further scans.
    stage.run(for: .hours(1))
    #expect(try ports(stage.client, id) == [22, 443])
  }

  @Test func undoWorksInALaterLife() throws {
    let stage = try Stage(policies: Self.ssh) { $0.scanInterval = .minutes(30) }
    let id = try makeGroup(stage.client, ports: [22])
    stage.start()
    stage.run(for: .seconds(30))
    let finding = try #require(stage.ledger.first { $0.kind == "finding" }?.finding)
    stage.start()
    stage.run(for: .seconds(30))
    stage.command(.undo(finding: finding))
    stage.run(for: .seconds(30))
    #expect(stage.events.contains(.undone(finding: finding, complete: true)))
    #expect(try ports(stage.client, id) == [22])
  }

  @Test func recordInTheQueueIsActedOnAndDeleted() throws {
    let scope = Stage.scope
    let url = "https://sqs.us-east-1.amazonaws.com/123456789012/events"
    let stage = try Stage(policies: Self.ssh) {
      $0.feeds = [.eventQueue(.init(queueURL: url, scope: scope))]
    }
    try stage.client.call("sqs", "CreateQueue", ["QueueName": "events"])
    let id = try makeGroup(stage.client, ports: [443])
    stage.start()
    stage.run(for: .seconds(5))
    try open(stage.client, id, 22)
    let record: AWSObject = [
      "detail": [
        "eventID": "1", "eventName": "AuthorizeSecurityGroupIngress",
        "eventSource": "ec2.amazonaws.com", "awsRegion": "us-east-1",
        "recipientAccountId": "123456789012",
        "eventTime": .string(Timestamp(seconds: stage.now.seconds).iso8601),
        "requestParameters": ["groupId": .string(id)],
      ]
    ]
    try stage.client.call(
      "sqs", "SendMessage",
      ["QueueUrl": .string(url), "MessageBody": .string(JSON.text(record))])
    stage.run(for: .seconds(5))
    #expect(try ports(stage.client, id) == [443])
    let attributes = try stage.client.call(
      "sqs", "GetQueueAttributes", ["QueueUrl": .string(url), "AttributeNames": ["All"]])
    let left = attributes["Attributes"]
    #expect(left?["ApproximateNumberOfMessages"] == "0")
    #expect(left?["ApproximateNumberOfMessagesNotVisible"] == "0")
  }

  @Test func sameInputsGiveTheSameLedger() throws {
    func ledger() throws -> [LedgerEntry] {
      let stage = try Stage(policies: Self.ssh) { $0.scanInterval = .minutes(30) }
      _ = try makeGroup(stage.client, ports: [22, 443])
      stage.start()
      stage.run(for: .hours(1))
      return stage.ledger
    }
    let first = try ledger()
    #expect(first.count >= 5)
    #expect(try ledger() == first)
  }

  @Test func whatIsWrittenStandsBeforeWhatItAllows() throws {
    var runtime = try Stage(policies: Self.ssh) { $0.scanInterval = .minutes(30) }.runtime
    let effects = runtime.start(ledger: [], at: Client.start)
    #expect(effects.contains { if case .send = $0 { true } else { false } })
    #expect(runtime.nextWake != nil)
  }

  @Test func publicBucketIsBlockedAndUndone() throws {
    let stage = try Stage(
      policies: """
        policies:
          - name: public
            resource: aws.s3
            filters:
              - {type: check-public-block, RestrictPublicBuckets: false}
              - {type: cross-account, everyone_only: true}
            actions:
              - type: set-public-block
        """
    ) { $0.scanInterval = .minutes(30) }
    let client = stage.client
    try client.call("s3", "CreateBucket", ["Bucket": "open-logs"])
    try client.call("s3", "DeletePublicAccessBlock", ["Bucket": "open-logs"])
    try client.call(
      "s3", "PutBucketPolicy",
      [
        "Bucket": "open-logs",
        "Policy": .string(
          JSON.text([
            "Version": "2012-10-17",
            "Statement": [
              [
                "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::open-logs/*",
              ]
            ],
          ] as AWSObject)),
      ])
    stage.start()
    stage.run(for: .seconds(60))
    let block = try stage.client.call("s3", "GetPublicAccessBlock", ["Bucket": "open-logs"])
    #expect(block["PublicAccessBlockConfiguration"]?["RestrictPublicBuckets"] == true)
    let finding = try #require(stage.ledger.first { $0.kind == "finding" }?.finding)
    stage.command(.undo(finding: finding))
    stage.run(for: .seconds(60))
    #expect(stage.events.contains(.undone(finding: finding, complete: true)))
    #expect(
      stage.client.error("s3", "GetPublicAccessBlock", ["Bucket": "open-logs"])?.code
        == "NoSuchPublicAccessBlockConfiguration")
  }
}
