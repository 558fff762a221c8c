import AWS
import Testing

@testable import Simulation

struct EventQueueTests {
  @Test func eventsLeaveInOrderOfTimeAndOfArrivalWhereTimesAreEqual() {
    var generator = SeededGenerator(seed: 7)
    var queue = EventQueue<Int>()
    var expected: [(time: Int64, number: Int)] = []
    for number in 0..<2000 {
      let time = generator.integer(in: 0...99)
      queue.push(number, at: Timestamp(seconds: time))
      expected.append((time, number))
    }
    expected.sort { ($0.time, $0.number) < ($1.time, $1.number) }
    var seen: [Int] = []
    while let next = queue.pop() { seen.append(next.event) }
    #expect(seen == expected.map(\.number))
  }

  @Test func onlyWhatIsDueLeaves() {
    var queue = EventQueue<String>()
    queue.push("late", at: Timestamp(seconds: 20))
    queue.push("due", at: Timestamp(seconds: 10))
    #expect(queue.pop(dueBy: Timestamp(seconds: 10))?.event == "due")
    #expect(queue.pop(dueBy: Timestamp(seconds: 19)) == nil)
    #expect(queue.nextTime == Timestamp(seconds: 20))
  }
}
