package import AWS

/// The faults of a run, composed in their order: each judges what the ones before it left.
package struct FaultSchedule: Sendable {
  private var deliveries: [ArmedFault<any DeliveryFault>] = []
  private var calls: [ArmedFault<any CallFault>] = []
  package let windows: [Window]

  /// When a fault acts, for the timeline.
  package struct Window: Hashable, Sendable {
    package let name: String
    package let about: String
    package let targets: [String]
    package let range: Range<Timestamp>
  }

  package static let none = FaultSchedule([], seed: 0, from: Timestamp(microseconds: 0))

  /// No fault acts from `end` on: the calm. Without one they act for ever.
  package init(
    _ faults: [any Fault], seed: UInt64, from start: Timestamp, until end: Timestamp? = nil
  ) {
    let root = SeededGenerator(seed: seed)
    var windows: [Window] = []
    for (index, fault) in faults.enumerated() {
      let name = type(of: fault).name
      let range = fault.activeTime.window(from: start, until: end ?? .distantFuture)
      let generator = root.fork("fault \(index) \(name)")
      windows.append(
        Window(name: name, about: fault.about, targets: fault.targets, range: range))
      if let fault = fault as? any DeliveryFault {
        deliveries.append(ArmedFault(fault: fault, window: range, generator: generator))
      } else if let fault = fault as? any CallFault {
        calls.append(ArmedFault(fault: fault, window: range, generator: generator))
      }
    }
    self.windows = windows
  }

  /// What becomes of a record on a channel.
  package struct Judgement: Hashable, Sendable {
    /// When each copy arrives; empty for what is lost.
    package var arrivals: [Timestamp]
    /// The fault that took the last copy.
    package var lostBy: String?
  }

  /// A fault acts on what would arrive, without it, while it is active.
  package mutating func judge(_ delivery: DeliveryFacts, due: Timestamp) -> Judgement {
    var judgement = Judgement(arrivals: [due], lostBy: nil)
    for index in deliveries.indices where deliveries[index].fault.selector.matches(delivery) {
      var next: [Timestamp] = []
      for arrival in judgement.arrivals {
        guard deliveries[index].window.contains(arrival) else {
          next.append(arrival)
          continue
        }
        switch deliveries[index].judge(delivery, due: arrival) {
        case .deliver(let delays): next += delays.map { arrival + $0 }
        case .pass, .reject: next.append(arrival)
        }
      }
      if next.isEmpty, !judgement.arrivals.isEmpty {
        judgement.lostBy = type(of: deliveries[index].fault).name
      }
      judgement.arrivals = next
    }
    judgement.arrivals.sort()
    return judgement
  }

  /// Whether a call is refused before it takes effect.
  package mutating func judge(_ call: CallFacts, at now: Timestamp) -> Verdict {
    for index in calls.indices where !calls[index].judgesAnswer {
      if case .reject(let error) = calls[index].judge(call, at: now) { return .reject(error) }
    }
    return .pass
  }

  /// How late a call's answer comes; nil when it never does.
  package mutating func judgeAnswer(to call: CallFacts, at now: Timestamp) -> Duration? {
    var late = Duration.zero
    for index in calls.indices where calls[index].judgesAnswer {
      guard case .deliver(let delays) = calls[index].judge(call, at: now) else { continue }
      guard let delay = delays.first else { return nil }
      late += delay
    }
    return late
  }

  package var hasCallFaults: Bool { !calls.isEmpty }
}

/// A fault with its time in this run and its own random numbers.
private struct ArmedFault<Kind: Sendable>: Sendable {
  var fault: Kind
  let window: Range<Timestamp>
  var generator: SeededGenerator
}

extension ArmedFault where Kind == any DeliveryFault {
  fileprivate mutating func judge(_ delivery: DeliveryFacts, due: Timestamp) -> Verdict {
    fault.judge(delivery, due: due, within: window, &generator)
  }
}

extension ArmedFault where Kind == any CallFault {
  fileprivate var judgesAnswer: Bool { type(of: fault).judgesAnswer }

  fileprivate mutating func judge(_ call: CallFacts, at now: Timestamp) -> Verdict {
    guard window.contains(now), fault.selector.matches(call) else { return .pass }
    return fault.judge(call, at: now, &generator)
  }
}
