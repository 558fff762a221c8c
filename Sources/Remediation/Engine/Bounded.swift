import AWS

/// The ids of events that were seen: the newest so many.
struct SeenEvents: Sendable {
  private let capacity: Int
  private var ids: Set<String> = []
  private var ring: [String] = []
  private var oldest = 0

  init(capacity: Int) { self.capacity = max(1, capacity) }

  func contains(_ id: String) -> Bool { ids.contains(id) }

  /// True the first time. An empty id is always new.
  mutating func insert(_ id: String) -> Bool {
    guard !id.isEmpty else { return true }
    guard ids.insert(id).inserted else { return false }
    if ring.count < capacity {
      ring.append(id)
    } else {
      ids.remove(ring[oldest])
      ring[oldest] = id
      oldest = (oldest + 1) % capacity
    }
    return true
  }
}

/// A map that forgets what was put in first once it is full.
struct BoundedMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let capacity: Int
  private var values: [Key: Value] = [:]
  private var order = FIFO<Key>()

  init(capacity: Int) { self.capacity = max(1, capacity) }

  subscript(key: Key) -> Value? { values[key] }

  mutating func set(_ key: Key, _ value: Value) {
    if values.updateValue(value, forKey: key) == nil {
      order.append(key)
      while order.count > capacity, let first = order.popFirst() { values[first] = nil }
    }
  }
}

/// First in, first out.
struct FIFO<Element: Sendable>: Sendable {
  private var items: [Element] = []
  private var head = 0

  var count: Int { items.count - head }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ item: Element) { items.append(item) }

  mutating func popFirst() -> Element? {
    guard head < items.count else { return nil }
    let item = items[head]
    head += 1
    if head > 512, head * 2 > items.count {
      items.removeFirst(head)
      head = 0
    }
    return item
  }
}

extension Duration {
  var wholeSeconds: Int64 { microseconds / 1_000_000 }
}

/// Waits that double from a first one up to a cap.
struct Backoff {
  static func delay(after failures: Int, first: Duration, cap: Duration) -> Duration {
    let doubled = first.microseconds << Int64(min(max(failures - 1, 0), 20))
    return .microseconds(min(doubled, cap.microseconds))
  }
}
