import AWS
import Emulator
import Journal

/// The bad states that checkers see, from their opening to their end.
struct ViolationWatch {
  private var open: [Open] = []
  private var count = 0

  private struct Open {
    let name: String
    let checker: String
    let subject: Subject
    let since: Timestamp
    let label: String?
  }

  /// Who made the change that is looked at.
  struct Cause {
    /// `engine`, `operator` where the engine undoes by a human's word, or an actor's name.
    var actor: String
    var call: String
    /// The label of an attack.
    var label: String?
  }

  var openCount: Int { open.count }

  /// Whether a resource is in a bad state that no attack brought about.
  func hasUnlabelled(_ key: String) -> Bool {
    open.contains { $0.subject.key == key && $0.label == nil }
  }

  func isOpen(_ checker: String, _ key: String) -> Bool {
    open.contains { $0.checker == checker && $0.subject.key == key }
  }

  /// Looks again at what the changes may have changed.
  mutating func look(
    at changes: [RowChange], _ cause: Cause, _ probe: inout StateProbe
  ) -> [JournalEntry.Kind] {
    var entries: [JournalEntry.Kind] = []
    for checker in CheckerRegistry.all {
      var seen: Set<Subject> = []
      for change in changes {
        for subject in checker.subjects(of: change, &probe) where seen.insert(subject).inserted {
          if let entry = look(at: subject, checker, cause, &probe) { entries.append(entry) }
        }
      }
    }
    return entries
  }

  mutating func look(
    at subject: Subject, _ checker: any Checker.Type, _ cause: Cause, _ probe: inout StateProbe
  ) -> JournalEntry.Kind? {
    let about = checker.inspect(subject, &probe)
    let place = open.firstIndex { $0.checker == checker.name && $0.subject.key == subject.key }
    switch (about, place) {
    case (let about?, nil):
      count += 1
      let violation = Open(
        name: "V\(count)", checker: checker.name, subject: subject, since: probe.now,
        label: cause.label)
      open.append(violation)
      var entry = ViolationOpened()
      (entry.violation, entry.checker) = (violation.name, violation.checker)
      (entry.subject, entry.label, entry.about) = (subject, cause.label, about)
      entry.openedBy = cause.actor
      return .violationOpened(entry)
    case (nil, let place?):
      let violation = open.remove(at: place)
      var entry = ViolationClosed()
      (entry.violation, entry.subject) = (violation.name, violation.subject)
      entry.exposure = probe.now - violation.since
      (entry.closedBy, entry.call) = (cause.actor, cause.call)
      return .violationClosed(entry)
    default: return nil
    }
  }
}
