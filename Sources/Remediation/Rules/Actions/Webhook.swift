import AWS
import Documents
import JMESPath

/// `webhook`: a request to a URL, its parameters, headers and body selected from the policy, the
/// resource and the event.
struct Webhook: Action {
  let name = "webhook"
  let position: SourcePosition
  let url: String
  let method: String
  let parameters: [(name: String, key: JMESPathExpression)]
  let headers: [(name: String, key: JMESPathExpression)]
  let body: JMESPathExpression?
  /// Whether the resource stands in a list `resources`.
  let isBatch: Bool

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let message = PolicyMessage(setting: setting)
    var data: AWSObject = [
      "account_id": message.account, "region": message.region,
      "execution_id": message.executionID, "execution_start": message.executionStart,
      "policy": message.policy, "event": message.event,
    ]
    if isBatch {
      data["resources"] = [message.resource]
    } else {
      data["resource"] = message.resource
    }
    var request = WebRequest(url: url, method: method)
    for (name, key) in headers {
      guard let value = (try? key.evaluate(.object(data)))?.string,
        !value.utf8.contains(where: { $0 < 0x20 })
      else { return refuse("header `\(name)`", setting, &plan) }
      request.headers.append(WebRequest.Header(name: name, value: value))
    }
    if !parameters.isEmpty {
      var pairs = Self.pairs(url)
      for (name, key) in parameters {
        guard let text = Self.text((try? key.evaluate(.object(data))) ?? .null) else {
          return refuse("parameter `\(name)`", setting, &plan)
        }
        if let place = pairs.firstIndex(where: { $0.0 == name }) {
          pairs[place].1 = text
        } else {
          pairs.append((name, text))
        }
      }
      request.url = Self.url(url, with: pairs)
    }
    if let body, let value = try? body.evaluate(.object(data)) {
      request.body = JSON.text(value)
      request.headers.removeAll { $0.name == "Content-Type" }
      request.headers.append(WebRequest.Header(name: "Content-Type", value: "application/json"))
    }
    plan.notices.append(Notice(transport: .request(request), body: request.document))
  }

  private func refuse(_ part: String, _ setting: ActionSetting, _ plan: inout Plan) {
    plan.remarks.append("no webhook about \(setting.id): \(part) finds no plain value")
  }

  /// `str(value)` of plain values.
  private static func text(_ value: AWSValue) -> String? {
    switch value {
    case .list, .object: nil
    case .timestamp, .bytes: PolicyMessage.plain(value).string
    default: Python.text(value)
    }
  }

  /// The parameters that stand in the URL, those without a value left out.
  private static func pairs(_ url: String) -> [(String, String)] {
    guard let mark = url.firstIndex(of: "?") else { return [] }
    let query = url[url.index(after: mark)...].prefix { $0 != "#" }
    var pairs: [(String, String)] = []
    for pair in QueryParameters(query: String(query)).pairs where !pair.value.isEmpty {
      pairs.removeAll { $0.0 == pair.name }
      pairs.append((pair.name, pair.value))
    }
    return pairs
  }

  private static func url(_ url: String, with pairs: [(String, String)]) -> String {
    let head = url.prefix { $0 != "?" && $0 != "#" }
    let fragment = url.firstIndex(of: "#").map { String(url[$0...]) } ?? ""
    let query = pairs.map { "\(quoted($0))=\(quoted($1))" }.joined(separator: "&")
    return "\(head)?\(query)\(fragment)"
  }

  /// As `urllib.parse.quote_plus`.
  private static func quoted(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "~"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: " "): out += "+"
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        out += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return out
  }
}
