/// Header fields in the order of the wire; names compare without case (RFC 9110, section 5.1).
package struct HTTPHeaders: Hashable, Sendable {
  package var fields: [Field]

  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(_ fields: [Field] = []) { self.fields = fields }

  /// The first value under that name; setting replaces all of them, nil removes them.
  package subscript(name: String) -> String? {
    get { fields.first { $0.name.equalsIgnoringCase(name) }?.value }
    set {
      fields.removeAll { $0.name.equalsIgnoringCase(name) }
      if let newValue { fields.append(Field(name, newValue)) }
    }
  }

  package mutating func add(_ name: String, _ value: String) { fields.append(Field(name, value)) }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field($0.0, $0.1) }
  }
}

/// A request as it stands on the wire. `path` and `query` are still percent-encoded.
package struct HTTPRequest: Hashable, Sendable {
  package var method: String
  /// From the first `/` up to the `?`, as sent.
  package var path: String
  /// What follows the `?`, as sent; empty when there is none.
  package var query: String
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// The caller's address, for sourceIPAddress and aws:SourceIp.
  package var sourceAddress: String
  /// Whether it came over TLS, for aws:SecureTransport.
  package var isSecure: Bool
  /// The VPC endpoint that it came through, for aws:SourceVpce and aws:SourceVpc.
  package var vpcEndpoint: VPCEndpoint?

  package struct VPCEndpoint: Hashable, Sendable {
    /// `vpce-0a1b2c3d4e5f60718`
    package var id: String
    package var vpc: String

    package init(id: String, vpc: String) {
      self.id = id
      self.vpc = vpc
    }
  }

  package init(
    method: String = "POST", path: String = "/", query: String = "",
    headers: HTTPHeaders = [:], body: [UInt8] = [], sourceAddress: String = "127.0.0.1",
    isSecure: Bool = false
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.sourceAddress = sourceAddress
    self.isSecure = isSecure
  }
}

package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: [UInt8]

  package init(status: Int = 200, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension String {
  /// ASCII letters compared without case, without making lowercased copies.
  package func equalsIgnoringCase(_ other: String) -> Bool {
    utf8.count == other.utf8.count
      && zip(utf8, other.utf8).allSatisfy { a, b in
        a == b || (a | 0x20 == b | 0x20 && (0x61...0x7A).contains(a | 0x20))
      }
  }
}
