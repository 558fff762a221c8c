import AWS
import ArgumentParser
import Foundation
import JMESPath

/// A JMESPath expression over a document.
struct RulesQueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Evaluate a JMESPath expression over the JSON on standard input.",
    discussion: """
      As filters do: with `split` and `from_json` besides the specification's functions.

      Exit status: 2 when the expression or the document is wrong, with the place.
      """)

  @Argument(help: "The expression.")
  var expression: String

  func run() throws {
    let compiled: JMESPathExpression
    do throws(JMESPathError) {
      compiled = try JMESPathExpression(expression)
    } catch {
      throw Failure("column \(error.offset + 1): error: \(error.message)")
    }
    let text = String(
      decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
    let document: AWSValue
    do {
      document = try JSON.parse(text)
    } catch {
      throw Failure("standard input: error: no JSON at byte \(error.offset)")
    }
    do throws(JMESPathError) {
      print(JSON.text(try compiled.evaluate(document)))
    } catch {
      throw Failure("error: \(error.message)")
    }
  }
}
