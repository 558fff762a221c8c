import AWS
import Documents
import JMESPath

/// `ip-address-usage`: how many of a subnet's addresses are taken.
struct AddressUsageFilter: ResourceFilter {
  static let member = "c7n:IpAddressUsage"
  static let keys = ["MaxAvailable", "NumberUsed", "PercentUsed"]
  /// What AWS keeps of each subnet for itself
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
  private static let reserved: Int64 = 5

  let position: SourcePosition
  let value: ValueFilter

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    if let usage = document[Self.member]?.object { return try value.matches(usage, run.context) }
    let usage = try Self.usage(of: document)
    run.notes[index].others[Self.member] = .object(usage)
    return try value.matches(usage, run.context)
  }

  static func usage(of subnet: AWSObject) throws(FilterProblem) -> AWSObject {
    guard let text = subnet["CidrBlock"]?.string, let range = IPv4Network(text),
      let free = subnet["AvailableIpAddressCount"]?.integer
    else { throw FilterProblem("the subnet tells no `CidrBlock` or `AvailableIpAddressCount`") }
    let most = Int64(1) << Int64(32 - range.prefix) - reserved
    guard most != 0 else { throw FilterProblem("a subnet of `\(text)` has no addresses to use") }
    let used = most - free
    return [
      "MaxAvailable": .integer(most), "NumberUsed": .integer(used),
      "PercentUsed": .double(roundedToCents(Double(used) / Double(most) * 100)),
    ]
  }

  /// To two decimals as Python rounds: by the exact value, half to even.
  static func roundedToCents(_ value: Double) -> Double {
    guard value.isFinite, value != 0, value.magnitude < 1e15 else { return value }
    let bits = value.significandBitPattern | 1 << 52
    let shift = 52 - Int(value.exponent)
    let hundredfold = UInt128(bits) * 100
    if shift <= 0 { return value }
    if shift > 100 { return 0 }
    var whole = hundredfold >> UInt128(shift)
    let rest = hundredfold & (UInt128(1) << UInt128(shift) - 1)
    let half = UInt128(1) << UInt128(shift - 1)
    if rest > half || (rest == half && whole & 1 == 1) { whole += 1 }
    let rounded = Double(whole) / 100
    return value < 0 ? -rounded : rounded
  }
}

extension FilterKind {
  static let addressUsage = FilterKind(name: "ip-address-usage") { loader, reader, type, _ in
    if let node = reader.node("key"), !AddressUsageFilter.keys.contains(node.string ?? "") {
      reader.error(
        at: node.position, "`key` can't be `\(node.scalarText ?? node.kindName)`",
        suggestion: Spelling.suggestion(for: node.string ?? "", among: AddressUsageFilter.keys))
    }
    return loader.value(&reader, on: type).map {
      AddressUsageFilter(position: reader.position, value: $0)
    }
  }
}
