import AWS
import Foundation
import Testing

@testable import Remediation

/// Runs the transcripts of this folder: a command, `----`, and what the engine does upon it.
///
/// With STORMDRILL_REWRITE=1 in the environment the files are written anew; read the difference.
@Suite struct TranscriptTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Transcripts")
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test func thereAreTranscripts() { #expect(Self.names.count >= 10) }

  @Test(arguments: names) func engineDoesWhatTheTranscriptSays(_ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    let expected = try String(contentsOf: file, encoding: .utf8)
    let actual = try Transcript.play(expected)
    if ProcessInfo.processInfo.environment["STORMDRILL_REWRITE"] == "1" {
      try actual.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(actual == expected, "\(name) differs")
    }
  }

  @Test(arguments: names) func secondRunIsTheSame(_ name: String) throws {
    let text = try String(
      contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
    #expect(try Transcript.play(text) == Transcript.play(text))
  }
}

/// The language of the transcripts.
struct Transcript {
  struct Unknown: Error { var command: String }

  private var configuration = EngineConfiguration(
    mode: .enforce, scopes: [FakeAWS.scope],
    feeds: [
      .eventQueue(
        EngineConfiguration.EventQueueSettings(
          queueURL: FakeAWS.queueURL, scope: FakeAWS.scope))
    ])
  private var rules = [TestRules.ssh()]
  private var stage: Rehearsal
  private var shown = 0

  private init() { stage = Rehearsal(configuration) }

  /// The text again, with what the engine does now under each command.
  static func play(_ text: String) throws -> String {
    var transcript = Transcript()
    var out: [String] = []
    var isTrace = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == "----" {
        isTrace = true
      } else if line.isEmpty {
        isTrace = false
      } else if !isTrace {
        out.append(line)
        if line.hasPrefix("#") { continue }
        let trace = try transcript.perform(line.split(separator: " ").map(String.init))
        out += ["----"] + trace + [""]
      }
    }
    return out.joined(separator: "\n")
  }

  private mutating func perform(_ words: [String]) throws -> [String] {
    shown = stage.trace.count
    var lines: [String] = []
    let arguments = Array(words.dropFirst())
    switch words[0] {
    case "engine": try boot(arguments)
    case "exempt": try exempt(arguments)
    case "group": stage.aws.groups[arguments[0]] = FakeAWS.Group(name: arguments[1])
    case "tag":
      stage.aws.groups[arguments[0]]?.tags.append((arguments[1], arguments[2]))
    case "open", "close": lines.append(try change(words[0] == "open", arguments))
    case "attempt":
      lines.append(
        stage.aws.record(
          "AuthorizeSecurityGroupIngress", arguments[0], nil, by: "mallory", at: stage.now,
          error: "Client.UnauthorizedOperation"))
    case "delete": stage.aws.groups[arguments[0]] = nil
    case "send":
      for id in arguments { try send(id) }
    case "garbage": stage.aws.send(body: arguments.joined(separator: " "))
    case "history":
      for id in arguments {
        guard let record = stage.aws.records[id] else { throw Unknown(command: id) }
        stage.aws.history.append(record)
      }
    case "flood":
      for _ in 0..<(Int(arguments[0]) ?? 1) {
        let id = stage.aws.record(
          arguments[1], "sg-none", nil, by: "noise", at: stage.now, error: "AccessDenied")
        if let record = stage.aws.records[id] { stage.aws.history.append(record) }
      }
    case "fail":
      let count = Int(arguments[2]) ?? 1
      let status = Int(arguments.count > 3 ? arguments[3] : "400") ?? 400
      stage.aws.failures[arguments[0], default: []] += Array(
        repeating: AWSError(arguments[1], "No.", status: status), count: count)
    case "delay-report": stage.aws.reportDelay = Int(arguments[0]) ?? 1
    case "stale": stage.aws.stale = (stage.aws.groups, Int(arguments[0]) ?? 1)
    case "deafen": stage.noticeErrors = Array(repeating: "refused", count: Int(arguments[0]) ?? 1)
    case "run": stage.run(for: try duration(arguments[0]))
    case "crash":
      stage.crash = Rehearsal.Crash(
        kind: LedgerKind(rawValue: arguments[1]), isEntryLost: arguments[0] == "before")
    case "restart": stage.boot(configuration, rules: rules)
    case "undo":
      stage.input(.command(.undo(finding: arguments[0], force: arguments.contains("force"))))
    case "scan": stage.input(.command(.scan))
    case "stop": stage.input(.command(.stop))
    case "replay":
      for id in arguments {
        guard let record = stage.aws.records[id] else { throw Unknown(command: id) }
        stage.input(.record(record))
      }
    case "state":
      let openings = stage.aws.groups[arguments[0]]?.openings ?? []
      lines += openings.isEmpty ? ["closed"] : openings.map(\.description)
    case "messages": lines.append("\(stage.aws.messages.count)")
    default: throw Unknown(command: words[0])
    }
    return Self.folded(lines + stage.trace[shown...])
  }

  /// Records by the hundred are told as their number.
  private static func folded(_ lines: [String]) -> [String] {
    var out: [String] = []
    var noise = 0
    for line in lines + [""] {
      let isNoise = line.contains("AssumeRole by") || line.contains("Egress by")
        || line.contains("failed-call")
      if isNoise, lines.count > 100 {
        noise += 1
        continue
      }
      if noise > 0 { out.append("... \(noise) lines about records of no concern") }
      noise = 0
      if !line.isEmpty { out.append(line) }
    }
    return out
  }

  private mutating func boot(_ arguments: [String]) throws {
    for argument in arguments {
      let (name, value) = Self.pair(argument)
      switch name {
      case "mode": configuration.mode = value == "notify" ? .notify : .enforce
      case "scan": configuration.scanInterval = try duration(value)
      case "own":
        configuration.ownPrincipals = ["arn:aws:iam::111122223333:user/\(value)"]
      case "fixes": configuration.limits.fixesPerWindow = Int(value) ?? 1
      case "alerts": configuration.alerts = [.file(path: value)]
      case "feeds":
        configuration.feeds =
          value == "lookup-events"
          ? [.lookupEvents(EngineConfiguration.LookupSettings(pageLimit: 2))]
          : value == "none" ? [] : configuration.feeds
      case "rules":
        rules = value.split(separator: ",").map { rule in
          switch rule {
          case "rdp": TestRules.ssh(name: "rdp", port: 3389)
          case "ssh-max-1": TestRules.ssh(name: "ssh-max-1", limit: ResourceLimit(count: 1))
          case "reported": TestRules.reported()
          case "ssh-then-rdp": TestRules.ssh(name: "ssh-then-rdp", then: 3389)
          case "ssh-notify": TestRules.ssh(name: "ssh-notify", notices: true)
          default: TestRules.ssh()
          }
        }
      default: throw Unknown(command: argument)
      }
    }
    stage.boot(configuration, rules: rules)
  }

  private mutating func exempt(_ arguments: [String]) throws {
    var exemption = Exemption(reason: "bastion", approver: "alice")
    for argument in arguments {
      let (name, value) = Self.pair(argument)
      switch name {
      case "resource": exemption.resource = value
      case "rule": exemption.rule = value
      case "tag":
        let (key, text) = Self.pair(value, separator: ":")
        exemption.tag = Exemption.Tag(key: key, value: text)
      case "for": exemption.expires = stage.now + (try duration(value))
      default: throw Unknown(command: argument)
      }
    }
    configuration.exemptions.append(exemption)
  }

  /// `open sg-1 22 0.0.0.0/0 [by mallory] [named] [times 3]`
  private mutating func change(_ isOpening: Bool, _ arguments: [String]) throws -> String {
    let opening = FakeAWS.Opening(port: Int64(arguments[1]) ?? 0, cidr: arguments[2])
    var actor = "mallory"
    if let by = arguments.firstIndex(of: "by") { actor = arguments[by + 1] }
    stage.aws.set(arguments[0], opening, isOpen: isOpening)
    return stage.aws.record(
      isOpening ? "AuthorizeSecurityGroupIngress" : "RevokeSecurityGroupIngress", arguments[0],
      opening, by: actor, at: stage.now, named: arguments.contains("named"))
  }

  private mutating func send(_ id: String) throws {
    guard let record = stage.aws.records[id] else { throw Unknown(command: id) }
    stage.aws.send(
      body: JSON.text([
        "detail-type": "AWS API Call via CloudTrail", "detail": .object(record.document),
      ] as AWSObject))
  }

  private static func pair(_ text: String, separator: Character = "=") -> (String, String) {
    let parts = text.split(separator: separator, maxSplits: 1).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : "")
  }

  private func duration(_ text: String) throws -> Duration {
    guard let number = Int64(text.dropLast()) else { throw Unknown(command: text) }
    switch text.last {
    case "s": return .seconds(number)
    case "m": return .minutes(number)
    case "h": return .hours(number)
    default: throw Unknown(command: text)
    }
  }
}
