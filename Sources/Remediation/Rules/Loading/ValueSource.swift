import AWS
import Documents
import JMESPath

/// What `value_from` asks its caller for.
package struct ValueRequest: Hashable, Sendable {
  /// `file://...`, `http(s)://...`, `s3://bucket/key?region=...`, or a path beside the policy file.
  package var url: String
  /// Of an HTTP request, in the order of their names.
  package var headers: [Header] = []

  package struct Header: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  package init(url: String) { self.url = url }
}

/// Why something that `value_from` names can't be read: in the words of a diagnostic.
package struct ValueProblem: Error, Hashable, Sendable {
  package var message: String
  package var suggestion: String?

  package init(_ message: String, suggestion: String? = nil) {
    self.message = message
    self.suggestion = suggestion
  }

  /// Of a caller that asks nobody, since it only checks: the policy may be right.
  package static let notAsked = ValueProblem("it is not fetched for a check")
}

/// Fetches the text of what `value_from` names. The loader asks once for each request.
package typealias ValueFetch = @Sendable (ValueRequest) -> Result<String, ValueProblem>

extension PolicyLoader {
  /// What a `value_from` holds; nil, with a diagnostic, where nothing can be read.
  mutating func values(from node: Node, _ reader: inout MappingReader) -> Operand? {
    var inner = MappingReader(node, of: "`value_from`")
    let operand = ValueSource.read(&inner) { fetch($0) }
    reader.diagnostics += inner.finish()
    return operand
  }

  private mutating func fetch(_ request: ValueRequest) -> Result<String, ValueProblem> {
    if let known = fetched[request] { return known }
    var answer = values(request)
    if case .success(let text) = answer, text.utf8.count > ValueSource.sizeLimit {
      answer = .failure(
        ValueProblem(
          "it has \(text.utf8.count) bytes",
          suggestion: "expected at most \(ValueSource.sizeLimit)"))
    }
    fetched[request] = answer
    return answer
  }
}

/// `value_from`: values in a file that the caller delivers: JSON, CSV or lines of text.
enum ValueSource {
  private enum Format: String { case json, csv, csv2dict, txt }

  static let sizeLimit = 16 << 20

  static func read(
    _ reader: inout MappingReader, _ fetch: (ValueRequest) -> Result<String, ValueProblem>
  ) -> Operand? {
    let before = reader.diagnostics.count
    for pair in reader.node.mapping ?? [] {
      guard let key = pair.key.string,
        !["url", "format", "expr", "headers", "query"].contains(key)
      else { continue }
      reader.allow(key)
      reader.diagnostics.append(
        Diagnostic(
          pair.key.position, "`\(key.shortened)` of `value_from` means nothing",
          suggestion: Spelling.suggestion(for: key, among: ["url", "format", "expr", "headers"]),
          severity: .warning))
    }
    var request = ValueRequest(url: reader.requiredString("url"))
    let place = reader.node["url"]?.position ?? reader.position
    request.headers = headers(&reader)
    reader.check("query", .text)
    let formatName = reader.string("format")
    let expression = reader.node("expr")
    if let expression, expression.string == nil, expression.wholeNumber == nil {
      reader.error(
        at: expression.position, "`expr` can't be \(expression.kindName)",
        suggestion: "expected JMESPath, or the number of a column")
    }
    if request.url == "dynamodb" {
      reader.error(
        at: place, "`value_from` can't ask DynamoDB",
        suggestion: "expected a file, or an http(s) or s3 address")
    } else if let query = reader.node["query"] {
      reader.error(
        at: query.position, "`query` is for `url: dynamodb` only, which is not supported",
        suggestion: "expected `expr`")
    }
    let scheme = String(request.url.prefix { $0 != ":" })
    if request.url.dropFirst(scheme.count).hasPrefix("://"),
      !["file", "http", "https", "s3"].contains(scheme)
    {
      reader.error(
        at: place, "`value_from` can't read from `\(scheme.shortened)`",
        suggestion: "expected file, http, https, s3 or a path")
    }
    guard !request.url.isEmpty, !reader.diagnostics[before...].hasErrors else { return nil }
    let name = formatName ?? fileExtension(request.url)
    guard let format = Format(rawValue: name) else {
      reader.error(
        at: reader.node["format"]?.position ?? place,
        name.isEmpty
          ? "the format of `\(request.url.shortened)` is not known"
          : "`value_from` can't read the format `\(name.shortened)`",
        suggestion: "expected `format` to be json, csv, csv2dict or txt")
      return nil
    }
    let known = reader.diagnostics.count
    defer {
      for index in reader.diagnostics.indices.dropFirst(known) {
        reader.diagnostics[index].isOutside = reader.diagnostics[index].severity == .error
      }
    }
    switch fetch(request) {
    case .success(let text): return read(text, format, expression, &reader)
    case .failure(.notAsked):
      reader.diagnostics.append(
        Diagnostic(
          place, "`\(request.url.shortened)` is not fetched for a check", severity: .warning))
      return .set([])
    case .failure(let problem):
      reader.error(
        at: place, "`\(request.url.shortened)` can't be read: \(problem.message)",
        suggestion: problem.suggestion)
      return nil
    }
  }

  private static func headers(_ reader: inout MappingReader) -> [ValueRequest.Header] {
    guard let pairs = reader.value("headers", expected: "a mapping of strings", { $0.mapping })
    else { return [] }
    var headers: [ValueRequest.Header] = []
    for pair in pairs {
      guard let name = pair.key.scalarText, let value = pair.value.string,
        !(name + value).utf8.contains(where: { $0 < 0x20 })
      else {
        reader.error(
          at: pair.value.position, "a header can't be \(pair.value.kindName)",
          suggestion: "expected a string on one line")
        continue
      }
      headers.append(ValueRequest.Header(name: name, value: value))
    }
    return headers.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
  }

  /// What follows the last dot of the last part, as `os.path.splitext` splits it off.
  private static func fileExtension(_ url: String) -> String {
    let name = (url.split(separator: "/", omittingEmptySubsequences: false).last ?? "")
      .drop { $0 == "." }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[parts.count - 1]) : ""
  }

  private static func read(
    _ text: String, _ format: Format, _ expression: Node?, _ reader: inout MappingReader
  ) -> Operand? {
    switch format {
    case .json:
      do throws(JSON.ParseError) {
        let value = try JSON.parse(text)
        return expression == nil ? .value(value) : select(value, expression, &reader)
      } catch {
        reader.error(
          "what `value_from` names is no JSON: mistake at byte \(error.offset)",
          suggestion: "expected JSON, or another `format`")
        return nil
      }
    case .txt:
      let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      let kept = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
      return .set(unique(kept.map { .string(ValueType.strip(String(Substring($0)))) }))
    case .csv:
      let rows = CSV.rows(text)
      if let column = expression?.wholeNumber, column >= 0 {
        let cells = rows.filter { !$0.isEmpty }.map { row in
          row.indices.contains(Int(column)) ? row[Int(column)] : nil
        }
        guard cells.allSatisfy({ $0 != nil }) else {
          reader.error(
            at: expression?.position, "not every line of the file has a column \(column)")
          return nil
        }
        return .set(unique(cells.compactMap { $0 }.map { .string($0) }))
      }
      let all = AWSValue.list(rows.map { .list($0.map { .string($0) }) })
      if expression != nil { return select(all, expression, &reader) }
      return .set(unique(rows.flatMap { $0 }.map { .string($0) }))
    case .csv2dict:
      let rows = CSV.rows(text)
      let width = rows.map(\.count).min() ?? 0
      var table = AWSObject()
      for column in 0..<width {
        table[rows[0][column]] = .list(rows.dropFirst().map { .string($0[column]) })
      }
      if expression != nil { return select(.object(table), expression, &reader) }
      return .set(unique(table.flatMap { $0.value.list ?? [] }))
    }
  }

  /// What an expression selects; a list counts as a set.
  private static func select(
    _ value: AWSValue, _ expression: Node?, _ reader: inout MappingReader
  ) -> Operand? {
    guard let expression, let text = expression.string else {
      reader.error(at: expression?.position, "`expr` is no text", suggestion: "expected JMESPath")
      return nil
    }
    do throws(JMESPathError) {
      let found = try JMESPathExpression(text).evaluate(value)
      guard case .list(let items) = found else { return .value(found) }
      guard items.allSatisfy(Python.isHashable) else {
        reader.error(at: expression.position, "`expr` selects lists or objects, not plain values")
        return nil
      }
      return .set(unique(items))
    } catch {
      reader.error(at: expression.position, "`expr`: \(error.message)")
      return nil
    }
  }

  private static func unique(_ items: [AWSValue]) -> [AWSValue] { items.uniqued }
}

/// Comma-separated values (RFC 4180), as Python's csv module reads them.
enum CSV {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var quoted = false
    var isEmpty = true
    var characters = text.makeIterator()
    var next = characters.next()
    while let character = next {
      next = characters.next()
      if quoted {
        if character == "\"" {
          if next == "\"" {
            cell.append("\"")
            next = characters.next()
          } else {
            quoted = false
          }
        } else {
          cell.append(character)
        }
        continue
      }
      switch character {
      case "\"" where cell.isEmpty:
        quoted = true
        isEmpty = false
      case ",":
        row.append(cell)
        cell = ""
        isEmpty = false
      case _ where character.isNewline:
        if !isEmpty { row.append(cell) }
        rows.append(row)
        (row, cell, isEmpty) = ([], "", true)
      default:
        cell.append(character)
        isEmpty = false
      }
    }
    if !isEmpty { rows.append(row + [cell]) }
    return rows
  }
}
