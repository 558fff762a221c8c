import AWS
import Journal

/// The declared emergencies of a run: which exclusion was open, from when to when, by whom.
enum IncidentSection {
  static func write(_ run: RunResult) -> String {
    var rows: [[String]] = []
    for entry in run.entries {
      guard case .incident(let it) = entry.kind else { continue }
      rows.append([
        "+\((entry.time - run.startedAt).brief)",
        "\(Markup.escape(it.incident)) \(it.phase.rawValue)", Page.code(it.exclusion),
        Markup.escape(it.by), "+\((it.until - run.startedAt).brief)",
        it.error.map { Page.tag($0, .bad) } ?? "",
      ])
    }
    if rows.isEmpty { return "" }
    return Page.section(
      "incidents", "Emergencies",
      Page.table(["when", "incident", "exclusion", "by", "ends", "error"], rows))
  }
}
