import Documents
import Exposure

extension ResourceType {
  /// The filters that ask what the c7n dialect has no words for.
  var questions: [FilterKind] {
    switch name {
    case "aws.security-group": [.reachableGroup]
    default: []
    }
  }

  /// The actions that take away just what these noted.
  var narrowActions: [ActionKind] {
    switch name {
    case "aws.security-group": [CloseToInternet.kind]
    default: []
    }
  }
}

extension FilterKind {
  static let reachableGroup = FilterKind(name: "reachable-from-internet") { _, reader, _, _ in
    ReachableGroupFilter(
      position: reader.position, traffic: .read(&reader), internet: .read(&reader))
  }
}
