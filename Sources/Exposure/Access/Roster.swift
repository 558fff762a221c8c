import PolicyLanguage

/// All parties that a resource's policies may let in, each with the callers that stand for it.
struct Roster {
  let vocabulary: Vocabulary
  let callers: [(party: Party, callers: [Caller])]

  init(_ question: AccessQuestion) {
    let controls = question.settings.resourceControl.flatMap { $0 }.flatMap(\.document.statements)
    let vocabulary = Vocabulary(question.policy.statements + controls)
    self.vocabulary = vocabulary
    let named = Named(question.policy, controls, vocabulary)
    let accounts = named.accounts.subtracting([question.owner.account])
    let strangers = Strangers.accounts(
      vocabulary, named.accounts.union([question.owner.account]))
    func caller(_ kind: Caller.Kind, _ acquaintance: Caller.Acquaintance = .none) -> Caller {
      Caller(
        kind: kind, owner: question.owner, now: question.settings.now,
        acquaintance: acquaintance)
    }
    var callers: [(Party, [Caller])] = []
    if question.takesUnsigned { callers.append((.anyone, [caller(.anonymous)])) }
    callers.append((.anyAccount, [caller(.signed(accounts: strangers, .foreign, named: []))]))
    if question.takesWebIdentities {
      for provider in named.providers.union(named.isOpen ? SharedIssuer.builtIn : []).sorted()
      where SharedIssuer(provider: provider) != nil {
        callers.append((.anyUser(of: provider), [caller(.federated(provider: provider))]))
      }
    }
    for service in named.services.sorted() {
      let names = [service == "*" ? "sns.amazonaws.com" : service]
      let one = caller(.service(names: names, accounts: strangers, .foreign))
      callers.append((.service(service), [one]))
    }
    if named.isOpen, !named.services.contains("*") {
      let names = (named.serviceNames + ["sns.amazonaws.com"]).uniqued
      let any = caller(.service(names: names, accounts: strangers, .foreign))
      callers.append((.service("*"), [any]))
    }
    let services = (named.services.sorted() + named.serviceNames).filter { $0 != "*" }
    let deputies = (services + ["sns.amazonaws.com"]).uniqued
    let speaksOfSource = !vocabulary.keys.isDisjoint(with: Self.serviceKeys)
    for id in named.organizations.sorted() {
      let member = Caller.Kind.signed(accounts: strangers, .member(of: id), named: [])
      var all = [caller(member, .named(id)), caller(member, .unnamed(id))]
      if speaksOfSource {
        all.append(caller(.service(names: deputies, accounts: strangers, .member(of: id))))
      }
      callers.append((.organization(id), all))
    }
    for account in accounts.sorted() {
      let arns = named.arns.filter { $0.split(separator: ":").dropFirst(3).first ?? "" == account }
      var all = [
        caller(.signed(accounts: [account], .unknown, named: arns.sorted()), .named(account))
      ]
      // Else he has by other statements what any account has.
      let isSetApart = (question.policy.statements + controls).contains { $0.setsApart(account) }
      if isSetApart {
        let kind = Caller.Kind.signed(accounts: [account], .foreign, named: arns.sorted())
        all.append(caller(kind, .unnamed(account)))
      }
      if speaksOfSource {
        all.append(caller(.service(names: deputies, accounts: [account], .unknown)))
      }
      callers.append((.account(account), all))
    }
    for id in named.canonicalIDs.sorted() where id != question.owner.canonicalID {
      callers.append((.canonicalUser(id), [caller(.canonicalUser(id))]))
    }
    self.callers = callers.map { (party: $0.0, callers: $0.1) }
  }

  /// Keys that only a service's request has.
  private static let serviceKeys: Set<String> = [
    "aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid",
    "aws:sourceorgpaths", "aws:principalservicename", "aws:principalservicenameslist",
    "aws:principalisawsservice",
  ]

  /// Whom the policies name, in Principal elements and in conditions.
  private struct Named {
    var accounts: Set<String> = []
    var arns: Set<String> = []
    /// In Principal elements.
    var services: Set<String> = []
    /// In conditions.
    var serviceNames: [String] = []
    var providers: Set<String> = []
    var organizations: Set<String> = []
    var canonicalIDs: Set<String> = []
    /// Whether some statement allows everyone something, or all but some.
    var isOpen = false

    init(_ policy: PolicyDocument, _ controls: [Statement], _ vocabulary: Vocabulary) {
      for statement in policy.statements {
        let isAllow = statement.effect == .allow
        for pattern in statement.principals?.principals ?? [] {
          switch pattern {
          case .everyone: isOpen = isOpen || isAllow
          case .account(let id): accounts.insert(id)
          case .arn(let arn):
            arns.insert(arn)
            accounts.formUnion(Self.accounts(in: arn))
          case .service(let name): if isAllow { services.insert(name) }
          case .federated(let provider): if isAllow { providers.insert(provider) }
          case .canonicalUser(let id): canonicalIDs.insert(id)
          case .uniqueID: break  // Of a principal that is gone.
          }
        }
        if isAllow, statement.principals?.isNegated ?? false { isOpen = true }
      }
      for (key, conditions) in vocabulary.conditions {
        for value in conditions.flatMap(\.values) {
          if Self.identityKeys.contains(key) { accounts.formUnion(Self.accounts(in: value)) }
          if key.hasSuffix("orgid") || key.hasSuffix("orgpaths") {
            let id = value.prefix { $0 != "/" }
            if id.hasPrefix("o-"), !id.contains("*"), !id.contains("?"), !id.contains("$") {
              organizations.insert(String(id))
            }
          }
          if key.hasPrefix("aws:principalservicename"), value.hasSuffix(".amazonaws.com"),
            !value.contains("*")
          {
            serviceNames.append(value)
          }
        }
      }
      // A dictionary gave them, in no order.
      serviceNames = Set(serviceNames).sorted()
    }

    private static let identityKeys: Set<String> = [
      "aws:principalaccount", "aws:principalarn", "kms:calleraccount", "aws:sourceaccount",
      "aws:sourceowner", "aws:sourcearn", "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
      "aws:vpceaccount", "aws:userid", "lambda:sourcefunctionarn", "ec2:sourceinstancearn",
    ]

    /// Runs of exactly twelve digits.
    private static func accounts(in text: String) -> [String] {
      text.split { !$0.isASCII || !$0.isNumber }.filter { $0.utf8.count == 12 }.map(String.init)
    }
  }
}
