import AWS
import AWSClient
import Foundation

/// A short request to a metadata service of the machine.
enum MetadataRequest {
  /// The service is on the same machine: what takes longer isn't there.
  private static let patience = Duration.seconds(2)

  /// The body of a 200; nil for everything else.
  static func send(_ method: String, _ url: String, _ headers: HTTPHeaders) -> [UInt8]? {
    guard let scheme = url.range(of: "://") else { return nil }
    let rest = url[scheme.upperBound...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let path = slash == rest.endIndex ? "/" : String(rest[slash...])
    var request = HTTPRequest(method: method, path: path, headers: headers)
    request.headers["Host"] = String(rest[..<slash])
    request.isSecure = url.hasPrefix("https:")
    do throws(CurlTransport.SetUpError) {
      let transport = try CurlTransport(timeout: patience, connectTimeout: .seconds(1))
      try transport.send(AttemptID(call: 0, attempt: 1), request)
      for (_, result) in transport.waitForOne(upTo: patience) {
        if case .response(let response) = result, response.status == 200 { return response.body }
      }
    } catch {
      return nil
    }
    return nil
  }
}
