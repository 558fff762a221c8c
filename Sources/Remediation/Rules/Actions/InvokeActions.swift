import AWS
import Documents
import JMESPath

/// `invoke-lambda`: calls a function with the policy and the resource.
///
/// Departure: one call a resource; Cloud Custodian puts up to 250 into one.
struct InvokeLambda: Action {
  let name = "invoke-lambda"
  let position: SourcePosition
  let function: String
  let isAsynchronous: Bool
  let region: String?
  let document: AWSObject

  var hydrations: [Hydration] { [PolicyMessage.aliasHydration] }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let message = PolicyMessage(setting: setting)
    let body: AWSObject = [
      "version": .string(PolicyMessage.version), "event": message.event,
      "account_id": message.account, "account": message.alias, "region": message.region,
      "action": PolicyMessage.plain(.object(document)), "policy": message.policy,
      "resources": [message.resource],
    ]
    var input: AWSObject = ["FunctionName": .string(function)]
    if isAsynchronous { input["InvocationType"] = "Event" }
    input["Payload"] = .bytes(Array(JSON.text(body).utf8))
    plan.tell(
      APICall(
        service: "lambda", operation: "Invoke", input: input,
        scope: setting.scope(in: region ?? setting.context.region)), body, changes: true)
  }
}

/// `invoke-sfn`: starts an execution of a state machine with the policy and the resource, or with
/// its ARN alone (`bulk`).
///
/// Departure: one execution a resource with `bulk` too; Cloud Custodian puts up to 250 ARNs into
/// one.
struct InvokeStateMachine: Action {
  let name = "invoke-sfn"
  let position: SourcePosition
  let machine: String
  let isBulk: Bool
  let tellsPolicy: Bool

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let message = PolicyMessage(setting: setting)
    let (region, account) = (setting.context.region, setting.context.account)
    var body = AWSObject()
    if tellsPolicy { body["policy"] = message.policy }
    if isBulk {
      body["resources"] = [.string(setting.custodianARN)]
    } else {
      body["resource"] = message.resource
    }
    let arn =
      machine.hasPrefix("arn")
      ? machine : "arn:aws:states:\(region):\(account):stateMachine:\(machine)"
    plan.tell(
      APICall(
        service: "stepfunctions", operation: "StartExecution",
        input: [
          "stateMachineArn": .string(arn), "input": .string(JSON.text(body)),
        ], scope: setting.scope(in: region)), body, changes: true)
  }
}

/// `put-metric`: a number made of what a key finds in the resource, as a metric of CloudWatch.
///
/// Departure: one number a resource; Cloud Custodian makes one of all resources.
struct PutMetric: Action {
  enum Operation: String, CaseIterable {
    case count, distinctCount = "distinct_count", sum, average
  }

  let name = "put-metric"
  let position: SourcePosition
  let key: JMESPathExpression
  let operation: Operation
  let namespace: String
  let metric: String
  let dimensions: [AWSValue]
  let unit: String

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let resource = PolicyMessage(setting: setting).resource
    let found = (try? key.evaluate(["Resources": [resource]])) ?? .null
    guard let values = found.list, let value = number(values) else {
      plan.remarks.append("no metric about \(setting.id): its key finds no numbers")
      return
    }
    let datum: AWSObject = [
      "MetricName": .string(metric), "Dimensions": .list(dimensions),
      "Timestamp": .timestamp(setting.context.now), "Value": value, "Unit": .string(unit),
    ]
    let input: AWSObject = ["Namespace": .string(namespace), "MetricData": [.object(datum)]]
    plan.tell(
      APICall(
        service: "cloudwatch", operation: "PutMetricData", input: input,
        scope: setting.scope(in: setting.context.region)),
      PolicyMessage.plain(.object(input)).object ?? [:])
  }

  private func number(_ values: [AWSValue]) -> AWSValue? {
    func sum() -> PythonNumber? {
      var total = PythonNumber.integer(0)
      for value in values {
        guard let next = PythonNumber(value) else { return nil }
        total = total + next
      }
      return total
    }
    switch operation {
    case .count: return .integer(Int64(values.count))
    case .distinctCount:
      guard values.allSatisfy(Python.isHashable) else { return nil }
      var unique: [AWSValue] = []
      for value in values where !Python.has(unique, value) { unique.append(value) }
      return .double(Double(unique.count))
    case .sum: return sum()?.value
    case .average: return sum().map { .double($0.asDouble / Double(max(values.count, 1))) }
    }
  }
}

/// A number that is added up as Python does: whole numbers stay whole.
private enum PythonNumber {
  case integer(Int64)
  case double(Double)

  init?(_ value: AWSValue) {
    switch PythonValue.number(value) {
    case .integer(let number)?: self = .integer(number)
    case .double(let number)?: self = .double(number)
    case nil: return nil
    }
  }

  var asDouble: Double {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    }
  }

  var value: AWSValue {
    switch self {
    case .integer(let number): .integer(number)
    case .double(let number): .double(number)
    }
  }

  static func + (a: PythonNumber, b: PythonNumber) -> PythonNumber {
    if case .integer(let x) = a, case .integer(let y) = b {
      let (sum, isTooLarge) = x.addingReportingOverflow(y)
      if !isTooLarge { return .integer(sum) }
    }
    return .double(a.asDouble + b.asDouble)
  }
}

extension ActionSetting {
  /// The resource's ARN as Cloud Custodian makes it: an account's has no partition.
  var custodianARN: String {
    let type = policy.resourceType
    if type.name == "aws.account" { return "arn:::\(id)" }
    return type.arn(document, match.resource.scope).description
  }
}
