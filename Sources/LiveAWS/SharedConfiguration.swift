import Foundation

/// What stands in ~/.aws/config and ~/.aws/credentials.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
package struct SharedConfiguration: Sendable {
  /// By profile, then by setting; the credentials file wins where both name a setting.
  package private(set) var profiles: [String: [String: String]] = [:]

  package struct ParseError: Error, CustomStringConvertible {
    package let description: String
  }

  package init() {}

  /// Reads both files; one that isn't there is empty.
  package init(environment: [String: String]) throws(ParseError) {
    let home = environment["HOME"] ?? "."
    let config = environment["AWS_CONFIG_FILE"] ?? "\(home)/.aws/config"
    let credentials =
      environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "\(home)/.aws/credentials"
    for (path, isConfig) in [(config, true), (credentials, false)] {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      try read(String(decoding: data, as: UTF8.self), file: path, isConfig: isConfig)
    }
  }

  /// Adds the settings of one file. In the configuration file a profile's section is
  /// `[profile name]`, but for `[default]`; other sections (sso-session, services) are passed over.
  package mutating func read(_ text: String, file: String, isConfig: Bool) throws(ParseError) {
    var profile: String?
    var isNested = false
    for (number, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = raw.trimmingCharacters(in: .whitespaces)
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("[") {
        guard let end = line.firstIndex(of: "]") else {
          throw ParseError(
            description: "\(file):\(number + 1):1: error: a section without its closing `]`; "
              + "expected `[profile name]`")
        }
        profile = Self.profile(
          String(line[line.index(after: line.startIndex)..<end]), isConfig: isConfig)
        continue
      }
      guard let equals = line.firstIndex(of: "=") else {
        throw ParseError(
          description: "\(file):\(number + 1):1: error: `\(line)` is no setting; "
            + "expected `name = value`")
      }
      // What is indented under an empty setting is a setting of a service's own.
      let name = line[..<equals].trimmingCharacters(in: .whitespaces)
      let value = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
      if raw.first?.isWhitespace == true, isNested { continue }
      isNested = value.isEmpty
      if let profile { profiles[profile, default: [:]][name] = value }
    }
  }

  private static func profile(_ section: String, isConfig: Bool) -> String? {
    let words = section.split(separator: " ", maxSplits: 1).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    if words == ["default"] { return "default" }
    if !isConfig { return words.count == 1 ? words[0] : nil }
    return words.count == 2 && words[0] == "profile" ? words[1] : nil
  }
}
