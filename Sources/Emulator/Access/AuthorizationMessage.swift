import AWS
import PolicyLanguage

/// Why a call was refused, sealed: who may decode it learns the statement and the request's keys
/// (https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html).
///
/// As on AWS it can be read by the one who issued it alone: a code over the content tells whether
/// it did.
struct AuthorizationMessage {
  private let document: AWSObject

  init(_ check: AccessCheck, _ decision: Decision, _ call: Call) {
    var statements: [AWSValue] = []
    var isExplicit = false
    if case .explicitDeny(let statement) = decision {
      isExplicit = true
      statements = [
        [
          "statementId": .string(statement.sid ?? ""), "effect": "DENY",
          "policy": .string(statement.arn ?? statement.name),
        ]
      ]
    }
    let keys = call.conditionContext.merging(check.context) { _, given in given }
    let conditions: [AWSValue] = keys.sorted { $0.key < $1.key }.map { key, values in
      let items = values.map { ["value": .string($0)] as AWSValue }
      return ["key": .string(key), "values": ["items": .list(items)]]
    }
    let context: AWSObject = [
      "principal": [
        "id": .string(call.caller.principalID), "name": .string(call.caller.name),
        "arn": .string(call.caller.arn),
      ],
      "action": .string(check.action),
      "resource": .string(check.resource),
      "conditions": ["items": .list(conditions)],
    ]
    document = [
      "allowed": false,
      "explicitDeny": .bool(isExplicit),
      "matchedStatements": ["items": .list(statements)],
      "failures": ["items": []],
      "context": .object(context),
    ]
  }

  /// Letters, digits, `-` and `_`.
  var encoded: String {
    let content = Gzip.compress(Array(JSON.text(document).utf8))
    return Base64.encode(Self.code(content) + content).map { letter in
      switch letter {
      case "+": "-"
      case "/": "_"
      default: String(letter)
      }
    }.joined()
  }

  /// The JSON of a message; nil for one that nobody issued here.
  static func decode(_ text: String) -> String? {
    let base64 = text.map { letter in
      switch letter {
      case "-": "+"
      case "_": "/"
      default: String(letter)
      }
    }.joined()
    guard let bytes = Base64.decode(base64), bytes.count > 32 else { return nil }
    let content = Array(bytes[32...])
    guard code(content) == Array(bytes[..<32]), let json = try? Gzip.decompress(content) else {
      return nil
    }
    return String(decoding: json, as: UTF8.self)
  }

  private static func code(_ content: [UInt8]) -> [UInt8] {
    HMACSHA256(key: Array("authorization messages".utf8)).code(content)
  }
}
