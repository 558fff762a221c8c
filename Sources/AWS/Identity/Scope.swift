/// Where something is: every input, effect, bucket and row carries it.
package struct Scope: Hashable, Sendable, Comparable {
  /// `aws`, `aws-cn`, `aws-us-gov`.
  package var partition: String
  /// Twelve digits.
  package var account: String
  /// `us-east-1`; what is global in a partition sits in its first region.
  package var region: String

  package init(partition: String = "aws", account: String, region: String) {
    self.partition = partition
    self.account = account
    self.region = region
  }

  package static func < (a: Scope, b: Scope) -> Bool {
    (a.partition, a.account, a.region) < (b.partition, b.account, b.region)
  }

  package func `in`(region: String) -> Scope {
    Scope(partition: partition, account: account, region: region)
  }
}

extension Scope: CustomStringConvertible {
  package var description: String { "\(partition)/\(account)/\(region)" }
}
