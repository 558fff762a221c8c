package import AWS
import AWSClient
import Foundation

/// Where the credentials of a session come from, tried in the order of AWS's SDKs: environment,
/// profile (keys, `credential_process`, `role_arn` with its source), container, instance.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
package struct CredentialChain: Sendable {
  package struct Found: Hashable, Sendable {
    package var credentials: Credentials
    /// `environment`, `profile ops`: for messages.
    package var source: String
    /// When they end; nil for keys that don't.
    package var expires: Timestamp?
    /// A role to assume with them, from the profile.
    package var role: AssumedProfile?
  }

  package struct AssumedProfile: Hashable, Sendable {
    package var arn: String
    package var sessionName: String
    package var externalID: String?
    package var durationSeconds: Int
  }

  package struct NotFound: Error, CustomStringConvertible {
    package let description: String
    /// Whether nothing said where credentials are.
    package var isNoneGiven = false
  }

  private let environment: [String: String]
  private let configuration: SharedConfiguration

  package init(environment: [String: String], configuration: SharedConfiguration) {
    self.environment = environment
    self.configuration = configuration
  }

  /// `profile` as given on the command line goes before everything but nothing else does.
  package func resolve(profile: String?) throws(NotFound) -> Found {
    if profile == nil, let keys = environmentKeys() {
      return Found(credentials: keys, source: "environment")
    }
    let name = profile ?? environment["AWS_PROFILE"] ?? "default"
    if configuration.profiles[name] != nil {
      if let found = try fromProfile(name, visited: []) { return found }
    } else if name != "default" {
      let known = configuration.profiles.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
      throw NotFound(
        description: "no profile `\(name)`; there is \(known.isEmpty ? "none" : known)")
    }
    if let found = try fromContainer() { return found }
    if let found = try fromInstance() { return found }
    throw NotFound(
      description: "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
        + "or AWS_PROFILE", isNoneGiven: true)
  }

  private func environmentKeys() -> Credentials? {
    guard let id = environment["AWS_ACCESS_KEY_ID"], !id.isEmpty,
      let secret = environment["AWS_SECRET_ACCESS_KEY"], !secret.isEmpty
    else { return nil }
    return Credentials(
      accessKeyID: id, secretAccessKey: secret,
      sessionToken: environment["AWS_SESSION_TOKEN"].flatMap { $0.isEmpty ? nil : $0 })
  }

  private func fromProfile(_ name: String, visited: [String]) throws(NotFound) -> Found? {
    guard let settings = configuration.profiles[name] else {
      throw NotFound(description: "no profile `\(name)`, which another one names as its source")
    }
    if let arn = settings["role_arn"], visited.last != name {
      return try assuming(arn, settings, name, visited)
    }
    if let id = settings["aws_access_key_id"], let secret = settings["aws_secret_access_key"] {
      return Found(
        credentials: Credentials(
          accessKeyID: id, secretAccessKey: secret, sessionToken: settings["aws_session_token"]),
        source: "profile \(name)")
    }
    if let command = settings["credential_process"] {
      return try CredentialDocument.fromProcess(command, source: "profile \(name)")
    }
    if let sso = settings.keys.sorted().first(where: { $0.hasPrefix("sso_") }) {
      throw NotFound(
        description: "profile `\(name)` signs in by `\(sso)`, which isn't supported; "
          + "use `credential_process = aws configure export-credentials --profile \(name)` "
          + "in a profile of its own")
    }
    return nil
  }

  private func assuming(
    _ arn: String, _ settings: [String: String], _ name: String, _ visited: [String]
  ) throws(NotFound) -> Found {
    if visited.contains(name) {
      throw NotFound(description: "the profile `\(name)` is its own source, by way of others")
    }
    if settings["mfa_serial"] != nil {
      throw NotFound(
        description: "profile `\(name)` wants an MFA code (`mfa_serial`), which isn't supported; "
          + "assume the role with the AWS CLI and hand its keys over in the environment")
    }
    let source: Found?
    if let sourceProfile = settings["source_profile"] {
      let isOwn = sourceProfile == name
      source = try fromProfile(sourceProfile, visited: visited + [name, isOwn ? name : ""])
    } else if settings["credential_source"] == "Environment" {
      source = environmentKeys().map { Found(credentials: $0, source: "environment") }
    } else if settings["credential_source"] == "EcsContainer" {
      source = try fromContainer()
    } else if settings["credential_source"] == "Ec2InstanceMetadata" {
      source = try fromInstance()
    } else {
      throw NotFound(
        description: "profile `\(name)` has `role_arn` without `source_profile` or "
          + "`credential_source`")
    }
    guard var found = source else {
      throw NotFound(description: "the source of profile `\(name)` gives no credentials")
    }
    if found.role != nil {
      throw NotFound(
        description: "profile `\(name)` chains roles, which isn't supported: "
          + "name a `source_profile` with keys")
    }
    found.role = AssumedProfile(
      arn: arn, sessionName: settings["role_session_name"] ?? "stormdrill",
      externalID: settings["external_id"],
      durationSeconds: settings["duration_seconds"].flatMap { Int($0) } ?? 3600)
    found.source = "profile \(name)"
    return found
  }

  private func fromContainer() throws(NotFound) -> Found? {
    let url: String
    if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
      url = full
    } else if let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
      url = "http://169.254.170.2\(relative)"
    } else {
      return nil
    }
    var token = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
    if let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"],
      let data = FileManager.default.contents(atPath: file)
    {
      token = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    var headers: HTTPHeaders = [:]
    if let token { headers.add("Authorization", token) }
    guard let body = MetadataRequest.send("GET", url, headers) else {
      throw NotFound(description: "the container's credential address `\(url)` does not answer")
    }
    return try CredentialDocument.read(body, source: "container")
  }

  /// IMDSv2 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html).
  private func fromInstance() throws(NotFound) -> Found? {
    if environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return nil }
    let base =
      environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? "http://169.254.169.254"
    guard
      let token = MetadataRequest.send(
        "PUT", "\(base)/latest/api/token", ["X-aws-ec2-metadata-token-ttl-seconds": "300"])
    else { return nil }
    let headers: HTTPHeaders = [
      "X-aws-ec2-metadata-token": String(decoding: token, as: UTF8.self)
    ]
    let path = "\(base)/latest/meta-data/iam/security-credentials/"
    guard let roles = MetadataRequest.send("GET", path, headers),
      let role = String(decoding: roles, as: UTF8.self).split(separator: "\n").first,
      let body = MetadataRequest.send("GET", path + role, headers)
    else { return nil }
    return try CredentialDocument.read(body, source: "instance role \(role)")
  }
}
