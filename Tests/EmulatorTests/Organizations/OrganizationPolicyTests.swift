import AWS
@testable import Emulator
import TestKit
import Testing

struct OrganizationPolicyTests {
  @Test func enablingATypeHangsAWSsPolicyOnEverything() throws {
    let company = try Company()
    try company.join()
    let prod = try company.unit("Prod")
    #expect(try company.names(on: company.root) == [])
    try company.enable()
    for target in [company.root, prod, Company.member, Company.management] {
      #expect(try company.names(on: target) == ["FullAWSAccess"])
    }
    // And on what comes later.
    let later = try company.unit("Later")
    #expect(try company.names(on: later) == ["FullAWSAccess"])
    try company.join("777788889999")
    #expect(try company.names(on: "777788889999") == ["FullAWSAccess"])
    let targets = try company.call("ListTargetsForPolicy", ["PolicyId": "p-FullAWSAccess"])
    #expect(targets["Targets"]?.list?.count == 6)
    #expect(
      company.refusal(
        "EnablePolicyType",
        ["RootId": .string(company.root), "PolicyType": "SERVICE_CONTROL_POLICY"])
        == "PolicyTypeAlreadyEnabledException")
  }

  @Test func lastServiceControlPolicyStays() throws {
    let company = try Company()
    try company.enable()
    let detachment: AWSObject = [
      "PolicyId": "p-FullAWSAccess", "TargetId": .string(company.root),
    ]
    #expect(
      company.refusal("DetachPolicy", detachment)
        == "ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")
    let allowed = try company.policy(
      "Allowed",
      content: """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}
        """)
    try company.attach(allowed, to: company.root)
    try company.call("DetachPolicy", detachment)
    #expect(try company.names(on: company.root) == ["Allowed"])
    #expect(company.refusal("DetachPolicy", detachment) == "PolicyNotAttachedException")
  }

  @Test func resourceControlPolicyOfAWSCantBeDetached() throws {
    let company = try Company()
    try company.enable("RESOURCE_CONTROL_POLICY")
    #expect(
      company.refusal(
        "DetachPolicy", ["PolicyId": "p-RCPFullAWSAccess", "TargetId": .string(company.root)])
        == "InvalidInputException NON_DETACHABLE_POLICY")
  }

  @Test func tenServiceAndFiveResourceControlPoliciesFitOneTarget() throws {
    let company = try Company()
    try company.enable()
    try company.enable("RESOURCE_CONTROL_POLICY")
    let denial = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",\
      "Resource":"*"}]}
      """
    for (type, content, limit) in [
      ("SERVICE_CONTROL_POLICY", Company.denial, 10), ("RESOURCE_CONTROL_POLICY", denial, 5),
    ] {
      for number in 1..<limit {
        let policy = try company.policy("Deny\(number)", type: type, content: content)
        try company.attach(policy, to: company.root)
      }
      let one = try company.policy("OneMore", type: type, content: content)
      #expect(
        company.refusal(
          "AttachPolicy", ["PolicyId": .string(one), "TargetId": .string(company.root)])
          == "ConstraintViolationException MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")
      #expect(try company.names(on: company.root, type: type).count == limit)
    }
  }

  @Test func disablingATypeTakesItsPoliciesOff() throws {
    let company = try Company()
    try company.join()
    try company.enable()
    let policy = try company.policy("Deny")
    try company.attach(policy, to: Company.member)
    #expect(
      company.refusal("DeletePolicy", ["PolicyId": .string(policy)]) == "PolicyInUseException")
    let store = OrganizationsStore(company.world.database)
    #expect(
      try store.controls(.service, of: Company.member).last?.map(\.name)
        == ["FullAWSAccess", "Deny"])
    let root = try company.call(
      "DisablePolicyType",
      ["RootId": .string(company.root), "PolicyType": "SERVICE_CONTROL_POLICY"])
    #expect(root["Root"]?["PolicyTypes"] == [])
    #expect(try store.controls(.service, of: Company.member) == [])
    #expect(
      company.refusal(
        "AttachPolicy", ["PolicyId": .string(policy), "TargetId": .string(company.root)])
        == "PolicyTypeNotEnabledException")
    try company.call("DeletePolicy", ["PolicyId": .string(policy)])
    try company.enable()
    #expect(try company.names(on: Company.member) == ["FullAWSAccess"])
  }

  @Test func policyIsChangedAndKeepsItsPlace() throws {
    let company = try Company()
    try company.join()
    try company.enable()
    let policy = try company.policy("Deny")
    try company.attach(policy, to: company.root)
    #expect(
      company.refusal(
        "AttachPolicy", ["PolicyId": .string(policy), "TargetId": .string(company.root)])
        == "DuplicatePolicyAttachmentException")
    let changed = Company.denial.replacing("guardduty", with: "config")
    let answer = try company.call(
      "UpdatePolicy",
      ["PolicyId": .string(policy), "Name": "DenyConfig", "Content": .string(changed)])
    #expect(answer["Policy"]?["Content"]?.string == changed)
    let store = OrganizationsStore(company.world.database)
    #expect(try store.controls(.service, of: Company.member).first?.last?.document == changed)
    _ = try company.policy("Other")
    #expect(
      company.refusal("UpdatePolicy", ["PolicyId": .string(policy), "Name": "Other"])
        == "DuplicatePolicyException")
    #expect(
      company.refusal("UpdatePolicy", ["PolicyId": "p-FullAWSAccess", "Name": "Mine"])
        == "InvalidInputException IMMUTABLE_POLICY")
    #expect(
      company.refusal("DeletePolicy", ["PolicyId": "p-FullAWSAccess"])
        == "InvalidInputException IMMUTABLE_POLICY")
  }

  private static func statement(_ body: String) -> String {
    #"{"Version":"2012-10-17","Statement":[{\#(body)}]}"#
  }

  @Test(arguments: [
    ("SERVICE_CONTROL_POLICY", "not json"),
    ("SERVICE_CONTROL_POLICY", statement(#""Effect":"Deny","Action":"s3:*""#)),
    (
      "SERVICE_CONTROL_POLICY",
      statement(#""Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*""#)
    ),
    (
      "RESOURCE_CONTROL_POLICY",
      statement(#""Effect":"Deny","Action":"s3:*","Resource":"*""#)
    ),
    (
      "RESOURCE_CONTROL_POLICY",
      statement(#""Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*""#)
    ),
    (
      "RESOURCE_CONTROL_POLICY",
      statement(#""Effect":"Deny","Principal":"*","Action":"*","Resource":"*""#)
    ),
    (
      "RESOURCE_CONTROL_POLICY",
      statement(#""Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*""#)
    ),
    (
      "RESOURCE_CONTROL_POLICY",
      statement(#""Effect":"Deny","Principal":"*","Action":"ec2:*","Resource":"*""#)
    ),
    ("TAG_POLICY", "[]"),
  ])
  func malformedDocumentsAreRefusedAndNothingChanges(type: String, content: String) throws {
    let company = try Company()
    company.world.isObservingChanges = true
    let error = company.world.error(
      "organizations", "CreatePolicy",
      [
        "Name": "Bad", "Description": "", "Type": .string(type), "Content": .string(content),
      ])
    #expect(error?.code == "MalformedPolicyDocumentException")
    #expect(
      error?.message == "The provided policy document does not meet the requirements of the "
        + "specified policy type.")
    #expect(company.world.takeChanges() == [])
  }

  @Test(arguments: [("SERVICE_CONTROL_POLICY", 10_240), ("RESOURCE_CONTROL_POLICY", 5120)])
  func documentsHaveALargestSize(type: String, limit: Int) throws {
    let company = try Company()
    let principal = type == "RESOURCE_CONTROL_POLICY" ? #""Principal":"*","# : ""
    let start = Self.statement(#""Effect":"Deny",\#(principal)"Action":"s3:*","Resource":"*""#)
    let fitting = start + String(repeating: " ", count: limit - start.count)
    _ = try company.policy("Fits", type: type, content: fitting)
    #expect(
      company.refusal(
        "CreatePolicy",
        [
          "Name": "TooLong", "Description": "", "Type": .string(type),
          "Content": .string(fitting + " "),
        ]) == "ConstraintViolationException POLICY_CONTENT_LIMIT_EXCEEDED")
  }

  // MARK: Effective policies

  private func effective(_ company: Company, account: String = Company.member) throws -> AWSValue {
    let answer = try company.call(
      "DescribeEffectivePolicy", ["PolicyType": "TAG_POLICY"], account: account)
    return try JSON.parse(answer["EffectivePolicy"]?["PolicyContent"]?.string ?? "")
  }

  @Test func tagPoliciesAreLaidOverOneAnotherFromTheRootDown() throws {
    let company = try Company()
    try company.join()
    try company.enable("TAG_POLICY")
    #expect(
      company.refusal(
        "DescribeEffectivePolicy", ["PolicyType": "TAG_POLICY"], account: Company.member)
        == "EffectivePolicyNotFoundException")
    let upper = try company.policy(
      "Upper", type: "TAG_POLICY",
      content: """
        {"tags":{"CostCenter":{"tag_key":{"@@assign":"CostCenter",\
        "@@operators_allowed_for_child_policies":["@@none"]},\
        "tag_value":{"@@assign":["100","200"]}}}}
        """)
    let lower = try company.policy(
      "Lower", type: "TAG_POLICY",
      content: """
        {"tags":{"costcenter":{"tag_key":{"@@assign":"costcenter"},\
        "tag_value":{"@@append":["300"],"@@remove":["100"]}}}}
        """)
    try company.attach(upper, to: company.root)
    try company.attach(lower, to: Company.member)
    #expect(
      try effective(company)
        == ["tags": ["CostCenter": ["tag_key": "CostCenter", "tag_value": ["200", "300"]]]])
    #expect(
      try effective(company, account: Company.management)
        == ["tags": ["CostCenter": ["tag_key": "CostCenter", "tag_value": ["100", "200"]]]])
  }

  @Test func controlPoliciesHaveNoEffectivePolicy() throws {
    let company = try Company()
    try company.enable()
    #expect(
      company.refusal("DescribeEffectivePolicy", ["PolicyType": "SERVICE_CONTROL_POLICY"])
        == "InvalidInputException INVALID_ENUM")
  }
}
