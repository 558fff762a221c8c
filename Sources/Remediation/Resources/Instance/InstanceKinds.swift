extension FilterKind {
  static let instance: [FilterKind] = [.defaultVPC, .tagCount]
}

extension ActionKind {
  static let instance: [ActionKind] = []
}
