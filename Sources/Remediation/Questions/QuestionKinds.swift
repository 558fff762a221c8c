import Documents
import Exposure

extension ResourceType {
  /// The filters that ask what the c7n dialect has no words for.
  var questions: [FilterKind] {
    switch name {
    case "aws.security-group": [.reachableGroup]
    case "aws.ec2": [.reachableInstance]
    case "aws.s3": [.exposed(.bucket)]
    case "aws.ebs-snapshot": [.exposed(.snapshot)]
    case "aws.ami": [.exposed(.image)]
    case "aws.iam-role":
      [.exposed(.role), AdministratorFilter.kind(.role), EscalationFilter.kind(.role)]
    case "aws.iam-user":
      [
        AdministratorFilter.kind(.user), EscalationFilter.kind(.user),
        StaleCredentialsFilter.kind,
      ]
    default: []
    }
  }

  /// The actions that take away just what these noted.
  var narrowActions: [ActionKind] {
    switch name {
    case "aws.security-group": [CloseToInternet.kind]
    case "aws.s3": [RemoveExposure.kind(.bucket)]
    case "aws.ebs-snapshot": [RemoveExposure.kind(.snapshot)]
    case "aws.ami": [RemoveExposure.kind(.image)]
    case "aws.iam-role": [RemoveExposure.kind(.role)]
    case "aws.iam-user": [DeactivateCredentials.kind]
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
