import AWS

/// The dates from which the ages of instances count.
enum InstanceDates {
  /// `instance-age`: when the first of its volumes was attached, or else when it was launched.
  static func firstAttached(_ document: AWSObject) throws(FilterProblem) -> Timestamp? {
    guard let devices = document["BlockDeviceMappings"]?.list else {
      throw FilterProblem("the instance has no `BlockDeviceMappings`")
    }
    var first: Timestamp?
    for device in devices {
      guard let volume = device["Ebs"]?.object else { continue }
      let attached = try AgeFilter.date("AttachTime", of: volume)
      first = first.map { min($0, attached) } ?? attached
    }
    if let first { return first }
    return try AgeFilter.date("LaunchTime", of: document)
  }

  /// `state-age`: the date in brackets of `User initiated (2024-05-06 07:08:09 GMT)`.
  static func changedState(_ document: AWSObject) throws(FilterProblem) -> Timestamp? {
    guard let reason = document["StateTransitionReason"]?.string,
      let open = reason.firstIndex(of: "("),
      let close = reason[open...].firstIndex(of: ")")
    else { return nil }
    let text = String(reason[reason.index(after: open)..<close])
    guard !text.contains(where: \.isNewline) else { return nil }
    guard let date = DateForm.parse(text) else {
      throw FilterProblem("`StateTransitionReason` holds `\(text)`, which is no date")
    }
    return date
  }

  /// `image-age`: when the image was made; long ago for one that is gone.
  static func imageMade(_ document: AWSObject) throws(FilterProblem) -> Timestamp? {
    guard document["ImageId"] != nil else { throw FilterProblem("the instance has no `ImageId`") }
    guard let image = document["c7n:instance-image"]?.object, !image.isEmpty else {
      return CalendarTime(year: 2000, month: 1, day: 1, hour: 1, minute: 1, second: 1).timestamp
    }
    return try AgeFilter.date("CreationDate", of: image)
  }
}
