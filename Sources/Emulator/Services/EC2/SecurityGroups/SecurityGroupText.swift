import AWS

/// The characters that EC2 takes in names and descriptions of groups and rules.
enum SecurityGroupText {
  private static let allowed = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-:/()#,@[]+=&;{}!$*".utf8)

  private static func isGood(_ text: String) -> Bool {
    text.utf8.count <= 255 && text.utf8.allSatisfy(allowed.contains)
  }

  static func checkName(_ name: String) throws(AWSError) {
    if name.isEmpty { throw EC2Error.missing("GroupName") }
    if name.lowercased().hasPrefix("sg-") {
      throw EC2Error.invalid(
        name, for: "GroupName", "Group names may not be in the format sg-*.")
    }
    if name == "default" {
      throw EC2Error.invalid("Cannot use reserved security group name: default")
    }
    if !name.utf8.allSatisfy({ $0 < 128 }) {
      throw EC2Error.invalid(
        name, for: "GroupName", "Character sets beyond ASCII are not supported.")
    }
    if !isGood(name) {
      throw EC2Error.invalid(
        "Invalid security group name. Valid names are strings less than 256 characters from the"
          + " following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
    }
  }

  static func checkDescription(_ description: String) throws(AWSError) {
    if description.isEmpty { throw EC2Error.missing("GroupDescription") }
    if !description.utf8.allSatisfy({ $0 < 128 }) {
      throw EC2Error.invalid(
        description, for: "GroupDescription", "Character sets beyond ASCII are not supported.")
    }
    if !isGood(description) {
      throw EC2Error.invalid(
        "Invalid security group description. Valid descriptions are strings less than 256"
          + " characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
    }
  }

  static func checkRuleDescription(_ description: String) throws(AWSError) {
    if !isGood(description) {
      throw EC2Error.invalid(
        "Invalid rule description. Valid descriptions are strings less than 256 characters from"
          + " the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
    }
  }
}
