/// A page of one file: head, style and body.
enum Page {
  static func write(title: String, body: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(Markup.escape(title))</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }

  static func section(_ id: String, _ title: String, _ content: String, note: String? = nil)
    -> String
  {
    let note = note.map { "<p class=\"note\">\(Markup.escape($0))</p>\n" } ?? ""
    return "<section id=\"\(id)\">\n<h2>\(Markup.escape(title))</h2>\n\(note)\(content)</section>\n"
  }

  /// Cells are markup already; `numbers` names the columns that stand on the right.
  static func table(
    _ header: [String], _ rows: [[String]], numbers: Set<Int> = [], caption: String? = nil
  ) -> String {
    func open(_ tag: String, _ column: Int) -> String {
      numbers.contains(column) ? "<\(tag) class=\"number\">" : "<\(tag)>"
    }
    var out = "<div class=\"scroll\"><table>\n"
    if let caption { out += "<caption>\(Markup.escape(caption))</caption>\n" }
    out += "<thead><tr>"
    for (column, name) in header.enumerated() {
      out += "\(open("th", column))\(Markup.escape(name))</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    for row in rows {
      out += "<tr>"
      for (column, cell) in row.enumerated() { out += "\(open("td", column))\(cell)</td>" }
      out += "</tr>\n"
    }
    return out + "</tbody></table></div>\n"
  }

  /// A resource's id, which may be long: broken anywhere.
  static func code(_ text: String) -> String { "<code>\(Markup.escape(text))</code>" }

  /// A word on a coloured ground; the word says what the colour says.
  static func tag(_ text: String, _ tone: Tone) -> String {
    "<span class=\"tag \(tone.rawValue)\">\(Markup.escape(text))</span>"
  }

  enum Tone: String { case good, bad, warn, plain }
}
