import AWS
import Testing

/// Golden bytes of errors, and what hostile input is answered.
struct WireErrorTests {
  private func text(
    _ service: ServiceModel, _ error: AWSError, _ operation: String? = nil, method: String = "POST"
  ) -> String {
    let response = service.encodeError(
      error, operation: operation.flatMap(service.operation),
      request: HTTPRequest(method: method), requestID: "r-1")
    return String(decoding: response.body, as: UTF8.self)
  }

  @Test func eachProtocolHasItsForm() {
    let error = AWSError("InvalidGroup.NotFound", "The group '<x>' does not exist")
    #expect(
      text(.ec2, error)
        == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error>"
        + "<Code>InvalidGroup.NotFound</Code>"
        + "<Message>The group '&lt;x&gt;' does not exist</Message>"
        + "</Error></Errors><RequestID>r-1</RequestID></Response>")
    #expect(
      text(.sts, AWSError("AccessDenied", "no", status: 403))
        == "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
        + "<Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error>"
        + "<RequestId>r-1</RequestId></ErrorResponse>")
    #expect(
      text(.cloudtrail, AWSError("TrailNotFoundException", "Unknown trail"), "GetTrail")
        == "{\"__type\":\"TrailNotFoundException\",\"message\":\"Unknown trail\"}")
    #expect(
      text(.s3, AWSError("NoSuchBucket", "gone", status: 404, members: ["BucketName": "b"]))
        .hasPrefix(
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code>"
            + "<Message>gone</Message><BucketName>b</BucketName><RequestId>r-1</RequestId>"))
    #expect(text(.s3, AWSError("NoSuchBucket", "gone", status: 404), method: "HEAD").isEmpty)
  }

  @Test func queueErrorsCarryBothNames() throws {
    let code = "AWS.SimpleQueueService.NonExistentQueue"
    for name in [code, "QueueDoesNotExist"] {
      let response = ServiceModel.sqs.encodeError(
        AWSError(name, "The specified queue does not exist."),
        operation: ServiceModel.sqs.operation("GetQueueUrl"), request: HTTPRequest(),
        requestID: "r-1")
      #expect(response.headers["x-amzn-query-error"] == "\(code);Sender")
      let body = try JSON.parse(response.body)
      #expect(body["__type"] == "com.amazonaws.sqs#QueueDoesNotExist")
    }
  }

  private func code(_ service: ServiceModel, _ operation: String, _ request: HTTPRequest) throws
    -> String?
  {
    let operation = try #require(service.operation(operation))
    do {
      _ = try service.decodeRequest(operation, request)
      return nil
    } catch {
      return error.code
    }
  }

  @Test(arguments: [
    ("FromPort=abc", "InvalidParameterValue"),
    ("FromPort=99999999999999999999", "InvalidParameterValue"),
    ("IpPermissions.x.FromPort=1", "InvalidParameterValue"),
    ("IpPermissions.1.FromPort.y=1", "InvalidParameterValue"), ("Frobnicate=1", "UnknownParameter"),
    ("IpPermissions.1.Frob=1", "UnknownParameter"), ("DryRun=maybe", "InvalidParameterValue"),
  ])
  func brokenFormsGetTheServicesOwnError(body: String, wanted: String) throws {
    let request = HTTPRequest(
      body: Array("Action=AuthorizeSecurityGroupIngress&\(body)".utf8))
    #expect(try code(.ec2, "AuthorizeSecurityGroupIngress", request) == wanted)
  }

  @Test func formsAreBounded() throws {
    let deep = "A=1&" + Array(repeating: "x", count: 1000).joined(separator: ".") + "=1"
    #expect(
      try code(.ec2, "DescribeVpcs", HTTPRequest(body: Array(deep.utf8))) == "MalformedInput")
    let many = (0..<60_000).map { "Filter.\($0).Name=x" }.joined(separator: "&")
    #expect(
      try code(.ec2, "DescribeVpcs", HTTPRequest(body: Array(many.utf8))) == "MalformedInput")
  }

  @Test func listsFollowTheirNumbers() throws {
    let operation = try #require(ServiceModel.ec2.operation("DescribeVpcs"))
    let body = "Action=DescribeVpcs&VpcId.10=c&VpcId.2=b&VpcId.1=a"
    let input = try ServiceModel.ec2.decodeRequest(
      operation, HTTPRequest(body: Array(body.utf8)))
    #expect(input == ["VpcIds": ["a", "b", "c"]])
  }

  @Test(arguments: [
    ("[]", "SerializationException"), ("{", "SerializationException"),
    ("{\"MaxResults\":\"5\"}", "SerializationException"),
    ("{\"StartTime\":[]}", "SerializationException"),
    ("{\"LookupAttributes\":{}}", "SerializationException"), ("", nil),
    ("{\"Unknown\":1,\"MaxResults\":null}", nil),
  ])
  func brokenJSONGetsASerializationException(body: String, wanted: String?) throws {
    #expect(
      try code(.cloudtrail, "LookupEvents", HTTPRequest(body: Array(body.utf8))) == wanted)
  }

  @Test(arguments: ["<a", "<Delete><Object>", "nonsense", "<!DOCTYPE x><Delete/>"])
  func brokenXMLIsMalformed(body: String) throws {
    let request = HTTPRequest(path: "/b", query: "delete", body: Array(body.utf8))
    #expect(try code(.s3, "DeleteObjects", request) == "MalformedXML")
  }

  @Test func anErrorInsideASuccessIsAnError() throws {
    let operation = try #require(ServiceModel.s3.operation("CopyObject"))
    let response = HTTPResponse(
      body: Array("<Error><Code>InternalError</Code><Message>again</Message></Error>".utf8))
    #expect(
      ServiceModel.s3.decodeResponse(operation, response)
        == .failure(AWSError("InternalError", "again", status: 500)))
  }

  @Test(arguments: ["", "<html><body>down</body></html>", "<a", "{}"])
  func anAnswerThatIsNoneOfAWSKeepsItsStatus(body: String) throws {
    let response = HTTPResponse(status: 503, body: Array(body.utf8))
    for service in [ServiceModel.ec2, .s3, .cloudtrail] {
      let operation = try #require(service.operations.first)
      guard case .failure(let error) = service.decodeResponse(operation, response) else {
        Issue.record("a 503 reads as a success")
        return
      }
      #expect(error.status == 503)
      #expect(error.isRetryable)
    }
  }
}

struct InputConformanceTests {
  private func failure(_ operation: String, _ input: AWSObject) throws -> String? {
    let operation = try #require(ServiceModel.ec2.operation(operation))
    do {
      _ = try ServiceModel.ec2.encodeRequest(operation, input)
      return nil
    } catch {
      #expect(error.code == "ParamValidationError")
      return error.message
    }
  }

  @Test func unknownMemberIsNamedWithTheKnownOnes() throws {
    let message = try failure("DescribeRegions", ["Region": "x"])
    #expect(
      message?.hasPrefix("unknown parameter `Region` in DescribeRegions; known are: ") == true)
    #expect(message?.contains("RegionNames") == true)
  }

  @Test func missingAndMistypedMembersAreNamed() throws {
    #expect(
      try failure("CreateSecurityGroup", ["GroupName": "web"])
        == "missing required parameter `Description` in CreateSecurityGroup")
    #expect(
      try failure("DescribeVpcs", ["VpcIds": "vpc-1"]) == "`VpcIds` takes a list, not `\"vpc-1\"`")
    #expect(
      try failure("DescribeVpcs", ["VpcIds": [1]]) == "`VpcIds` takes a string, not `1`")
  }

  @Test func timesMayBeText() throws {
    let operation = try #require(ServiceModel.cloudtrail.operation("LookupEvents"))
    let request = try ServiceModel.cloudtrail.encodeRequest(
      operation, ["StartTime": "2023-07-10T12:10:08Z", "NextToken": .null])
    #expect(String(decoding: request.body, as: UTF8.self) == "{\"StartTime\":1688991008}")
  }
}
