import AWS
import Testing

struct ServiceModelTests {
  @Test(arguments: ServiceModel.allNames)
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

  @Test(arguments: PartialModel.all)
  func aModelInPartHasTheOperationsOfItsTableAlone(part: PartialModel) throws {
    let model = try #require(ServiceModel.named(part.name))
    #expect(model.isPartial)
    #expect(model.signingName == part.signingName)
    #expect(Set(model.operations.map(\.name)) == Set(part.operations))
    #expect(part.operations == part.operations.sorted())
    for (shape, members) in part.members {
      let found = try #require(model.shape(named: shape))
      #expect(Set(found.members.map(\.name)) == Set(members))
    }
  }

  @Test func aSignatureNamesAServiceInPartByItsOwnName() {
    #expect(ServiceModel.signing("monitoring")?.name == "cloudwatch")
    #expect(ServiceModel.signing("states")?.name == "stepfunctions")
    #expect(ServiceModel.signing("s3")?.name == "s3")
    #expect(ServiceModel.signing("rds") == nil)
  }

  @Test func theControlPlaneOfS3IsToldByItsPath() throws {
    let operation = try #require(ServiceModel.s3control.operation("GetPublicAccessBlock"))
    let request = try ServiceModel.s3control.encodeRequest(
      operation, ["AccountId": "123456789012"])
    #expect(request.path == "/v20180820/configuration/publicAccessBlock")
    #expect(try RequestIdentifier.identify(request).operation == operation)
    #expect(operation.hostPrefix(["AccountId": "123456789012"]) == "123456789012.")
    var plain = request
    plain.headers["x-amz-account-id"] = nil
    #expect(try RequestIdentifier.identify(plain).bucket == "v20180820")
  }

  @Test func unknownServiceHasNoModel() {
    #expect(ServiceModel.named("rds") == nil)
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
