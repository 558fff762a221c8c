import AWS
import PolicyLanguage

extension IAMService {
  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
  enum SimulateCustomPolicy: OperationHandler {
    static func perform(_ input: SimulationInput, _ call: inout Call) throws(AWSError)
      -> AWSObject
    {
      if input.resourcePolicy != nil, input.caller == nil {
        throw IAMError.invalidInput("CallerArn is required when ResourcePolicy is specified.")
      }
      return PolicySimulation(
        input: input, identity: input.policies, boundary: input.boundary, serviceControl: nil,
        principal: try call.simulated(input.caller)
      ).answer()
    }
  }

  /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
  enum SimulatePrincipalPolicy: OperationHandler {
    struct Input: OperationInput {
      static let members = ["PolicySourceArn"] + SimulationInput.members
      let source: String
      let simulation: SimulationInput

      init(_ members: Members) throws(AWSError) {
        source = members.string("PolicySourceArn") ?? ""
        simulation = try SimulationInput(members)
      }
    }

    static func access(_ input: Input, _ call: Call) -> [AccessCheck] {
      [AccessCheck(call.ownAction, on: input.source)]
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      let source = try call.policySource(input.source)
      let simulation = input.simulation
      if simulation.resourcePolicy != nil, simulation.caller == nil, source.kind != .user {
        throw IAMError.invalidInput(
          "CallerArn is required when ResourcePolicy is specified and PolicySourceArn is not an "
            + "IAM user.")
      }
      let stored = try call.boundary(of: source)
      let isUser = source.kind == .user
      let levels = try call.world.controlLevels(.service, of: call.account)
      return PolicySimulation(
        input: simulation, identity: try call.policies(of: source) + simulation.policies,
        boundary: simulation.boundary ?? stored, serviceControl: levels.isEmpty ? nil : levels,
        principal: try call.simulated(simulation.caller ?? (isUser ? ARN(source.arn) : nil), source)
      ).answer()
    }
  }
}

extension Call {
  /// Who asks in a simulation: the user named; else the role, or somebody of the account.
  fileprivate func simulated(_ user: ARN?, _ source: PolicySource? = nil) throws(AWSError)
    -> PolicyLanguage.Principal
  {
    if let user {
      let name = user.resource.split(separator: "/").last.map(String.init) ?? ""
      let known = user.account == account ? try iam.user(named: name, account: account) : nil
      return Principal(
        kind: .user, account: user.account, arn: user.description, userID: known?.id ?? "")
    }
    guard let source, source.kind == .role else {
      return Principal(kind: .user, account: account, arn: "")
    }
    return Principal(
      kind: .assumedRole, account: account, arn: source.arn, roleARN: source.arn,
      userID: source.id)
  }
}
