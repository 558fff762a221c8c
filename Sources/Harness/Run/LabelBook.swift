import AWS
import Delivery
import Faults
import Journal

/// The labels of a run as they are declared, and the records that tell of their steps.
struct LabelBook {
  private(set) var labels: [Label] = []
  private var byEvent: [String: String] = [:]
  private var keys: Set<String> = []

  mutating func declare(
    _ label: StepLabel, on subject: Subject, actor: String, eventID: String?, step: Int
  ) -> Label {
    var entry = Label()
    entry.label = "L\(labels.count + 1)"
    (entry.kind, entry.violates) = (label.kind, label.violates)
    (entry.subject, entry.actor, entry.eventID) = (subject, actor, eventID)
    (entry.about, entry.step) = (label.about.isEmpty ? nil : label.about, step)
    labels.append(entry)
    keys.insert(subject.key)
    if let eventID { byEvent[eventID] = entry.label }
    return entry
  }

  func label(ofEvent id: String) -> String? { byEvent[id] }

  /// The attack of that kind that was last made on a resource.
  func latestAttack(_ violates: String, on key: String) -> String? {
    labels.last { $0.kind == .attack && $0.violates == violates && $0.subject.key == key }?.label
  }

  func isLabelled(_ key: String) -> Bool { keys.contains(key) }
}

extension DeliveryOutcome {
  /// The fate of a labelled step's record on this channel.
  func entry(of label: String) -> LabelDelivery {
    var entry = LabelDelivery()
    (entry.label, entry.eventID, entry.eventName) = (label, eventID, eventName)
    entry.channel = channel.rawValue
    entry.latency = arrivals.first.map { $0 - called }
    if arrivals.count > 1 {
      entry.outcome = .duplicated
    } else if arrivals.isEmpty {
      entry.outcome = lostBy == "channel-capacity" ? .dropped : .lost
    }
    return entry
  }
}
