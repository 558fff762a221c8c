import AWS
@testable import Emulator
import Testing

struct EventPatternTests {
  private static let event: AWSValue = [
    "source": "aws.ec2", "count": 5, "ratio": 0.5, "tags": ["red", "green"], "empty": [],
    "nothing": .null,
    "detail": [
      "eventName": "AuthorizeSecurityGroupIngress", "ip": "10.1.2.3", "ok": true,
      "items": [["a": "1", "b": "2"], ["a": "3", "b": "4"]],
    ],
  ]

  @Test(arguments: [
    (#"{"source":["aws.ec2"]}"#, true),
    (#"{"source":["aws.s3"]}"#, false),
    (#"{"source":["aws.s3","aws.ec2"],"count":[5.0]}"#, true),
    (#"{"count":["5"]}"#, false),
    (#"{"tags":["green"]}"#, true),
    (#"{"nothing":[null]}"#, true),
    (#"{"detail":{"ok":[true],"eventName":[{"prefix":"Authorize"}]}}"#, true),
    (#"{"detail":{"eventName":[{"suffix":"Egress"}]}}"#, false),
    (#"{"source":[{"prefix":{"equals-ignore-case":"AWS."}}]}"#, true),
    (#"{"source":[{"equals-ignore-case":"AWS.EC2"}]}"#, true),
    (#"{"source":[{"anything-but":"aws.ec2"}]}"#, false),
    (#"{"source":[{"anything-but":["aws.s3","aws.iam"]}]}"#, true),
    (#"{"source":[{"anything-but":{"prefix":"aws."}}]}"#, false),
    (#"{"source":[{"anything-but":{"wildcard":["*.s3","*.iam"]}}]}"#, true),
    (#"{"missing":[{"anything-but":"x"}]}"#, false),
    (#"{"count":[{"numeric":[">",0,"<=",5]}]}"#, true),
    (#"{"ratio":[{"numeric":["<",0.5]}]}"#, false),
    (#"{"count":[{"numeric":["=",5]}]}"#, true),
    (#"{"detail":{"ip":[{"cidr":"10.1.0.0/16"}]}}"#, true),
    (#"{"detail":{"ip":[{"cidr":"10.2.0.0/16"}]}}"#, false),
    (#"{"missing":[{"exists":false}]}"#, true),
    (#"{"empty":[{"exists":true}]}"#, false),
    (#"{"detail":[{"exists":true}]}"#, false),
    (#"{"nothing":[{"exists":true}]}"#, true),
    (#"{"detail":{"missing":{"deep":[{"exists":false}]}}}"#, true),
    (#"{"source":[{"wildcard":"*.e*2"}]}"#, true),
    (#"{"source":[{"wildcard":"aws\\*ec2"}]}"#, false),
    (#"{"detail":{"items":{"a":["1"],"b":["2"]}}}"#, true),
    (#"{"detail":{"items":{"a":["1"],"b":["4"]}}}"#, false),
    (#"{"$or":[{"source":["aws.s3"]},{"count":[{"numeric":[">",4]}]}]}"#, true),
    (#"{"source":["aws.ec2"],"$or":[{"count":[1]},{"detail":{"ok":[false]}}]}"#, false),
  ])
  func patternTakesJustWhatItNames(pattern: String, expected: Bool) throws {
    #expect(try EventPattern(pattern).matches(Self.event) == expected)
  }

  @Test(arguments: [
    ("[]", "Filter is not an object"),
    (#"{"source":"aws.ec2"}"#, #""source" must be an object or an array"#),
    (#"{"source":[]}"#, "Empty arrays are not allowed"),
    ("{}", "Empty objects are not allowed"),
    (#"{"source":[{"begins":"x"}]}"#, "Unrecognized match type begins"),
    (#"{"n":[{"numeric":["<"]}]}"#, "Value of < must be numeric"),
    (#"{"n":[{"numeric":[">",5,"<",1]}]}"#, "Bottom must be less than top"),
    (#"{"n":[{"wildcard":"a**"}]}"#, "Consecutive wildcard characters at pos 1"),
    (#"{"n":[{"exists":"yes"}]}"#, "exists match pattern must be either true or false."),
  ])
  func whatIsNoPatternIsRefused(pattern: String, reason: String) {
    #expect(
      throws: AWSError(
        "InvalidEventPatternException", "Event pattern is not valid. Reason: \(reason)")
    ) { try EventPattern(pattern) }
  }
}
