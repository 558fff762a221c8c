import AWS
import ArgumentParser
import Documents
import PolicyLanguage

/// A decision, statement by statement: what matched, what didn't, and what was missing.
struct PolicyExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain whether policies allow a request, statement by statement.",
    discussion: """
      A case is a YAML or JSON file with `principal`, `action`, `resource`, `resourceAccount`, \
      `context` and `policies` (`identity`, `boundary`, `session`, `serviceControl` and \
      `resourceControl` by level, `resource`, `endpoint`). With --batch, each line of a file is a \
      case in JSON, and gets one line of JSON. With --database the policies are those of a world \
      that `serve --database` keeps: policies alone, no ACLs, no public access blocks.

      principal: arn:aws:iam::111122223333:user/alice
      action: s3:GetObject
      resource: arn:aws:s3:::drill/blue/x
      context: {aws:SourceIp: 10.1.2.3}
      policies:
        identity:
          - name: readers
            document:
              Version: "2012-10-17"
              Statement: {Effect: Allow, Action: "s3:Get*", Resource: "*"}

      Exit status: 1 when --expect doesn't hold, 2 for a broken file.
      """)

  @Argument(help: "Case files.")
  var cases: [String] = []

  @Option(help: "Decide each line of this file, `-` for standard input.")
  var batch: String?

  @OptionGroup(title: "A world's policies") var question: WorldQuestion

  @Flag(help: "Print JSON, a line for each case.")
  var json = false

  @Option(help: "The decision each case must have: \(Expected.names).")
  var expect: Expected?

  @Flag(help: "Say how long one decision of each case takes, its policies compiled.")
  var measure = false

  enum Expected: String, ExpressibleByArgument, CaseIterable {
    case allowed, explicitDeny, implicitDeny, denied

    static let names = allCases.map(\.rawValue).joined(separator: ", ")

    func holds(_ decision: Decision) -> Bool {
      self == .denied ? !decision.isAllowed : decision.name == rawValue
    }
  }

  func validate() throws {
    let ways = [!cases.isEmpty, batch != nil, question.database != nil].count { $0 }
    guard ways == 1 else {
      throw ValidationError("name case files, or --batch with one file of lines, or --database")
    }
  }

  func run() throws {
    let unmet: Int
    if let batch {
      unmet = try decideLines(of: batch)
    } else if question.database != nil {
      let explanation = try question.explanation()
      print(json ? JSON.text(explanation.json) : explanation.text)
      unmet = expect?.holds(explanation.decision) ?? true ? 0 : 1
    } else {
      unmet = try explainFiles()
    }
    if unmet > 0 {
      let cases = unmet == 1 ? "1 case is" : "\(unmet) cases are"
      Console.error("\(cases) not `\(expect?.rawValue ?? "")`")
      throw ExitCode(1)
    }
  }

  /// How many cases don't have the expected decision.
  private func explainFiles() throws -> Int {
    var diagnostics: [Diagnostic] = []
    var found: [(file: String, policyCase: PolicyCase)] = []
    for file in cases {
      let document = Document.parse(try Files.text(file), file: file)
      diagnostics += document.diagnostics
      guard let node = document.node else { continue }
      let decoded = PolicyCase.decode(node)
      diagnostics += decoded.diagnostics
      if let policyCase = decoded.policyCase { found.append((file, policyCase)) }
    }
    if diagnostics.hasErrors { throw Failure(diagnostics) }
    if measure {
      for (file, policyCase) in found { print("\(file): \(DecisionTime(of: policyCase))") }
      return 0
    }
    var unmet = 0
    for (index, (file, policyCase)) in found.enumerated() {
      let explanation = policyCase.access.explanation(for: policyCase.request)
      if json {
        print(JSON.text(explanation.json))
      } else {
        if found.count > 1 { print((index > 0 ? "\n" : "") + "# \(file)") }
        print(explanation.text)
      }
      if let expect, !expect.holds(explanation.decision) { unmet += 1 }
    }
    return unmet
  }

  /// A broken line is answered in its place, so that the others count.
  private func decideLines(of file: String) throws -> Int {
    var unmet = 0
    var broken = 0
    var output = OutputBuffer()
    try LineReader.read(file) { line in
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return }
      let document = Document.parse(String(decoding: line, as: UTF8.self), file: "line.json")
      let decoded = document.node.map(PolicyCase.decode)
      if let policyCase = decoded?.policyCase {
        let decision = policyCase.access.decision(for: policyCase.request)
        output.line(JSON.write(.object(decision.json)))
        if let expect, !expect.holds(decision) { unmet += 1 }
      } else {
        let problems = (document.diagnostics + (decoded?.diagnostics ?? [])).inFileOrder.map {
          "column \($0.position.column): \($0.message)" + ($0.suggestion.map { "; \($0)" } ?? "")
        }
        let error = problems.joined(separator: "\n")
        output.line(JSON.write(["error": .string(error)]))
        broken += 1
      }
    } idle: {
      output.flush()
    }
    output.flush()
    if broken > 0 {
      throw Failure("\(file): \(broken == 1 ? "1 line is" : "\(broken) lines are") no case")
    }
    return unmet
  }
}
