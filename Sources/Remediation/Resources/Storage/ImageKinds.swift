import AWS
import Documents

extension FilterKind {
  static let image: [FilterKind] = [
    .sharing(
      StorageMember.launchPermissions,
      principals: ["Group", "UserId", "OrganizationArn", "OrganizationalUnitArn"],
      .launchPermissions),
    imageAge,
    .unused(
      "unused", [StorageMember.inInstances, StorageMember.inGroups],
      [.imageInInstances, .imageInGroups]),
    FilterKind(name: "image-attribute") { loader, reader, type, _ in
      let known = [
        "description", "kernel", "ramdisk", "launchPermissions", "productCodes",
        "blockDeviceMapping", "sriovNetSupport", "bootMode", "tpmSupport", "uefiData",
        "lastLaunchedTime", "imdsSupport",
      ]
      let attribute = reader.requiredString("attribute")
      if !attribute.isEmpty, !known.contains(attribute) {
        reader.error(
          at: reader.node("attribute")?.position, "images have no attribute `\(attribute)`",
          suggestion: Spelling.suggestion(for: attribute, among: known))
      }
      return loader.value(&reader, on: type).map {
        NestedValueFilter(
          position: reader.position, member: "c7n:attribute-\(attribute)", look: .at, value: $0,
          hydrations: [.imageAttribute(attribute)])
      }
    },
  ]

  private static let imageAge = FilterKind(name: "image-age") { loader, reader, type, block in
    if let days = reader.double("days"), days < 0 {
      reader.error(
        at: reader.node("days")?.position, "an age can't be negative",
        suggestion: "expected a number from 0")
    }
    let age = FilterKind.age("image-age") { document throws(FilterProblem) in
      try AgeFilter.date("CreationDate", of: document)
    }
    return age.load(&loader, &reader, type, block)
  }
}

extension ActionKind {
  static let image: [ActionKind] = [
    ActionKind(names: ["cancel-launch-permission"]) { _, reader, _, _ in
      CancelLaunchPermission(
        position: reader.position, isDryRun: reader.bool("dryrun") ?? true)
    },
    ActionKind(names: ["copy"]) { _, reader, _, _ in
      CopyImage(
        position: reader.position, copyName: reader.string("name"),
        description: reader.string("description"), region: reader.string("region"),
        isEncrypted: reader.bool("encrypt") ?? false, key: reader.string("key-id") ?? "")
    },
    ActionKind(names: ["deregister"]) { _, reader, _, _ in
      DeregisterImage(
        position: reader.position, deletesSnapshots: reader.bool("delete-snapshots") ?? false)
    },
    ActionKind(names: ["remove-launch-permissions"]) { _, reader, _, _ in
      RemoveLaunchPermissions(position: reader.position, accounts: account(&reader))
    },
    ActionKind(names: ["set-deprecation"]) { _, reader, _, _ in
      SetDeprecation(position: reader.position, when: deprecation(&reader))
    },
    ActionKind(names: ["set-permissions"]) { _, reader, _, _ in
      let added = reader.strings("add") ?? []
      let removed: Sharers =
        reader.node("remove")?.string == "matched"
        ? .matched : .named(reader.strings("remove") ?? [])
      return SetImagePermissions(position: reader.position, added: added, removed: removed)
    },
  ]

  private static func account(_ reader: inout MappingReader) -> Sharers? {
    guard let text = reader.string("accounts") else { return nil }
    if text == "matched" { return .matched }
    if text.unicodeScalars.count != 12 {
      reader.error(
        at: reader.node("accounts")?.position, "`accounts` can't be `\(text)`",
        suggestion: "expected `matched`, or one account")
    }
    return .named([text])
  }

  private static func deprecation(_ reader: inout MappingReader) -> SetDeprecation.When {
    let days = reader.integer("days", in: -700_000...700_000)
    let age = reader.integer("age", in: -700_000...700_000)
    if let node = reader.node("date") {
      guard let text = reader.string("date") else { return .never }
      if let time = DateForm.date(.string(text)) { return .at(time) }
      reader.error(
        at: node.position, "`\(text)` is no date", suggestion: "expected one such as `2027-01-31`")
      return .never
    }
    if let days { return .days(days) }
    return age.flatMap { $0 == 0 ? nil : .age($0) } ?? .never
  }
}
