import AWS

/// A queue as it stands in its row.
struct Queue: Sendable {
  let arn: String
  let account: String
  let region: String
  let name: String
  var attributes: QueueAttributes
  var tags: AWSObject
  let created: Int64
  var modified: Int64
  let purged: Int64?

  static let columns = "arn, account, region, name, attributes, tags, created, modified, purged"

  init(_ row: Row) {
    arn = row.text(0)
    account = row.text(1)
    region = row.text(2)
    name = row.text(3)
    attributes = QueueAttributes(json: row.text(4))
    tags = (try? JSON.parse(row.text(5)))?.object ?? [:]
    created = row.integer(6)
    modified = row.integer(7)
    purged = row.optionalInteger(8)
  }

  /// The address that clients use: of the host that they called, so that it works on any port.
  static func url(_ account: String, _ name: String, _ call: Call) -> String {
    let host = call.request.headers["Host"] ?? "sqs.\(call.region).amazonaws.com"
    let isAWS = host.hasSuffix(".amazonaws.com") || host.hasSuffix(".amazonaws.com.cn")
    return "\(call.request.isSecure || isAWS ? "https" : "http")://\(host)/\(account)/\(name)"
  }
}
