import AWS
import AWSClient
import Foundation
import LiveAWS
import Remediation

/// Sends notices: a line of JSON at the end of a file, or a POST to a webhook.
final class NoticeSender {
  private let transport: CurlTransport
  private var done: [(NoticeID, error: String?)] = []

  init() throws(CurlTransport.SetUpError) {
    transport = try CurlTransport(timeout: .seconds(10), connectTimeout: .seconds(5))
  }

  var isBusy: Bool { transport.inFlight > 0 || !done.isEmpty }

  func send(_ id: NoticeID, _ notice: Notice) {
    let body = JSON.write(.object(notice.body), sorted: true)
    switch notice.transport {
    case .file(let path): done.append((id, append(body, to: path)))
    case .webhook(let url): send(id, Self.request(url, body), to: url)
    case .request(let wanted):
      var request = Self.request(wanted.url, Array((wanted.body ?? "").utf8))
      request?.method = wanted.method
      if wanted.body == nil { request?.headers["Content-Type"] = nil }
      for header in wanted.headers { request?.headers[header.name] = header.value }
      send(id, request, to: wanted.url)
    case .call(let call):
      preconditionFailure("the engine makes the call \(call.operation) of a notice itself")
    }
  }

  private func send(_ id: NoticeID, _ request: HTTPRequest?, to url: String) {
    guard let request else {
      done.append((id, "`\(url)` is no http or https URL"))
      return
    }
    do throws(CurlTransport.SetUpError) {
      try transport.send(AttemptID(call: id.number, attempt: 1), request)
    } catch {
      done.append((id, error.description))
    }
  }

  /// What has ended since the last ask.
  func finished() -> [(NoticeID, error: String?)] {
    if transport.inFlight > 0 {
      for (attempt, result) in transport.wait(upTo: .zero) {
        done.append((NoticeID(attempt.call), Self.problem(result)))
      }
    }
    defer { done = [] }
    return done
  }

  private static func problem(_ result: TransportResult) -> String? {
    switch result {
    case .failure(let reason): return reason
    case .response(let response):
      return (200..<300).contains(response.status) ? nil : "HTTP status \(response.status)"
    }
  }

  private static func request(_ url: String, _ body: [UInt8]) -> HTTPRequest? {
    guard let parts = URLComponents(string: url), let host = parts.percentEncodedHost,
      let scheme = parts.scheme, ["http", "https"].contains(scheme), !host.isEmpty
    else { return nil }
    var request = HTTPRequest(
      method: "POST", path: parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath,
      query: parts.percentEncodedQuery ?? "",
      headers: [
        "Host": parts.port.map { "\(host):\($0)" } ?? host, "Content-Type": "application/json",
        "User-Agent": "stormdrill/\(Stormdrill.version)",
      ], body: body)
    request.isSecure = scheme == "https"
    return request
  }

  private func append(_ line: [UInt8], to path: String) -> String? {
    if !FileManager.default.fileExists(atPath: path),
      !FileManager.default.createFile(atPath: path, contents: nil)
    {
      return "\(path): can't be made"
    }
    guard let handle = FileHandle(forWritingAtPath: path) else {
      return "\(path): can't be written"
    }
    do {
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(line + [UInt8(ascii: "\n")]))
      try handle.synchronize()
      try handle.close()
      return nil
    } catch {
      return "\(path): can't be written: \(Files.reason(error))"
    }
  }
}
