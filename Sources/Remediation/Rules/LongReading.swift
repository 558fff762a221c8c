import AWS

extension Policy {
  /// What each resource must be completed with before `evaluate` and `plan`, in the order of the
  /// policy, each once.
  ///
  /// What takes a call an object or a page, and that only an action asks for, is read of those
  /// resources alone which the policy's first filters let through.
  package var hydrations: [Hydration] {
    let judged = filters.flatMap(\.hydrations)
    let acting = actions.flatMap(\.hydrations).filter { !judged.contains($0) }
    return (judged + acting.map { $0.isLong ? sifted($0) : $0 }).uniqued
  }

  private func sifted(_ hydration: Hydration) -> Hydration {
    // Only value filters judge by nothing but the resource, and only before the first of another
    // kind do they find no notes that these left.
    let leading = filters.prefix { $0 is ValueFilter }
    guard !leading.isEmpty, template == nil else { return hydration }
    return Hydration("\(hydration.name) for \(name)") { [resourceType] document, setting in
      guard let call = hydration.nextCall(document, setting) else { return nil }
      let context = EvaluationContext(
        now: setting.now, account: setting.scope.account, region: setting.scope.region)
      let id = resourceType.id(of: document) ?? ""
      var run = FilterRun(
        [Resource(id: id, document: document, scope: setting.scope)], context, groups: false)
      return leading.allSatisfy { !$0.process([0], in: &run).isEmpty } ? call : nil
    }
  }
}
