import AWS
import Emulator
import Journal

/// A trail that is there and doesn't log.
enum TrailLoggingChecker: Checker {
  static let name = "cloudtrail-not-logging"

  static func subjects(of change: RowChange) -> [Subject] {
    guard change.table == "trail", let arn = change.text("arn") else { return [] }
    return [Subject(id: arn, scope: change.scope)]
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    guard
      case .success(let status) = probe.call(
        "cloudtrail", "GetTrailStatus", ["Name": .string(subject.id)], in: subject.scope)
    else { return nil }
    return status["IsLogging"]?.bool == false ? "it does not log" : nil
  }
}
