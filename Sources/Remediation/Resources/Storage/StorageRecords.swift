import AWS

/// What CloudTrail writes of volumes, snapshots and images: ids in plain members, in lists of
/// items, within the `...Request` and `...Response` objects of newer operations, small or capital
/// at the start.
enum StorageRecords {
  /// The ids under a member, wherever it stands in what was asked and answered, and those of tags.
  static func ids(_ member: String, prefix: String, in record: CloudTrailRecord) -> [String] {
    var found: [String] = []
    collect(record.requestParameters, member, &found)
    collect(record.responseElements, member, &found)
    return (found.filter { $0.hasPrefix(prefix) } + EC2Records.taggedIDs(record, prefix: prefix))
      .uniqued
  }

  private static func collect(_ value: AWSValue, _ member: String, _ found: inout [String]) {
    switch value {
    case .list(let items): for item in items { collect(item, member, &found) }
    case .object(let object):
      for (key, item) in object {
        if key == member || key == member.prefix(1).uppercased() + member.dropFirst() {
          if let id = item.string { found.append(id) }
          found += (item.list ?? []).compactMap(\.string)
        }
        collect(item, member, &found)
      }
    default: break
    }
  }
}
