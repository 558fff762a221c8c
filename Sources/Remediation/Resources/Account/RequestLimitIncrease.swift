import AWS
import Documents

/// `request-limit-increase`: a support case for each service whose limits filter `service-limit`
/// found exceeded.
///
/// https://docs.aws.amazon.com/awssupport/latest/APIReference/API_CreateCase.html
struct RequestLimitIncrease: Action {
  enum Increase: Sendable {
    case percent(Double, atLeast: Double)
    case amount(Double)
  }

  static let subject =
    "[Account:{account}]Raise the following limit(s) of {service} in {region}"
  static let message = "Please raise the below account limit(s); \n {limits}"

  let name = "request-limit-increase"
  let position: SourcePosition
  let increase: Increase
  let subject: String
  let message: String
  let severity: String
  let notify: [String]

  /// Whether its texts name nothing but what there is a value for.
  var isFillable: Bool {
    fill(subject, ["service": "", "region": "", "account": ""]) != nil
      && fill(message, ["service": "", "limits": ""]) != nil
  }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let exceeded =
      setting.match.annotations["c7n:ServiceLimitsExceeded"]
      ?? setting.document["c7n:ServiceLimitsExceeded"]
    var services: [String] = []
    var requests: [String: (region: String, lines: [String])] = [:]
    for limit in exceeded?.list ?? [] {
      func text(_ member: String) -> String { limit[member]?.string ?? "" }
      guard let current = Int64(text("limit")) else {
        plan.remarks.append("limit `\(text("limit"))` of \(text("service")) is no whole number")
        continue
      }
      let more = amount(on: current)
      let service = text("service")
      if requests[service] == nil {
        services.append(service)
        requests[service] = (text("region"), [])
      }
      requests[service]?.lines.append(
        "\nIncrease \(text("check")) by \(more) in \(text("region")) \n\t Current Limit: "
          + "\(text("limit"))\n\t Current Usage: \(text("extant"))\n\t Set New Limit to: "
          + "\(current + more)")
    }
    if services.isEmpty {
      plan.remarks.append("no limit of \(setting.id) is exceeded")
    }
    for service in services {
      guard let request = requests[service] else { continue }
      file(service, request.region, request.lines, in: &plan, setting)
    }
  }

  private func file(
    _ service: String, _ region: String, _ lines: [String], in plan: inout Plan,
    _ setting: ActionSetting
  ) {
    guard let code = Self.codes[service] else {
      plan.remarks.append("AWS Support has no code for service `\(service)`")
      return
    }
    let subject = fill(
      subject, ["service": service, "region": region, "account": setting.context.account])
    let body = fill(message, ["service": service, "limits": lines.joined(separator: "\n\t")])
    guard let subject, let body else { return }
    plan.steps.append(
      PlannedStep(
        summary: "ask AWS Support to raise limits of \(service) in \(region)",
        call: APICall(
          service: "support", operation: "CreateCase",
          input: [
            "subject": .string(subject), "communicationBody": .string(body),
            "serviceCode": .string(code), "categoryCode": "general-guidance",
            "severityCode": .string(severity),
            "ccEmailAddresses": .list(notify.map { .string($0) }),
          ], scope: ServiceLimits.home(setting.scope)),
        undo: [], irreversible: "a support case stays"))
  }

  private func amount(on current: Int64) -> Int64 {
    let amount =
      switch increase {
      case .percent(let percent, let least): max(Double(current) * percent / 100, least)
      case .amount(let amount): amount
      }
    return Int64(amount.rounded(.toNearestOrEven))
  }

  private func fill(_ text: String, _ values: [String: String]) -> String? {
    try? Template.fill(text) { name in values[name].map { .value(.string($0)) } }
  }

  private static let codes = [
    "AutoScaling": "auto-scaling", "CloudFormation": "aws-cloudformation",
    "DynamoDB": "amazon-dynamodb", "EBS": "amazon-elastic-block-store",
    "EC2": "amazon-elastic-compute-cloud-linux", "ELB": "elastic-load-balancing",
    "IAM": "aws-identity-and-access-management", "Kinesis": "amazon-kinesis",
    "RDS": "amazon-relational-database-service-aurora", "Route53": "amazon-route53",
    "SES": "amazon-simple-email-service", "VPC": "amazon-virtual-private-cloud",
  ]
}
