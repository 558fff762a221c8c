import Documents
import Emulator

/// The regions that `--region` names, held against those that AWS has.
enum RegionOption {
  /// What is wrong with a name that no region has; nil for a region.
  private static func problem(with name: String) -> String? {
    if RegionNames.all.contains(name) { return nil }
    let hint =
      Spelling.nearest(to: name, among: RegionNames.all).map { "did you mean `\($0)`?" }
      ?? "expected one such as `us-east-1`"
    return "`\(name)` is no region that is known here; \(hint)"
  }

  /// Real AWS may have regions that are newer than this list, so that these are only remarked on.
  static func remark(on names: [String]) {
    for name in names {
      if let problem = problem(with: name) { Console.error("warning: --region: \(problem)") }
    }
  }
}
