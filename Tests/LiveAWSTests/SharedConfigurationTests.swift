import LiveAWS
import Testing

@Suite struct SharedConfigurationTests {
  @Test func profilesOfBothFilesAreMergedAndTheCredentialsFileWins() throws {
    var configuration = SharedConfiguration()
    try configuration.read(
      """
      [default]
      region = eu-west-1
      # a comment
      [profile ops]
      region=us-east-1
      aws_access_key_id = AKIAFROMCONFIG
      [sso-session corp]
      sso_region = us-east-1
      """, file: "config", isConfig: true)
    try configuration.read(
      """
      [ops]
      aws_access_key_id = AKIAFROMCREDENTIALS
      aws_secret_access_key = a=b
      """, file: "credentials", isConfig: false)
    #expect(configuration.profiles["default"] == ["region": "eu-west-1"])
    #expect(
      configuration.profiles["ops"] == [
        "region": "us-east-1", "aws_access_key_id": "AKIAFROMCREDENTIALS",
        "aws_secret_access_key": "a=b",
      ])
    #expect(configuration.profiles["corp"] == nil)
  }

  @Test func nestedSettingsOfAServiceAreNotTheProfilesOwn() throws {
    var configuration = SharedConfiguration()
    try configuration.read(
      """
      [default]
      s3 =
        region = elsewhere
      region = eu-west-1
      """, file: "config", isConfig: true)
    #expect(configuration.profiles["default"]?["region"] == "eu-west-1")
  }

  @Test func aBrokenLineIsNamedWithItsPlace() {
    var configuration = SharedConfiguration()
    #expect {
      try configuration.read("[default]\nregion eu", file: "config", isConfig: true)
    } throws: { error in
      "\(error)".hasPrefix("config:2:1: error: `region eu` is no setting")
    }
  }
}
