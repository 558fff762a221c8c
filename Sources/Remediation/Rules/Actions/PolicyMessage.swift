import AWS
import Documents

/// What a policy tells others of a match: the members that all of Cloud Custodian's messages share,
/// in the forms that its JSON has.
struct PolicyMessage {
  let setting: ActionSetting

  /// So that receivers know who speaks, where they ask for a version.
  static let version = "stormdrill"

  var account: AWSValue { .string(setting.context.account) }
  var region: AWSValue { .string(setting.context.region) }
  var partition: AWSValue { .string(Template.partition(of: setting.context.region)) }
  var event: AWSValue { Self.plain(setting.context.event ?? .null) }
  /// With its variables filled in.
  var policy: AWSValue {
    Self.plain(.object(setting.policy.document(in: setting.context)))
  }
  /// The account's alias, as it was read.
  var alias: AWSValue { setting.document[Self.aliasMember] ?? "" }

  /// The resource with what the filters noted on it.
  var resource: AWSValue {
    var out = AWSObject()
    for (key, value) in setting.document where !key.hasPrefix("stormdrill:") {
      out[key] = Self.plain(value)
    }
    for (key, value) in setting.match.annotations { out[key] = Self.plain(value) }
    return .object(out)
  }

  /// One for each run of a policy: made of what the run is.
  var executionID: AWSValue {
    let run = [
      setting.policy.name, setting.context.account, setting.context.region,
      String(setting.context.now.microseconds),
    ].joined(separator: "|")
    let hex = Array(SHA256.hex(run))
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }
    return .string(parts.joined(separator: "-"))
  }

  /// Seconds since 1970.
  var executionStart: AWSValue {
    .double(Double(setting.context.now.microseconds) / 1_000_000)
  }

  static let aliasMember = "stormdrill:AccountAlias"

  /// The account's alias; an empty text where there is none, or where nobody may know.
  static let aliasHydration = {
    var hydration = Hydration.member(
      aliasMember, absent: "", absentCodes: ["AccessDenied", "AccessDeniedException"],
      call: { _, setting in ResourceType.iam("ListAccountAliases", [:], setting.scope) },
      value: { $0.first?["AccountAliases"]?.list?.first ?? "" })
    hydration.isAdornment = true
    return hydration
  }()

  /// As JSON has it: times in ISO 8601 with their offset, bytes as text.
  static func plain(_ value: AWSValue) -> AWSValue {
    switch value {
    case .timestamp(let time): .string(isoformat(time))
    case .bytes(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .list(let items): .list(items.map(plain))
    case .object(let object): .object(AWSObject(object.map { ($0.key, plain($0.value)) }))
    case .null, .bool, .integer, .double, .string: value
    }
  }

  /// `2026-03-15T12:00:00+00:00`, with microseconds where there are any.
  static func isoformat(_ time: Timestamp) -> String {
    let date = CalendarTime(time)
    func pad(_ number: Int, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
    let micros = Int(time.microseconds - time.seconds * 1_000_000)
    let fraction = micros == 0 ? "" : ".\(pad(micros, 6))"
    return "\(pad(date.year, 4))-\(pad(date.month))-\(pad(date.day))T\(pad(date.hour)):"
      + "\(pad(date.minute)):\(pad(date.second))\(fraction)+00:00"
  }
}

extension Plan {
  /// A call to another service about a match, which goes out once a finding.
  mutating func tell(
    _ call: APICall, _ body: AWSObject, changes: Bool = false
  ) {
    notices.append(Notice(transport: .call(call), body: body, changes: changes))
  }
}
