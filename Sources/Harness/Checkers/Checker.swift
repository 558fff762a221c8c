import AWS
import Emulator
import Journal

/// Sees one kind of bad state by asking the emulator, as an outsider would; it shares no code with
/// the rules that it judges.
protocol Checker: Sendable {
  /// As labels name it: `ec2-open-admin-port`.
  static var name: String { get }
  /// The resources whose state a change may have changed, as far as the change itself names them.
  static func subjects(of change: RowChange) -> [Subject]
  /// The same where others must be asked for: the groups whose rules name a prefix list.
  static func subjects(of change: RowChange, _ probe: inout StateProbe) -> [Subject]
  /// What is wrong, in a few words; nil when nothing is.
  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String?
  /// What keeps the bad state from being one although somebody asked for it; nil where nothing
  /// is known to.
  static func obstacle(_ subject: Subject, _ probe: inout StateProbe) -> Refusal?
}

extension Checker {
  static func subjects(of change: RowChange, _ probe: inout StateProbe) -> [Subject] {
    subjects(of: change)
  }
  static func obstacle(_ subject: Subject, _ probe: inout StateProbe) -> Refusal? { nil }
}

package enum CheckerRegistry {
  static let all: [any Checker.Type] = [
    OpenAdminPortChecker.self, PublicBucketChecker.self, AdministratorChecker.self,
    TrailLoggingChecker.self, DetectorChecker.self, RecorderChecker.self, WayOutChecker.self,
    ExclusionChecker.self, PublicAddressChecker.self, ReachableInstanceChecker.self,
  ]

  package static var names: [String] { all.map { $0.name } }
}

/// Asks the world without leaving a trace: no record, no throttle, no fault, no effect.
struct StateProbe {
  let world: World
  let now: Timestamp
  var requests: RequestMaker
  var exclusions = ExclusionBook()

  /// As the account's root, whom no policy hinders, or as nobody, whom all do.
  mutating func call(
    _ service: String, _ operation: String, _ input: AWSObject, in scope: Scope,
    anonymously isAnonymous: Bool = false
  ) -> Result<AWSObject, AWSError> {
    let call = APICall(service: service, operation: operation, input: input, scope: scope)
    do throws(AWSError) {
      let request = try requests.request(
        call, isAnonymous ? nil : RequestMaker.root(of: scope.account),
        userAgent: "stormdrill-checker", from: "198.51.100.99", at: now)
      return RequestMaker.decode(
        call, isAnonymous ? world.probe(request, at: now) : world.inspect(request, at: now))
    } catch {
      return .failure(error)
    }
  }

  /// All pages of a listing's member.
  mutating func list(
    _ service: String, _ operation: String, _ input: AWSObject, member: String,
    token: (input: String, output: String), in scope: Scope
  ) -> [AWSObject] {
    var items: [AWSObject] = []
    var input = input
    while case .success(let page) = call(service, operation, input, in: scope) {
      items += page[member]?.list?.compactMap(\.object) ?? []
      guard let next = page[token.output], next.string?.isEmpty == false else { break }
      input[token.input] = next
    }
    return items
  }
}

extension RowChange {
  func text(_ column: String) -> String? {
    guard let value = (after ?? before)?.first(where: { $0.column == column })?.value,
      case .text(let text) = value
    else { return nil }
    return text
  }

  /// What a column said before the change, where it says something else now.
  func earlierText(_ column: String) -> String? {
    guard let value = before?.first(where: { $0.column == column })?.value,
      case .text(let text) = value
    else { return nil }
    return text
  }

  /// The scope in its columns; what has no region sits in the partition's first.
  var scope: Scope { Scope(account: account, region: text("region") ?? "us-east-1") }
}
