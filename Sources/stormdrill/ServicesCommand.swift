import AWS
import ArgumentParser
import Emulator

/// What the local AWS serves, operation by operation.
struct ServicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "services", abstract: "List what the local AWS serves.")

  @Argument(help: "Services to list operation by operation; none gives the overview.")
  var services: [String] = []

  @Flag(help: "List what is known but not served, too.")
  var all = false

  func run() throws {
    for name in services where ServiceModel.named(name) == nil {
      let known = ServiceModel.allNames.map { "`\($0)`" }.joined(separator: ", ")
      throw Failure("no service `\(name)`; there is \(known)")
    }
    let served = Dictionary(grouping: ServiceRegistry.served, by: \.service)
    if services.isEmpty {
      let inPart = ServiceModel.partialNames
      let whole = ServiceModel.serviceNames + inPart.filter { served[$0] != nil }
      let rows = whole.sorted().compactMap { name in
        ServiceModel.named(name).map {
          [name, String(served[name]?.count ?? 0), String($0.operations.count)]
        }
      }
      print(Console.table(["service", "served", "known"], rows, rightAligned: [1, 2]))
      let rest = inPart.filter { served[$0] == nil }.joined(separator: ", ")
      print("\nmodelled only where rules call them on real AWS, and not served: \(rest)")
      return
    }
    for name in services {
      let names = Set(served[name]?.map(\.name) ?? [])
      for operation in ServiceModel.named(name)?.operations.map(\.name).sorted() ?? [] {
        if names.contains(operation) {
          print("\(name):\(operation)")
        } else if all {
          print("\(name):\(operation)  (not served)")
        }
      }
    }
  }
}
