import AWS
import Documents
import JMESPath
import Remediation

/// What is fuzzed: code that reads what strangers write. No input may crash it or keep it busy;
/// `make fuzz` looks for one that does, and the tests run all that were found or reach far.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// An expression, a line break, and a document in JSON.
  case jmespath
  /// A policy file; what loads is evaluated too.
  case loader

  package func run(_ bytes: [UInt8]) {
    switch self {
    case .jmespath: Self.query(bytes)
    case .loader: Self.load(String(decoding: bytes, as: UTF8.self))
    }
  }

  // MARK: JMESPath

  /// Few, so that many inputs can be tried.
  private static let steps = 20_000

  private static let document: AWSValue = [
    "a": ["b": [1, 2, ["c": "x"]], "d": .null], "n": [3, 1.5, -2], "s": ["b", "a", "\u{fc}"],
    "Tags": [["Key": "Name", "Value": "web"], ["Key": "Env", "Value": ""]], "t": "a,b,,c",
    "e": [], "j": "{\"k\": [1, {\"l\": null}]}", "f": true, "o": [:],
  ]

  private static func query(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
    guard let first = parts.first else { return }
    guard let expression = try? JMESPathExpression(String(decoding: first, as: UTF8.self)) else {
      return
    }
    check(expression, on: document)
    if parts.count > 1, let given = try? JSON.parse(Array(parts[1])) {
      check(expression, on: given)
    }
  }

  /// The same twice, and a result that can be written and read.
  private static func check(_ expression: JMESPathExpression, on value: AWSValue) {
    do throws(JMESPathError) {
      let found = try expression.evaluate(value, steps: steps)
      let written = JSON.text(found)
      let again = try? expression.evaluate(value, steps: steps)
      precondition(again.map { JSON.text($0) } == written, "`\(expression.text)` varies")
    } catch {
      precondition(!error.message.isEmpty, "`\(expression.text)` fails without a word")
    }
  }

  // MARK: Policy files

  private static func load(_ text: String) {
    let isJSON = text.utf8.first == UInt8(ascii: "{")
    let (policies, diagnostics) = PolicyFile.load(
      text: text, file: isJSON ? "fuzz.json" : "fuzz.yml")
    for diagnostic in diagnostics {
      precondition(!diagnostic.description.isEmpty, "a diagnostic says nothing")
    }
    for policy in policies {
      let resources = FuzzResources.resources(for: policy)
      let found = policy.evaluate(resources, FuzzResources.context)
      for match in found.matches { _ = policy.plan(match, FuzzResources.context) }
    }
  }
}
