import AWS
import Testing

@testable import AWSClient

@Suite struct ClientSessionTests {
  static let throttle = FakeTransport.Answer.error(
    AWSError("RequestLimitExceeded", "Request limit exceeded.", status: 503))

  @Test func callIsSignedAddressedAndDecoded() throws {
    var transport = FakeTransport()
    transport.answers = [.output(["Account": "123456789012"])]
    transport.submit(1, "sts", "GetCallerIdentity")
    transport.run()
    let request = try #require(transport.requests.first)
    #expect(request.headers["Host"] == "sts.eu-west-1.amazonaws.com")
    #expect(request.headers["User-Agent"]?.hasPrefix("stormdrill/") == true)
    #expect(request.headers["Content-Length"] == String(request.body.count))
    #expect(request.isSecure)
    let authorization = try #require(request.headers["Authorization"])
    #expect(authorization.contains("/20231114/eu-west-1/sts/aws4_request"))
    #expect(transport.outcomes[1]?.output["Account"] == "123456789012")
    #expect(transport.trace == ["0 send 1.1", "20 finished 1 ok"])
  }

  @Test func bodyThatS3WantsCheckedHasItsChecksum() throws {
    var transport = FakeTransport()
    transport.answers = [.output([:])]
    transport.submit(1, "s3", "PutBucketPolicy", ["Bucket": "b", "Policy": "{}"])
    transport.run()
    let request = try #require(transport.requests.first)
    #expect(request.headers["x-amz-sdk-checksum-algorithm"] == "CRC32")
    #expect(try S3Checksum.check(request) == [.crc32])
    #expect(request.headers["Authorization"]?.contains("x-amz-checksum-crc32") == true)
  }

  @Test func throttledCallIsTriedThreeTimesAndThenFails() {
    var transport = FakeTransport()
    transport.fallback = Self.throttle
    transport.submit(1, "iam", "ListUsers")
    transport.run()
    #expect(transport.requests.count == 3)
    #expect(transport.outcomes[1]?.code == "RequestLimitExceeded")
  }

  @Test func sameSeedRetriesAtTheSameTimes() {
    func trace(seed: UInt64) -> [String] {
      var transport = FakeTransport(seed: seed)
      transport.answers = [Self.throttle, Self.throttle]
      transport.submit(1, "ec2", "DescribeSecurityGroups")
      transport.run()
      return transport.trace
    }
    #expect(trace(seed: 7) == trace(seed: 7))
    #expect(trace(seed: 7) != trace(seed: 8))
    #expect(trace(seed: 7).last?.hasSuffix("finished 1 ok") == true)
  }

  @Test func serverSaysHowLongToWait() {
    var transport = FakeTransport()
    let error = AWSError("ServiceUnavailable", "Wait.", status: 503)
    transport.answers = [.error(error, headers: ["x-amz-retry-after": "7000"])]
    transport.submit(1, "ec2", "DescribeVpcs")
    transport.run()
    #expect(transport.trace == ["0 send 1.1", "7020 send 1.2", "7040 finished 1 ok"])
  }

  @Test func refusedCallIsNotRepeated() {
    var transport = FakeTransport()
    transport.answers = [.error(AWSError("AccessDenied", "No.", status: 403))]
    transport.submit(1, "iam", "GetUser", ["UserName": "eve"])
    transport.run()
    #expect(transport.trace == ["0 send 1.1", "20 finished 1 AccessDenied"])
  }

  @Test func lostAnswerIsGivenUpAfterTheTimeout() {
    var transport = FakeTransport()
    transport.answers = [.silence]
    transport.submit(1, "ec2", "DescribeVpcs")
    transport.run()
    #expect(transport.trace.count == 3)
    #expect(transport.trace[0] == "0 send 1.1")
    #expect(transport.requests.count == 2)
    #expect(transport.outcomes[1]?.isSuccess == true)
    #expect(transport.now - transport.start >= .seconds(60))
  }

  @Test func answerToAnAttemptThatWasGivenUpIsIgnored() {
    var transport = FakeTransport()
    transport.answers = [.silence, .silence]
    transport.submit(1, "ec2", "DescribeVpcs")
    transport.run(until: .seconds(61))
    let late = transport.client.received(
      AttemptID(call: 1, attempt: 1), .failure("late"), at: transport.now)
    #expect(late.isEmpty)
  }

  @Test func retryQuotaEndsRetriesInALongOutage() {
    var transport = FakeTransport(
      ClientConfiguration(retry: .standard, pacing: PacingTable(rules: [], others: .init(
        rate: 1000, burst: 1000))))
    transport.fallback = .error(AWSError("InternalError", "Down.", status: 500))
    for id in 1...200 { transport.submit(Int64(id), "ec2", "DescribeVpcs") }
    transport.run()
    // 500 tokens pay for 100 retries of 5.
    #expect(transport.requests.count == 300)
    #expect(transport.outcomes.count == 200)
  }

  @Test func lookupEventsIsPacedUnderTwoASecond() {
    var transport = FakeTransport()
    for id in 1...12 { transport.submit(Int64(id), "cloudtrail", "LookupEvents") }
    transport.run()
    #expect(transport.outcomes.count == 12)
    let duration = (transport.finishedAt - transport.start).inSeconds
    #expect(duration > 5.5 && duration < 5.8)
  }

  @Test func throttlesSlowTheLaneDown() {
    func duration(throttles: Int) -> Duration {
      var transport = FakeTransport()
      transport.answers = Array(repeating: Self.throttle, count: throttles)
      for id in 1...100 { transport.submit(Int64(id), "ec2", "DescribeVpcs") }
      transport.run()
      #expect(transport.outcomes.values.filter(\.isSuccess).count == 100)
      return transport.finishedAt - transport.start
    }
    #expect(duration(throttles: 5) > duration(throttles: 0))
  }

  @Test func urgentCallsPassTheOthers() {
    var transport = FakeTransport(ClientConfiguration(inFlightPerLane: 1))
    transport.submit(1, "iam", "ListUsers")
    transport.submit(2, "iam", "ListUsers")
    transport.submit(3, "iam", "ListUsers", isUrgent: true)
    transport.run()
    #expect(
      transport.trace.filter { $0.contains("send") }
        == ["0 send 1.1", "20 send 3.1", "40 send 2.1"])
  }

  @Test func fullQueueRefusesAtOnce() {
    var transport = FakeTransport(ClientConfiguration(inFlightPerLane: 1, queueLimit: 2))
    for id in 1...4 { transport.submit(Int64(id), "iam", "ListUsers") }
    #expect(transport.outcomes[4]?.code == "ClientQueueFull")
    transport.run()
    #expect(transport.outcomes.values.filter(\.isSuccess).count == 3)
  }

  @Test func pagesAreOneListing() {
    var transport = FakeTransport()
    func page(_ id: String, next: String?) -> FakeTransport.Answer {
      var output: AWSObject = ["SecurityGroups": [["GroupId": .string(id)]]]
      output.set("NextToken", next.map { .string($0) })
      return .output(output)
    }
    transport.answers = [
      page("sg-1", next: "a"), Self.throttle, page("sg-2", next: "b"), page("sg-3", next: nil),
    ]
    transport.submit(1, "ec2", "DescribeSecurityGroups", allPages: true)
    transport.run()
    let groups = transport.outcomes[1]?.output["SecurityGroups"]?.list ?? []
    #expect(groups.compactMap { $0["GroupId"]?.string } == ["sg-1", "sg-2", "sg-3"])
    #expect(String(decoding: transport.requests[3].body, as: UTF8.self).contains("NextToken=b"))
  }

  @Test func endlessPagesAreFoundOut() {
    var transport = FakeTransport()
    transport.fallback = .output(["SecurityGroups": [], "NextToken": "again"])
    transport.submit(1, "ec2", "DescribeSecurityGroups", allPages: true)
    transport.run()
    #expect(transport.outcomes[1]?.code == "ClientPaginationLoop")
    #expect(transport.requests.count == 2)
  }

  @Test func listingBeyondItsPagesFailsRatherThanEndEarly() {
    var transport = FakeTransport(ClientConfiguration(pageLimit: 2))
    transport.answers = (1...5).map {
      .output(["SecurityGroups": [], "NextToken": .string("t\($0)")])
    }
    transport.submit(1, "ec2", "DescribeSecurityGroups", allPages: true)
    transport.run()
    #expect(transport.outcomes[1]?.code == "ClientTooManyPages")
  }

  @Test func wrongClockIsCorrectedByTheAnswersDate() {
    var transport = FakeTransport()
    let server = transport.start + .hours(2)
    let error = AWSError("RequestExpired", "Request has expired.", status: 400)
    transport.answers = [.error(error, headers: ["Date": server.httpDate])]
    transport.submit(1, "ec2", "DescribeVpcs")
    transport.run()
    #expect(transport.outcomes[1]?.isSuccess == true)
    #expect(transport.requests.map { $0.headers["X-Amz-Date"] } == [
      "20231114T221320Z", "20231115T001320Z",
    ])
  }

  @Test func bucketElsewhereIsCalledWhereItIs() {
    var transport = FakeTransport()
    let error = AWSError("AuthorizationHeaderMalformed", "Wrong region.", status: 400)
    transport.answers = [.error(error, headers: ["x-amz-bucket-region": "us-west-2"])]
    transport.submit(1, "s3", "GetBucketPolicy", ["Bucket": "my-logs"])
    transport.run()
    transport.submit(2, "s3", "GetBucketPolicy", ["Bucket": "my-logs"])
    transport.run()
    #expect(transport.requests.map { $0.headers["Host"] } == [
      "my-logs.s3.eu-west-1.amazonaws.com", "my-logs.s3.us-west-2.amazonaws.com",
      "my-logs.s3.us-west-2.amazonaws.com",
    ])
  }

  @Test func customEndpointTakesBucketsInThePath() throws {
    let endpoint = try #require(EndpointResolver.CustomEndpoint(url: "http://127.0.0.1:4566/"))
    var transport = FakeTransport(
      ClientConfiguration(endpoints: EndpointResolver(custom: endpoint)))
    transport.submit(1, "s3", "GetBucketPolicy", ["Bucket": "my-logs"])
    #expect(transport.requests[0].path == "/my-logs")
    #expect(transport.requests[0].headers["Host"] == "127.0.0.1:4566")
    #expect(!transport.requests[0].isSecure)
  }

  @Test(arguments: ["ftp://host", "127.0.0.1:1", "http://", "http://a?b", "http://:80"])
  func endpointThatIsNoURLIsRefused(_ url: String) {
    #expect(EndpointResolver.CustomEndpoint(url: url) == nil)
  }

  @Test func globalServiceHasItsOwnHostAndRegion() throws {
    var transport = FakeTransport()
    transport.submit(1, "iam", "ListUsers")
    let request = try #require(transport.requests.first)
    #expect(request.headers["Host"] == "iam.amazonaws.com")
    #expect(request.headers["Authorization"]?.contains("/us-east-1/iam/aws4_request") == true)
  }

  @Test func accountWithoutCredentialsFailsAtOnce() {
    var client = ClientSession(
      configuration: ClientConfiguration(), credentials: CredentialTable(), seed: 1)
    let call = APICall(
      service: "sts", operation: "GetCallerIdentity", input: [:], scope: FakeTransport.scope)
    let effects = client.submit(1, call, at: Timestamp(seconds: 0))
    #expect(effects == [.finished(1, .failure(.noCredentials("123456789012")))])
  }

  @Test func tokenMayStandInTheLastItem() {
    let page: AWSObject = ["Contents": [["Key": "a"], ["Key": "b"]]]
    #expect(PageWalk.token("NextMarker || Contents[-1].Key", in: page) == "b")
    #expect(PageWalk.token("NextMarker || Contents[-1].Key", in: ["NextMarker": "m"]) == "m")
    #expect(PageWalk.token("NextToken", in: ["NextToken": ""]) == nil)
  }
}
