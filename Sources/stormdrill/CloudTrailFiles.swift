import AWS

/// CloudTrail records from files, in order of their times.
///
/// Forms: the log files of a trail (`{"Records": [...]}`, gzipped or not), a bare list, one record
/// a line, and what `aws cloudtrail lookup-events` prints.
struct CloudTrailFiles {
  let records: [CloudTrailRecord]
  let count: Int

  private static let endings = [".json", ".json.gz", ".jsonl", ".jsonl.gz"]
  /// A log file that unpacks to more than this is no log file.
  private static let sizeLimit = 1 << 30

  static func read(_ paths: [String]) throws -> CloudTrailFiles {
    let files = try Files.found(paths, endings: endings)
    if files.isEmpty {
      throw Failure(
        "\(paths.joined(separator: ", ")): no log files; expected names that end in "
          + endings.joined(separator: ", "))
    }
    var records: [CloudTrailRecord] = []
    for file in files { records += try read(file) }
    // Stable: what bears the same time stays in the order of the files.
    let sorted = records.enumerated().sorted {
      let (a, b) = ($0.element.eventTime ?? .distantFuture, $1.element.eventTime ?? .distantFuture)
      return (a, $0.offset) < (b, $1.offset)
    }
    return CloudTrailFiles(records: sorted.map(\.element), count: files.count)
  }

  private static func read(_ file: String) throws -> [CloudTrailRecord] {
    var bytes = try Files.bytes(file)
    if file.hasSuffix(".gz") {
      do {
        bytes = try Gzip.decompress(bytes, limit: sizeLimit)
      } catch {
        throw Failure("\(file): \(error)")
      }
    }
    if file.contains(".jsonl") {
      var records: [CloudTrailRecord] = []
      for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
        records += try Self.records(parse(Array(line), file, firstLine: index + 1), file)
      }
      return records
    }
    return try records(parse(bytes, file, firstLine: 1), file)
  }

  private static func parse(_ bytes: [UInt8], _ file: String, firstLine: Int) throws(Failure)
    -> AWSValue
  {
    do throws(JSON.ParseError) {
      return try JSON.parse(bytes)
    } catch {
      let before = bytes.prefix(error.offset)
      let line = before.count { $0 == UInt8(ascii: "\n") } + firstLine
      let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
      throw Failure("\(file):\(line):\(column): error: \(error.message)")
    }
  }

  private static func records(_ value: AWSValue, _ file: String) throws(Failure)
    -> [CloudTrailRecord]
  {
    let list: [AWSValue]
    if let records = value["Records"]?.list ?? value.list {
      list = records
    } else if let events = value["Events"]?.list {
      var records: [AWSValue] = []
      for event in events {
        let text = event["CloudTrailEvent"]?.string ?? ""
        records.append(try parse(Array(text.utf8), file, firstLine: 1))
      }
      list = records
    } else {
      list = [value]
    }
    var records: [CloudTrailRecord] = []
    for (index, item) in list.enumerated() {
      guard let object = item.object, object["eventName"]?.string != nil,
        object["eventSource"]?.string != nil
      else {
        throw Failure(
          "\(file): error: item \(index + 1) is no CloudTrail record; expected an object with "
            + "`eventName` and `eventSource`")
      }
      records.append(CloudTrailRecord(object))
    }
    return records
  }
}
