import AWS
import Documents

/// `delete` of users: all that belongs to a user, then the user; with `options` only the parts that
/// they name.
struct DeleteUser: Action {
  enum Part: String, CaseIterable, Sendable {
    case consoleAccess = "console-access"
    case accessKeys = "access-keys"
    case attachedPolicies = "attached-user-policies"
    case inlinePolicies = "inline-user-policies"
    case mfaDevices = "mfa-devices"
    case groups
    case sshKeys = "ssh-keys"
    case signingCertificates = "signing-certificates"
    case serviceCredentials = "service-specific-credentials"

    /// What must be known of the user for it.
    var hydration: Hydration {
      switch self {
      case .consoleAccess: .userLoginProfile
      case .accessKeys: .userAccessKeys
      case .attachedPolicies: .attachedPolicies(.user)
      case .inlinePolicies: .inlineDocuments(.user)
      case .mfaDevices: .userMFADevices
      case .groups: .userGroups
      case .sshKeys: .userSSHKeys
      case .signingCertificates: .userSigningCertificates
      case .serviceCredentials: .userOwnServiceCredentials
      }
    }
  }

  let name = "delete"
  let position: SourcePosition
  /// In the order in which they are deleted.
  let parts: [Part]
  /// Whether the user itself goes, too.
  let isWhole: Bool

  var hydrations: [Hydration] { parts.map(\.hydration) + (isWhole ? [.userDetail] : []) }

  func add(to plan: inout Plan, _ setting: ActionSetting) {
    let before = plan.steps.count
    for part in parts { plan.steps += steps(part, setting) }
    if isWhole {
      let create = setting.creation(["UserName", "Path", "Tags"])
      plan.steps.append(
        PlannedStep(
          summary: "delete user \(setting.id)",
          call: setting.call("iam", "DeleteUser", ["UserName": .string(setting.id)]),
          undo: [setting.call("iam", "CreateUser", create)],
          irreversible: "a user made again has another id, and neither password nor keys",
          removed: .object(create), doneCodes: ["NoSuchEntity"]))
    } else if plan.steps.count == before {
      let names = parts.map(\.rawValue).joined(separator: ", ")
      plan.remarks.append("\(setting.id) has nothing of: \(names)")
    }
  }

  private func steps(_ part: Part, _ setting: ActionSetting) -> [PlannedStep] {
    let shared = IdentitySteps(kind: .user, setting: setting)
    let user = AWSValue.string(setting.id)
    switch part {
    case .consoleAccess:
      guard setting.document[IdentityMember.loginProfile] == true else { return [] }
      return [
        PlannedStep(
          summary: "delete the password of \(setting.id)",
          call: setting.call("iam", "DeleteLoginProfile", ["UserName": user]), undo: [],
          irreversible: "a password doesn't come back", doneCodes: ["NoSuchEntity"])
      ]
    case .attachedPolicies: return shared.detachPolicies()
    case .inlinePolicies: return shared.deleteInlinePolicies()
    case .groups:
      return shared.items("c7n:Groups").compactMap { group in
        group["GroupName"]?.string.map {
          IdentitySteps.membership(setting.id, $0, joins: false, setting)
        }
      }
    case .accessKeys:
      return gone(
        shared.items(IdentityMember.accessKeys), "AccessKeyId", "DeleteAccessKey", "access key",
        "a deleted access key doesn't come back", setting)
    case .mfaDevices:
      return gone(
        shared.items("MFADevices"), "SerialNumber", "DeactivateMFADevice", "MFA device",
        "enabling an MFA device again takes its codes", setting)
    case .sshKeys:
      return gone(
        shared.items(IdentityMember.sshKeys), "SSHPublicKeyId", "DeleteSSHPublicKey", "SSH key",
        "a key that is uploaded again has another id", setting)
    case .signingCertificates:
      return gone(
        shared.items(IdentityMember.signingCertificates), "CertificateId",
        "DeleteSigningCertificate", "signing certificate",
        "a certificate that is uploaded again has another id", setting)
    case .serviceCredentials:
      return gone(
        shared.items(IdentityMember.ownServiceCredentials), "ServiceSpecificCredentialId",
        "DeleteServiceSpecificCredential", "credential",
        "a deleted credential doesn't come back", setting)
    }
  }

  private func gone(
    _ items: [AWSValue], _ member: String, _ operation: String, _ what: String,
    _ irreversible: String, _ setting: ActionSetting
  ) -> [PlannedStep] {
    items.map { item in
      let id = item[member] ?? .null
      let input = AWSObject([("UserName", .string(setting.id)), (member, id)])
      return PlannedStep(
        summary: "delete \(what) \(id.string ?? "") of \(setting.id)",
        call: setting.call("iam", operation, input), undo: [], irreversible: irreversible,
        removed: item, doneCodes: ["NoSuchEntity"])
    }
  }
}
