package import AWS
package import PolicyLanguage

/// The ports of TCP or UDP that security groups open to the internet, as ranges.
package struct OpenPorts: Hashable, Sendable {
  package var transport: Transport
  package var ports: ClosedRange<Int>
  /// The public addresses that reach every port of the range.
  package var sources: AddressSet

  package enum Transport: String, CaseIterable, Hashable, Sendable {
    case tcp
    case udp

    package func traffic(_ port: Int) -> Traffic { self == .tcp ? .tcp(port) : .udp(port) }
  }

  /// All ranges that are open by `PortExposure`, TCP's first, ascending; where the sources differ
  /// from one port to the next, so do the ranges.
  package static func all(
    through groups: [AWSObject], prefixLists: [String: [IPNetwork]] = [:],
    internet: Internet = .standard
  ) -> [OpenPorts] {
    Transport.allCases.flatMap { transport in
      var found: [OpenPorts] = []
      for segment in segments(groups) {
        let exposure = PortExposure(
          of: transport.traffic(segment.lowerBound), through: groups, prefixLists: prefixLists,
          internet: internet)
        guard exposure.isOpen else { continue }
        if let last = found.last, last.ports.upperBound + 1 == segment.lowerBound,
          last.sources == exposure.sources
        {
          found[found.count - 1].ports = last.ports.lowerBound...segment.upperBound
        } else {
          found.append(
            OpenPorts(transport: transport, ports: segment, sources: exposure.sources))
        }
      }
      return found
    }
  }

  /// The ports cut wherever a permission's range begins or ends.
  private static func segments(_ groups: [AWSObject]) -> [ClosedRange<Int>] {
    var starts: Set<Int> = [0]
    for group in groups {
      for value in group["IpPermissions"]?.list ?? [] {
        let ports = IngressPermission(value).ports
        starts.insert(ports.lowerBound)
        starts.insert(ports.upperBound + 1)
      }
    }
    let sorted = starts.filter { $0 <= 65535 }.sorted()
    return sorted.indices.map { index in
      sorted[index]...(index + 1 < sorted.count ? sorted[index + 1] - 1 : 65535)
    }
  }
}
