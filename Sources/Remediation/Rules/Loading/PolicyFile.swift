package import Documents

/// A file of policies in Cloud Custodian's form (https://cloudcustodian.io/docs).
package enum PolicyFile {
  /// The policies that can be used, in file order, and everything that is wrong with the file: a
  /// policy with an error is left out and hides no other. `values` delivers what `value_from`
  /// names.
  package static func load(
    text: String, file: String,
    values: @escaping ValueFetch = { _ in .failure(ValueProblem("nothing can be fetched here")) }
  ) -> (policies: [Policy], diagnostics: [Diagnostic]) {
    if Self.isEmpty(text) {
      let start = SourcePosition(file: file, line: 1, column: 1)
      let problem = "the file has no policies: it is empty, or comments only"
      return ([], [Diagnostic(start, problem, suggestion: "expected a list `policies`")])
    }
    let (node, problems) = Document.parse(text, file: file)
    guard let node else { return ([], problems) }
    var diagnostics = problems
    if node.sequence != nil {
      let problem = Diagnostic(
        node.position, "the policies stand in a list by themselves",
        suggestion: "expected them below `policies:`")
      return ([], problems + [problem])
    }
    var reader = MappingReader(node, of: "a policy file")
    reader.check("vars", .mapping)
    let nodes = reader.value("policies", expected: "a list of policies") { $0.sequence }
    if node.mapping != nil, node["policies"] == nil {
      reader.error("a policy file has no `policies`", suggestion: "expected a list `policies`")
    }
    diagnostics += reader.finish()
    var policies: [Policy] = []
    var fetched: [ValueRequest: Result<String, ValueProblem>] = [:]
    var names: [String: SourcePosition] = [:]
    for node in nodes ?? [] {
      if diagnostics.count >= Diagnostic.limit {
        diagnostics.append(
          Diagnostic(
            node.position, "the file has too many problems: from here on it is not read",
            suggestion: "expected fewer than \(Diagnostic.limit)"))
        break
      }
      var loader = PolicyLoader(values: values, fetched: fetched)
      let policy = loader.policy(node)
      fetched = loader.fetched
      if let name = node["name"]?.string, let place = node["name"]?.position {
        if let first = names[name] {
          loader.diagnostics.append(
            Diagnostic(
              place, "a policy is named `\(name)` already",
              suggestion: "expected another name than on line \(first.line)"))
        }
        names[name] = names[name] ?? place
      }
      diagnostics += loader.diagnostics.map { $0.isOutside ? $0.leavingOut(node["name"]) : $0 }
      if let policy, !loader.diagnostics.hasErrors { policies.append(policy) }
    }
    return (policies, diagnostics.inFileOrder)
  }

  private static func isEmpty(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: "\n")).allSatisfy { line in
      let first = line.first { ![0x20, 0x09, 0x0D].contains($0) }
      return first == nil || first == UInt8(ascii: "#") || line.elementsEqual("---".utf8)
    }
  }
}

extension Diagnostic {
  /// What becomes of the policy that needs what isn't there.
  fileprivate func leavingOut(_ name: Node?) -> Diagnostic {
    guard let name = name?.string else { return self }
    var told = self
    told.message += ", so policy `\(name.shortened)` is left out"
    return told
  }
}
