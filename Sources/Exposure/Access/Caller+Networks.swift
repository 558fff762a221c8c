import PolicyLanguage

/// A way by which a request comes, with the condition keys that it settles.
struct Route {
  var context: [String: [String]]
  /// The public addresses that this stands for; nil for a way that is none over the internet: then
  /// everybody with an account can come by it.
  var addresses: AddressSet?
}

extension Caller {
  static let networkKeys: Set<String> = [
    "aws:sourceip", "aws:vpcsourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn",
    "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths",
  ]

  /// Over the internet from each range of addresses that the policies tell apart; through a VPC
  /// endpoint of his own, where a request has no aws:SourceIp; a service comes by neither.
  func routes(_ vocabulary: Vocabulary, _ internet: Internet, _ isComplete: inout Bool) -> [Route] {
    if case .service = kind { return [Route(context: [:])] }
    var routes = Self.cells(vocabulary, internet.publicSpace).map { cell, address in
      Route(context: ["aws:sourceip": [address]], addresses: cell)
    }
    var contexts: [[String: [String]]] = [[:]]
    for key in Self.networkKeys.sorted() where vocabulary.keys.contains(key) {
      guard key != "aws:sourceip" else { continue }
      let candidates = vocabulary.candidates(key, endpointDomain(of: key))
      if !candidates.isComplete { isComplete = false }
      contexts = contexts.flatMap { context in
        candidates.values.map { value in
          var context = context
          context[key] = value
          return context
        }
      }
      if contexts.count > 500 {
        isComplete = false
        contexts = Array(contexts.prefix(500))
      }
    }
    routes += contexts.map { Route(context: $0) }
    return routes
  }

  /// A stranger's endpoint has IDs of its own; somebody in particular may well have those that the
  /// policy names.
  private func endpointDomain(of key: String) -> KeyDomain {
    var isStranger = true
    if case .named = acquaintance { isStranger = false }
    let accounts = self.accounts.isEmpty ? [Strangers.usual] : self.accounts
    let foreign = isStranger ? KeyDomain.Foreign.whole : .none
    switch key {
    case "aws:sourcevpc": return .shaped("vpc-?*", foreign: foreign, optional: false)
    case "aws:sourcevpce": return .shaped("vpce-?*", foreign: foreign, optional: false)
    case "aws:vpceaccount": return KeyDomain(values: .these(accounts), canBeAbsent: true)
    case "aws:sourcevpcarn":
      let shapes = accounts.map { "arn:\(owner.partition):ec2:*:\($0):vpc/vpc-?*" }
      return KeyDomain(values: .shaped(shapes, .none), canBeAbsent: true)
    case "aws:vpceorgid": return .shaped("o-?*", foreign: foreign)
    case "aws:vpceorgpaths":
      let slash = KeyDomain.Foreign.upTo(UInt8(ascii: "/"), occurrence: 1)
      return .shaped("o-?*/?*", foreign: isStranger ? slash : .none)
    default: return KeyDomain(values: .any, canBeAbsent: false)
    }
  }

  /// The public space parted by each condition on addresses, with an address of each part.
  private static func cells(_ vocabulary: Vocabulary, _ space: AddressSet)
    -> [(AddressSet, String)]
  {
    var parts = [space]
    let tests = (vocabulary.conditions["aws:sourceip"] ?? []).map(\.networks).uniqued
    for networks in tests where !networks.isEmpty {
      let named = AddressSet(networks)
      parts = parts.flatMap { [$0.intersection(named), $0.subtracting(named)] }
      parts.removeAll(where: \.isEmpty)
    }
    return parts.compactMap { part in
      let first = part.ipv4.intervals.first ?? part.ipv6.intervals.first
      let isIPv6 = part.ipv4.isEmpty
      return first.flatMap { interval in
        IPNetwork(
          address: interval.lowerBound, prefix: isIPv6 ? 128 : 32, isIPv6: isIPv6
        ).first.map { (part, $0) }
      }
    }
  }
}
