import AWS
import Emulator
import TestKit
import Testing

struct SelectorTests {
  private func object(_ bucket: String, _ key: String, isReadOnly: Bool = false)
    -> CloudTrailRecord
  {
    CloudTrailRecord([
      "eventSource": "s3.amazonaws.com", "eventName": isReadOnly ? "GetObject" : "PutObject",
      "awsRegion": "us-east-1", "recipientAccountId": "123456789012",
      "readOnly": .bool(isReadOnly), "managementEvent": false,
      "resources": [
        ["type": "AWS::S3::Object", "ARN": .string("arn:aws:s3:::\(bucket)/\(key)")],
        ["type": "AWS::S3::Bucket", "ARN": .string("arn:aws:s3:::\(bucket)")],
      ],
    ])
  }

  private func management(_ source: String, isReadOnly: Bool, region: String = "us-east-1")
    -> CloudTrailRecord
  {
    CloudTrailRecord([
      "eventSource": .string(source), "eventName": "Something", "awsRegion": .string(region),
      "recipientAccountId": "123456789012", "readOnly": .bool(isReadOnly),
      "managementEvent": true,
    ])
  }

  private func selects(_ drill: TrailWorld, _ record: CloudTrailRecord) throws -> Bool {
    try !drill.store.trails(logging: record).isEmpty
  }

  @Test func standardSelectorsTakeManagementEventsOnly() throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    #expect(try selects(drill, management("ec2.amazonaws.com", isReadOnly: true)))
    #expect(try selects(drill, management("ec2.amazonaws.com", isReadOnly: false)))
    #expect(try !selects(drill, object("b", "k")))
    let answer = try drill.call("GetEventSelectors", ["TrailName": "audit"])
    #expect(
      answer["EventSelectors"] == [
        [
          "ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": [],
          "ExcludeManagementEventSources": [],
        ]
      ])
  }

  @Test func basicSelectorTakesObjectsByTheBeginningOfTheirARN() throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    try drill.call(
      "PutEventSelectors",
      [
        "TrailName": "audit",
        "EventSelectors": [
          [
            "ReadWriteType": "WriteOnly",
            "DataResources": [
              ["Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::secrets/top/"]]
            ],
            "ExcludeManagementEventSources": ["kms.amazonaws.com"],
          ]
        ],
      ])
    #expect(try selects(drill, object("secrets", "top/one")))
    #expect(try !selects(drill, object("secrets", "top/one", isReadOnly: true)))
    #expect(try !selects(drill, object("secrets", "bottom/one")))
    #expect(try !selects(drill, object("secrets2", "top/one")))
    #expect(try selects(drill, management("ec2.amazonaws.com", isReadOnly: false)))
    #expect(try !selects(drill, management("ec2.amazonaws.com", isReadOnly: true)))
    #expect(try !selects(drill, management("kms.amazonaws.com", isReadOnly: false)))
    let trail = try drill.call("GetTrail", ["Name": "audit"])["Trail"]
    #expect(trail?["HasCustomEventSelectors"] == true)
  }

  @Test func advancedSelectorNeedsAllItsFields() throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    func field(_ name: String, _ relation: String, _ values: AWSValue) -> AWSValue {
      .object(AWSObject([("Field", .string(name)), (relation, values)]))
    }
    try drill.call(
      "PutEventSelectors",
      [
        "TrailName": "audit",
        "AdvancedEventSelectors": [
          [
            "Name": "objects",
            "FieldSelectors": [
              field("eventCategory", "Equals", ["Data"]),
              field("resources.type", "Equals", ["AWS::S3::Object"]),
              field("resources.ARN", "NotStartsWith", ["arn:aws:s3:::logs/"]),
              field("readOnly", "Equals", ["false"]),
            ],
          ],
          [
            "FieldSelectors": [
              field("eventCategory", "Equals", ["Management"]),
              field("eventSource", "NotEquals", ["kms.amazonaws.com", "sts.amazonaws.com"]),
            ]
          ],
        ],
      ])
    #expect(try selects(drill, object("data", "k")))
    #expect(try !selects(drill, object("data", "k", isReadOnly: true)))
    #expect(try selects(drill, management("ec2.amazonaws.com", isReadOnly: true)))
    #expect(try !selects(drill, management("sts.amazonaws.com", isReadOnly: false)))
    let answer = try drill.call("GetEventSelectors", ["TrailName": "audit"])
    #expect(answer["EventSelectors"] == nil)
    #expect(answer["AdvancedEventSelectors"]?.list?.first?["Name"] == "objects")
  }

  /// As the technique defense-evasion.cloudtrail-event-selectors does it.
  @Test func selectorOfNothingIsTakenAndBlindsTheTrail() throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    let selector: AWSValue = [
      "ReadWriteType": "ReadOnly", "IncludeManagementEvents": false,
      "DataResources": [["Type": "AWS::S3::Object", "Values": []]],
    ]
    try drill.call("PutEventSelectors", ["TrailName": "audit", "EventSelectors": [selector]])
    #expect(try !selects(drill, management("iam.amazonaws.com", isReadOnly: true)))
    #expect(try !selects(drill, object("b", "k", isReadOnly: true)))
  }

  @Test func globalEventsAndRegionsGoByTheTrail() throws {
    let drill = try TrailWorld()
    try drill.trail("here", ["IncludeGlobalServiceEvents": false])
    let iam = management("iam.amazonaws.com", isReadOnly: false)
    let elsewhere = management("ec2.amazonaws.com", isReadOnly: false, region: "eu-west-1")
    #expect(try !selects(drill, iam))
    #expect(try !selects(drill, elsewhere))
    try drill.trail("everywhere", ["IsMultiRegionTrail": true], region: "ap-south-1")
    #expect(try selects(drill, iam))
    #expect(try selects(drill, elsewhere))
    let elsewhereScope = Scope(account: "123456789012", region: "sa-east-1")
    #expect(try drill.store.isLogging(in: elsewhereScope))
    #expect(
      try drill.store.loggingTrails(in: elsewhereScope).map(\.name) == ["everywhere"])
  }

  @Test(arguments: [
    (
      #"{"EventSelectors":[{"DataResources":[{"Type":"AWS::S3::Object","#
        + #""Values":["arn:aws:s3:::*"]}]}]}"#,
      "Value arn:aws:s3:::* for DataResources.Values is invalid."
    ),
    (
      #"{"EventSelectors":[{"IncludeManagementEvents":false}]}"#,
      "Invalid combination of parameters in EventSelectors. When includeManagementEvents is "
        + "false, DataResources must not be empty."
    ),
    (
      #"{"EventSelectors":[{"ReadWriteType":"Some"}]}"#,
      "Value Some for ReadWriteType is invalid."
    ),
    (
      #"{"EventSelectors":[{}],"AdvancedEventSelectors":[{"FieldSelectors":[]}]}"#,
      "You can specify EventSelectors or AdvancedEventSelectors, but not both."
    ),
    (#"{}"#, "EventSelectors or AdvancedEventSelectors must be specified."),
    (
      #"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventName","#
        + #""Equals":["PutObject"]}]}]}"#,
      "Field eventCategory with the value Management or Data is required."
    ),
  ])
  func unsoundSelectorsAreRefused(json: String, message: String) throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    var input = try #require(try JSON.parse(json).object)
    input["TrailName"] = "audit"
    let error = drill.error("PutEventSelectors", input)
    #expect(error?.code == "InvalidEventSelectorsException")
    #expect(error?.message == message)
  }

  @Test func insightsAreNotEnabled() throws {
    let drill = try TrailWorld()
    try drill.trail("audit")
    #expect(
      drill.error("GetInsightSelectors", ["TrailName": "audit"])?.code
        == "InsightNotEnabledException")
  }
}
