import AWS

@testable import Remediation

/// Just enough of AWS for an engine to work on: security groups, a queue, an event history. What
/// happens to it leaves records, which reach nobody until a test sends them.
struct FakeAWS {
  struct Group: Hashable {
    var name: String
    var openings: [Opening] = []
    var tags: [(String, String)] = []

    static func == (a: Group, b: Group) -> Bool {
      a.name == b.name && a.openings == b.openings && a.tags.elementsEqual(b.tags, by: ==)
    }
    func hash(into hasher: inout Hasher) { hasher.combine(name) }
  }

  struct Opening: Hashable, CustomStringConvertible {
    var port: Int64
    var cidr: String
    var description: String { "\(port) \(cidr)" }

    var permission: AWSValue {
      [
        "IpProtocol": "tcp", "FromPort": .integer(port), "ToPort": .integer(port),
        "IpRanges": [["CidrIp": .string(cidr)]],
      ]
    }

    init(port: Int64, cidr: String) {
      self.port = port
      self.cidr = cidr
    }

    init?(_ permission: AWSValue) {
      guard let port = permission["FromPort"]?.integer,
        let cidr = permission["IpRanges"]?.list?.first?["CidrIp"]?.string
      else { return nil }
      self.init(port: port, cidr: cidr)
    }
  }

  struct Message: Hashable {
    var id: Int
    var body: String
    var hiddenUntil: Timestamp
  }

  static let scope = Scope(account: "111122223333", region: "eu-west-1")
  static let queueURL = "https://sqs.eu-west-1.amazonaws.com/111122223333/events"

  var groups: [String: Group] = [:]
  /// What reads still show while AWS is slow to tell.
  var stale: (groups: [String: Group], reads: Int)?
  var messages: [Message] = []
  var history: [CloudTrailRecord] = []
  var records: [String: CloudTrailRecord] = [:]
  /// Errors for the next calls of an operation.
  var failures: [String: [AWSError]] = [:]
  /// How often the report isn't ready when it is asked for.
  var reportDelay = 0
  var answersEmptyPollsAtOnce = false
  private var lastEvent = 0
  private var lastMessage = 0

  /// The answer, and when it is ready: a long poll takes its time.
  mutating func answer(_ call: APICall, at now: Timestamp) -> APIOutcome? {
    if var errors = failures[call.operation], !errors.isEmpty {
      let error = errors.removeFirst()
      failures[call.operation] = errors
      return .failure(error)
    }
    switch call.operation {
    case "DescribeSecurityGroups": return describe(call.input)
    case "RevokeSecurityGroupIngress": return change(call.input, isOpening: false, at: now)
    case "AuthorizeSecurityGroupIngress": return change(call.input, isOpening: true, at: now)
    case "ReceiveMessage": return receive(at: now)
    case "DeleteMessageBatch":
      for entry in call.input["Entries"]?.list ?? [] {
        messages.removeAll { "h\($0.id)" == entry["ReceiptHandle"]?.string }
      }
      return .success([:])
    case "LookupEvents": return lookUp(call.input)
    case "GenerateReport": return .success(["State": "STARTED"])
    case "GetReport":
      if reportDelay > 0 {
        reportDelay -= 1
        return .success(["State": "RUNNING"])
      }
      return .success(
        ["State": "DONE", "Groups": .list(groups.keys.sorted().map { .string($0) })])
    default: return .failure(AWSError("NotImplemented", "\(call.operation) is not here"))
    }
  }

  // MARK: Security groups

  mutating func set(_ id: String, _ opening: Opening, isOpen: Bool) {
    if isOpen {
      groups[id]?.openings.append(opening)
    } else {
      groups[id]?.openings.removeAll { $0 == opening }
    }
  }

  private mutating func describe(_ input: AWSObject) -> APIOutcome {
    var groups = groups
    if let shown = stale, shown.reads > 0 {
      groups = shown.groups
      stale?.reads -= 1
    }
    var ids: [String]
    if let asked = input["GroupIds"]?.list?.compactMap(\.string) {
      for id in asked where groups[id] == nil {
        return .failure(
          AWSError("InvalidGroup.NotFound", "The security group '\(id)' does not exist"))
      }
      ids = asked
    } else {
      ids = groups.keys.sorted()
    }
    for filter in input["Filters"]?.list ?? [] where filter["Name"] == "group-name" {
      let names = filter["Values"]?.list?.compactMap(\.string) ?? []
      ids = ids.filter { names.contains(groups[$0]?.name ?? "") }
    }
    return .success(["SecurityGroups": .list(ids.map { document($0, groups) })])
  }

  private func document(_ id: String, _ groups: [String: Group]) -> AWSValue {
    let group = groups[id]
    return [
      "GroupId": .string(id), "GroupName": .string(group?.name ?? ""),
      "OwnerId": .string(Self.scope.account),
      "IpPermissions": .list((group?.openings ?? []).map(\.permission)),
      "Tags": .list(
        (group?.tags ?? []).map { ["Key": .string($0.0), "Value": .string($0.1)] }),
    ]
  }

  private mutating func change(_ input: AWSObject, isOpening: Bool, at now: Timestamp)
    -> APIOutcome
  {
    guard let id = input["GroupId"]?.string, let group = groups[id] else {
      return .failure(AWSError("InvalidGroup.NotFound", "The security group does not exist"))
    }
    for permission in input["IpPermissions"]?.list ?? [] {
      guard let opening = Opening(permission) else { continue }
      if isOpening == group.openings.contains(opening) {
        return .failure(
          isOpening
            ? AWSError("InvalidPermission.Duplicate", "the specified rule already exists")
            : AWSError("InvalidPermission.NotFound", "The specified rule does not exist"))
      }
      set(id, opening, isOpen: isOpening)
      _ = record(
        isOpening ? "AuthorizeSecurityGroupIngress" : "RevokeSecurityGroupIngress", id, opening,
        by: "engine", at: now)
    }
    return .success(["Return": true])
  }

  // MARK: Records

  /// A record of a change; its id counts up: e1, e2 ...
  mutating func record(
    _ name: String, _ id: String, _ opening: Opening?, by actor: String, at now: Timestamp,
    error: String? = nil, named: Bool = false
  ) -> String {
    lastEvent += 1
    let eventID = "e\(lastEvent)"
    var input: AWSObject =
      named ? ["groupName": .string(groups[id]?.name ?? id)] : ["groupId": .string(id)]
    if let opening {
      input["ipPermissions"] = [
        "items": [
          [
            "ipProtocol": "tcp", "fromPort": .integer(opening.port),
            "toPort": .integer(opening.port),
            "ipRanges": ["items": [["cidrIp": .string(opening.cidr)]]],
          ]
        ]
      ]
    }
    var document: AWSObject = [
      "eventID": .string(eventID), "eventName": .string(name),
      "eventSource": "ec2.amazonaws.com", "awsRegion": .string(Self.scope.region),
      "recipientAccountId": .string(Self.scope.account),
      "eventTime": .string(Timestamp(seconds: now.seconds).iso8601),
      "userAgent": "stormdrill/0.1.0",
      "userIdentity": ["arn": .string("arn:aws:iam::111122223333:user/\(actor)")],
      "requestParameters": .object(input), "readOnly": false,
    ]
    document.set("errorCode", error.map { .string($0) })
    records[eventID] = CloudTrailRecord(document)
    return eventID
  }

  mutating func send(body: String) {
    lastMessage += 1
    messages.append(Message(id: lastMessage, body: body, hiddenUntil: Timestamp(seconds: 0)))
  }

  private mutating func receive(at now: Timestamp) -> APIOutcome? {
    let ready = messages.indices.filter { messages[$0].hiddenUntil <= now }.prefix(10)
    guard !ready.isEmpty else { return answersEmptyPollsAtOnce ? .success([:]) : nil }
    for index in ready { messages[index].hiddenUntil = now + .seconds(30) }
    return .success([
      "Messages": .list(
        ready.map {
          [
            "MessageId": .string("m\(messages[$0].id)"),
            "ReceiptHandle": .string("h\(messages[$0].id)"), "Body": .string(messages[$0].body),
          ]
        })
    ])
  }

  /// Newest first, 50 a page, the token a place in the list.
  private func lookUp(_ input: AWSObject) -> APIOutcome {
    guard let start = input["StartTime"]?.timestamp, let end = input["EndTime"]?.timestamp else {
      return .failure(AWSError("InvalidTimeRangeException", "no time range"))
    }
    let name = input["LookupAttributes"]?.list?.first?["AttributeValue"]?.string
    let all = history.filter { record in
      guard let time = record.eventTime else { return false }
      return time >= start && time <= end && (name ?? record.eventName) == record.eventName
    }.sorted { ($0.eventTime ?? start) > ($1.eventTime ?? start) }
    let from = input["NextToken"]?.string.flatMap(Int.init) ?? 0
    let page = all.dropFirst(from).prefix(50)
    var output: AWSObject = [
      "Events": .list(
        page.map { record in
          [
            "EventId": .string(record.eventID), "EventName": .string(record.eventName),
            "EventTime": .timestamp(record.eventTime ?? start),
            "CloudTrailEvent": .string(JSON.text(record.document)),
          ]
        })
    ]
    if from + page.count < all.count { output["NextToken"] = .string("\(from + page.count)") }
    return .success(output)
  }
}
