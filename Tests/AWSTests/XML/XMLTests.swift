import AWS
import Testing

struct XMLTests {
  private func parse(_ text: String) throws -> XMLElement { try XML.parse(Array(text.utf8)) }

  @Test func elementsAttributesAndTextAreRead() throws {
    let root = try parse(
      """
      <?xml version="1.0"?><!-- note -->
      <a:Root xmlns:a="urn:x" b='1 &lt; 2'><Item>x &amp; y&#65;&#x1F600;</Item><Item/>
      <![CDATA[<raw>&]]></a:Root>
      """)
    #expect(root.name == "Root")
    #expect(root.attribute("b") == "1 < 2")
    #expect(root.children.map(\.text) == ["x & yA😀", ""])
    #expect(root.text.contains("<raw>&"))
  }

  @Test func lineEndsBecomeLineFeeds() throws {
    #expect(try parse("<a>1\r\n2\r3&#xD;</a>").text == "1\n2\n3\r")
  }

  @Test(arguments: [
    "", "a", "<a>", "<a", "<a b>", "<a b=1/>", "<a b='1/>", "<a></b>", "<a/><b/>", "<a>&x;</a>",
    "<a>&amp</a>", "<a>&#0xZZ;</a>", "<a>&#xD800;</a>", "<a b='<'/>", "<a><!-- </a>",
    "<a><![CDATA[x</a>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a><!ENTITY x 'y'></a>",
    "<?xml", "< a/>", "<a/>x",
  ])
  func brokenTextIsRefused(text: String) {
    #expect(throws: XML.ParseError.self) { try XML.parse(Array(text.utf8)) }
  }

  @Test func nestingIsBounded() {
    #expect(throws: XML.ParseError.self) { try parse(String(repeating: "<a>", count: 100_000)) }
  }

  @Test func everyPrefixOfADocumentIsRefused() {
    let bytes = Array("<?xml version='1.0'?><a b='c&amp;'>d<e/>&#65;<f>g</f></a>".utf8)
    for end in bytes.indices {
      #expect(throws: XML.ParseError.self) { try XML.parse(Array(bytes[..<end])) }
    }
  }

  @Test func writtenTextReadsBack() throws {
    let text = "<a href=\"x\">&amp;\r\n\t'é😀]]>"
    var writer = XMLWriter()
    writer.open("Root", xmlns: "urn:\"x\"")
    writer.element("Text", text)
    writer.empty("None")
    writer.close("Root")
    let root = try XML.parse(writer.bytes)
    #expect(root["Text"]?.text == text)
    #expect(root.attribute("xmlns") == "urn:\"x\"")
    #expect(root.children.count == 2)
  }
}
