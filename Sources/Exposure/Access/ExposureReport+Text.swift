package import AWS
import PolicyLanguage

extension ExposureReport {
  /// The report as a document, for annotations of resources and `--json`.
  package var document: AWSObject {
    [
      "IsPublic": .bool(isPublic),
      "Accesses": .list(accesses.map { .object($0.document) }),
      "Blocked": .list(blocked.map { .object($0.document) }),
      "Undecided": .list(undecided.map { .string($0) }),
    ]
  }

  /// The report in sentences, an access or an obstacle a line.
  package var lines: [String] {
    accesses.flatMap { access in
      access.grants.map { grant in
        let passages = grant.passages.map(\.description).joined(separator: ", ")
        let how = passages.isEmpty ? "" : ", \(passages)"
        let from = grant.sources.map { $0.isEmpty ? "" : " from \($0)" } ?? ""
        let narrow = access.party.isEveryone && !access.isPublic ? from : ""
        return "\(access.party) can \(access.capability.rawValue)\(narrow) by \(grant.origin)\(how)"
      }
    }
      + blocked.map { one in
        "\(one.party) cannot \(one.capability.rawValue) by \(one.origin): \(one.by)"
      } + undecided.map { "not decided: \($0)" }
  }
}

extension Access {
  fileprivate var document: AWSObject {
    [
      "Party": .string(party.description), "Capability": .string(capability.rawValue),
      "IsPublic": .bool(isPublic), "Grants": .list(grants.map { .object($0.document) }),
    ]
  }
}

extension Grant {
  fileprivate var document: AWSObject {
    var object = origin.document
    if !passages.isEmpty {
      object["Conditions"] = .list(
        passages.map { ["Key": .string($0.key), "Passed": .string($0.way.description)] })
    }
    object.set("Sources", sources.map { .string($0.description) })
    object.set("Witness", witness.map { .object($0.document) })
    return object
  }
}

extension Witness {
  fileprivate var document: AWSObject {
    let keys = context.sorted { $0.key < $1.key }
    return [
      "Principal": .string(principal.arn), "Action": .string(action),
      "Resource": .string(resource),
      "Context": .object(
        AWSObject(keys.map { ($0.key, .list($0.value.map { .string($0) })) })),
    ]
  }
}

extension Blocked {
  fileprivate var document: AWSObject {
    var object: AWSObject = [
      "Party": .string(party.description), "Capability": .string(capability.rawValue),
    ]
    for (name, value) in origin.document { object[name] = value }
    object["By"] = .string(by.description)
    return object
  }
}

extension GrantOrigin: CustomStringConvertible {
  package var description: String {
    switch self {
    case .statement(let reference): reference.shortName
    case .acl(let index): "grant \(index) of the ACL"
    case .keyGrant(let id): "grant \(id)"
    case .permission(let index): "permission \(index)"
    }
  }

  fileprivate var document: AWSObject {
    switch self {
    case .statement(let reference):
      var object: AWSObject = ["Statement": .integer(Int64(reference.statement))]
      object.set("Sid", reference.sid.map { .string($0) })
      return object
    case .acl(let index): return ["AclGrant": .integer(Int64(index))]
    case .keyGrant(let id): return ["GrantId": .string(id)]
    case .permission(let index): return ["Permission": .integer(Int64(index))]
    }
  }
}

extension StatementReference {
  fileprivate var shortName: String {
    let title = "statement \(statement)\(sid.map { " (\($0))" } ?? "")"
    return name.isEmpty ? title : "\(title) of \(name)"
  }
}

extension Passage: CustomStringConvertible {
  package var description: String { "passing \(key) \(way)" }
}

extension Passage.Way: CustomStringConvertible {
  package var description: String {
    switch self {
    case .withoutKey: "without the key"
    case .withValues(let values): "with \(values.joined(separator: ", "))"
    }
  }
}

extension Blocked.Obstacle: CustomStringConvertible {
  package var description: String {
    switch self {
    case .conditions(let keys):
      "nobody outside meets its condition on \(keys.joined(separator: ", "))"
    case .denial(let reference): "\(reference.shortName) denies it"
    case .denials: "several statements deny it together"
    case .publicAccessBlock(let setting, let level): "\(setting) of the \(level.rawValue)"
    case .ownership: "ACLs are off (BucketOwnerEnforced)"
    case .regionSetting(let state): "the region's setting \(state)"
    }
  }
}
