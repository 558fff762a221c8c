import AWS
import Documents

extension FilterKind {
  static let snapshot: [FilterKind] = [
    .age("age") { document throws(FilterProblem) in
      try AgeFilter.date("StartTime", of: document)
    },
    .sharing(
      StorageMember.volumePermissions, principals: ["Group", "UserId"], takesEveryoneOnly: true,
      ignored: ofStatements, .snapshotPermissions),
    FilterKind(name: "skip-ami-snapshots") { _, reader, _, _ in
      guard reader.bool("value") ?? true else { return PassFilter(position: reader.position) }
      return UseFilter(
        position: reader.position, uses: [StorageMember.inImages], passesUsed: false,
        hydrations: [.snapshotInImages])
    },
    .unused(
      "unused", [StorageMember.inGroups, StorageMember.inImages],
      [.snapshotInGroups, .snapshotInImages]),
    .related("volume", .volumes, RelatedIDs("VolumeId"), annotation: "c7n:Volume"),
  ]
}

extension ActionKind {
  static let snapshot: [ActionKind] = [
    ActionKind(names: ["copy"]) { _, reader, _, _ in
      let isEncrypted = reader.bool("encrypted") ?? true
      let key = reader.string("target_key")
      if isEncrypted, key?.isEmpty ?? true {
        reader.error(
          "an encrypted copy needs a key",
          suggestion: "expected `target_key`, or `encrypted: false`")
      }
      return CopySnapshot(
        position: reader.position, region: reader.requiredString("target_region"),
        key: isEncrypted ? key : nil)
    },
    ActionKind(names: ["delete"]) { _, reader, _, _ in
      if reader.bool("skip-ami-snapshots") == false {
        reader.diagnostics.append(
          Diagnostic(
            reader.node("skip-ami-snapshots")?.position ?? reader.position,
            "`skip-ami-snapshots` has no effect: snapshots of images are always left out",
            severity: .warning))
      }
      return DeleteSnapshot(position: reader.position)
    },
    ActionKind(names: ["set-permissions"]) { _, reader, _, _ in
      let added = accounts("add", &reader)
      let removed: Sharers =
        reader.node("remove")?.string == "matched" ? .matched : .named(accounts("remove", &reader))
      return SetSnapshotPermissions(position: reader.position, added: added, removed: removed)
    },
  ]

  /// A list of texts of twelve characters.
  private static func accounts(_ key: String, _ reader: inout MappingReader) -> [String] {
    let accounts = reader.strings(key) ?? []
    for account in accounts where account.unicodeScalars.count != 12 {
      reader.error(
        at: reader.node(key)?.position, "`\(account)` is no account",
        suggestion: "expected twelve digits")
    }
    return accounts
  }
}
