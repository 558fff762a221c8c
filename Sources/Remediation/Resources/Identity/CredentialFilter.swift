import AWS
import Documents

/// `credential`: a value filter on the user's line of the credential report, or on its access keys
/// or certificates, those of which match are noted.
struct CredentialFilter: ResourceFilter {
  static let keys = [
    "user", "arn", "user_creation_time", "password_enabled", "password_last_used",
    "password_last_changed", "password_next_rotation", "mfa_active", "access_keys",
    "access_keys.active", "access_keys.last_used_date", "access_keys.last_used_region",
    "access_keys.last_used_service", "access_keys.last_rotated", "certs", "certs.active",
    "certs.last_rotated",
  ]
  static let matchedKeys = "c7n:matched-keys"

  let position: SourcePosition
  /// `access_keys` or `certs` where its items are looked at; nil for the line itself.
  let list: String?
  let value: ValueFilter
  let block: Block
  let settings: CredentialReport.Settings

  var hydrations: [Hydration] { [.credentialReport(settings)] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard
      let row = document.at(IdentityMember.credentialReport, "Row")
        ?? document[CredentialReport.member]
    else {
      throw FilterProblem("there is no credential report, or none that is new enough")
    }
    guard case .object(var user) = row else { return false }
    guard let list else {
      guard try value.matches(user, run.context) else { return false }
      run.notes[index].others[CredentialReport.member] = .object(user)
      return true
    }
    var items = user[list]?.list ?? []
    var matched: [AWSValue] = []
    for (place, item) in items.enumerated() {
      guard case .object(var object) = item, try value.matches(object, run.context) else {
        continue
      }
      object["c7n:match-type"] = "credential"
      items[place] = .object(object)
      matched.append(.object(object))
    }
    let before = run.notes[index].others[Self.matchedKeys]?.list
    run.notes[index].others[Self.matchedKeys] = .list(block.merge(matched, before))
    guard !matched.isEmpty else { return false }
    user[list] = .list(items)
    run.notes[index].others[CredentialReport.member] = .object(user)
    return true
  }
}

extension FilterKind {
  static let credential = FilterKind(name: "credential") { loader, reader, type, block in
    let key = reader.requiredString("key")
    if reader.node["key"]?.string != nil, !CredentialFilter.keys.contains(key) {
      reader.error(
        at: reader.node("key")?.position, "a credential report has no `\(key)`",
        suggestion: Spelling.suggestion(for: key, among: CredentialFilter.keys))
    }
    var settings = CredentialReport.Settings()
    func seconds(_ key: String) -> Duration? {
      reader.value(key, expected: "a number of seconds from 0") { node in
        node.double.flatMap { (0...1e9).contains($0) ? .microseconds(Int64($0 * 1e6)) : nil }
      }
    }
    settings.generates = reader.bool("report_generate") ?? true
    settings.delay = seconds("report_delay") ?? settings.delay
    settings.maximumAge = seconds("report_max_age") ?? settings.maximumAge
    refuse(["default", "value_from", "value_path", "value_regex", "tag_key_transforms"], &reader)
    let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
    let list = parts.count == 2 ? parts[0] : nil
    guard
      let value = loader.value(
        &reader, on: type, fixedKey: parts.last ?? "", needsValue: false)
    else { return nil }
    return CredentialFilter(
      position: reader.position, list: list, value: value, block: block, settings: settings)
  }

  /// Says of keys that value filters have and this one hasn't that they are unknown.
  static func refuse(_ keys: [String], _ reader: inout MappingReader) {
    for key in keys {
      guard let node = reader.node(key) else { continue }
      reader.error(at: node.position, "unknown key `\(key)` in \(reader.subject)")
    }
  }
}
