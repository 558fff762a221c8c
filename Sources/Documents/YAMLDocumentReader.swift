internal import Yams

/// YAML text to nodes: libyaml reads, this resolves scalars, merges and counts.
struct YAMLDocumentReader {
  let fileName: String
  private let limits: Document.Limits
  private var diagnostics: [Diagnostic] = []
  private var nodesLeft: Int

  init(file: String, limits: Document.Limits) {
    fileName = file
    self.limits = limits
    nodesLeft = limits.nodes
  }

  mutating func document(_ text: String) -> (node: Node?, diagnostics: [Diagnostic]) {
    if let hazard = aliasHazard(in: text) { return (nil, [hazard]) }
    do {
      let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else {
        let start = SourcePosition(file: fileName, line: 1, column: 1)
        return (nil, [Diagnostic(start, "the file is empty", suggestion: "expected a mapping")])
      }
      let node = convert(root, depth: 0)
      return (diagnostics.hasErrors ? nil : node, diagnostics.inFileOrder)
    } catch let error as YamlError {
      return (nil, [diagnostic(for: error, in: text)])
    } catch {
      return (nil, [Diagnostic(position(nil), "the file can't be read: \(error)")])
    }
  }

  private func position(_ mark: Mark?) -> SourcePosition {
    SourcePosition(file: fileName, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  // MARK: Nodes

  private mutating func convert(_ node: Yams.Node, depth: Int, isKey: Bool = false) -> Node? {
    let place = position(node.mark)
    guard depth <= limits.depth else {
      return refuse(place, "nesting goes deeper than \(limits.depth) levels")
    }
    guard nodesLeft > 0 else { return nil }
    nodesLeft -= 1
    if nodesLeft == 0 {
      return refuse(
        place, "the file has more than \(limits.nodes) values, aliases included",
        "expected fewer or smaller aliases")
    }
    switch node {
    case .scalar(let scalar):
      return convert(scalar, at: place, isKey: isKey)
    case .sequence(let sequence):
      guard ["", "tag:yaml.org,2002:seq"].contains(sequence.tag.description) else {
        return refuse(place, "tag `\(sequence.tag.description)` is not supported on a list")
      }
      var items: [Node] = []
      items.reserveCapacity(sequence.count)
      for item in sequence {
        guard let item = convert(item, depth: depth + 1) else {
          if nodesLeft == 0 { return nil }
          continue
        }
        items.append(item)
      }
      return Node(.sequence(items), at: place)
    case .mapping(let mapping):
      return convert(mapping, at: place, depth: depth)
    case .alias:
      return refuse(place, "alias can't be followed")
    }
  }

  private mutating func convert(_ scalar: Yams.Node.Scalar, at place: SourcePosition, isKey: Bool)
    -> Node?
  {
    let tag = scalar.tag.description
    do throws(YAMLScalar.Failure) {
      switch tag {
      // Keys lose their tag when Yams compares them: a plain one is resolved, as almost all are.
      case "", "!", "tag:yaml.org,2002:str":
        let isPlain = scalar.style == .plain && (tag == "" || isKey && tag != "!")
        guard isPlain else { return Node(.string(scalar.string), at: place) }
        var node = Node(try YAMLScalar.resolve(scalar.string), at: place)
        node.isPlainDate = YAMLScalar.isDate(scalar.string)
        return node
      case "tag:yaml.org,2002:timestamp":
        var node = Node(.string(scalar.string), at: place)
        node.isPlainDate = true
        return node
      case "tag:yaml.org,2002:null":
        return Node(.null, at: place)
      case "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool":
        return Node(try YAMLScalar.resolve(scalar.string), at: place)
      case "tag:yaml.org,2002:float":
        let kind = try YAMLScalar.resolve(scalar.string)
        if case .integer(let number) = kind { return Node(.double(Double(number)), at: place) }
        return Node(kind, at: place)
      default:
        return refuse(
          place, "tag `\(tag.shortened)` is not supported", "expected plain YAML without tags")
      }
    } catch {
      return refuse(
        place, "`\(scalar.string.shortened)` is no number that fits in 64 bits",
        "expected a smaller number, or quotes around it")
    }
  }

  private mutating func convert(
    _ mapping: Yams.Node.Mapping, at place: SourcePosition, depth: Int
  ) -> Node? {
    guard ["", "tag:yaml.org,2002:map"].contains(mapping.tag.description) else {
      return refuse(place, "tag `\(mapping.tag.description)` is not supported on a mapping")
    }
    var merged: [Node.Pair] = []
    var own: [Node.Pair] = []
    for (key, value) in mapping {
      if case .scalar(let scalar) = key, scalar.string == "<<", scalar.style == .plain {
        merged += mergePairs(value, depth: depth + 1)
        continue
      }
      let keyNode = convert(key, depth: depth + 1, isKey: true)
      let valueNode = convert(value, depth: depth + 1)
      if nodesLeft == 0 { return nil }
      if let keyNode, let valueNode { own.append(Node.Pair(key: keyNode, value: valueNode)) }
    }
    checkKeys(own)
    return Node(.mapping(merged.isEmpty ? own : unite(merged + own)), at: place)
  }

  /// The pairs that `<<: *base` or `<<: [*a, *b]` brings in; of two lists' keys the first wins.
  private mutating func mergePairs(_ node: Yams.Node, depth: Int) -> [Node.Pair] {
    let place = position(node.mark)
    guard let value = convert(node, depth: depth) else { return [] }
    switch value.kind {
    case .mapping(let pairs): return pairs
    case .sequence(let items):
      var all: [Node.Pair] = []
      for item in items.reversed() {
        guard let pairs = item.mapping else {
          _ = refuse(item.position, "`<<` can't merge \(item.kindName)", "expected a mapping")
          continue
        }
        all += pairs
      }
      return all
    default:
      _ = refuse(
        place, "`<<` can't merge \(value.kindName)", "expected a mapping or a list of them")
      return []
    }
  }

  /// The last value of a key wins, at the key's first place, as in a Python dictionary.
  private func unite(_ pairs: [Node.Pair]) -> [Node.Pair] {
    var out: [Node.Pair] = []
    var places: [String: Int] = [:]
    for pair in pairs {
      let name = identity(pair.key)
      if let place = places[name] {
        out[place] = pair
      } else {
        places[name] = out.count
        out.append(pair)
      }
    }
    return out
  }

  /// Yams compares keys by their text; `1` and `0x1` are the same key too.
  private mutating func checkKeys(_ pairs: [Node.Pair]) {
    var places: [String: SourcePosition] = [:]
    for pair in pairs {
      switch pair.key.kind {
      case .sequence, .mapping:
        _ = refuse(
          pair.key.position, "\(pair.key.kindName) can't be a key",
          "expected a string; text with braces or brackets stands in quotes")
        continue
      default: break
      }
      let name = identity(pair.key)
      if let first = places[name] {
        _ = refuse(
          pair.key.position, "duplicate key `\(pair.key.scalarText ?? "")`",
          "it stands on line \(first.line) already")
      } else {
        places[name] = pair.key.position
      }
    }
  }

  private func identity(_ key: Node) -> String {
    switch key.kind {
    case .string(let text): "s" + text
    default: "x" + (key.scalarText ?? "")
    }
  }

  private mutating func refuse(
    _ place: SourcePosition, _ message: String, _ suggestion: String? = nil
  ) -> Node? {
    if diagnostics.count < Diagnostic.limit {
      diagnostics.append(Diagnostic(place, message, suggestion: suggestion))
    }
    return nil
  }
}
