import AWS
import ArgumentParser
import Foundation
import JMESPath

/// A JMESPath expression over a document, or many of both.
struct RulesQueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Evaluate a JMESPath expression over the JSON on standard input.",
    discussion: """
      As filters do: with `split` and `from_json` besides the specification's functions.

      With --batch each line of the file is an object with `expression` and `document`, and is \
      answered by a line with `result`, or `error`, `message` and `offset`.

      Exit status: 2 when the expression or the document is wrong, with the place.
      """)

  @Argument(help: "The expression.")
  var expression: String?

  @Option(
    help: ArgumentHelp(
      "Questions to answer, one a line; `-` is standard input.", valueName: "file"))
  var batch: String?

  @Option(help: "How many steps an evaluation may make.")
  var steps = 20_000_000

  func validate() throws {
    guard (expression == nil) != (batch == nil) else {
      throw ValidationError("expected an expression or --batch")
    }
    guard steps > 0 else { throw ValidationError("expected at least one step") }
  }

  func run() throws {
    if let batch {
      try answer(batch)
    } else if let expression {
      try evaluate(expression)
    }
  }

  private func evaluate(_ expression: String) throws {
    let compiled: JMESPathExpression
    do throws(JMESPathError) {
      compiled = try JMESPathExpression(expression)
    } catch {
      throw Failure("column \(error.offset + 1): error: \(error.message)")
    }
    let text = FileHandle.standardInput.readDataToEndOfFile()
    let document: AWSValue
    do {
      document = try JSON.parse(Array(text))
    } catch {
      throw Failure("standard input: error: no JSON at byte \(error.offset)")
    }
    do throws(JMESPathError) {
      print(JSON.text(try compiled.evaluate(document, steps: steps)))
    } catch {
      throw Failure("error: \(error.message)")
    }
  }

  private func answer(_ file: String) throws {
    var output = OutputBuffer()
    var line = 0
    try LineReader.read(
      file,
      each: { bytes in
        line += 1
        output.line(JSON.write(try answer(bytes, "\(file):\(line)")))
      }, idle: { output.flush() })
    output.flush()
  }

  private func answer(_ line: ArraySlice<UInt8>, _ place: String) throws -> AWSValue {
    let question: AWSValue
    do {
      question = try JSON.parse(Array(line))
    } catch {
      throw Failure("\(place): error: no JSON at byte \(error.offset)")
    }
    guard let expression = question["expression"]?.string, let document = question["document"]
    else { throw Failure("\(place): error: expected `expression` and `document`") }
    do throws(JMESPathError) {
      let result = try JMESPathExpression(expression).evaluate(document, steps: steps)
      return ["result": result]
    } catch {
      return [
        "error": .string(error.kind.rawValue), "message": .string(error.message),
        "offset": .integer(Int64(error.offset)),
      ]
    }
  }
}
