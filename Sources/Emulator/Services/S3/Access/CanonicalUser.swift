import AWS

/// An account's canonical user ID, by which ACLs name it: made from the account, so that it is
/// the same in every world.
package enum CanonicalUser {
  /// 64 hexadecimal digits.
  package static func id(of account: String) -> String {
    SHA256.hex("canonical user of \(account)")
  }
}
