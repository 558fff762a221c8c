import AWS
import Documents

extension FilterKind {
  static let account: [FilterKind] = [
    settings("iam-summary", "c7n:iam_summary", .accountSummary),
    settings("password-policy", "c7n:password_policy", .passwordPolicy),
    settings("organization", "c7n:org", .organization, isOptional: true),
    settings("check-macie", "c7n:macie", .macie),
    settings("s3-public-block", "c7n:s3-public-block", .accountPublicBlock),
    settings("emr-block-public-access", "c7n:emr-block-public-access", .mapReducePublicBlock),
    settings("ec2-metadata-defaults", "c7n:EC2MetadataDefaults", .metadataDefaults),
    FilterKind(name: "access-analyzer") { loader, reader, type, _ in
      loader.settings(&reader, on: type, named: "access-analyzer").map {
        AnalyzerFilter(position: reader.position, value: $0)
      }
    },
    FilterKind(name: "has-virtual-mfa") { _, reader, _, _ in
      AccountFlagFilter(
        position: reader.position, question: .virtualMFA, wanted: reader.bool("value") ?? true)
    },
    FilterKind(name: "securityhub") { _, reader, _, _ in
      AccountFlagFilter(
        position: reader.position, question: .securityHub,
        wanted: reader.bool("enabled") ?? true)
    },
    FilterKind(name: "shield-enabled") { _, reader, _, _ in
      AccountFlagFilter(
        position: reader.position, question: .shield, wanted: reader.bool("state") ?? false)
    },
    FilterKind(name: "ami-block-public-access") { _, reader, _, _ in
      AccountFlagFilter(
        position: reader.position, question: .imageBlock, wanted: reader.bool("value") ?? false)
    },
    FilterKind(name: "check-config") { _, reader, _, _ in
      RecorderFilter(
        position: reader.position,
        needsGlobal: reader.bool("global-resources") ?? false,
        needsAll: reader.bool("all-resources") ?? false,
        needsRunning: reader.bool("running") ?? true)
    },
    FilterKind(name: "xray-encrypt-key") { _, reader, _, _ in
      TraceKeyFilter(position: reader.position, key: reader.requiredString("key"))
    },
    .credential, .guardDuty, .defaultEncryption, .checkTrails, .missing, .serviceLimit,
    .invocationLogging,
  ]

  /// A value filter on a setting of the account.
  private static func settings(
    _ name: String, _ member: String, _ hydration: Hydration, isOptional: Bool = false
  ) -> FilterKind {
    FilterKind(name: name) { loader, reader, type, _ in
      loader.settings(&reader, on: type, named: name).map {
        AccountSettingFilter(
          position: reader.position, member: member, value: $0, hydrations: [hydration],
          isOptional: isOptional)
      }
    }
  }

  static let guardDuty = FilterKind(name: "guard-duty") { loader, reader, type, _ in
    let op = reader.value("match-operator", expected: "`and` or `or`") { node in
      ["and", "or"].contains(node.string) ? node.string : nil
    }
    var attributes: [ValueFilter] = []
    for pair in reader.node.mapping ?? [] {
      guard let key = pair.key.string,
        key.hasPrefix("Detector") || key.hasPrefix("Administrator")
      else { continue }
      reader.allow(key)
      if let filter = loader.attribute(pair, on: type) { attributes.append(filter) }
    }
    return DetectorFilter(
      position: reader.position, attributes: attributes, needsAll: op != "or")
  }

  static let defaultEncryption = FilterKind(name: "default-ebs-encryption") {
    loader, reader, type, _ in
    let state = reader.bool("state") ?? false
    guard let node = reader.node("key") else {
      return DefaultEncryptionFilter(position: reader.position, state: state, key: nil)
    }
    let key: ValueFilter?
    if node.string != nil {
      let name = Node(.string("\"c7n:AliasName\""), at: node.position)
      key = loader.shortValue(
        Node.Pair(key: name, value: node), at: node.position, on: nil)
    } else {
      var inner = MappingReader(node, of: "`key`")
      key = loader.value(&inner, on: nil)
      loader.diagnostics += inner.finish()
    }
    if let text = key?.key.text, text.hasPrefix("tag:") || text.contains("Tags") {
      reader.error(
        at: node.position, "the tags of the default key are not supported",
        suggestion: "expected an alias, or another attribute of the key")
      return nil
    }
    return key.map {
      DefaultEncryptionFilter(
        position: reader.position, state: state, key: $0, isAlias: node.string != nil)
    }
  }

  static let invocationLogging = FilterKind(name: "bedrock-model-invocation-logging") {
    loader, reader, type, _ in
    loader.listItem(&reader, on: type, of: AccountMember.invocationLogging).map { items in
      ListItemFilter(
        position: items.position, keyText: "bedrock-model-invocation-logging", key: items.key,
        attributes: items.attributes, count: items.count, hydrations: [.invocationLogging])
    }
  }
}

extension PolicyLoader {
  /// A value filter on settings. The filter's bare name is one too: it asks for a setting `type`
  /// of that name, which none has.
  mutating func settings(
    _ reader: inout MappingReader, on type: ResourceType, named name: String
  ) -> ValueFilter? {
    if (reader.node.mapping ?? []).allSatisfy({ $0.key.string == "type" }) {
      let place = reader.position
      let pair = Node.Pair(
        key: Node(.string("type"), at: place), value: Node(.string(name), at: place))
      return shortValue(pair, at: place, on: nil)
    }
    if reader.node("value_type")?.string == "resource_count" {
      reader.error("filter `\(name)` can't count resources: there is one account")
      return nil
    }
    return value(&reader, on: nil)
  }

  /// `Detector.Status: ENABLED`, or a value filter without its key.
  mutating func attribute(_ pair: Node.Pair, on type: ResourceType) -> ValueFilter? {
    if pair.value.string != nil { return shortValue(pair, at: pair.key.position, on: nil) }
    var inner = MappingReader(pair.value, of: "`\(pair.key.string ?? "")`")
    let filter = value(&inner, on: nil, fixedKey: pair.key.string)
    diagnostics += inner.finish()
    return filter
  }
}
