import AWS
import AWSClient
import ArgumentParser
import Foundation
import LiveAWS
import Remediation

/// Where the engine works and as whom: the options that all live commands share.
struct LiveOptions: ParsableArguments {
  @Option(help: "A region to look after; may be given several times. Default: the profile's.")
  var region: [String] = []

  @Option(help: "The profile in ~/.aws/config whose credentials to use.")
  var profile: String?

  @Option(help: "Where to call AWS instead of its own hosts.")
  var endpointURL: String?

  @Option(help: "The account that the credentials must belong to; needed off the loopback.")
  var account: String?

  @Option(help: "The file that the engine remembers by.")
  var ledger = "stormdrill-ledger.sqlite"
}

/// What the options come to, together with the environment and the AWS files.
struct LiveSettings {
  let found: CredentialChain.Found
  let regions: [String]
  let endpoints: EndpointResolver
  /// Whether every call stays on this machine.
  let isLoopback: Bool

  init(_ options: LiveOptions, environment: [String: String]) throws {
    try self.init(
      profile: options.profile, regions: options.region, endpointURL: options.endpointURL,
      environment: environment)
  }

  /// - Parameter hasOptions: Whether the command has options for the profile and the region.
  init(
    profile name: String?, regions named: [String], endpointURL: String?,
    environment: [String: String], hasOptions: Bool = true
  ) throws {
    do {
      let configuration = try SharedConfiguration(environment: environment)
      found = try CredentialChain(environment: environment, configuration: configuration)
        .resolve(profile: name)
      let name = name ?? environment["AWS_PROFILE"] ?? "default"
      let profile = configuration.profiles[name] ?? [:]
      let fallback =
        environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profile["region"]
      regions = named.isEmpty ? [fallback].compactMap(\.self) : named
      endpoints = try Self.endpoints(endpointURL, environment, profile)
    } catch let error as CredentialChain.NotFound {
      let more = error.isNoneGiven && hasOptions ? ", or name a profile with --profile" : ""
      throw Failure(error.description + more)
    } catch let error as SharedConfiguration.ParseError {
      throw Failure(error.description)
    }
    if regions.isEmpty {
      throw Failure(
        hasOptions
          ? "no region: name one with --region, or set AWS_REGION"
          : "no region: set AWS_REGION, or name it in the address as `?region=us-east-1`")
    }
    let hosts = endpoints.services.values.map(\.host) + [endpoints.custom?.host].compactMap(\.self)
    isLoopback = endpoints.custom != nil && hosts.allSatisfy(Self.isLoopback)
    RegionOption.remark(on: regions)
  }

  private static func endpoints(
    _ option: String?, _ environment: [String: String], _ profile: [String: String]
  ) throws(Failure) -> EndpointResolver {
    func read(_ url: String?, _ name: String) throws(Failure) -> EndpointResolver.CustomEndpoint? {
      guard let url, !url.isEmpty else { return nil }
      guard let endpoint = EndpointResolver.CustomEndpoint(url: url) else {
        throw Failure("\(name): `\(url)` is no endpoint; expected `http://HOST:PORT`")
      }
      return endpoint
    }
    var resolver = EndpointResolver()
    if let option {
      resolver.custom = try read(option, "--endpoint-url")
      return resolver
    }
    if environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() == "true" {
      return resolver
    }
    resolver.custom = try read(environment["AWS_ENDPOINT_URL"], "AWS_ENDPOINT_URL")
    if resolver.custom == nil {
      resolver.custom = try read(profile["endpoint_url"], "endpoint_url")
    }
    for service in ServiceModel.allNames {
      let id = ServiceModel.named(service)?.serviceID ?? service
      let name = "AWS_ENDPOINT_URL_\(id.uppercased().replacingOccurrences(of: " ", with: "_"))"
      if let endpoint = try read(environment[name], name) { resolver.services[service] = endpoint }
    }
    return resolver
  }

  private static func isLoopback(_ host: String) -> Bool {
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    return name == "localhost" || name == "[::1]" || name.hasPrefix("127.")
      || name.hasSuffix(".localhost")
  }
}
