import AWS
import Emulator
import TestKit
import Testing

struct DetectorTests {
  private let client: Client

  init() throws { client = Client(try World.fresh()) }

  private func create(_ more: AWSObject = ["Enable": true]) throws -> String {
    let output = try client.call("guardduty", "CreateDetector", more)
    return try #require(output["DetectorId"]?.string)
  }

  private func get(_ id: String) throws -> AWSObject {
    try client.call("guardduty", "GetDetector", ["DetectorId": .string(id)])
  }

  private func features(_ id: String) throws -> [String: String] {
    let list = try get(id)["Features"]?.list ?? []
    return Dictionary(
      uniqueKeysWithValues: list.map { ($0["Name"]?.string ?? "", $0["Status"]?.string ?? "") })
  }

  @Test func aRegionHasOneDetector() throws {
    let id = try create(["Enable": true, "ClientToken": "t-1"])
    #expect(id.count == 32)
    let error = client.error("guardduty", "CreateDetector", ["Enable": true])
    #expect(error?.code == "BadRequestException")
    #expect(
      error?.message
        == "The request is rejected because a detector already exists for the current account.")
    // The same call sent twice counts once.
    #expect(try create(["Enable": true, "ClientToken": "t-1"]) == id)
    #expect(try client.call("guardduty", "ListDetectors")["DetectorIds"] == [.string(id)])
    let elsewhere = client.region("eu-west-1")
    #expect(try elsewhere.call("guardduty", "ListDetectors")["DetectorIds"] == [])
    try elsewhere.call("guardduty", "CreateDetector", ["Enable": true])
  }

  @Test func aNewDetectorHasAllButRuntimeMonitoring() throws {
    let id = try create()
    let detector = AWSValue.object(try get(id))
    #expect(detector["Status"] == "ENABLED")
    #expect(detector["FindingPublishingFrequency"] == "SIX_HOURS")
    #expect(detector["CreatedAt"] == "2026-03-02T09:00:00Z")
    #expect(
      detector["ServiceRole"]
        == .string(
          "arn:aws:iam::123456789012:role/aws-service-role/guardduty.amazonaws.com/"
            + "AWSServiceRoleForAmazonGuardDuty"))
    let features = try features(id)
    #expect(features.filter { $0.value == "DISABLED" }.keys.sorted() == [
      "EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING",
    ])
    #expect(features.count == 10)
    #expect(detector.at("DataSources", "S3Logs", "Status") == "ENABLED")
  }

  @Test func suspensionStopsTheFoundationAndKeepsTheSwitches() throws {
    let id = try create()
    try client.call(
      "guardduty", "UpdateDetector",
      [
        "DetectorId": .string(id), "Enable": false, "FindingPublishingFrequency": "ONE_HOUR",
        "Features": [["Name": "S3_DATA_EVENTS", "Status": "DISABLED"]],
      ])
    let detector = AWSValue.object(try get(id))
    #expect(detector["Status"] == "DISABLED")
    #expect(detector["FindingPublishingFrequency"] == "ONE_HOUR")
    #expect(detector.at("DataSources", "CloudTrail", "Status") == "DISABLED")
    #expect(detector.at("DataSources", "S3Logs", "Status") == "DISABLED")
    let features = try features(id)
    #expect(features["FLOW_LOGS"] == "DISABLED")
    #expect(features["EKS_AUDIT_LOGS"] == "ENABLED")
  }

  @Test func olderDataSourcesSetTheSameFeatures() throws {
    let id = try create([
      "Enable": true,
      "DataSources": [
        "S3Logs": ["Enable": false], "Kubernetes": ["AuditLogs": ["Enable": false]],
        "MalwareProtection": ["ScanEc2InstanceWithFindings": ["EbsVolumes": false]],
      ],
    ])
    let features = try features(id)
    for name in ["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION"] {
      #expect(features[name] == "DISABLED")
    }
    #expect(features["RDS_LOGIN_EVENTS"] == "ENABLED")
  }

  @Test(arguments: [
    ["Features": [["Name": "NOTHING", "Status": "ENABLED"]]],
    [
      "Features": [
        ["Name": "RUNTIME_MONITORING", "Status": "ENABLED"],
        ["Name": "EKS_RUNTIME_MONITORING", "Status": "ENABLED"],
      ]
    ],
    [
      "Features": [
        [
          "Name": "S3_DATA_EVENTS", "Status": "ENABLED",
          "AdditionalConfiguration": [["Name": "EC2_AGENT_MANAGEMENT", "Status": "ENABLED"]],
        ]
      ]
    ],
    ["Features": [], "DataSources": [:]], ["FindingPublishingFrequency": "HOURLY"],
    ["Tags": ["aws:mine": "x"]],
  ] as [AWSObject])
  func wrongSettingsAreRejectedInGuardDutysOneSentence(input: AWSObject) throws {
    var input = input
    input["Enable"] = true
    let error = client.error("guardduty", "CreateDetector", input)
    #expect(error?.code == "BadRequestException")
    #expect(
      error?.message
        == "The request is rejected because an invalid or out-of-range value is specified as an "
        + "input parameter.")
    #expect(try client.call("guardduty", "ListDetectors")["DetectorIds"] == [])
  }

  @Test func idsOfOthersAreRejected() throws {
    let id = try create()
    let owned = "the input detectorId is not owned by the current account."
    for stranger in [client.region("eu-west-1"), client.account("210987654321")] {
      for operation in ["GetDetector", "DeleteDetector", "UpdateDetector"] {
        let error = stranger.error("guardduty", operation, ["DetectorId": .string(id)])
        #expect(error?.message == "The request is rejected because \(owned)")
      }
    }
    #expect(
      client.error("guardduty", "GetDetector", ["DetectorId": "mine"])?.message
        == "The request is rejected because the parameter detectorId has an invalid value.")
    try client.call("guardduty", "DeleteDetector", ["DetectorId": .string(id)])
    #expect(client.error("guardduty", "GetDetector", ["DetectorId": .string(id)]) != nil)
  }

  @Test func tagsAreSetAndTakenAway() throws {
    let id = try create(["Enable": true, "Tags": ["team": "blue"]])
    let arn = "arn:aws:guardduty:us-east-1:123456789012:detector/\(id)"
    try client.call(
      "guardduty", "TagResource", ["ResourceArn": .string(arn), "Tags": ["env": "prod"]])
    try client.call(
      "guardduty", "UntagResource", ["ResourceArn": .string(arn), "TagKeys": ["team", "gone"]])
    #expect(
      try client.call("guardduty", "ListTagsForResource", ["ResourceArn": .string(arn)])["Tags"]
        == ["env": "prod"])
    #expect(try get(id)["Tags"] == ["env": "prod"])
    for wrong in ["arn:aws:s3:::bucket", "\(arn)0", arn.replacing("us-east-1", with: "eu-west-1")] {
      #expect(
        client.error("guardduty", "ListTagsForResource", ["ResourceArn": .string(wrong)]) != nil)
    }
  }

  @Test func throttledCallIsRefusedWithItsStatus() throws {
    let id = AWSValue.string(try create())
    var errors: [AWSError] = []
    for _ in 0..<50 {
      if let error = client.error("guardduty", "UpdateDetector", ["DetectorId": id]) {
        errors.append(error)
      }
    }
    #expect(errors == [AWSError("ThrottlingException", "Rate exceeded", status: 429)])
    #expect(errors.first?.isThrottling == true)
  }

  @Test func onlyWhatIsConfiguredCountsAsAChange() throws {
    let id = AWSValue.string(try create())
    client.world.isObservingChanges = true
    let later = client.at(client.now + .minutes(1))
    try later.call("guardduty", "UpdateDetector", ["DetectorId": id])
    #expect(client.world.takeChanges().isEmpty)
    try later.call("guardduty", "UpdateDetector", ["DetectorId": id, "Enable": false])
    let change = try #require(client.world.takeChanges().first)
    #expect(change.table == "guardduty_detector")
    #expect(change.resource == id.string)
  }

  @Test func recordsReadAsGuardDutys() throws {
    let id = try create(["Enable": true, "ClientToken": "t", "Tags": ["team": "blue"]])
    _ = client.error("guardduty", "CreateDetector", ["Enable": true])
    try client.call("guardduty", "DeleteDetector", ["DetectorId": .string(id)])
    let records = try client.world.records().map(\.document)
    #expect(records[0]["eventSource"] == "guardduty.amazonaws.com")
    #expect(
      records[0]["requestParameters"]
        == ["enable": true, "clientToken": "t", "tags": ["team": "blue"]])
    #expect(records[0]["responseElements"] == ["detectorId": .string(id)])
    #expect(records[0]["readOnly"] == false)
    #expect(records[1]["errorCode"] == "BadRequestException")
    #expect(records[2]["eventName"] == "DeleteDetector")
    #expect(records[2]["requestParameters"] == ["detectorId": .string(id)])
    #expect(records[2]["responseElements"] == .null)
  }
}
