import AWS
import ArgumentParser
import Dispatch
import Delivery
import Documents
import Emulator
import Faults
import Foundation
import Server

/// The local AWS over HTTP, for any client that takes an endpoint URL.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the local AWS over HTTP on 127.0.0.1.",
    discussion: """
      Prints `listening on http://127.0.0.1:PORT` when ready. Set AWS_ENDPOINT_URL to that \
      address. An access key of twelve digits acts as the root user of the account that it names. \
      Other unknown keys act as the root user of 123456789012, who may assume roles here, unlike \
      on AWS; with --iam enforce they are refused, and all policies count as on AWS.

      POST /_stormdrill/reset empties the world; GET /_stormdrill/health answers when it runs.
      """)

  @Option(help: "The port; 0 takes a free one.")
  var port: UInt16 = 4566

  @Option(help: "Keep the world in this file; without it the world ends with the process.")
  var database: String?

  @Option(
    help: """
      Whether policies count: `allow` lets every account do everything in its own, `enforce` asks \
      identity policies, boundaries, session policies, SCPs and RCPs too.
      """)
  var iam = IAMMode.allow

  @Option(
    help: """
      Write to this file, as a line of JSON each, every permission that calls need, whether or not \
      policies count: action, resource and condition keys, and whether the caller has it.
      """)
  var accessLog: String?

  @Option(help: "A file of faults (`faults: [...]` as in a scenario) to deliver records under.")
  var faults: String?

  @Option(help: "What identifiers and the faults' chances are drawn from.")
  var seed: UInt64 = 1

  @Flag(inversion: .prefixedNo, help: "Refuse calls by AWS's own rate limits.")
  var throttling = true

  func run() throws {
    let told = DispatchSemaphore(value: 0)
    Signals.onEnd { told.signal() }
    let host = WorldHost(try makeWorld()) { Console.error("the world: \($0)") }
    let listener = Listener(host)
    let bound: UInt16
    do {
      bound = try listener.start(port: port)
    } catch {
      throw Failure("\(error)", status: 1)
    }
    Console.line("listening on http://127.0.0.1:\(bound)")
    told.wait()
    listener.stop()
  }

  private func makeWorld() throws -> sending World {
    var options = WorldOptions()
    options.seed = seed
    options.databasePath = database
    options.isThrottling = throttling
    options.iam = iam
    let faults = try readFaults()
    let log = try accessLog.map { path throws(Failure) in try AccessLog(path) }
    do throws(AWSError) {
      let world = try WorldSetUp.make(options, faults: faults, from: LiveClock.now())
      if let log { world.accessObserver = { log.write($0) } }
      return world
    } catch {
      throw Failure(error.message)
    }
  }

  private func readFaults() throws(Failure) -> [any Fault] {
    guard let path = faults else { return [] }
    let (faults, diagnostics) = FaultRegistry.read(text: try Files.text(path), file: path)
    if diagnostics.hasErrors { throw Failure(diagnostics) }
    for fault in faults {
      guard let call = fault as? any CallFault, type(of: call).judgesAnswer else { continue }
      throw Failure(
        "\(path): error: `\(type(of: fault).name)` acts on answers, which only scenarios can hold "
          + "back; expected faults of delivery, `api-error` or `api-throttle`")
    }
    return faults
  }
}

extension IAMMode: ExpressibleByArgument {}
