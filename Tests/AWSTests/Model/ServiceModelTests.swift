import AWS
import Testing

struct ServiceModelTests {
  @Test(arguments: ServiceModel.serviceNames)
  func everyCompiledModelParses(name: String) throws {
    let model = try #require(ServiceModel.named(name))
    #expect(!model.operations.isEmpty)
    #expect(model.botocoreVersion == "1.43.11")
    #expect(!model.apiVersion.isEmpty)
    for operation in model.operations {
      #expect(model.operation(operation.name) == operation)
      for member in operation.input?.members ?? [] { #expect(!member.shape.name.isEmpty) }
    }
  }

  @Test func unknownServiceHasNoModel() {
    #expect(ServiceModel.named("dynamodb") == nil)
  }

  @Test func paginatorNamesTokensAndResults() throws {
    let paginator = try #require(
      ServiceModel.ec2.operation("DescribeSecurityGroups")?.paginator)
    #expect(paginator.tokens == [Paginator.Token(input: "NextToken", output: "NextToken")])
    #expect(paginator.resultKeys == ["SecurityGroups"])
    #expect(paginator.limitKey == "MaxResults")
  }

  @Test func aSecurityGroupRuleGoesThereAndBack() throws {
    let operation = try #require(ServiceModel.ec2.operation("AuthorizeSecurityGroupIngress"))
    let input: AWSObject = [
      "GroupId": "sg-1",
      "IpPermissions": [
        ["IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [["CidrIp": "0.0.0.0/0"]]]
      ],
    ]
    var request = try ServiceModel.ec2.encodeRequest(operation, input)
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == "Action=AuthorizeSecurityGroupIngress&Version=2016-11-15&GroupId=sg-1"
        + "&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22"
        + "&IpPermissions.1.ToPort=22&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0%2F0")
    #expect(try ServiceModel.ec2.decodeRequest(operation, request) == input)

    request.headers.add("Host", "127.0.0.1:4566")
    var keys = SigningKeyCache()
    let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "secret")
    let now = Timestamp(seconds: 1_700_000_000)
    SignatureV4.sign(
      &request, credentials, region: "eu-west-1", service: "ec2", at: now, keys: &keys)
    let found = try RequestIdentifier.identify(request)
    #expect(found.operation == operation)
    #expect(found.region == "eu-west-1")
    let claim = try #require(found.authorization)
    try SignatureV4.verify(
      request, claim, secret: "secret", at: now, service: found.service, keys: &keys)
    #expect(throws: AWSError.self) {
      try SignatureV4.verify(
        request, claim, secret: "other", at: now, service: found.service, keys: &keys)
    }
  }
}
