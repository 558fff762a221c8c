extension FilterKind {
  static let instance: [FilterKind] = [.defaultVPC]
}

extension ActionKind {
  static let instance: [ActionKind] = []
}
