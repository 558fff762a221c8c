import AWS
import Documents

extension FilterKind {
  static let bucket: [FilterKind] = [
    .crossAccount,
    FilterKind(name: "check-public-block") { _, reader, _, _ in
      var wanted: [(key: String, value: Bool)] = []
      for key in PublicBlockFilter.keys {
        if let value = reader.bool(key) { wanted.append((key, value)) }
      }
      return PublicBlockFilter(position: reader.position, wanted: wanted)
    },
    FilterKind(name: "global-grants") { _, reader, _, _ in
      reader.allow("operator")
      let website = reader.bool("allow_website") ?? true
      let permissions = reader.strings("permissions") ?? []
      let known = ["READ", "WRITE", "WRITE_ACP", "READ_ACP", "FULL_CONTROL"]
      for name in permissions where !known.contains(name) {
        reader.error(
          at: reader.node("permissions")?.position, "there is no permission `\(name)`",
          suggestion: Spelling.suggestion(for: name, among: known))
      }
      return GlobalGrantsFilter(
        position: reader.position, allowsWebsite: website, permissions: permissions)
    },
    FilterKind(name: "has-statement") { _, reader, _, _ in
      statements(&reader)
    },
    missingStatement("missing-statement"), missingStatement("missing-policy-statement"),
    FilterKind(name: "no-encryption-statement") { _, reader, _, _ in
      NoEncryptionStatementFilter(position: reader.position)
    },
    FilterKind(name: "bucket-encryption") { _, reader, _, _ in
      let key = reader.string("key")
      let isBucketKeyEnabled = reader.bool("bucket_key_enabled")
      if key != nil, isBucketKeyEnabled != nil {
        reader.error(
          "\(reader.subject) has `key` and `bucket_key_enabled`",
          suggestion: "expected one of them")
      }
      return BucketEncryptionFilter(
        position: reader.position, state: reader.bool("state") ?? true,
        crypto: word("crypto", &reader, ["AES256", "aws:kms"]), key: key,
        isBucketKeyEnabled: isBucketKeyEnabled)
    },
    FilterKind(name: "bucket-logging") { _, reader, _, _ in
      let target = BucketLoggingSetting(&reader)
      if reader.node("op") == nil {
        reader.error("\(reader.subject) has no `op`", suggestion: "expected `op`")
      }
      return BucketLoggingFilter(
        position: reader.position, question: reader.choice("op") ?? .enabled, target: target)
    },
    FilterKind(name: "bucket-notification") { loader, reader, type, _ in
      let kinds = BucketNotificationFilter.members.keys.sorted()
      if reader.node("kind") == nil {
        reader.error("\(reader.subject) has no `kind`", suggestion: "expected `kind`")
      }
      let kind = word("kind", &reader, kinds) ?? ""
      return loader.value(&reader, on: type).map {
        BucketNotificationFilter(
          position: reader.position, member: BucketNotificationFilter.members[kind] ?? "",
          value: $0)
      }
    },
    FilterKind(name: "lock-configuration") { loader, reader, type, _ in
      loader.value(&reader, on: type).map {
        LockConfigurationFilter(position: reader.position, value: $0)
      }
    },
    FilterKind(name: "ownership") { loader, reader, type, _ in
      ownership(&loader, &reader, type)
    },
    FilterKind(name: "intelligent-tiering") { loader, reader, type, _ in
      let (attributes, count) = loader.listItemAttributes(&reader, on: type)
      return IntelligentTieringFilter(
        position: reader.position, attributes: attributes, count: count)
    },
    nested("inventory", "c7n:inventories", .any) { _ in [.bucketInventories] },
    FilterKind(name: "bucket-replication") { loader, reader, type, _ in
      let (attributes, count) = loader.listItemAttributes(&reader, on: type)
      let asked = JSON.text(reader.node("attrs")?.value ?? [])
      return BucketReplicationFilter(
        position: reader.position, attributes: attributes, count: count,
        asksForRegion: asked.contains("DestinationRegion") || asked.contains("CrossRegion"))
    },
    bucketMetrics, .finding, .configCompliance(["AWS::S3::Bucket"]),
    FilterKind(name: "is-log-target") { _, reader, _, _ in
      let known = LogTargetFilter.Service.allCases
      let services = (reader.strings("services") ?? known.map(\.rawValue)).compactMap { name in
        let service = LogTargetFilter.Service(rawValue: name)
        if service == nil {
          reader.error(
            at: reader.node("services")?.position, "`\(name)` is no service that logs to buckets",
            suggestion: Spelling.suggestion(for: name, among: known.map(\.rawValue)))
        }
        return service
      }
      return LogTargetFilter(
        position: reader.position, services: services, isSelf: reader.bool("self") ?? false,
        value: reader.bool("value") ?? true)
    },
    FilterKind(name: "data-events") { _, reader, _, _ in
      let state = word("state", &reader, ["present", "absent"])
      return DataEventsFilter(position: reader.position, isPresent: state != "absent")
    },
  ]

  /// CloudWatch counts a bucket's objects over all storage classes together.
  private static let bucketMetrics = FilterKind(name: "metrics") { loader, reader, type, block in
    let countsAll =
      reader.node["name"]?.string == "NumberOfObjects" && reader.node["dimensions"] == nil
    let kind = FilterKind.metrics(namespace: "AWS/S3") { bucket in
      let own: AWSValue = ["Name": "BucketName", "Value": bucket["Name"] ?? .null]
      return countsAll ? [own, ["Name": "StorageType", "Value": "AllStorageTypes"]] : [own]
    }
    return kind.load(&loader, &reader, type, block)
  }

  /// One of some words.
  static func word(_ key: String, _ reader: inout MappingReader, _ words: [String]) -> String? {
    guard let node = reader.node(key) else { return nil }
    NodeForm.word(words).check(node, key, &reader)
    return node.string
  }

  private static func missingStatement(_ name: String) -> FilterKind {
    FilterKind(name: name) { _, reader, _, _ in
      MissingStatementFilter(
        position: reader.position, ids: reader.strings("statement_ids") ?? [])
    }
  }

  private static func ownership(
    _ loader: inout PolicyLoader, _ reader: inout MappingReader, _ type: ResourceType
  ) -> (any Filter)? {
    let known = [
      "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter", "absent", "present",
      "not-null", "empty",
    ]
    if let node = reader.node("value") {
      for item in node.sequence ?? [node] { NodeForm.word(known).check(item, "value", &reader) }
    }
    let key = "(\"c7n:ownership\".Rules[].ObjectOwnership)[0]"
    return loader.value(&reader, on: type, fixedKey: key).map { filter in
      var filter = filter
      filter.hydrations = [.bucketOwnership]
      return filter
    }
  }

  private static func statements(_ reader: inout MappingReader) -> StatementFilter {
    let ids = reader.strings("statement_ids") ?? []
    var required: [StatementFilter.Required] = []
    for node in reader.sequence("statements") ?? [] {
      guard var elements = node.value.object, node.mapping != nil else {
        reader.error(
          at: node.position, "a statement can't be \(node.kindName)",
          suggestion: "expected a mapping")
        continue
      }
      var statement = MappingReader(node, of: "a statement")
      statement.checkStatement()
      reader.diagnostics += statement.diagnostics
      let partial =
        elements["PartialMatch"]?.string.map { [$0] }
        ?? (elements["PartialMatch"]?.list ?? []).compactMap(\.string)
      elements = AWSObject(
        elements.filter { $0.key != "PartialMatch" }.map { ($0.key, $0.value) })
      required.append(StatementFilter.Required(elements: elements, partial: partial))
    }
    return StatementFilter(
      position: reader.position, ids: ids, statements: required, hydrations: [.bucketPolicy])
  }
}
