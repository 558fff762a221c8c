/// Writes elements straight into bytes.
package struct XMLWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  /// With the XML declaration that AWS puts before each of its answers.
  package init(declaration: Bool = true) {
    bytes.reserveCapacity(1024)
    if declaration {
      bytes.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    }
  }

  package mutating func open(_ name: String, xmlns: String? = nil) {
    bytes.append(UInt8(ascii: "<"))
    bytes.append(contentsOf: name.utf8)
    if let xmlns { attribute("xmlns", xmlns) }
    bytes.append(UInt8(ascii: ">"))
  }

  /// Opens an element with attributes.
  mutating func open(_ name: String, attributes: [XMLElement.Attribute]) {
    bytes.append(UInt8(ascii: "<"))
    bytes.append(contentsOf: name.utf8)
    for pair in attributes { attribute(pair.name, pair.value) }
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func attribute(_ name: String, _ value: String) {
    bytes.append(UInt8(ascii: " "))
    bytes.append(contentsOf: name.utf8)
    bytes.append(contentsOf: "=\"".utf8)
    escape(value)
    bytes.append(UInt8(ascii: "\""))
  }

  package mutating func close(_ name: String) {
    bytes.append(contentsOf: "</".utf8)
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: ">"))
  }

  /// An element that is closed at once.
  package mutating func empty(_ name: String) {
    bytes.append(UInt8(ascii: "<"))
    bytes.append(contentsOf: name.utf8)
    bytes.append(contentsOf: "/>".utf8)
  }

  package mutating func element(_ name: String, _ text: String) {
    open(name)
    escape(text)
    close(name)
  }

  /// Text with what has a meaning in XML escaped. Characters that XML 1.0 can't hold become
  /// numeric references, as AWS sends them; carriage returns too, which a reader would fold.
  mutating func escape(_ text: String) {
    var text = text
    text.withUTF8 { source in
      var start = 0
      for index in 0..<source.count {
        guard let escaped = Self.escapes[Int(source[index])] else { continue }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<index]))
        bytes.append(contentsOf: escaped)
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start...]))
    }
  }

  /// What stands for a byte that can't stand for itself.
  private static let escapes: [[UInt8]?] = (0...255).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "&"): Array("&amp;".utf8)
    case UInt8(ascii: "<"): Array("&lt;".utf8)
    case UInt8(ascii: ">"): Array("&gt;".utf8)
    case UInt8(ascii: "\""): Array("&quot;".utf8)
    case 0x0A, 0x09: nil
    case ..<0x20: Array("&#x\(String(byte, radix: 16, uppercase: true));".utf8)
    default: nil
    }
  }
}
