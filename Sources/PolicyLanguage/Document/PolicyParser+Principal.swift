import AWS

extension PolicyParser {
  /// Principal and NotPrincipal in all their forms: `*`, a map from kind to one or several.
  func principals(_ object: AWSObject) throws(PolicyError) -> PrincipalClause? {
    let isNegated = object["NotPrincipal"] != nil
    let field = isNegated ? "NotPrincipal" : "Principal"
    if isNegated, object["Principal"] != nil {
      throw fail(.wrongType(field: field), at: .member(field))
    }
    guard let value = object[field] else {
      if grammar == .trust || grammar == .resource { throw fail(.missing(field: "Principal")) }
      return nil
    }
    return try at(.member(field)) { () throws(PolicyError) in
      if grammar == .trust, isNegated { throw fail(.prohibited(field: field)) }
      if grammar == .identity || grammar == .control {
        // A resource control policy has `"Principal": "*"` and no other.
        guard grammar == .control, value.string == "*", !isNegated else {
          throw fail(.prohibited(field: field))
        }
      }
      return PrincipalClause(principals: try principals(value), isNegated: isNegated)
    }
  }

  private func principals(_ value: AWSValue) throws(PolicyError) -> [PrincipalPattern] {
    switch value {
    case .string("*"): return [.everyone]
    case .object(let kinds):
      var patterns: [PrincipalPattern] = []
      for (kind, names) in kinds {
        try at(.member(kind)) { () throws(PolicyError) in
          for (index, name) in try strings(names, field: "Principal").enumerated() {
            try at(names.list == nil ? nil : .item(index)) { () throws(PolicyError) in
              patterns.append(try principal(kind, name))
            }
          }
        }
      }
      if patterns.isEmpty { throw fail(.missing(field: "Principal")) }
      return patterns
    default: throw fail(.invalidPrincipal(value.string ?? JSON.text(value)))
    }
  }

  private func principal(_ kind: String, _ name: String) throws(PolicyError)
    -> PrincipalPattern
  {
    let invalid = fail(.invalidPrincipal("\"\(kind)\":\"\(name)\""))
    switch kind {
    case "AWS":
      guard let pattern = PrincipalPattern(aws: name) else { throw invalid }
      return pattern
    case "Service":
      guard name == "*" || name.contains("."), !name.contains("*") || name == "*" else {
        throw invalid
      }
      return .service(name)
    case "Federated":
      guard !name.isEmpty else { throw invalid }
      return name == "*" ? .everyone : .federated(name)
    case "CanonicalUser":
      guard grammar == .resource, name.utf8.count == 64, name.allSatisfy(\.isHexDigit) else {
        throw invalid
      }
      return .canonicalUser(name)
    default: throw invalid
    }
  }
}

extension PrincipalPattern {
  /// What `{"AWS": name}` names; nil for what can't be a principal, such as a pattern.
  package init?(aws name: String) {
    if name == "*" {
      self = .everyone
    } else if name.utf8.count == 12, name.utf8.allSatisfy({ (48...57).contains($0) }) {
      self = .account(name)
    } else if let arn = ARN(name) {
      guard arn.account.utf8.count == 12, arn.account.utf8.allSatisfy({ (48...57).contains($0) }),
        !name.contains("*"), !name.contains("?")
      else { return nil }
      switch (arn.service, arn.resource) {
      case ("iam", "root"): self = .account(arn.account)
      case ("iam", let resource) where resource.hasPrefix("user/") || resource.hasPrefix("role/"):
        self = .arn(name)
      case ("sts", let resource)
      where resource.hasPrefix("assumed-role/") || resource.hasPrefix("federated-user/"):
        self = .arn(name)
      default: return nil
      }
    } else if ["AIDA", "AROA"].contains(String(name.prefix(4))), name.utf8.count >= 16,
      name.utf8.allSatisfy(\.isLetterOrDigit)
    {
      self = .uniqueID(name)
    } else {
      return nil
    }
  }
}
