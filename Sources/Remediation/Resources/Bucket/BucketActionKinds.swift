import AWS
import Documents

extension ActionKind {
  static let bucket: [ActionKind] = [
    ActionKind(names: ["set-public-block"]) { _, reader, _, _ in
      var named: [(key: String, value: Bool)] = []
      for key in PublicBlockFilter.keys {
        if let value = reader.bool(key) { named.append((key, value)) }
      }
      return SetPublicBlock(
        position: reader.position, state: reader.bool("state") ?? true, named: named)
    },
    ActionKind(names: ["delete-global-grants"]) { _, reader, _, _ in
      DeleteGlobalGrants(
        position: reader.position,
        grantees: reader.strings("grantees")
          ?? [GlobalGrantsFilter.authenticatedUsers, GlobalGrantsFilter.allUsers])
    },
    ActionKind(names: ["remove-statements"]) { _, reader, _, _ in
      guard reader.requiredNode("statement_ids") != nil,
        let which = choice("statement_ids", &reader)
      else { return nil }
      return RemoveStatements(position: reader.position, which: which)
    },
    ActionKind(names: ["set-statements"]) { _, reader, _, _ in
      let removes = reader.node("remove") == nil ? .ids([]) : choice("remove", &reader)
      let nodes = reader.sequence("statements") ?? []
      for node in nodes { check(statement: node, &reader) }
      return removes.map {
        SetStatements(
          position: reader.position, removes: $0, statements: nodes.compactMap(\.value.object))
      }
    },
    ActionKind(names: ["encryption-policy"]) { _, reader, _, _ in
      RequireEncryptionStatement(position: reader.position)
    },
    ActionKind(names: ["set-bucket-encryption"]) { _, reader, _, _ in encryption(&reader) },
    ActionKind(names: ["toggle-versioning"]) { _, reader, _, _ in
      ToggleVersioning(position: reader.position, isEnabled: reader.bool("enabled") ?? true)
    },
    ActionKind(names: ["toggle-logging"]) { _, reader, _, _ in
      let isEnabled = reader.bool("enabled") ?? true
      let target = BucketLoggingSetting(&reader)
      if isEnabled, target.targetBucket?.isEmpty ?? true {
        reader.error("\(reader.subject) has no `target_bucket`", suggestion: "expected its name")
      }
      return ToggleLogging(position: reader.position, isEnabled: isEnabled, target: target)
    },
    ActionKind(names: ["configure-lifecycle"]) { _, reader, _, _ in
      guard reader.requiredNode("rules") != nil, let nodes = reader.sequence("rules") else {
        return nil
      }
      for node in nodes { ConfigureLifecycle.form.check(node, "rules", &reader) }
      return ConfigureLifecycle(
        position: reader.position, rules: nodes.compactMap(\.value.object))
    },
    ActionKind(names: ["set-intelligent-tiering"]) { _, reader, _, _ in tiering(&reader) },
    ActionKind(names: ["set-inventory"]) { _, reader, _, _ in inventory(&reader) },
    ActionKind(names: ["delete-bucket-notification"]) { _, reader, _, _ in
      guard let node = reader.requiredNode("statement_ids") else { return nil }
      if node.string == "matched" {
        return DeleteBucketNotification(position: reader.position, ids: nil)
      }
      return reader.strings("statement_ids").map {
        DeleteBucketNotification(position: reader.position, ids: $0)
      }
    },
    ActionKind(names: ["remove-website-hosting"]) { _, reader, _, _ in
      RemoveWebsiteHosting(position: reader.position)
    },
    ActionKind(names: ["set-replication"]) { _, reader, _, _ in
      SetReplication(position: reader.position, state: reader.choice("state"))
    },
    ActionKind(names: ["delete"]) { _, reader, _, _ in
      DeleteBucket(
        position: reader.position, removesContents: reader.bool("remove-contents") ?? true)
    },
    encryptObjects,
    attachEncrypt,
  ]

  /// Known, and nothing to plan: the function that it deploys can't be made any more, and would
  /// have nothing to do (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html,
  /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html).
  private static let attachEncrypt: ActionKind = {
    var kind = ActionKind(names: ["attach-encrypt"]) { name, reader, _, node in
      for pair in node.mapping ?? [] { reader.allow(pair.key.string ?? "") }
      reader.error(
        "action `\(name)` is not supported: its function asks Lambda for Python 2.7, which makes "
          + "none any more, and would find nothing to do, since S3 encrypts every new object "
          + "since January 2023",
        suggestion: "expected `set-bucket-encryption` for how new objects are encrypted, or "
          + "`encrypt-keys` for those that are there")
      return nil
    }
    kind.isRefused = true
    return kind
  }()

  /// `matched`, `*` or a list of ids.
  private static func choice(_ key: String, _ reader: inout MappingReader) -> StatementChoice? {
    switch reader.node(key)?.string {
    case "matched": .matched
    case "*": .all
    default: reader.strings(key).map { .ids($0) }
    }
  }

  /// A statement has an id, an effect, and one of each pair of elements.
  private static func check(statement node: Node, _ reader: inout MappingReader) {
    guard node.mapping != nil else {
      return reader.error(
        at: node.position, "a statement can't be \(node.kindName)",
        suggestion: "expected a mapping")
    }
    let lists: [NodeForm.Kind] = [.text, .list]
    let forms: [(String, NodeForm)] = [
      ("Sid", .text), ("Effect", .word(["Allow", "Deny"])),
      ("Principal", .any([.text, .list, .mapping])), ("NotPrincipal", .any([.list, .mapping])),
      ("Action", .any(lists)), ("NotAction", .any(lists)), ("Resource", .any(lists)),
      ("NotResource", .any(lists)), ("Condition", .any([.mapping])),
    ]
    for (key, form) in forms {
      if let member = node[key] { form.check(member, key, &reader) }
    }
    for key in ["Sid", "Effect"] where node[key] == nil {
      reader.error(
        at: node.position, "a statement has no `\(key)`", suggestion: "expected `\(key)`")
    }
    for element in ["Principal", "Action", "Resource"]
    where (node[element] == nil) == (node["Not\(element)"] == nil) {
      reader.error(
        at: node.position,
        "a statement has \(node[element] == nil ? "neither" : "both") `\(element)` "
          + "\(node[element] == nil ? "nor" : "and") `Not\(element)`",
        suggestion: "expected one of them")
    }
  }

  private static func encryption(_ reader: inout MappingReader) -> SetBucketEncryption {
    let crypto = FilterKind.word("crypto", &reader, ["aws:kms", "AES256"])
    let key = reader.string("key")
    let isEnabled = reader.bool("enabled") ?? true
    if key != nil, crypto != "aws:kms" {
      reader.error(
        at: reader.node("key")?.position, "`key` has no meaning without `crypto: aws:kms`",
        suggestion: "expected `crypto: aws:kms`")
    }
    if isEnabled, crypto == "aws:kms", key == nil {
      reader.diagnostics.append(
        Diagnostic(
          reader.position, "`aws:kms` without `key` changes no bucket",
          suggestion: "expected `key`, such as `alias/aws/s3`", severity: .warning))
    }
    return SetBucketEncryption(
      position: reader.position, isEnabled: isEnabled, crypto: crypto ?? "AES256", key: key,
      hasBucketKey: reader.bool("bucket-key") ?? true)
  }

  private static func tiering(_ reader: inout MappingReader) -> SetIntelligentTiering? {
    let id = reader.requiredString("Id")
    let state = FilterKind.word("State", &reader, ["delete"])
    let node = reader.node("IntelligentTieringConfiguration")
    if (state == nil) == (node == nil) {
      reader.error(
        "\(reader.subject) needs `State: delete` or `IntelligentTieringConfiguration`",
        suggestion: "expected one of them")
    }
    guard let node else {
      return SetIntelligentTiering(position: reader.position, id: id, configuration: nil)
    }
    guard let configuration = node.value.object, node.mapping != nil else {
      reader.error(at: node.position, "a tiering can't be \(node.kindName)")
      return nil
    }
    let name = "PutBucketIntelligentTieringConfiguration"
    if let operation = ServiceModel.s3.operation(name) {
      do throws(AWSError) {
        _ = try ServiceModel.s3.encodeRequest(
          operation,
          [
            "Bucket": "bucket", "Id": .string(id),
            "IntelligentTieringConfiguration": .object(configuration),
          ])
      } catch {
        reader.error(at: node.position, "the tiering is none: \(error.message)")
      }
    }
    return SetIntelligentTiering(position: reader.position, id: id, configuration: configuration)
  }

  private static func inventory(_ reader: inout MappingReader) -> SetInventory {
    var action = SetInventory(
      position: reader.position, id: reader.requiredString("name"),
      destination: reader.requiredString("destination"))
    action.state = reader.choice("state") ?? .enabled
    action.prefix = reader.string("prefix") ?? ""
    action.encryption = FilterKind.word("encryption", &reader, ["SSES3", "SSEKMS"])
    action.keyID = reader.string("key_id")
    action.versions = FilterKind.word("versions", &reader, ["All", "Current"]) ?? "Current"
    action.schedule = FilterKind.word("schedule", &reader, ["Daily", "Weekly"]) ?? "Daily"
    action.format = FilterKind.word("format", &reader, ["CSV", "ORC", "Parquet"]) ?? "CSV"
    let fields = [
      "Size", "LastModifiedDate", "StorageClass", "ETag", "IsMultipartUploaded",
      "ReplicationStatus", "EncryptionStatus", "ObjectLockRetainUntilDate", "ObjectLockMode",
      "ObjectLockLegalHoldStatus", "IntelligentTieringAccessTier", "BucketKeyStatus",
      "ChecksumAlgorithm", "ObjectAccessControlList", "ObjectOwner",
    ]
    for node in reader.sequence("fields") ?? [] {
      NodeForm.word(fields).check(node, "fields", &reader)
    }
    action.fields = reader.strings("fields") ?? action.fields
    return action
  }
}
