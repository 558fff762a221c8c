import PolicyLanguage
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
@Suite struct ConditionTests {
  private func holds(_ condition: String, _ context: [String: [String]]) throws -> Bool {
    try policy(condition: condition).decision(for: request(context)).isAllowed
  }

  private func request(_ context: [String: [String]]) -> PolicyRequest {
    PolicyRequest(
      principal: .user("alice"), action: "s3:GetObject", resource: "arn:aws:s3:::b/k",
      context: context)
  }

  /// Dictionaries have another order in each process: with so many keys chance can't hide it.
  @Test func keysThatDifferByCaseAloneAreOneWhoseLesserValueCounts() throws {
    for number in 0..<24 {
      let context = ["aws:RequestTag/Team\(number)": ["b"], "aws:RequestTag/team\(number)": ["a"]]
      let condition = #"{"StringEquals":{"aws:RequestTag/TEAM\#(number)":"a"}}"#
      #expect(try holds(condition, context))
    }
  }

  @Test(arguments: [
    (#"{"StringEquals":{"k:a":"x"}}"#, ["x"], true),
    (#"{"StringEquals":{"k:a":"x"}}"#, ["X"], false),
    (#"{"StringEquals":{"k:a":["y","x"]}}"#, ["x"], true),
    (#"{"StringEquals":{"k:a":"x*"}}"#, ["xy"], false),
    (#"{"StringNotEquals":{"k:a":["x","y"]}}"#, ["y"], false),
    (#"{"StringNotEquals":{"k:a":["x","y"]}}"#, ["z"], true),
    (#"{"StringEqualsIgnoreCase":{"k:a":"x"}}"#, ["X"], true),
    (#"{"StringNotEqualsIgnoreCase":{"k:a":"x"}}"#, ["X"], false),
    (#"{"StringLike":{"k:a":"x?z*"}}"#, ["xyz1"], true),
    (#"{"StringNotLike":{"k:a":"x*"}}"#, ["xy"], false),
    (#"{"NumericEquals":{"k:a":"1"}}"#, ["1.0"], true),
    (#"{"NumericNotEquals":{"k:a":"1"}}"#, ["2"], true),
    (#"{"NumericLessThan":{"k:a":"10"}}"#, ["9"], true),
    (#"{"NumericLessThanEquals":{"k:a":10}}"#, ["10"], true),
    (#"{"NumericGreaterThan":{"k:a":"10"}}"#, ["10"], false),
    (#"{"NumericGreaterThanEquals":{"k:a":"10"}}"#, ["nine"], false),
    (#"{"DateLessThan":{"k:a":"2020-07-01T00:00:00Z"}}"#, ["2020-06-30T23:59:59Z"], true),
    (#"{"DateGreaterThan":{"k:a":"2020-07-01T00:00:00Z"}}"#, ["1593561601"], true),
    (#"{"DateEquals":{"k:a":"2020-07-01"}}"#, ["2020-07-01T02:00:00+02:00"], true),
    (#"{"Bool":{"k:a":"true"}}"#, ["true"], true),
    (#"{"Bool":{"k:a":true}}"#, ["false"], false),
    (#"{"BinaryEquals":{"k:a":"QmluYXJ5"}}"#, ["QmluYXJ5"], true),
    (#"{"IpAddress":{"k:a":"203.0.113.0/24"}}"#, ["203.0.113.9"], true),
    (#"{"IpAddress":{"k:a":"203.0.113.0/24"}}"#, ["203.0.114.9"], false),
    (#"{"IpAddress":{"k:a":"2001:DB8:1234:5678::/64"}}"#, ["2001:db8:1234:5678::1"], true),
    (#"{"NotIpAddress":{"k:a":["203.0.113.0/24"]}}"#, ["203.0.113.9"], false),
    (#"{"ArnEquals":{"k:a":"arn:aws:sns:*:111122223333:t*"}}"#,
      ["arn:aws:sns:eu-west-1:111122223333:topic"], true),
    (#"{"ArnLike":{"k:a":"arn:aws:sns:*:t"}}"#, ["arn:aws:sns:eu-west-1:1:t"], false),
    (#"{"ArnNotLike":{"k:a":"arn:aws:sns:*:t"}}"#, ["arn:aws:sns:eu-west-1:1:t"], true),
    (#"{"ArnLike":{"k:a":"*"}}"#, ["arn:aws:sns:eu-west-1:1:t"], true),
    (#"{"ArnLike":{"k:a":"arn:*:sns:eu-west-1:1:t"}}"#, ["arn:aws:x:sns:eu-west-1:1:t"], false),
    (#"{"ArnNotLike":{"k:a":"arn:aws:sns:eu-west-1:1:*"}}"#, ["arn:aws:sns:eu-west-1:1:t"],
      false),
    (#"{"Null":{"k:a":"true"}}"#, ["x"], false),
    (#"{"Null":{"k:a":"false"}}"#, ["x"], true),
    (#"{"NumericEquals":{"k:a":"16"}}"#, ["0x10"], false),
    (#"{"NumericNotEquals":{"k:a":"16"}}"#, ["0x10"], true),
    (#"{"NumericLessThan":{"k:a":"1"}}"#, ["-inf"], false),
    (#"{"NumericEquals":{"k:a":"-1.50"}}"#, ["-1.5"], true),
    (#"{"NumericEquals":{"k:a":""}}"#, [""], false),
    (#"{"DateEquals":{"k:a":"2020"}}"#, ["2020-01-01T00:00:00Z"], true),
    (#"{"DateEquals":{"k:a":"2020-07"}}"#, ["2020-07-01T00:00:00Z"], true),
    (#"{"DateEquals":{"k:a":"2020-07-01T10:20Z"}}"#, ["2020-07-01T10:20:00Z"], true),
    (#"{"DateEquals":{"k:a":"2020-07-01T10:20+02:00"}}"#, ["2020-07-01T08:20:00Z"], true),
    (#"{"DateEquals":{"k:a":"2020-07-01T10:20:30.5Z"}}"#, ["2020-07-01T10:20:30.500Z"], true),
    (#"{"DateEquals":{"k:a":"1593561600"}}"#, ["2020-07-01"], true),
    (#"{"DateNotEquals":{"k:a":"2020-07-01"}}"#, ["yesterday"], true),
    (#"{"DateLessThan":{"k:a":"2020-07-01"}}"#, ["yesterday"], false),
    (#"{"Bool":{"k:a":"true"}}"#, ["TRUE"], true),
    (#"{"Bool":{"k:a":"false"}}"#, ["true", "false"], true),
    (#"{"Bool":{"k:a":"no"}}"#, ["no"], false),
    (#"{"Bool":{"k:a":"${aws:PrincipalIsAWSService}"}}"#, ["False"], true),
    (#"{"BinaryEquals":{"k:a":"QmluYXJ5"}}"#, ["qmluYXJ5"], false),
    (#"{"BinaryEquals":{"k:a":"Qm*"}}"#, ["QmluYXJ5"], false),
    (#"{"IpAddress":{"k:a":"10.0.0.1"}}"#, ["010.0.0.1"], false),
    (#"{"NotIpAddress":{"k:a":"10.0.0.0/8"}}"#, ["ten"], true),
    (#"{"IpAddress":{"k:a":"2001:db8::/32"}}"#, ["2001:DB8:0:0::1"], true),
    (#"{"IpAddress":{"k:a":"0.0.0.0/0"}}"#, ["2001:db8::1"], false),
    (#"{"StringLike":{"k:a":"A*"}}"#, ["abc"], false),
    (#"{"StringLike":{"k:a":"a${*}c"}}"#, ["abc"], false),
    (#"{"StringLike":{"k:a":"a${*}c"}}"#, ["a*c"], true),
    (#"{"StringEquals":{"k:a":"a${$}{b}"}}"#, ["a${b}"], true),
    (#"{"StringEquals":{"k:a":"\u0061\"\\"}}"#, ["a\"\\"], true),
    (#"{"ArnLike":{"k:a":"arn:aws:iam::*:role/a/*"}}"#, ["arn:aws:iam::1:role/a/b/c:d"], true),
    (#"{"ArnLike":{"k:a":"arn:aws:iam::1:role/A"}}"#, ["arn:aws:iam::1:role/a"], false),
    (#"{"ArnEquals":{"k:a":"arn:aws:iam::1:*"}}"#, ["not-an-arn"], false),
  ])
  func operatorCompares(condition: String, values: [String], holds expected: Bool) throws {
    #expect(try holds(condition, ["k:a": values]) == expected)
  }

  @Test(arguments: [
    (#"{"StringEquals":{"k:a":"x"}}"#, false),
    (#"{"StringNotEquals":{"k:a":"x"}}"#, true),
    (#"{"NotIpAddress":{"k:a":"10.0.0.0/8"}}"#, true),
    (#"{"StringEqualsIfExists":{"k:a":"x"}}"#, true),
    (#"{"BoolIfExists":{"k:a":"false"}}"#, true),
    (#"{"ForAllValues:StringEquals":{"k:a":"x"}}"#, true),
    (#"{"ForAnyValue:StringEquals":{"k:a":"x"}}"#, false),
    (#"{"ForAnyValue:StringNotEquals":{"k:a":"x"}}"#, false),
    (#"{"Null":{"k:a":"true"}}"#, true),
    (#"{"Null":{"k:a":"false"}}"#, false),
    (#"{"StringNotEqualsIfExists":{"k:a":"x"}}"#, true),
    (#"{"ForAllValues:StringEqualsIfExists":{"k:a":"x"}}"#, true),
    (#"{"ForAnyValue:StringEqualsIfExists":{"k:a":"x"}}"#, true),
    (#"{"ForAllValues:StringNotEquals":{"k:a":"x"}}"#, true),
    (#"{"NumericNotEquals":{"k:a":"1"}}"#, true),
    (#"{"NumericLessThan":{"k:a":"1"}}"#, false),
    (#"{"DateNotEquals":{"k:a":"2020-01-01"}}"#, true),
    (#"{"ArnNotEquals":{"k:a":"arn:aws:iam::1:root"}}"#, true),
    (#"{"Bool":{"k:a":"false"}}"#, false),
    (#"{"BinaryEquals":{"k:a":""}}"#, false),
  ])
  func missingKeyIsJudgedByTheOperator(condition: String, holds expected: Bool) throws {
    #expect(try holds(condition, [:]) == expected)
  }

  @Test(arguments: [
    (#"{"ForAllValues:StringEquals":{"k:a":["x","y"]}}"#, ["x", "y"], true),
    (#"{"ForAllValues:StringEquals":{"k:a":["x","y"]}}"#, ["x", "z"], false),
    (#"{"ForAnyValue:StringEquals":{"k:a":["x","y"]}}"#, ["z", "y"], true),
    (#"{"ForAnyValue:StringEquals":{"k:a":["x","y"]}}"#, ["z"], false),
    (#"{"ForAllValues:StringNotEquals":{"k:a":["x"]}}"#, ["y", "x"], false),
    (#"{"ForAnyValue:StringNotEquals":{"k:a":["x"]}}"#, ["y", "x"], true),
    (#"{"ForAnyValue:StringNotEquals":{"k:a":["x","y"]}}"#, ["y", "x"], false),
    (#"{"ForAllValues:StringEquals":{"k:a":["x"]}}"#, [""], true),
    (#"{"ForAllValues:StringEquals":{"k:a":["x"]}}"#, ["", "y"], false),
    (#"{"ForAllValues:StringEquals":{"k:a":["","y"]}}"#, ["", "y"], true),
    (#"{"ForAnyValue:StringEquals":{"k:a":[""]}}"#, [""], false),
    (#"{"StringEquals":{"k:a":[""]}}"#, [""], true),
    (#"{"StringEqualsIfExists":{"k:a":["x"]}}"#, [""], false),
    (#"{"Null":{"k:a":"true"}}"#, [""], true),
    (#"{"Null":{"k:a":"true"}}"#, ["", "x"], false),
    (#"{"ForAllValues:StringEqualsIfExists":{"k:a":["x"]}}"#, ["y"], false),
    (#"{"StringNotEquals":{"k:a":["x"]}}"#, ["y", "x"], false),
    (#"{"StringEquals":{"k:a":["x"]}}"#, ["y", "x"], true),
    (#"{"ForAnyValue:Bool":{"k:a":["true"]}}"#, ["false", "true"], true),
  ])
  func setOperatorsTakeSeveralValues(condition: String, values: [String], holds expected: Bool)
    throws
  {
    #expect(try holds(condition, ["k:a": values]) == expected)
  }

  @Test func allConditionsOfAStatementMustHold() throws {
    let both = #"{"StringEquals":{"k:a":"x","k:b":"y"},"Bool":{"k:c":"true"}}"#
    #expect(try holds(both, ["k:a": ["x"], "k:b": ["y"], "k:c": ["true"]]))
    #expect(try !holds(both, ["k:a": ["x"], "k:b": ["y"], "k:c": ["false"]]))
  }

  @Test func keysCompareWithoutCase() throws {
    #expect(try holds(#"{"StringEquals":{"AWS:SourceVPC":"v"}}"#, ["aws:sourceVpc": ["v"]]))
  }

  @Test func keysOfThePrincipalAreKnownByThemselves() throws {
    #expect(
      try holds(
        #"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/alice"}}"#, [:]))
    #expect(try holds(#"{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}"#, [:]))
    #expect(try !holds(#"{"Bool":{"aws:PrincipalIsAWSService":"true"}}"#, [:]))
  }

  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  @Test(arguments: [
    (#"{"StringEquals":{"aws:PrincipalAccount":"anonymous"}}"#, Principal.anonymous, true),
    (#"{"Null":{"aws:PrincipalArn":"true"}}"#, .anonymous, true),
    (#"{"Null":{"aws:PrincipalIsAWSService":"true"}}"#, .anonymous, true),
    (#"{"StringEquals":{"aws:PrincipalType":"Anonymous"}}"#, .anonymous, true),
    (#"{"Bool":{"aws:PrincipalIsAWSService":"true"}}"#, .service("config.amazonaws.com"), true),
    (#"{"StringEquals":{"aws:PrincipalServiceName":"config.amazonaws.com"}}"#,
      .service("config.amazonaws.com"), true),
    (#"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Ops"}}"#,
      .session("Ops", "alice"), true),
    (#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:sts::111122223333:assumed-role/Ops/*"}}"#,
      .session("Ops", "alice"), false),
    (#"{"StringLike":{"aws:userid":"AROAEXAMPLEID12345678:*"}}"#, .session("Ops", "a"), true),
    (#"{"Null":{"aws:username":"true"}}"#, .session("Ops", "alice"), true),
    (#"{"StringEquals":{"aws:PrincipalType":"AssumedRole"}}"#, .session("Ops", "alice"), true),
    (#"{"StringEquals":{"aws:userid":"111122223333"}}"#, .root(), true),
    (#"{"StringEquals":{"aws:PrincipalType":"Account"}}"#, .root(), true),
  ])
  func keysFollowFromWhoAsks(condition: String, principal: Principal, holds: Bool) throws {
    let request = PolicyRequest(
      principal: principal, action: "s3:GetObject", resource: "arn:aws:s3:::b/k")
    #expect(try policy(condition: condition).decision(for: request).isAllowed == holds)
  }

  @Test func variableIsReplacedInAnArnCondition() throws {
    let condition = #"{"ArnEquals":{"k:a":"arn:aws:iam::111122223333:user/${aws:username}"}}"#
    #expect(try holds(condition, ["k:a": ["arn:aws:iam::111122223333:user/alice"]]))
    #expect(try !holds(condition, ["k:a": ["arn:aws:iam::111122223333:user/bob"]]))
  }
}

@Suite struct IPNetworkTests {
  @Test(arguments: [
    ("0.0.0.0/0", "255.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
    ("10.1.2.3", "10.1.2.3", true), ("::/0", "2001:db8::1", true), ("::/0", "10.0.0.1", false),
    ("10.1.2.3/8", "10.200.0.1", true), ("::ffff:10.0.0.1", "::ffff:a00:1", true),
  ])
  func rangeContainsAddress(range: String, address: String, contained: Bool) throws {
    let network = try #require(IPNetwork(range))
    #expect(network.contains(try #require(IPNetwork(address))) == contained)
  }

  @Test(arguments: [
    "", "10.0.0", "10.0.0.256", "10.0.0.0/33", "1::2::3", "12345::", "::/129", "10.0.0.0/-1",
    "1:2:3:4:5:6:7:8:9", "10.0.0.0/8/8",
  ])
  func whatIsNoAddressIsRefused(text: String) {
    #expect(IPNetwork(text) == nil)
  }
}
