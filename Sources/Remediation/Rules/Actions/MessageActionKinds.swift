import AWS
import Documents
import JMESPath

extension ActionKind {
  /// The actions that tell others of a match.
  static let messages: [ActionKind] = [
    ActionKind(
      names: ["notify"], loader: { loader, _, reader, _, node in loader.notify(&reader, node) }),
    ActionKind(names: ["webhook"]) { _, reader, _, _ in webhook(&reader) },
    ActionKind(names: ["invoke-lambda"]) { _, reader, _, node in
      for key in ["assume-role", "qualifier"] {
        guard let node = reader.node(key) else { continue }
        reader.error(
          at: node.position, "`\(key)` of `invoke-lambda` is not supported",
          suggestion: key == "qualifier"
            ? "expected a version or an alias in `function`" : "expected the policy's own account")
      }
      reader.check("batch_size", .integer)
      reader.check("timeout", .integer)
      reader.check("vars", .mapping)
      return InvokeLambda(
        position: reader.position, function: reader.requiredString("function"),
        isAsynchronous: reader.bool("async") ?? true, region: reader.string("region"),
        document: node.value.object ?? [:])
    },
    ActionKind(names: ["invoke-sfn"]) { _, reader, _, _ in
      reader.check("batch-size", .integer)
      return InvokeStateMachine(
        position: reader.position, machine: reader.requiredString("state-machine"),
        isBulk: reader.bool("bulk") ?? false, tellsPolicy: reader.bool("policy") ?? true)
    },
    ActionKind(names: ["put-metric"]) { _, reader, _, _ in metric(&reader) },
  ]

  private static func expression(_ text: String, _ node: Node, _ reader: inout MappingReader)
    -> JMESPathExpression?
  {
    do throws(JMESPathError) {
      return try JMESPathExpression(text)
    } catch {
      reader.error(at: node.position, "`\(text)` is no JMESPath: \(error.message)")
      return nil
    }
  }

  private static func expressions(_ key: String, _ reader: inout MappingReader)
    -> [(name: String, key: JMESPathExpression)]
  {
    guard let pairs = reader.value(key, expected: "a mapping of strings", { $0.mapping }) else {
      return []
    }
    var found: [(name: String, key: JMESPathExpression)] = []
    for pair in pairs {
      guard let name = pair.key.scalarText, let text = pair.value.string else {
        reader.error(
          at: pair.value.position, "`\(key)` can't hold \(pair.value.kindName)",
          suggestion: "expected JMESPath")
        continue
      }
      if let made = expression(text, pair.value, &reader) { found.append((name, made)) }
    }
    return found
  }

  private static func webhook(_ reader: inout MappingReader) -> (any Action)? {
    let url = reader.requiredString("url")
    if !url.isEmpty, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
      reader.error(
        at: reader.node("url")?.position, "`\(url.shortened)` is no address of the web",
        suggestion: "expected http:// or https://")
    }
    reader.check("method", .word(["PUT", "POST", "GET", "PATCH", "DELETE"]))
    reader.check("batch-size", .number)
    let parameters = expressions("query-params", &reader)
    let headers = expressions("headers", &reader)
    var body: JMESPathExpression?
    if let node = reader.node("body") {
      guard let text = reader.string("body") else { return nil }
      if !text.isEmpty { body = expression(text, node, &reader) }
    }
    return Webhook(
      position: reader.position, url: url, method: reader.node("method")?.string ?? "POST",
      parameters: parameters, headers: headers, body: body,
      isBatch: reader.bool("batch") ?? false)
  }

  private static func metric(_ reader: inout MappingReader) -> (any Action)? {
    let key = reader.requiredString("key")
    let namespace = reader.requiredString("namespace")
    let name = reader.requiredString("metric_name")
    let operation = reader.choice("op", as: PutMetric.Operation.self) ?? .count
    reader.check("units", .word(units))
    var dimensions: [AWSValue] = []
    for node in reader.sequence("dimensions") ?? [] {
      guard let pairs = node.mapping else {
        reader.error(
          at: node.position, "a dimension can't be \(node.kindName)",
          suggestion: "expected a mapping")
        continue
      }
      for pair in pairs {
        guard let name = pair.key.string, let value = pair.value.string else {
          reader.error(
            at: pair.value.position, "a dimension's value can't be \(pair.value.kindName)",
            suggestion: "expected a string")
          continue
        }
        dimensions.append(["Name": .string(name), "Value": .string(value)])
      }
    }
    guard let node = reader.node("key"),
      let expression = expression("Resources[].\(key)", node, &reader)
    else { return nil }
    return PutMetric(
      position: reader.position, key: expression, operation: operation, namespace: namespace,
      metric: name, dimensions: dimensions, unit: reader.node("units")?.string ?? "Count")
  }

  private static let units: [String] = {
    let sizes = ["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"]
    let bits = ["Bits", "Kilobits", "Megabits", "Gigabits", "Terabits"]
    return ["Seconds", "Microseconds", "Milliseconds"] + sizes + bits
      + (sizes + bits).map { "\($0)/Second" } + ["Count/Second", "Percent", "Count", "None"]
  }()
}

extension PolicyLoader {
  mutating func notify(_ reader: inout MappingReader, _ node: Node) -> (any Action)? {
    for pair in node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
    if reader.node("to") == nil, reader.node("to_from") == nil {
      reader.error("action `notify` has no `to`", suggestion: "expected a list `to`")
    }
    for key in ["to", "cc", "owner_absent_contact"] { reader.check(key, .texts) }
    for key in ["from", "subject", "template"] { reader.check(key, .text) }
    reader.check("cc_manager", .flag)
    if reader.bool("assume_role") == false {
      reader.error(
        at: reader.node("assume_role")?.position,
        "`assume_role: false` is not supported: notices go out as the policy's own account",
        suggestion: "leave `assume_role` out")
    }
    var recipients: [(key: String, names: [AWSValue])] = []
    for (key, target) in [("to_from", "to"), ("cc_from", "cc")] {
      guard let node = reader.node(key) else { continue }
      if FormatString.hasMarkup(node["url"]?.string ?? "")
        || FormatString.hasMarkup(node["expr"]?.string ?? "")
      {
        reader.error(
          at: node.position, "`\(key)` with fields of the message is not supported",
          suggestion: "expected an address without braces")
        continue
      }
      if let operand = values(from: node, &reader), let names = operand.names {
        recipients.append((target, names))
      }
    }
    guard let transportNode = reader.requiredNode("transport") else { return nil }
    let transport: Notify.Transport? = reader.decodeNode(transportNode, of: "a transport") {
      Self.transport(&$0)
    }
    return transport.map {
      Notify(
        position: reader.position, transport: $0, document: node.value.object ?? [:],
        recipients: recipients)
    }
  }

  private static func transport(_ reader: inout MappingReader) -> Notify.Transport? {
    switch reader.requiredString("type") {
    case "webhook": return .plain(.webhook(url: reader.requiredString("url")))
    case "file": return .plain(.file(path: reader.requiredString("path")))
    case "sqs":
      for pair in reader.node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
      return .queue(reader.requiredString("queue"))
    case "sns":
      for pair in reader.node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
      let topic = reader.requiredString("topic")
      var attributes: [(String, String)] = []
      for pair in reader.value("attributes", expected: "a mapping", { $0.mapping }) ?? [] {
        guard let name = pair.key.scalarText, let value = pair.value.string else {
          reader.error(
            at: pair.value.position, "a message's attribute can't be \(pair.value.kindName)",
            suggestion: "expected a string")
          continue
        }
        if name == "mtype" {
          reader.error(
            at: pair.key.position, "the attribute `mtype` tells the message's type",
            suggestion: "expected another name")
        }
        attributes.append((name, value))
      }
      return .topic(topic, attributes: attributes)
    case "": return nil
    case let other:
      for pair in reader.node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
      reader.error(
        at: reader.node("type")?.position, "transport `\(other)` is not supported",
        suggestion: "expected `sqs` with `queue`, `sns` with `topic`, `webhook` with `url`, or "
          + "`file` with `path`")
      return nil
    }
  }
}

extension Operand {
  /// The items of what `value_from` holds.
  fileprivate var names: [AWSValue]? {
    switch self {
    case .set(let items), .value(.list(let items)): items
    case .value(let one): [one]
    default: nil
    }
  }
}
