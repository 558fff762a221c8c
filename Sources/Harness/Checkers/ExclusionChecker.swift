import AWS
import Emulator
import Journal

/// A break-glass exclusion that works although no incident is declared: tried, not deduced, by one
/// who may become the role, from AssumeRole to the call that the guardrail denies to all others.
///
/// A session that outlives its incident counts as well: the gate is shut, its holder still inside.
enum ExclusionChecker: Checker {
  static let name = "exclusion-left-open"

  static func subjects(of change: RowChange) -> [Subject] {
    let isOfRole: Bool
    switch change.table {
    case "iam_role": isOfRole = true
    case "iam_attachment", "iam_inline_policy":
      isOfRole = change.text("kind")?.lowercased().contains("role") == true
    default: isOfRole = false
    }
    guard isOfRole else { return [] }
    return [
      Subject(
        id: change.resource, scope: Scope(account: change.account, region: "us-east-1"))
    ]
  }

  static func inspect(_ subject: Subject, _ probe: inout StateProbe) -> String? {
    guard let exclusion = probe.exclusions.entries.first(where: { $0.subject.key == subject.key })
    else { return nil }
    if exclusion.incidents.contains(where: { $0.contains(probe.now) }) { return nil }
    let guarded = "\(exclusion.guarded.service):\(exclusion.guarded.operation)"
    if works(exclusion, &probe) { return "\(subject.id) can be assumed and makes \(guarded)" }
    if let session = exclusion.session, goesThrough(exclusion, with: session, &probe) {
      return "a session of \(subject.id) still makes \(guarded)"
    }
    return nil
  }

  private static func works(_ exclusion: ExclusionBook.Entry, _ probe: inout StateProbe) -> Bool {
    let (world, now) = (probe.world, probe.now)
    return world.probing(at: now) { ask in
      guard
        case .success(let output)? = answer(
          exclusion.assumption, exclusion.assumer, exclusion, &probe, ask),
        let session = Credentials(ofAnswer: output),
        case .success? = answer(exclusion.guarded, session, exclusion, &probe, ask)
      else { return false }
      return true
    }
  }

  private static func goesThrough(
    _ exclusion: ExclusionBook.Entry, with session: Credentials, _ probe: inout StateProbe
  ) -> Bool {
    let (world, now) = (probe.world, probe.now)
    return world.probing(at: now) { ask in
      if case .success? = answer(exclusion.guarded, session, exclusion, &probe, ask) {
        return true
      }
      return false
    }
  }

  private static func answer(
    _ call: APICall, _ signer: Credentials?, _ exclusion: ExclusionBook.Entry,
    _ probe: inout StateProbe, _ ask: (HTTPRequest) -> HTTPResponse
  ) -> Result<AWSObject, AWSError>? {
    let request = try? probe.requests.request(
      call, signer, userAgent: "stormdrill-checker", from: exclusion.address,
      through: exclusion.endpoint, at: probe.now)
    return request.map { RequestMaker.decode(call, ask($0)) }
  }
}

/// What a scenario says of its exclusions, and the credentials of those who could use them.
struct ExclusionBook {
  var entries: [Entry] = []

  struct Entry {
    /// The role.
    let subject: Subject
    /// When it may be open.
    let incidents: [Range<Timestamp>]
    let assumption: APICall
    let assumer: Credentials?
    /// One that the actor still holds.
    let session: Credentials?
    let guarded: APICall
    let address: String
    let endpoint: HTTPRequest.VPCEndpoint?
  }
}
