import AWS
import Journal

/// What the engine and the workloads asked of the API, and how often they were throttled.
enum CallSection {
  private struct Sum {
    var count = 0
    var attempts = 0
    var throttled = 0
    var failed = 0
  }

  static func write(_ run: RunResult) -> String {
    var engine: [String: Sum] = [:]
    var workload: [String: Sum] = [:]
    for entry in run.entries {
      switch entry.kind {
      case .engineCalls(let it):
        engine["\(it.purpose) \(it.call)", default: Sum()].count += it.count
        engine["\(it.purpose) \(it.call)", default: Sum()].attempts += it.attempts
        engine["\(it.purpose) \(it.call)", default: Sum()].throttled += it.throttled
        engine["\(it.purpose) \(it.call)", default: Sum()].failed += it.failed
      case .workloadCalls(let it):
        workload["\(it.workload) \(it.call)", default: Sum()].count += it.count
        workload["\(it.workload) \(it.call)", default: Sum()].throttled += it.throttled
        workload["\(it.workload) \(it.call)", default: Sum()].failed += it.failed
      default: break
      }
    }
    if engine.isEmpty, workload.isEmpty { return "" }
    var out = ""
    if !engine.isEmpty {
      out += Page.table(
        ["the engine, by purpose", "calls", "requests", "throttled", "failed"],
        engine.sorted { $0.key < $1.key }.map { name, sum in
          [
            Page.code(name), "\(sum.count)", "\(sum.attempts)", "\(sum.throttled)",
            "\(sum.failed)",
          ]
        }, numbers: [1, 2, 3, 4])
    }
    if !workload.isEmpty {
      out += Page.table(
        ["workloads", "calls", "throttled", "failed"],
        workload.sorted { $0.key < $1.key }.map { name, sum in
          [Page.code(name), "\(sum.count)", "\(sum.throttled)", "\(sum.failed)"]
        }, numbers: [1, 2, 3])
    }
    return Page.section("calls", "What the API was asked", out)
  }
}
