package import AWS
package import AWSClient
import CCurl

/// HTTP over libcurl, many requests at a time on one thread; connections are kept.
package final class CurlTransport {
  /// A response with more bytes fails the attempt.
  private let bodyLimit: Int
  private let multi: OpaquePointer
  private let timeout: Duration
  private let connectTimeout: Duration
  private var transfers: [AttemptID: Transfer] = [:]

  package struct SetUpError: Error, CustomStringConvertible {
    package let description: String
  }

  /// The timeout outlasts SQS's longest poll of 20 seconds.
  package init(
    timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(5),
    bodyLimit: Int = 256 << 20
  ) throws(SetUpError) {
    self.bodyLimit = bodyLimit
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init()
    else { throw SetUpError(description: "libcurl can't be set up") }
    self.multi = OpaquePointer(multi)
  }

  deinit {
    for transfer in transfers.values { transfer.end(UnsafeMutableRawPointer(multi)) }
    curl_multi_cleanup(UnsafeMutableRawPointer(multi))
  }

  package var inFlight: Int { transfers.count }

  /// Starts a request; its end comes from `wait`. The host and the scheme are the request's own.
  package func send(_ attempt: AttemptID, _ request: HTTPRequest) throws(SetUpError) {
    let transfer = try Transfer(attempt, request, bodyLimit: bodyLimit)
    let code = transfer.prepare(timeout: timeout, connectTimeout: connectTimeout)
    guard code == CURLE_OK,
      curl_multi_add_handle(UnsafeMutableRawPointer(multi), transfer.easy) == CURLM_OK
    else {
      throw SetUpError(description: String(cString: curl_easy_strerror(code)))
    }
    transfers[attempt] = transfer
  }

  /// Waits up to `pause` for something to happen and answers what has ended.
  package func wait(upTo pause: Duration) -> [(AttemptID, TransportResult)] {
    var running: Int32 = 0
    let handle = UnsafeMutableRawPointer(multi)
    curl_multi_perform(handle, &running)
    var finished = collect()
    if finished.isEmpty {
      let milliseconds = max(0, min(60_000, pause.microseconds / 1000))
      curl_multi_poll(handle, nil, 0, Int32(milliseconds), nil)
      curl_multi_perform(handle, &running)
      finished = collect()
    }
    return finished
  }

  /// Waits until a request has ended, `pause` at most: what comes of it when it ends by then.
  func waitForOne(upTo pause: Duration) -> [(AttemptID, TransportResult)] {
    let clock = ContinuousClock()
    let end = clock.now + pause
    while !transfers.isEmpty, clock.now < end {
      let finished = wait(upTo: end - clock.now)
      if !finished.isEmpty { return finished }
    }
    return []
  }

  private func collect() -> [(AttemptID, TransportResult)] {
    var finished: [(AttemptID, TransportResult)] = []
    var left: Int32 = 0
    let handle = UnsafeMutableRawPointer(multi)
    while let message = curl_multi_info_read(handle, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let context = ccurl_context(easy)
      else { continue }
      let code = message.pointee.data.result
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      finished.append((transfer.attempt, transfer.result(code)))
      transfer.end(handle)
      transfers[transfer.attempt] = nil
    }
    return finished.sorted { $0.0 < $1.0 }
  }
}

/// One request under way, and what has come of its answer.
private final class Transfer {
  let attempt: AttemptID
  let easy: UnsafeMutableRawPointer
  private let request: HTTPRequest
  private let bodyLimit: Int
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var headers = HTTPHeaders()
  private var body: [UInt8] = []
  private var isTooLarge = false

  init(_ attempt: AttemptID, _ request: HTTPRequest, bodyLimit: Int)
    throws(CurlTransport.SetUpError)
  {
    guard let easy = curl_easy_init() else {
      throw CurlTransport.SetUpError(description: "libcurl can't make a handle")
    }
    self.attempt = attempt
    self.request = request
    self.easy = easy
    self.bodyLimit = bodyLimit
  }

  deinit {
    curl_slist_free_all(headerList)
    curl_easy_cleanup(easy)
  }

  func prepare(timeout: Duration, connectTimeout: Duration) -> CURLcode {
    for field in request.headers.fields where !field.name.equalsIgnoringCase("content-length") {
      // libcurl takes `Name;` for a header whose value is empty.
      let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
      headerList = curl_slist_append(headerList, line)
    }
    // libcurl adds headers of its own unless they are named without a value.
    if request.headers["content-type"] == nil {
      headerList = curl_slist_append(headerList, "Content-Type:")
    }
    headerList = curl_slist_append(headerList, "Expect:")
    let scheme = request.isSecure ? "https" : "http"
    let query = request.query.isEmpty ? "" : "?\(request.query)"
    let url = "\(scheme)://\(request.headers["host"] ?? "")\(request.path)\(query)"
    return url.withCString { url in
      request.method.withCString { method in
        request.body.withUnsafeBytes { body in
          var options = ccurl_request()
          options.url = url
          options.method = method
          options.headers = headerList
          options.body = body.baseAddress
          options.body_count = body.count
          options.timeout_ms = Int(timeout.microseconds / 1000)
          options.connect_timeout_ms = Int(connectTimeout.microseconds / 1000)
          options.context = Unmanaged.passUnretained(self).toOpaque()
          options.on_body = { bytes, size, count, context in
            Transfer.from(context)?.receive(bytes, size * count) ?? 0
          }
          options.on_header = { bytes, size, count, context in
            Transfer.from(context)?.receiveHeader(bytes, size * count) ?? 0
          }
          return ccurl_prepare(easy, &options)
        }
      }
    }
  }

  static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Fewer bytes taken than given make libcurl end the transfer with an error.
  private func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard body.count + count <= bodyLimit else {
      isTooLarge = true
      return 0
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    let line = String(
      decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      headers = HTTPHeaders()
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers.add(
        String(line[..<colon]), String(value.prefix { !$0.isNewline }))
    }
    return count
  }

  func result(_ code: CURLcode) -> TransportResult {
    if isTooLarge { return .failure("the answer has more than \(bodyLimit) bytes") }
    guard code == CURLE_OK else {
      return .failure(String(cString: curl_easy_strerror(code)))
    }
    return .response(
      HTTPResponse(status: ccurl_status(easy), headers: headers, body: body))
  }

  func end(_ multi: UnsafeMutableRawPointer) { curl_multi_remove_handle(multi, easy) }
}
