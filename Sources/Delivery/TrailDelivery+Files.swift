import AWS
import Emulator
import Faults

/// Log files: what a trail selects, gathered by account and region into gzip files in its bucket
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html).
extension TrailDelivery {
  /// Files are cut on whole minutes; without a fault on the fifth, as AWS says of itself.
  private static let cut = Duration.minutes(1)
  private static let usualCut = Duration.minutes(5)

  func acceptFile(_ delivery: Accepted, _ trail: Trail, _ world: World) throws(AWSError) {
    let usual = Self.next(Self.usualCut, after: delivery.time)
    let judged = faults.judge(delivery.facts(.logFiles), due: delivery.time)
    var cuts = judged
    // A fault that says when a record arrives says so from its call on; without one AWS's rhythm
    // holds.
    cuts.arrivals = judged.arrivals.map { arrival in
      arrival == delivery.time ? usual : Self.next(Self.cut, after: arrival)
    }
    observe?(delivery.outcome(.logFiles, cuts))
    for (copy, due) in cuts.arrivals.enumerated() {
      try world.database.run(
        """
        INSERT INTO delivery_file(due, trail, account, region, record, copy)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        .integer(due.microseconds), .text(trail.arn), .text(delivery.record.recipientAccountID),
        .text(delivery.record.awsRegion), .integer(delivery.rowID), SQLValue(copy))
      expect(due)
    }
  }

  private static func next(_ step: Duration, after time: Timestamp) -> Timestamp {
    let length = step.microseconds
    return Timestamp(microseconds: (time.microseconds / length + 1) * length)
  }

  func deliverFiles(due: Timestamp, _ world: World) throws(AWSError) {
    let files = try world.database.rows(
      """
      SELECT DISTINCT trail, account, region FROM delivery_file WHERE due = ?
      ORDER BY trail, account, region
      """, .integer(due.microseconds))
    for file in files {
      try deliverFile(
        due: due, trail: file.text(0), account: file.text(1), region: file.text(2), world)
    }
    if files.isEmpty { return }
    try world.database.run("DELETE FROM delivery_file WHERE due = ?", .integer(due.microseconds))
  }

  private func deliverFile(
    due: Timestamp, trail arn: String, account: String, region: String, _ world: World
  ) throws(AWSError) {
    // A trail that is gone takes its undelivered records with it.
    guard let trail = try TrailStore(world.database).trail(arn: arn) else { return }
    let documents = try world.database.rows(
      """
      SELECT r.document FROM delivery_file f JOIN record r ON r.id = f.record
      WHERE f.due = ? AND f.trail = ? AND f.account = ? AND f.region = ?
      ORDER BY f.record, f.copy
      """, .integer(due.microseconds), .text(arn), .text(account), .text(region))
    let key = Self.key(trail, account: account, region: region, at: due, world)
    let refusal = try world.putLogFile(
      bucket: trail.bucket, partition: World.partition(of: trail.homeRegion), key: key,
      body: Gzip.compress(Self.file(documents), level: 1), contentType: "application/json",
      encoding: "gzip", byService: .cloudTrail(trailARN: arn, account: trail.account), at: due)
    if let refusal {
      try TrailStore(world.database).noteFailure(refusal.rawValue, ofTrail: arn, at: due)
    } else {
      try TrailStore(world.database).noteDelivery(ofTrail: arn, at: due)
    }
  }

  /// `{"Records":[...]}` of documents that are JSON already.
  private static func file(_ rows: [Row]) -> [UInt8] {
    var bytes = Array(#"{"Records":["#.utf8)
    for (index, row) in rows.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: row.text(0).utf8)
    }
    bytes.append(contentsOf: "]}".utf8)
    return bytes
  }

  private static func key(
    _ trail: Trail, account: String, region: String, at time: Timestamp, _ world: World
  ) -> String {
    let prefix = trail.prefix.map { $0.isEmpty ? "" : "\($0)/" } ?? ""
    let stamp = time.basicISO8601
    let (day, minute) = (stamp.prefix(8), stamp.prefix(13))
    let folder = "\(day.prefix(4))/\(day.dropFirst(4).prefix(2))/\(day.suffix(2))"
    return "\(prefix)AWSLogs/\(account)/CloudTrail/\(region)/\(folder)/"
      + "\(account)_CloudTrail_\(region)_\(minute)Z_\(world.token(16)).json.gz"
  }
}
