import AWS
import CMicrohttpd
import Synchronization

/// Serves a world on 127.0.0.1: one epoll thread for requests, one timer thread for what is due.
package final class Listener: Sendable {
  /// A body above this is answered 413 after it has been read.
  package static let bodyLimit = 128 << 20
  /// Request line and headers of one connection; above it libmicrohttpd answers 431.
  private static let headerLimit = 64 << 10

  package enum StartError: Error, CustomStringConvertible {
    case portTaken(UInt16)

    package var description: String {
      switch self {
      case .portTaken(let port):
        "can't listen on 127.0.0.1:\(port): the port is taken or not allowed"
      }
    }
  }

  private struct Suspended: ~Copyable {
    var connections: [Int: SuspendedConnection] = [:]
    /// Answers whose ticket isn't suspended yet.
    var early: [Int: HTTPResponse] = [:]
    var isStopping = false
  }

  private let host: WorldHost
  private let suspended = Mutex(Suspended())
  private let timer = TimerThread()
  /// The daemon's address; 0 while it doesn't run.
  private let daemon = Mutex<UInt>(0)

  package init(_ host: WorldHost) { self.host = host }

  /// Starts to listen; answers the port, of the system's choice when 0 was asked.
  package func start(port: UInt16) throws(StartError) -> UInt16 {
    var options = cmicrohttpd_options()
    options.port = port
    options.connections = 1000
    options.header_bytes = Self.headerLimit
    options.idle_seconds = 120
    options.access_context = Unmanaged.passUnretained(self).toOpaque()
    options.uri = { _, uri, _ in
      let target = uri.map { String(cString: $0) } ?? "/"
      return Unmanaged.passRetained(Exchange(target: target)).toOpaque()
    }
    options.access = { context, connection, _, method, _, data, count, exchange in
      guard let context, let connection, let method, let count, let raw = exchange?.pointee else {
        return .NO
      }
      let listener = Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
      return listener.access(
        connection, method, UnsafeRawBufferPointer(start: data, count: count.pointee), count,
        Unmanaged<Exchange>.fromOpaque(raw))
    }
    options.completed = { context, _, exchange, _ in
      guard let context, let raw = exchange?.pointee else { return }
      let listener = Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
      let held = Unmanaged<Exchange>.fromOpaque(raw)
      if let ticket = held.takeUnretainedValue().ticket { listener.host.abandon(ticket) }
      held.release()
      exchange?.pointee = nil
    }
    guard let started = cmicrohttpd_start(&options) else { throw .portTaken(port) }
    let address = UInt(bitPattern: started)
    daemon.withLock { $0 = address }
    timer.start { [weak self] in self?.tick() }
    return cmicrohttpd_port(started)
  }

  /// Ends all connections. libmicrohttpd aborts the process if one is still suspended, so all are
  /// resumed first, with an error.
  package func stop() {
    timer.stop()
    suspended.withLock { suspended in
      suspended.isStopping = true
      for waiting in suspended.connections.values {
        waiting.resume(with: HTTPResponse(status: 503))
      }
      suspended.connections = [:]
    }
    let address = daemon.withLock { daemon in
      defer { daemon = 0 }
      return daemon
    }
    if let running = OpaquePointer(bitPattern: address) { MHD_stop_daemon(running) }
  }

  private func access(
    _ connection: OpaquePointer, _ method: UnsafePointer<CChar>, _ data: UnsafeRawBufferPointer,
    _ count: UnsafeMutablePointer<Int>, _ held: Unmanaged<Exchange>
  ) -> MHD_Result {
    let exchange = held.takeUnretainedValue()
    if let response = exchange.response { return queue(response, on: connection) }
    if !exchange.hasHeaders {
      exchange.readHeaders(connection, method: method)
      return .YES
    }
    if data.count > 0 {
      exchange.receive(data, limit: Self.bodyLimit)
      count.pointee = 0
      return .YES
    }
    if exchange.isTooLarge {
      let text = "a body over \(Self.bodyLimit) bytes\n"
      return queue(HTTPResponse(status: 413, body: Array(text.utf8)), on: connection)
    }
    let (admission, turn) = host.admit(exchange.request)
    deliver(turn.finished)
    timer.expect(turn.next)
    switch admission {
    case .response(let response): return queue(response, on: connection)
    case .waiting(let ticket): return suspend(connection, held, for: ticket)
    }
  }

  private func suspend(
    _ connection: OpaquePointer, _ held: Unmanaged<Exchange>, for ticket: Int
  ) -> MHD_Result {
    held.takeUnretainedValue().ticket = ticket
    let waiting = SuspendedConnection(connection, held)
    let answer = suspended.withLock { suspended -> HTTPResponse? in
      if let response = suspended.early.removeValue(forKey: ticket) { return response }
      if suspended.isStopping { return HTTPResponse(status: 503) }
      suspended.connections[ticket] = waiting
      waiting.suspend()
      return nil
    }
    return answer.map { queue($0, on: connection) } ?? .YES
  }

  /// Hands answers to the connections that wait for them and sets these going again.
  private func deliver(_ finished: [(ticket: Int, response: HTTPResponse)]) {
    guard !finished.isEmpty else { return }
    suspended.withLock { suspended in
      for (ticket, response) in finished {
        if let waiting = suspended.connections.removeValue(forKey: ticket) {
          waiting.resume(with: response)
        } else {
          suspended.early[ticket] = response
        }
      }
    }
  }

  /// One turn of the timer thread; answers when the next is due.
  private func tick() -> Timestamp? {
    let turn = host.tick()
    deliver(turn.finished)
    return turn.next
  }

  private func queue(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
    guard let made = Self.made(response) else { return .NO }
    defer { MHD_destroy_response(made) }
    for field in response.headers.fields
    where !field.name.equalsIgnoringCase("content-length")
      && !field.name.equalsIgnoringCase("connection")
    {
      MHD_add_response_header(made, field.name, field.value)
    }
    return MHD_queue_response(connection, UInt32(response.status), made)
  }

  /// An answer to HEAD tells the length of a body that isn't sent: then nothing is ever read.
  private static func made(_ response: HTTPResponse) -> OpaquePointer? {
    let told = response.headers["Content-Length"].flatMap(UInt64.init) ?? 0
    if response.body.isEmpty, told > 0 {
      return MHD_create_response_from_callback(told, 4096, { _, _, _, _ in -1 }, nil, nil)
    }
    return response.body.withUnsafeBytes { bytes in
      MHD_create_response_from_buffer(
        bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
    }
  }
}
