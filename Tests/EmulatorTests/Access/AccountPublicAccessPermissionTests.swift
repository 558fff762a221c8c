import AWS
import Emulator
import TestKit
import Testing

struct AccountPublicAccessPermissionTests {
  private let account: AWSObject = ["AccountId": "123456789012"]

  @Test func actionsNameTheAccount() throws {
    let staff = try Staff()
    for (operation, action) in [
      ("GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock"),
      ("DeletePublicAccessBlock", "s3:PutAccountPublicAccessBlock"),
    ] {
      #expect(staff.root.asked("s3control", operation, account).map(\.short) == ["\(action) *"])
    }
  }

  @Test func whoMayReadMayNotSet() throws {
    let staff = try Staff()
    let alice = try staff.user("alice", Staff.policy("Allow", "s3:GetAccountPublicAccessBlock"))
    #expect(
      alice.error("s3control", "GetPublicAccessBlock", account)?.code
        == "NoSuchPublicAccessBlockConfiguration")
    let refused = alice.error("s3control", "DeletePublicAccessBlock", account)
    #expect(refused?.code == "AccessDenied")
    #expect(
      refused?.message
        == "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: "
        + "s3:PutAccountPublicAccessBlock because no identity-based policy allows the "
        + "s3:PutAccountPublicAccessBlock action")
  }
}
