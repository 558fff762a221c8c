import AWS

/// What EC2 asks of prefix lists and their entries
/// (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-quotas-managed-prefix-lists).
enum PrefixListRules {
  /// Entries that one request may add, or take away.
  static let perRequest = 100
  static let sizes = 1...1000

  struct NewEntry: Hashable {
    let block: String
    let description: String?
  }

  static func checkName(_ name: String) throws(AWSError) {
    if name.isEmpty { throw EC2Error.missing("PrefixListName") }
    if name.unicodeScalars.count > 255 {
      throw EC2Error.invalid("The prefix list name must be at most 255 characters.")
    }
    if name.lowercased().hasPrefix("com.amazonaws") {
      throw EC2Error.invalid("The prefix list name cannot begin with 'com.amazonaws'.")
    }
  }

  static func checkSize(_ size: Int) throws(AWSError) {
    if !sizes.contains(size) {
      throw EC2Error.invalid("Must specify a max size between 1 and 1000")
    }
  }

  static func family(_ text: String) throws(AWSError) -> EC2PrefixList.Family {
    guard let family = EC2PrefixList.Family(rawValue: text) else {
      throw EC2Error.invalid(text, for: "AddressFamily", "Valid values are IPv4 and IPv6.")
    }
    return family
  }

  static func entries(_ objects: [AWSObject], _ family: EC2PrefixList.Family) throws(AWSError)
    -> [NewEntry]
  {
    var entries: [NewEntry] = []
    for object in objects {
      let description = object["Description"]?.string.flatMap { $0.isEmpty ? nil : $0 }
      if (description?.unicodeScalars.count ?? 0) > 255 {
        throw EC2Error.invalid("The entry description must be at most 255 characters.")
      }
      entries.append(
        NewEntry(
          block: try block(object["Cidr"]?.string ?? "", family), description: description))
    }
    return entries
  }

  static func block(_ text: String, _ family: EC2PrefixList.Family) throws(AWSError) -> String {
    guard let block = family.canonical(text) else {
      throw EC2Error.invalid(
        "The CIDR (\(text)) is not a valid \(family.rawValue) CIDR block.")
    }
    return block
  }

  static func exists(_ block: String, _ description: String?) -> AWSError {
    AWSError(
      "InvalidPrefixListModification",
      "An entry with the CIDR (\(block)) and description (\(description ?? "")) already exists.")
  }

  static func isMissing(_ block: String) -> AWSError {
    AWSError(
      "InvalidPrefixListModification", "An entry with the CIDR (\(block)) does not exist.")
  }

  static func full(_ size: Int) -> AWSError {
    AWSError(
      "PrefixListMaxEntriesExceeded",
      "The request would exceed the maximum number of entries (\(size)) of the prefix list.")
  }

  static let versionMismatch = AWSError(
    "PrefixListVersionMismatch", "The prefix list has the incorrect version number.")
}
