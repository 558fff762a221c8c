import AWS

/// Where a service is called: AWS's hosts, or endpoints of the user's own.
package struct EndpointResolver: Hashable, Sendable {
  /// For all services without an endpoint of their own (`AWS_ENDPOINT_URL`).
  package var custom: CustomEndpoint?
  /// By botocore's service name (`AWS_ENDPOINT_URL_S3`).
  package var services: [String: CustomEndpoint]

  package init(custom: CustomEndpoint? = nil, services: [String: CustomEndpoint] = [:]) {
    self.custom = custom
    self.services = services
  }

  /// `http://127.0.0.1:4566`, taken apart.
  package struct CustomEndpoint: Hashable, Sendable {
    package var isSecure: Bool
    /// With its port where the URL has one.
    package var host: String
    /// Without a final slash; usually empty.
    package var path: String

    /// nil for what isn't `http://` or `https://` with a host.
    package init?(url: String) {
      let rest: Substring
      if url.hasPrefix("http://") {
        (isSecure, rest) = (false, url.dropFirst(7))
      } else if url.hasPrefix("https://") {
        (isSecure, rest) = (true, url.dropFirst(8))
      } else {
        return nil
      }
      let slash = rest.firstIndex(of: "/") ?? rest.endIndex
      host = String(rest[..<slash])
      var path = rest[slash...]
      while path.hasSuffix("/") { path.removeLast() }
      self.path = String(path)
      let isPlain = !rest.contains { "?#@ ".contains($0) }
      guard !host.isEmpty, !host.hasPrefix(":"), isPlain else { return nil }
    }
  }

  /// What a request needs to know of where it goes.
  struct Endpoint: Hashable, Sendable {
    var isSecure: Bool
    var host: String
    var path: String
    /// The region that the signature names: a global service has one of its own.
    var signingRegion: String
    var isCustom: Bool
  }

  func endpoint(of service: ServiceModel, in scope: Scope) -> Endpoint {
    let global = service.globalEndpoints.first { $0.partition == scope.partition }
    let signingRegion = global?.region ?? scope.region
    if let custom = services[service.name] ?? custom {
      return Endpoint(
        isSecure: custom.isSecure, host: custom.host, path: custom.path,
        signingRegion: signingRegion, isCustom: true)
    }
    let suffix = scope.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"
    return Endpoint(
      isSecure: true,
      host: global?.host ?? "\(service.endpointPrefix).\(scope.region).\(suffix)", path: "",
      signingRegion: signingRegion, isCustom: false)
  }
}
