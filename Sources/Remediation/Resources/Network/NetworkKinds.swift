import AWS
import Documents

extension FilterKind {
  static let vpc: [FilterKind] = []

  static let defaultVPC = FilterKind(name: "default-vpc") { _, reader, _, _ in
    DefaultVPCFilter(position: reader.position)
  }
}

extension ActionKind {
  static let vpc: [ActionKind] = []
}
