import AWS
import Documents

/// `copy-instance-tags`: sets on a volume the tags of the instance that it is attached to, and when
/// and to which it was attached last.
struct CopyInstanceTags: Action {
  /// More tags than this are not copied at all.
  private static let limit = 40

  let name = "copy-instance-tags"
  let position: SourcePosition
  /// The keys to copy; all where it is empty.
  let only: [String]
  let type: ResourceType

  var hydrations: [Hydration] { [.attachedInstance] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    guard let attachment = setting.document["Attachments"]?.list?.first else {
      plan.remarks.append("volume \(setting.id) is not attached")
      return
    }
    guard let id = attachment["InstanceId"]?.string,
      let instance = setting.document[StorageMember.instance]?.object
    else {
      plan.remarks.append("the instance of volume \(setting.id) is not there")
      return
    }
    guard let pairs = tags(instance, id, attachment, setting.document) else {
      plan.remarks.append("the attachment of volume \(setting.id) says no time")
      return
    }
    if pairs.isEmpty {
      plan.remarks.append("volume \(setting.id) has the tags of \(id) already")
    } else if pairs.count > Self.limit {
      plan.remarks.append("\(id) has too many tags for volume \(setting.id): \(pairs.count)")
    } else {
      Tagger(type: type, setting: setting).set(pairs, in: &plan)
    }
  }

  private func tags(
    _ instance: AWSObject, _ id: String, _ attachment: AWSValue, _ volume: AWSObject
  ) -> [(String, String)]? {
    let own = Self.pairs(volume["Tags"])
    var pairs = Self.pairs(instance["Tags"]).filter { key, value in
      (only.isEmpty || only.contains(key)) && !key.hasPrefix("aws:")
        && !own.contains { $0.0 == key && $0.1 == value }
    }
    if own.contains(where: { $0.0 == "LastAttachInstance" && $0.1 == id }) { return pairs }
    guard let time = attachment["AttachTime"].flatMap(DateForm.date) else { return nil }
    pairs.append(("LastAttachTime", Self.text(time)))
    pairs.append(("LastAttachInstance", id))
    return pairs
  }

  private static func pairs(_ tags: AWSValue?) -> [(String, String)] {
    (tags?.list ?? []).compactMap { tag in
      guard let key = tag["Key"]?.string, let value = tag["Value"]?.string else { return nil }
      return (key, value)
    }
  }

  /// `isoformat()` of Python's datetime in UTC: microseconds only where there are some.
  private static func text(_ time: Timestamp) -> String {
    func pad(_ number: Int64, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = CalendarTime(time)
    let fraction = time.microseconds - time.seconds * 1_000_000
    let day = "\(pad(Int64(date.year), 4))-\(pad(Int64(date.month), 2))-\(pad(Int64(date.day), 2))"
    let clock = [date.hour, date.minute, date.second].map { pad(Int64($0), 2) }
      .joined(separator: ":")
    return "\(day)T\(clock)\(fraction == 0 ? "" : ".\(pad(fraction, 6))")+00:00"
  }
}
