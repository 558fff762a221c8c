import AWS
import LiveAWS
import Testing

@Suite struct CredentialChainTests {
  private let offline = ["AWS_EC2_METADATA_DISABLED": "true"]

  private func configuration(_ text: String) throws -> SharedConfiguration {
    var configuration = SharedConfiguration()
    try configuration.read(text, file: "config", isConfig: true)
    return configuration
  }

  @Test func keysOfTheEnvironmentComeFirst() throws {
    let keys = [
      "AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
    ]
    let chain = CredentialChain(
      environment: offline.merging(keys) { $1 },
      configuration: try configuration(
        "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s"))
    let found = try chain.resolve(profile: nil)
    #expect(found.credentials == Credentials(
      accessKeyID: "AKIAENV", secretAccessKey: "s", sessionToken: "t"))
    #expect(found.source == "environment")
    #expect(try chain.resolve(profile: "default").credentials.accessKeyID == "AKIAFILE")
  }

  @Test func aRoleIsAssumedWithTheKeysOfItsSource() throws {
    let chain = CredentialChain(
      environment: offline,
      configuration: try configuration(
        """
        [profile base]
        aws_access_key_id = AKIABASE
        aws_secret_access_key = s
        [profile ops]
        role_arn = arn:aws:iam::123456789012:role/Ops
        source_profile = base
        external_id = x
        """))
    let found = try chain.resolve(profile: "ops")
    #expect(found.credentials.accessKeyID == "AKIABASE")
    #expect(found.role?.arn == "arn:aws:iam::123456789012:role/Ops")
    #expect(found.role?.externalID == "x")
  }

  @Test func profilesThatNameEachOtherAreRefused() throws {
    let chain = CredentialChain(
      environment: offline,
      configuration: try configuration(
        """
        [profile a]
        role_arn = arn:aws:iam::123456789012:role/A
        source_profile = b
        [profile b]
        role_arn = arn:aws:iam::123456789012:role/B
        source_profile = a
        """))
    #expect(throws: CredentialChain.NotFound.self) { try chain.resolve(profile: "a") }
  }

  @Test func aProcessHandsItsKeysOver() throws {
    let document = #"{\"Version\": 1, \"AccessKeyId\": \"AKIAP\", \"SecretAccessKey\": \"s\"}"#
    let chain = CredentialChain(
      environment: offline,
      configuration: try configuration(
        "[default]\ncredential_process = printf '%s' \"\(document)\""))
    #expect(try chain.resolve(profile: nil).credentials.accessKeyID == "AKIAP")
  }

  @Test func anUnknownProfileNamesTheKnownOnes() throws {
    let chain = CredentialChain(
      environment: offline, configuration: try configuration("[profile ops]\nregion = x"))
    #expect {
      try chain.resolve(profile: "opps")
    } throws: { "\($0)" == "no profile `opps`; there is `ops`" }
  }

  @Test func withoutAnySourceItSaysWhatToSet() throws {
    let chain = CredentialChain(environment: offline, configuration: SharedConfiguration())
    #expect {
      try chain.resolve(profile: nil)
    } throws: { "\($0)".contains("AWS_ACCESS_KEY_ID") }
  }
}
