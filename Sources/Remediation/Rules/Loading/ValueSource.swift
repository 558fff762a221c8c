import AWS
import Documents
import JMESPath

/// `value_from`: values in a file that the caller delivers: JSON, CSV or lines of text.
enum ValueSource {
  private enum Format: String { case json, csv, csv2dict, txt }

  /// nil, with a diagnostic, where nothing can be read.
  static func read(
    _ node: Node, _ reader: inout MappingReader, _ values: (String) -> String?
  ) -> Operand? {
    reader.decodeNode(node, of: "`value_from`") { reader in
      let url = reader.requiredString("url")
      if let query = reader.node("query") {
        reader.error(at: query.position, "`query` of `value_from` is not supported")
      }
      reader.allow("headers")
      let expression = reader.node("expr")
      let name = reader.string("format") ?? fileExtension(url)
      guard !url.isEmpty else { return nil }
      guard let format = Format(rawValue: name) else {
        reader.error(
          at: reader.node("format")?.position, "`value_from` can't read the format `\(name)`",
          suggestion: "expected `format` to be json, csv, csv2dict or txt")
        return nil
      }
      guard let text = values(url) else {
        reader.error(
          at: reader.node("url")?.position, "`\(url)` can't be read",
          suggestion: "expected a file that exists")
        return nil
      }
      return read(text, format, expression, &reader)
    }
  }

  private static func fileExtension(_ url: String) -> String {
    let name = url.split(separator: "/").last ?? ""
    return name.split(separator: ".").dropFirst().last.map(String.init) ?? ""
  }

  private static func read(
    _ text: String, _ format: Format, _ expression: Node?, _ reader: inout MappingReader
  ) -> Operand? {
    switch format {
    case .json:
      guard let value = try? JSON.parse(text) else {
        reader.error("the file of `value_from` is no JSON")
        return nil
      }
      return expression == nil ? .value(value) : select(value, expression, &reader)
    case .txt:
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      let kept = text.hasSuffix("\n") ? lines.dropLast() : lines[...]
      return .set(unique(kept.map { .string(ValueType.strip(String($0))) }))
    case .csv:
      let rows = CSV.rows(text)
      if let column = expression?.integer {
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
