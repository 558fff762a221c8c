package import AWS

/// Something kept a call back, or kept its effect from being one.
package struct Stopped: JournalPayload {
  package var label: String?
  package var actor = ""
  /// `ec2:CreateInternetGateway`
  package var call = ""
  /// `identity`, `boundary`, `session`, `scp`, `rcp`, `resource-policy`, `public-access-block`;
  /// `service` for a refusal of the service's own; `unserved` for a call that all policies let
  /// through and the emulator can't make.
  package var by = ""
  /// What was asked of the policies, where they were: `ec2:CreateInternetGateway`.
  package var action: String?
  package var resource: String?
  /// Which policy and statement, in a sentence.
  package var reason: String?
  /// The call itself went through; a probe found that its effect is held back.
  package var isEffectAlone = false

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("label", &label)
    f.text("actor", &actor)
    f.text("call", &call)
    f.text("by", &by)
    f.text("action", &action)
    f.text("resource", &resource)
    f.text("reason", &reason)
    f.flag("isEffectAlone", &isEffectAlone)
  }
}

/// A declared emergency begins or ends, and with it an exclusion's time.
package struct IncidentEntry: JournalPayload {
  package enum Phase: String, Hashable, Sendable { case declared, ended }
  /// `INC-7`
  package var incident = ""
  package var phase = Phase.declared
  /// The exclusion that it opens.
  package var exclusion = ""
  package var by = ""
  package var until = Timestamp(microseconds: 0)
  /// AWS's code, where the gate could not be moved.
  package var error: String?

  package init() {}

  package mutating func fields(_ f: inout Fields) {
    f.text("incident", &incident)
    f.choice("phase", &phase)
    f.text("exclusion", &exclusion)
    f.text("by", &by)
    f.time("until", &until)
    f.text("error", &error)
  }
}
