import AWS
import Documents

/// `notify`: a message about a match, in the form that Cloud Custodian's mailer reads, to a webhook
/// or a file.
struct Notify: Action {
  let name = "notify"
  let position: SourcePosition
  let transport: Notice.Transport
  /// The action as it is written.
  let document: AWSObject

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    var resource = AWSObject()
    for (key, value) in setting.document where !key.hasPrefix("stormdrill:") {
      resource[key] = value
    }
    for (key, value) in setting.match.annotations { resource[key] = value }
    let body: AWSObject = [
      "event": setting.context.event ?? .null,
      "account_id": .string(setting.context.account),
      "region": .string(setting.scope.region),
      "policy": .object(setting.policy.document),
      "action": Template.expand(.object(document), setting.context),
      "resources": [.object(resource)],
    ]
    plan.notices.append(Notice(transport: transport, body: body))
  }
}
