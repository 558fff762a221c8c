package import AWS

/// What a session of AWS calls asks of its transport: pure, so that the same retry, pacing and
/// signing run on virtual time and over real HTTP.
package enum ClientEffect: Hashable, Sendable {
  /// Put this request on the wire; answer with `received` under the same attempt. The host is in
  /// its `Host` header, `isSecure` says whether over TLS.
  case send(AttemptID, HTTPRequest, service: String, Scope)
  /// Call `fired` at that time.
  case wake(at: Timestamp)
  /// A call has ended, its retries included.
  case finished(Int64, APIOutcome)
}

/// One try of one call.
package struct AttemptID: Hashable, Sendable, Comparable {
  package var call: Int64
  /// From 1, counted on through retries and pages.
  package var attempt: Int

  package init(call: Int64, attempt: Int) {
    self.call = call
    self.attempt = attempt
  }

  package static func < (a: AttemptID, b: AttemptID) -> Bool {
    (a.call, a.attempt) < (b.call, b.attempt)
  }
}

/// What came back for an attempt.
package enum TransportResult: Hashable, Sendable {
  case response(HTTPResponse)
  /// Refused, reset, timed out: no answer; whether the call took effect is unknown.
  case failure(String)
}
