import Journal

/// The prong grid: a row an attack, a column a variant, each cell what stopped it there.
enum ProngSection {
  static func write(_ grid: ProngGrid?, here: [String]? = nil) -> String {
    guard let grid else { return "" }
    return Page.section(
      "prongs", "Which prong stops what", table(grid, here: here) + legend + reasons(grid),
      note: "Whether an attack had an effect is what checkers saw; a refusal's policy says why it "
        + "had none. A trust that doesn't name somebody, or an access that nobody granted, is no "
        + "prong that could be switched off. Rest on a cell to read which policy.")
  }

  /// All grids on one page, each under its scenario.
  static func overview(_ grids: [ProngGrid], link: (ProngGrid) -> String) -> String {
    let shown = grids.filter { $0.columns.count > 1 }
    if shown.isEmpty { return "" }
    var out = ""
    for grid in shown {
      out += "<h3><a href=\"\(Markup.escape(link(grid)))\">\(Markup.escape(grid.scenario))</a> "
      out += "<span class=\"soft\">\(Markup.escape(grid.title))</span></h3>\n"
      out += table(grid, here: nil)
    }
    return Page.section("prongs", "Which prong stops what", out + legend)
  }

  private static func table(_ grid: ProngGrid, here: [String]?) -> String {
    // Columns of one width, so that what stands beside each other compares.
    let width = 240 + 128 * grid.columns.count
    var out = "<div class=\"scroll\"><table class=\"prongs\" style=\"min-width: \(width)px\">\n"
    out += "<thead><tr><th class=\"what\">attack</th>"
    for column in grid.columns {
      let mark = column.without == here && grid.columns.count > 1 ? " class=\"here\"" : ""
      out += "<th\(mark)>\(Markup.escape(column.title))</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    for row in grid.attacks { out += line(row) }
    if !grid.others.isEmpty {
      out += "<tr class=\"part\"><th colspan=\"\(grid.columns.count + 1)\">rightful work, and "
      out += "attempts that should come to nothing</th></tr>\n"
      for row in grid.others { out += line(row) }
    }
    return out + sums(grid) + "</tbody></table></div>\n"
  }

  private static func line(_ row: ProngGrid.Row) -> String {
    let name = row.about.isEmpty ? row.call : row.about
    var out = "<tr><td class=\"what\">\(Markup.escape(name))<br><span class=\"soft\">"
    out += "\(Markup.escape(row.actor)): \(Markup.escape(row.call))</span></td>"
    for cell in row.cells {
      guard let cell else {
        out += "<td class=\"cell plain\">not made</td>"
        continue
      }
      let judgement = cell.judgement(row.kind)
      let title = cell.reason.map { " title=\"\(Markup.escape($0))\"" } ?? ""
      out += "<td class=\"cell \(judgement.rawValue)\"\(title)>\(sign(judgement)) "
      out += "\(Markup.escape(cell.text(row.kind)))</td>"
    }
    return out + "</tr>\n"
  }

  private static func sums(_ grid: ProngGrid) -> String {
    var out = "<tr class=\"sum\"><td>attacks that did harm</td>"
    for column in grid.columns {
      out += sum(column.unstopped, of: grid.attacks.count)
    }
    guard grid.others.contains(where: { $0.kind == .benign }) else { return out + "</tr>\n" }
    out += "</tr>\n<tr class=\"sum\"><td>rightful steps hindered</td>"
    for column in grid.columns {
      out += sum(column.hindered, of: grid.others.count { $0.kind == .benign })
    }
    return out + "</tr>\n"
  }

  private static func sum(_ count: Int, of whole: Int) -> String {
    "<td class=\"\(count == 0 ? "none" : "some")\">\(count) of \(whole)</td>"
  }

  /// Policies and statements word for word, each with the variants in which it decided.
  private static func reasons(_ grid: ProngGrid) -> String {
    var rows: [[String]] = []
    for row in grid.attacks + grid.others {
      var told: [(reason: String, columns: [String])] = []
      for (cell, column) in zip(row.cells, grid.columns) {
        guard let reason = cell?.reason else { continue }
        if let index = told.firstIndex(where: { $0.reason == reason }) {
          told[index].columns.append(column.title)
        } else {
          told.append((reason, [column.title]))
        }
      }
      let name = row.about.isEmpty ? row.call : row.about
      rows += told.map { told in
        [
          Markup.escape(name), "<span class=\"mono\">\(Markup.escape(told.reason))</span>",
          Markup.escape(told.columns.joined(separator: "; ")),
        ]
      }
    }
    if rows.isEmpty { return "" }
    return "<details><summary>Which policy and which statement</summary>\n"
      + Page.table(["step", "refused", "in"], rows) + "</details>\n"
  }

  /// So that colour isn't all that tells.
  private static func sign(_ judgement: ProngGrid.Cell.Judgement) -> String {
    switch judgement {
    case .good: "\u{2713}"
    case .slow: "\u{25D4}"
    case .bad: "\u{2717}"
    case .plain: "\u{2013}"
    }
  }

  private static let legend = """
    <ul class="legend prong-legend"><li><span class="cell good">\u{2713} stopped before it \
    happened</span></li><li><span class="cell slow">\u{25D4} happened, and was repaired</span></li>\
    <li><span class="cell bad">\u{2717} nothing stopped it, or rightful work hindered</span></li>\
    </ul>

    """
}
