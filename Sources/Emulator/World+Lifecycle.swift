package import AWS
import OrderedCollections

extension World {
  /// A world of its own with the same state, pending deliveries included, in memory. The outbox
  /// and the observation of changes are the new owner's to set.
  package func clone() throws(AWSError) -> World { try World(copying: self) }

  /// Empties the world: no account, no resource, no record, nothing on its way; identifiers start
  /// again from the seed. Whoever waits on a queue is woken and finds it gone.
  package func reset() throws(AWSError) {
    wakes.formUnion(awaited)
    let tables = try database.rows(
      """
      SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
      ORDER BY name
      """)
    try transaction { () throws(AWSError) in
      for table in tables { try database.script("DELETE FROM \"\(table.text(0))\"") }
      try database.run("INSERT INTO opening(epoch) VALUES (0)")
    }
    observer.forget(since: 0)
    generator = SeededGenerator(seed: options.seed)
    throttle = Throttle()
    accessCache = AccessCache()
    seededScopes = []
  }
}
