import AWS

/// The attributes that a sender gives to a message: names with a type and a value
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html).
struct MessageAttributes: Hashable, Sendable {
  struct Value: Hashable, Sendable {
    let type: String
    let content: Content

    enum Content: Hashable, Sendable {
      case text(String)
      case binary([UInt8])
    }
  }

  /// Sorted by name, which is also the order of the digest.
  private(set) var values: [(name: String, value: Value)] = []

  var isEmpty: Bool { values.isEmpty }

  static func == (a: Self, b: Self) -> Bool { a.json == b.json }
  func hash(into hasher: inout Hasher) { hasher.combine(json) }

  init(_ object: AWSObject) throws(AWSError) {
    guard object.count <= 10 else {
      throw AWSError(
        "InvalidParameterValue",
        "Number of message attributes [\(object.count)] exceeds the allowed maximum [10].")
    }
    for (name, value) in object { values.append((name, try Self.value(name, value))) }
    values.sort { $0.name < $1.name }
  }

  private static func value(_ name: String, _ value: AWSValue) throws(AWSError) -> Value {
    let type = value["DataType"]?.string ?? ""
    let prefix = type.split(separator: ".").first ?? ""
    func invalid(_ message: String) -> AWSError { AWSError("InvalidParameterValue", message) }
    switch prefix {
    case "String", "Number":
      guard let text = value["StringValue"]?.string, !text.isEmpty else {
        throw invalid(
          "The message attribute '\(name)' must contain a non-empty message attribute value for "
            + "message attribute type '\(type)'.")
      }
      if prefix == "Number", Double(text) == nil {
        throw invalid("Can't cast the value of message attribute '\(name)' to a number.")
      }
      return Value(type: type, content: .text(text))
    case "Binary":
      guard case .bytes(let bytes) = value["BinaryValue"], !bytes.isEmpty else {
        throw invalid(
          "The message attribute '\(name)' must contain a non-empty message attribute value for "
            + "message attribute type '\(type)'.")
      }
      return Value(type: type, content: .binary(bytes))
    default:
      throw invalid(
        "The message attribute '\(name)' has an invalid message attribute type, the set of "
          + "supported type prefixes is Binary, Number, and String.")
    }
  }

  /// What counts towards the size of the message.
  var size: Int {
    values.reduce(0) { sum, attribute in
      let content =
        switch attribute.value.content {
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        }
      return sum + attribute.name.utf8.count + attribute.value.type.utf8.count + content
    }
  }

  /// `MD5OfMessageAttributes`, as SDKs compute it to compare.
  var digest: String {
    var bytes: [UInt8] = []
    func append(_ field: [UInt8]) {
      let count = UInt32(field.count)
      for shift in [24, 16, 8, 0] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: count >> shift))
      }
      bytes += field
    }
    for (name, value) in values {
      append(Array(name.utf8))
      append(Array(value.type.utf8))
      switch value.content {
      case .text(let text):
        bytes.append(1)
        append(Array(text.utf8))
      case .binary(let data):
        bytes.append(2)
        append(data)
      }
    }
    return MD5.hex(bytes)
  }

  /// Those that a receiver asks for: `All`, `.*`, a name, a prefix with `.*`.
  func filtered(_ wanted: [String]) -> MessageAttributes {
    if wanted.contains("All") || wanted.contains(".*") { return self }
    var copy = self
    copy.values = values.filter { name, _ in
      wanted.contains { $0 == name || ($0.hasSuffix(".*") && name.hasPrefix($0.dropLast(2))) }
    }
    return copy
  }

  var output: AWSObject {
    AWSObject(
      values.map { name, value in
        var member: AWSObject = [:]
        switch value.content {
        case .text(let text): member["StringValue"] = .string(text)
        case .binary(let bytes): member["BinaryValue"] = .bytes(bytes)
        }
        member["DataType"] = .string(value.type)
        return (name, .object(member))
      })
  }
}

extension MessageAttributes {
  /// As the message's row keeps them.
  var json: String { JSON.text(output) }

  init(json: String?) {
    guard let json, let object = (try? JSON.parse(json))?.object else { return }
    for (name, member) in object {
      let content: Value.Content =
        if let text = member["StringValue"]?.string {
          .text(text)
        } else {
          .binary(Base64.decode(member["BinaryValue"]?.string ?? "") ?? [])
        }
      values.append((name, Value(type: member["DataType"]?.string ?? "", content: content)))
    }
  }
}
