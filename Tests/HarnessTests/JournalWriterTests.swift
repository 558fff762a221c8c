import AWS
import Delivery
import Faults
import Journal
import Testing

@testable import Harness

struct JournalWriterTests {
  private let start = Timestamp(seconds: 600)

  @Test func aMinutesCallsBecomeOneEntryOnceTheMinuteIsOver() {
    var journal = JournalWriter(startingAt: start)
    for index in 0..<500 {
      journal.countWorkload(
        "flood 1", "sts:AssumeRole", isThrottled: index % 5 == 0, isFailed: index % 5 == 0,
        at: start + .milliseconds(index * 100))
    }
    #expect(journal.entries.isEmpty)
    journal.write(.warning(Warning()), at: start + .seconds(61))
    guard case .workloadCalls(let calls)? = journal.entries.first?.kind else {
      Issue.record("no calls before the warning: \(journal.entries)")
      return
    }
    #expect(calls.count == 500)
    #expect(calls.throttled == 100)
    #expect(calls.failed == 0)
    #expect(journal.entries.map(\.sequence) == [1, 2])
  }

  @Test func deliveriesAreToldInTheMinuteOfTheirArrivalAndTheDeepestQueueInThatOfTheCall() {
    var journal = JournalWriter(startingAt: start)
    for index in 0..<3 {
      let called = start + .seconds(index)
      journal.count(
        DeliveryOutcome(
          channel: .eventQueue, eventID: "e\(index)", eventName: "X", called: called,
          arrivals: index == 2 ? [] : [called + .seconds(90)],
          lostBy: index == 2 ? "event-loss" : nil))
    }
    journal.finish(at: start + .hours(1))
    let entries = journal.entries.compactMap { entry -> Deliveries? in
      if case .deliveries(let it) = entry.kind { it } else { nil }
    }
    #expect(entries.map(\.accepted) == [3, 0])
    #expect(entries.map(\.lost) == [1, 0])
    #expect(entries.map(\.delivered) == [0, 2])
    #expect(entries.map(\.maxWaiting) == [2, 0])
  }
}
