import AWS
import Testing

struct RequestIdentifierTests {
  private func authorization(_ service: String) -> String {
    "AWS4-HMAC-SHA256 Credential=AKID/20230710/eu-west-1/\(service)/aws4_request, "
      + "SignedHeaders=host;x-amz-date, Signature=00"
  }

  private func request(
    _ method: String = "POST", _ path: String = "/", query: String = "",
    signedFor service: String? = nil, body: String = "", _ headers: HTTPHeaders = [:]
  ) -> HTTPRequest {
    var headers = headers
    if headers["Host"] == nil { headers.add("Host", "127.0.0.1:4566") }
    if let service {
      headers.add("Authorization", authorization(service))
      headers.add("X-Amz-Date", "20230710T121008Z")
    }
    return HTTPRequest(
      method: method, path: path, query: query, headers: headers, body: Array(body.utf8))
  }

  private func name(_ request: HTTPRequest) throws -> String? {
    let found = try RequestIdentifier.identify(request)
    return found.operation.map { "\(found.service.name):\($0.name)" }
  }

  @Test func theActionNamesTheOperation() throws {
    #expect(
      try name(request(signedFor: "ec2", body: "Action=DescribeVpcs&Version=2016-11-15"))
        == "ec2:DescribeVpcs")
    #expect(
      try name(request("GET", query: "Version=1&Action=ListUsers", signedFor: "iam"))
        == "iam:ListUsers")
    #expect(
      try name(request(body: "Action=AssumeRoleWithWebIdentity&RoleArn=x"))
        == "sts:AssumeRoleWithWebIdentity")
  }

  @Test(arguments: [
    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
    "CloudTrail_20131101.LookupEvents",
  ])
  func theTargetIsMatchedAfterItsLastDot(target: String) throws {
    for service in ["cloudtrail", nil] {
      #expect(
        try name(request(signedFor: service, body: "{}", ["X-Amz-Target": target]))
          == "cloudtrail:LookupEvents")
    }
  }

  @Test func unknownOperationIsNotUnknownService() throws {
    let found = try RequestIdentifier.identify(request(signedFor: "ec2", body: "Action=Frobnicate"))
    #expect(found.operation == nil)
    #expect(found.operationName == "Frobnicate")
    #expect(found.service.unknownOperation("Frobnicate").code == "InvalidAction")
    let error = #expect(throws: AWSError.self) {
      try RequestIdentifier.identify(
        request(signedFor: "dynamodb", ["X-Amz-Target": "DynamoDB_20120810.ListTables"]))
    }
    #expect(error?.code == "UnknownService")
  }

  @Test func theOldQueryProtocolOfQueuesIsRefused() {
    let error = #expect(throws: AWSError.self) {
      try RequestIdentifier.identify(request(signedFor: "sqs", body: "Action=ListQueues"))
    }
    #expect(error?.message.contains("JSON protocol") == true)
  }

  @Test(arguments: [
    ("GET", "/", "", "ListBuckets"), ("PUT", "/b", "", "CreateBucket"),
    ("GET", "/b", "", "ListObjects"), ("GET", "/b/", "list-type=2&prefix=a", "ListObjectsV2"),
    ("GET", "/b", "policy", "GetBucketPolicy"),
    ("GET", "/b", "policyStatus=", "GetBucketPolicyStatus"),
    ("GET", "/b", "analytics", "ListBucketAnalyticsConfigurations"),
    ("GET", "/b", "analytics&id=1", "GetBucketAnalyticsConfiguration"),
    ("GET", "/b", "lifecycle", "GetBucketLifecycleConfiguration"),
    ("GET", "/b/a//b", "", "GetObject"), ("GET", "/b//", "", "GetObject"),
    ("GET", "/b/k", "acl", "GetObjectAcl"), ("PUT", "/b/k", "", "PutObject"),
    ("PUT", "/b/k", "partNumber=1&uploadId=x", "UploadPart"),
    ("GET", "/b/k", "uploadId=x", "ListParts"), ("GET", "/b/k", "partNumber=2", "GetObject"),
    ("POST", "/b/k", "uploadId=x", "CompleteMultipartUpload"),
    ("POST", "/b/k", "uploads", "CreateMultipartUpload"), ("POST", "/b", "delete", "DeleteObjects"),
    ("HEAD", "/b", "", "HeadBucket"), ("HEAD", "/b/k", "", "HeadObject"),
    ("DELETE", "/b", "policy", "DeleteBucketPolicy"), ("DELETE", "/b/k", "", "DeleteObject"),
    ("DELETE", "/b/k", "uploadId=x", "AbortMultipartUpload"),
    ("GET", "/b", "x-id=GetBucketAcl&acl", "GetBucketAcl"),
    ("POST", "/b/k", "select&select-type=2", "SelectObjectContent"),
  ])
  func bucketsAndObjectsAreRouted(method: String, path: String, query: String, wanted: String)
    throws
  {
    #expect(try name(request(method, path, query: query, signedFor: "s3")) == "s3:\(wanted)")
    #expect(try name(request(method, path, query: query)) == "s3:\(wanted)")
  }

  @Test(arguments: [("DELETE", "/b", "acl"), ("PUT", "/b/k", "uploadId=x"), ("PATCH", "/b", "")])
  func aSubresourceWithoutThatVerbIsNoOperation(method: String, path: String, query: String)
    throws
  {
    #expect(try name(request(method, path, query: query, signedFor: "s3")) == nil)
  }

  @Test(arguments: [
    ("POST", "/detector", "CreateDetector"), ("GET", "/detector", "ListDetectors"),
    ("GET", "/detector/", "ListDetectors"), ("DELETE", "/detector/d1", "DeleteDetector"),
    ("GET", "/detector/d1/filter/a%2Fb", "GetFilter"),
    ("POST", "/detector/d1/member/get", "GetMembers"),
    ("POST", "/malware-scan/start", "StartMalwareScan"),
    ("GET", "/malware-scan/start", "GetMalwareScan"),
    ("DELETE", "/tags/arn%3Aaws%3Aguardduty%3Aus-east-1%3A1%3Adetector%2Fd1", "UntagResource"),
  ])
  func theScopeSendsAPathToDetectorsOrToBuckets(method: String, path: String, wanted: String)
    throws
  {
    #expect(try name(request(method, path, signedFor: "guardduty")) == "guardduty:\(wanted)")
    #expect(
      try name(request(method, path, ["Host": "guardduty.eu-west-1.amazonaws.com"]))
        == "guardduty:\(wanted)")
    #expect(try name(request(method, path, signedFor: "s3"))?.hasPrefix("s3:") ?? true)
  }

  @Test(arguments: [("PUT", "/detector"), ("GET", "/detector//filter"), ("GET", "/")])
  func aPathThatNoDetectorHasIsNoOperation(method: String, path: String) throws {
    let found = try RequestIdentifier.identify(request(method, path, signedFor: "guardduty"))
    #expect(found.operation == nil)
    #expect(found.operationName == "\(method) \(path)")
    #expect(found.service.unknownOperation(found.operationName).status == 404)
  }

  @Test(arguments: [
    ("StarlingDoveService.DescribeConfigurationRecorders", "config"),
    ("TrentService.ListKeys", "kms"),
    ("GlobalAccelerator_V20180706.ListAccelerators", "globalaccelerator"),
  ])
  func targetsTellTheJSONServicesApart(target: String, service: String) throws {
    for scope in [service, nil] {
      let found = try RequestIdentifier.identify(
        request(signedFor: scope, body: "{}", ["X-Amz-Target": target]))
      #expect(found.service.name == service)
      #expect(found.operation != nil)
    }
  }

  @Test func aCopyIsToldByItsHeader() throws {
    let copy: HTTPHeaders = ["x-amz-copy-source": "/a/b"]
    #expect(try name(request("PUT", "/b/k", signedFor: "s3", copy)) == "s3:CopyObject")
    #expect(
      try name(request("PUT", "/b/k", query: "uploadId=x&partNumber=1", signedFor: "s3", copy))
        == "s3:UploadPartCopy")
  }

  @Test(arguments: [
    ("bucket.s3.localhost:4566", "bucket", nil), ("my.bucket.s3.localhost", "my.bucket", nil),
    ("bucket.s3.eu-west-1.amazonaws.com", "bucket", "eu-west-1"),
    ("bucket.s3-eu-west-1.amazonaws.com", "bucket", "eu-west-1"),
    ("a.s3.b.s3.us-east-1.amazonaws.com", "a.s3.b", "us-east-1"),
  ])
  func aBucketMayStandInTheHost(host: String, bucket: String, region: String?) throws {
    let sent = request("GET", "/a//b%20c", ["Host": host])
    let found = try RequestIdentifier.identify(sent)
    #expect(found.operation?.name == "GetObject")
    #expect(found.bucket == bucket)
    #expect(found.region == region)
    let input = try ServiceModel.s3.decodeRequest(
      #require(found.operation), found.request)
    #expect(input == ["Bucket": .string(bucket), "Key": "a//b c"])
    let root = try RequestIdentifier.identify(request("GET", "/", ["Host": host]))
    #expect(root.operation?.name == "ListObjects")
  }
}
