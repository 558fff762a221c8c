import AWS
import Emulator
import Journal

/// A region's GuardDuty detector that is off or gone.
enum DetectorChecker: Checker {
  static let name = "guardduty-off"

  static func subjects(of change: RowChange) -> [Subject] {
    guard change.table == "guardduty_detector" else { return [] }
    return [Subject(id: change.resource, scope: change.scope)]
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    let input: AWSObject = ["DetectorId": .string(subject.id)]
    switch probe.call("guardduty", "GetDetector", input, in: subject.scope) {
    case .failure: return "the detector is gone"
    case .success(let detector):
      return detector["Status"]?.string == "ENABLED" ? nil : "the detector is off"
    }
  }
}

/// A region's Config recorder that does not record, or is gone.
enum RecorderChecker: Checker {
  static let name = "config-not-recording"

  static func subjects(of change: RowChange) -> [Subject] {
    guard change.table == "config_recorder" else { return [] }
    return [Subject(id: change.resource, scope: change.scope)]
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    let answer = probe.call("config", "DescribeConfigurationRecorderStatus", [:], in: subject.scope)
    guard case .success(let output) = answer,
      let status = output["ConfigurationRecordersStatus"]?.list?.first
    else { return "the recorder is gone" }
    return status["recording"]?.bool == true ? nil : "it does not record"
  }
}
