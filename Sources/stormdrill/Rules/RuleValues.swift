import AWS
import AWSClient
import Foundation
import LiveAWS
import Remediation
import Synchronization

/// Fetches what `value_from` names: local files, http(s), and S3 with a command's credentials.
struct RuleValues: Sendable {
  enum Network: Sendable {
    /// A check reads files and asks nobody.
    case none
    case allowed(S3Values)
  }

  let network: Network

  /// As whoever the environment and the default profile say.
  static let ambient = RuleValues(
    network: .allowed(
      S3Values { region in
        try LiveSettings(
          profile: nil, regions: region.map { [$0] } ?? [], endpointURL: nil,
          environment: Environment.variables, hasOptions: false)
      }))
  static let offline = RuleValues(network: .none)

  /// What the policies of one file may fetch; paths are beside it.
  func fetch(for policyFile: String) -> ValueFetch {
    { request in
      let scheme = request.url.prefix { $0 != ":" }.lowercased()
      guard request.url.contains("://"), scheme != "file" else {
        return Self.file(request.url, beside: policyFile)
      }
      guard case .allowed(let s3) = network else {
        return .failure(ValueProblem.notAsked)
      }
      switch scheme {
      case "s3": return s3.fetch(request.url)
      case "http", "https": return WebValues.fetch(request)
      default: return .failure(ValueProblem("nobody here reads from `\(scheme)`"))
      }
    }
  }

  static let sizeLimit = 16 << 20

  private static func file(_ name: String, beside policyFile: String) -> Result<
    String, ValueProblem
  > {
    let folder = URL(fileURLWithPath: policyFile).deletingLastPathComponent()
    var path = name
    if name.hasPrefix("file:") {
      path = URL(string: name)?.path ?? String(name.dropFirst(5))
    }
    let place = URL(fileURLWithPath: path, relativeTo: folder).path
    guard let handle = FileHandle(forReadingAtPath: place) else {
      return .failure(ValueProblem("no such file", suggestion: "expected a file that exists"))
    }
    guard let data = try? handle.read(upToCount: sizeLimit + 1) else {
      return .failure(ValueProblem("it is no file", suggestion: "expected a file"))
    }
    return text(Array(data), name: path)
  }

  /// A body as text, unpacked where its name or its start says so.
  static func text(_ bytes: [UInt8], name: String) -> Result<String, ValueProblem> {
    guard bytes.count <= sizeLimit else {
      return .failure(ValueProblem("it has more than \(sizeLimit) bytes"))
    }
    var bytes = bytes
    if bytes.starts(with: [0x1F, 0x8B]) {
      do {
        bytes = try Gzip.decompress(bytes, limit: sizeLimit)
      } catch {
        return .failure(ValueProblem("it can't be unpacked: \(error)"))
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .failure(ValueProblem("it is no UTF-8", suggestion: "expected UTF-8"))
    }
    return .success(text)
  }
}

/// Objects in S3 as `s3://BUCKET/KEY?region=REGION&versionId=ID` names them.
///
/// Signing in is put off until the first is asked for.
final class S3Values: Sendable {
  /// For a region, or for the one that the environment says.
  private let settings: @Sendable (String?) throws -> LiveSettings
  private let credentials = Mutex<Credentials?>(nil)

  init(settings: @escaping @Sendable (String?) throws -> LiveSettings) { self.settings = settings }

  func fetch(_ url: String) -> Result<String, ValueProblem> {
    guard let parts = URLComponents(string: url), let bucket = parts.host, !bucket.isEmpty,
      parts.path.count > 1
    else { return .failure(ValueProblem("expected `s3://BUCKET/KEY`")) }
    var input: AWSObject = [
      "Bucket": .string(bucket), "Key": .string(String(parts.path.dropFirst())),
    ]
    var region: String?
    for item in parts.queryItems ?? [] {
      if item.name == "region" {
        region = item.value
      } else {
        input[item.name] = .string(item.value ?? "")
      }
    }
    do {
      let settings = try settings(region)
      let answer = try LiveIdentity.call(
        "s3", "GetObject", input, try signedIn(settings), settings, settings.regions[0])
      guard case .bytes(let body)? = answer["Body"] else {
        return .failure(ValueProblem("GetObject answered no body"))
      }
      return RuleValues.text(body, name: url)
    } catch let failure as Failure {
      return .failure(ValueProblem(failure.description))
    } catch {
      return .failure(ValueProblem("\(error)"))
    }
  }

  private func signedIn(_ settings: LiveSettings) throws -> Credentials {
    try credentials.withLock { known in
      if let known { return known }
      let made = try LiveIdentity.signIn(settings).0
      known = made
      return made
    }
  }
}

/// Documents on the web.
enum WebValues {
  private static let redirects = 5
  private static let patience = Duration.seconds(10)

  static func fetch(_ request: ValueRequest) -> Result<String, ValueProblem> {
    var url = request.url
    var headers = request.headers
    for _ in 0...redirects {
      guard let sent = httpRequest(url, headers) else {
        return .failure(ValueProblem("`\(url)` is no http or https address"))
      }
      switch answer(sent) {
      case .failure(let reason): return .failure(ValueProblem(reason))
      case .response(let response):
        if (300..<400).contains(response.status), let next = response.headers["Location"],
          let target = URL(string: next, relativeTo: URL(string: url))?.absoluteString
        {
          // What was meant for one server, such as a token, is no other's business.
          if origin(target) != origin(url) { headers = [] }
          url = target
          continue
        }
        guard (200..<300).contains(response.status) else {
          return .failure(ValueProblem("HTTP status \(response.status)"))
        }
        return RuleValues.text(response.body, name: url)
      }
    }
    return .failure(ValueProblem("more than \(redirects) redirections"))
  }

  /// Scheme, host and port.
  private static func origin(_ url: String) -> [String] {
    url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
      .map { $0.lowercased() }
  }

  private static func answer(_ request: HTTPRequest) -> TransportResult {
    do throws(CurlTransport.SetUpError) {
      let transport = try CurlTransport(timeout: patience, bodyLimit: RuleValues.sizeLimit)
      try transport.send(AttemptID(call: 1, attempt: 1), request)
      let clock = ContinuousClock()
      let end = clock.now + patience + .seconds(5)
      while transport.inFlight > 0, clock.now < end {
        if let (_, result) = transport.wait(upTo: .seconds(1)).first { return result }
      }
      return .failure("no answer within \(patience)")
    } catch {
      return .failure(error.description)
    }
  }

  private static func httpRequest(_ url: String, _ headers: [ValueRequest.Header]) -> HTTPRequest? {
    guard let parts = URLComponents(string: url), let host = parts.percentEncodedHost,
      let scheme = parts.scheme, ["http", "https"].contains(scheme), !host.isEmpty
    else { return nil }
    var request = HTTPRequest(
      method: "GET", path: parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath,
      query: parts.percentEncodedQuery ?? "",
      headers: [
        "Host": parts.port.map { "\(host):\($0)" } ?? host, "Accept-Encoding": "gzip",
        "User-Agent": "stormdrill/\(Stormdrill.version)",
      ], body: [])
    for header in headers { request.headers[header.name] = header.value }
    request.isSecure = scheme == "https"
    return request
  }
}
