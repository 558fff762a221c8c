import AWS
import CMicrohttpd

/// One request while libmicrohttpd holds it: what has arrived so far, and its answer once there.
///
/// Owned by the listener's epoll thread; `response` alone is set by another thread, and only while
/// the connection is suspended.
final class Exchange {
  var request: HTTPRequest
  /// The target as sent; libmicrohttpd hands it over before anything else.
  private(set) var hasHeaders = false
  private(set) var isTooLarge = false
  /// The wait that the connection is suspended for.
  var ticket: Int?
  var response: HTTPResponse?

  init(target: String) {
    let split = target.firstIndex(of: "?")
    request = HTTPRequest(
      path: String(target[..<(split ?? target.endIndex)]),
      query: split.map { String(target[target.index(after: $0)...]) } ?? "")
  }

  func readHeaders(_ connection: OpaquePointer, method: UnsafePointer<CChar>) {
    hasHeaders = true
    request.method = String(cString: method)
    request.sourceAddress = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      guard let start = text.baseAddress else { return "127.0.0.1" }
      cmicrohttpd_peer(connection, start, text.count)
      return String(cString: start)
    }
    withUnsafeMutablePointer(to: &request.headers) { headers in
      _ = MHD_get_connection_values(
        connection, .HEADER_KIND,
        { context, _, name, value in
          guard let name, let headers = context?.assumingMemoryBound(to: HTTPHeaders.self) else {
            return .YES
          }
          headers.pointee.add(
            String(cString: name), value.map { String(cString: $0) } ?? "")
          return .YES
        }, headers)
    }
    readOrigin()
  }

  /// Loopback has one address and no VPC: a client that tests conditions on them says from where
  /// it means to call.
  private func readOrigin() {
    if let address = request.headers["X-Stormdrill-Source-Ip"] { request.sourceAddress = address }
    if let endpoint = request.headers["X-Stormdrill-Source-Vpce"] {
      request.vpcEndpoint = HTTPRequest.VPCEndpoint(
        id: endpoint, vpc: request.headers["X-Stormdrill-Source-Vpc"] ?? "")
    }
  }

  /// Takes a piece of the body; beyond the limit it is counted and dropped, so that the client
  /// gets its 413 after it has sent all.
  func receive(_ bytes: UnsafeRawBufferPointer, limit: Int) {
    if request.body.count + bytes.count > limit {
      isTooLarge = true
      request.body = []
    } else if !isTooLarge {
      request.body.append(contentsOf: bytes)
    }
  }
}

/// A connection that waits, with its exchange: as addresses, since neither may be used but under
/// the listener's lock.
struct SuspendedConnection: Sendable {
  private let connection: UInt
  private let exchange: UInt

  init(_ connection: OpaquePointer, _ exchange: Unmanaged<Exchange>) {
    self.connection = UInt(bitPattern: connection)
    self.exchange = UInt(bitPattern: exchange.toOpaque())
  }

  func suspend() {
    if let pointer = OpaquePointer(bitPattern: connection) { MHD_suspend_connection(pointer) }
  }

  /// libmicrohttpd asks the listener again, which finds the answer.
  func resume(with response: HTTPResponse) {
    guard let held = UnsafeRawPointer(bitPattern: exchange),
      let pointer = OpaquePointer(bitPattern: connection)
    else { return }
    let exchange = Unmanaged<Exchange>.fromOpaque(held).takeUnretainedValue()
    exchange.ticket = nil
    exchange.response = response
    MHD_resume_connection(pointer)
  }
}
