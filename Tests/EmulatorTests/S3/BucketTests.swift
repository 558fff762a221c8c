import AWS
import Emulator
import TestKit
import Testing

@Suite struct BucketTests {
  @Test func newBucketIsBlockedAndOwnerEnforced() throws {
    let client = try Client(World.fresh()).bucket()
    let block = try client.call("s3", "GetPublicAccessBlock", ["Bucket": "bucket"])
    #expect(
      block["PublicAccessBlockConfiguration"] == [
        "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true,
        "RestrictPublicBuckets": true,
      ])
    let controls = try client.call("s3", "GetBucketOwnershipControls", ["Bucket": "bucket"])
    #expect(
      controls["OwnershipControls"] == ["Rules": [["ObjectOwnership": "BucketOwnerEnforced"]]])
  }

  @Test func creatingAgainIsAnErrorEverywhereButInUsEast1() throws {
    let client = try Client(World.fresh()).bucket()
    try client.call("s3", "CreateBucket", ["Bucket": "bucket"])
    let input: AWSObject = [
      "Bucket": "frankfurt",
      "CreateBucketConfiguration": ["LocationConstraint": "eu-central-1"],
    ]
    let frankfurt = client.region("eu-central-1")
    try frankfurt.call("s3", "CreateBucket", input)
    let again = frankfurt.error("s3", "CreateBucket", input)
    #expect(again?.code == "BucketAlreadyOwnedByYou")
    #expect(again?.status == 409)
    #expect(
      again?.message
        == "Your previous request to create the named bucket succeeded and you already own it.")
    #expect(again?.members["BucketName"] == "frankfurt")
  }

  @Test func nameIsTakenAcrossAccounts() throws {
    let client = try Client(World.fresh()).bucket()
    let error = client.stranger.error("s3", "CreateBucket", ["Bucket": "bucket"])
    #expect(error?.code == "BucketAlreadyExists")
    #expect(error?.status == 409)
  }

  @Test(arguments: [
    "ab", "Bucket", "bucket_", "-bucket", "bucket-", "a..b", "192.168.5.4", "xn--bucket",
    "bucket-s3alias", String(repeating: "a", count: 64),
  ])
  func badNameIsRefused(name: String) throws {
    let error = try Client(World.fresh()).error("s3", "CreateBucket", ["Bucket": .string(name)])
    #expect(error?.code == "InvalidBucketName")
    #expect(error?.message == "The specified bucket is not valid.")
  }

  @Test(arguments: [
    ("us-east-1", nil, nil), ("us-east-1", "us-west-2", nil), ("us-east-1", "EU", nil),
    ("us-east-1", "us-east-1", "InvalidLocationConstraint"),
    ("us-east-1", "mars", "InvalidLocationConstraint"), ("us-west-2", "us-west-2", nil),
    ("us-west-2", nil, "IllegalLocationConstraintException"),
    ("us-west-2", "eu-west-1", "IllegalLocationConstraintException"),
  ] as [(String, String?, String?)])
  func locationConstraintFitsTheEndpoint(region: String, constraint: String?, code: String?)
    throws
  {
    var input: AWSObject = ["Bucket": "bucket"]
    if let constraint {
      input["CreateBucketConfiguration"] = ["LocationConstraint": .string(constraint)]
    }
    let error = try Client(World.fresh(), region: region).error("s3", "CreateBucket", input)
    #expect(error?.code == code)
  }

  @Test func locationIsNullInUsEast1Only() throws {
    let client = try Client(World.fresh()).bucket()
    try client.call(
      "s3", "CreateBucket",
      ["Bucket": "dublin", "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"]])
    #expect(try client.call("s3", "GetBucketLocation", ["Bucket": "bucket"]).isEmpty)
    #expect(
      try client.call("s3", "GetBucketLocation", ["Bucket": "dublin"])["LocationConstraint"]
        == "eu-west-1")
  }

  @Test func wrongRegionIsRedirectedAndHeadTellsTheRegion() throws {
    let client = try Client(World.fresh())
    try client.call(
      "s3", "CreateBucket",
      ["Bucket": "dublin", "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"]])
    let error = client.error("s3", "ListObjectsV2", ["Bucket": "dublin"])
    #expect(error?.code == "PermanentRedirect")
    #expect(error?.status == 301)
    #expect(error?.members["Endpoint"] == "dublin.s3-eu-west-1.amazonaws.com")
    let head = client.send(try client.request("s3", "HeadBucket", ["Bucket": "dublin"]))
    #expect(head.status == 301)
    #expect(head.headers["x-amz-bucket-region"] == "eu-west-1")
    #expect(head.body.isEmpty)
  }

  @Test func headTellsMissingForbiddenAndFound() throws {
    let client = try Client(World.fresh()).bucket()
    #expect(
      try client.call("s3", "HeadBucket", ["Bucket": "bucket"])["BucketRegion"] == "us-east-1")
    #expect(client.error("s3", "HeadBucket", ["Bucket": "nowhere"])?.status == 404)
    let foreign = client.stranger
    let response = foreign.send(try foreign.request("s3", "HeadBucket", ["Bucket": "bucket"]))
    #expect(response.status == 403)
    #expect(response.body.isEmpty)
    #expect(response.headers["x-amz-bucket-region"] == "us-east-1")
  }

  @Test func onlyAnEmptyBucketIsDeleted() throws {
    let client = try Client(World.fresh()).bucket()
    try client.put("key")
    let error = client.error("s3", "DeleteBucket", ["Bucket": "bucket"])
    #expect(error?.code == "BucketNotEmpty")
    #expect(error?.status == 409)
    #expect(error?.message == "The bucket you tried to delete is not empty")
    try client.call("s3", "DeleteObject", ["Bucket": "bucket", "Key": "key"])
    try client.call("s3", "DeleteBucket", ["Bucket": "bucket"])
    let gone = client.error("s3", "GetBucketAcl", ["Bucket": "bucket"])
    #expect(gone?.code == "NoSuchBucket")
    #expect(gone?.message == "The specified bucket does not exist")
    #expect(gone?.members["BucketName"] == "bucket")
  }

  @Test func listIsPagedAndFilteredAndOfOneAccount() throws {
    let client = try Client(World.fresh())
    for name in ["logs-b", "data", "logs-a", "logs-c"] { try client.bucket(name) }
    try client.stranger.bucket("theirs")
    func names(_ output: AWSObject) -> [String] {
      (output["Buckets"]?.list ?? []).compactMap { $0["Name"]?.string }
    }
    #expect(
      names(try client.call("s3", "ListBuckets")) == ["data", "logs-a", "logs-b", "logs-c"])
    let first = try client.call("s3", "ListBuckets", ["MaxBuckets": 2, "Prefix": "logs-"])
    #expect(names(first) == ["logs-a", "logs-b"])
    let token = try #require(first["ContinuationToken"])
    let second = try client.call(
      "s3", "ListBuckets", ["MaxBuckets": 2, "Prefix": "logs-", "ContinuationToken": token])
    #expect(names(second) == ["logs-c"])
    #expect(second["ContinuationToken"] == nil)
    #expect(client.anonymous.error("s3", "ListBuckets")?.code == "AccessDenied")
  }

  @Test func expectedOwnerIsHeldAgainstTheBucket() throws {
    let client = try Client(World.fresh()).bucket()
    let error = client.error(
      "s3", "GetBucketAcl", ["Bucket": "bucket", "ExpectedBucketOwner": "999988887777"])
    #expect(error?.code == "AccessDenied")
  }
}

@Suite struct BucketConfigurationTests {
  @Test func tagsAreReplacedWhole() throws {
    let client = try Client(World.fresh()).bucket()
    let missing = client.error("s3", "GetBucketTagging", ["Bucket": "bucket"])
    #expect(missing?.code == "NoSuchTagSet")
    #expect(missing?.message == "The TagSet does not exist")
    func put(_ tags: AWSValue) throws(AWSError) {
      try client.call("s3", "PutBucketTagging", ["Bucket": "bucket", "Tagging": ["TagSet": tags]])
    }
    try put([["Key": "a", "Value": "1"], ["Key": "b", "Value": ""]])
    try put([["Key": "c", "Value": "3"]])
    #expect(
      try client.call("s3", "GetBucketTagging", ["Bucket": "bucket"])["TagSet"]
        == [["Key": "c", "Value": "3"]])
    let twice = client.error(
      "s3", "PutBucketTagging",
      [
        "Bucket": "bucket",
        "Tagging": ["TagSet": [["Key": "a", "Value": "1"], ["Key": "a", "Value": "2"]]],
      ])
    #expect(twice?.code == "InvalidTag")
    #expect(twice?.message == "Cannot provide multiple Tags with the same key")
    try client.call("s3", "DeleteBucketTagging", ["Bucket": "bucket"])
    #expect(client.error("s3", "GetBucketTagging", ["Bucket": "bucket"])?.code == "NoSuchTagSet")
  }

  @Test func versioningIsRefusedSinceVersionsAreNotKept() throws {
    let client = try Client(World.fresh()).bucket()
    #expect(try client.call("s3", "GetBucketVersioning", ["Bucket": "bucket"]).isEmpty)
    func put(_ status: String) -> AWSError? {
      client.error(
        "s3", "PutBucketVersioning",
        ["Bucket": "bucket", "VersioningConfiguration": ["Status": .string(status)]])
    }
    #expect(put("Enabled")?.status == 501)
    #expect(put("Suspended") == nil)
    #expect(
      try client.call("s3", "GetBucketVersioning", ["Bucket": "bucket"])["Status"] == "Suspended")
  }

  @Test(arguments: [
    ("GetBucketWebsite", "NoSuchWebsiteConfiguration"),
    ("GetBucketCors", "NoSuchCORSConfiguration"),
    ("GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration"),
    ("GetBucketReplication", "ReplicationConfigurationNotFoundError"),
    ("GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError"),
    ("GetBucketPolicy", "NoSuchBucketPolicy"),
    ("GetBucketPolicyStatus", "NoSuchBucketPolicy"),
  ])
  func whatIsNotConfiguredIsNotFound(operation: String, code: String) throws {
    let error = try Client(World.fresh()).bucket().error("s3", operation, ["Bucket": "bucket"])
    #expect(error?.code == code)
    #expect(error?.status == 404)
    #expect(error?.members["BucketName"] == "bucket")
  }

  @Test func whatIsOffAnswersEmptyAndEncryptionIsAlwaysOn() throws {
    let client = try Client(World.fresh()).bucket()
    for operation in [
      "GetBucketLogging", "GetBucketNotificationConfiguration", "GetBucketAccelerateConfiguration",
    ] {
      #expect(try client.call("s3", operation, ["Bucket": "bucket"]).isEmpty)
    }
    let payer = try client.call("s3", "GetBucketRequestPayment", ["Bucket": "bucket"])
    #expect(payer["Payer"] == "BucketOwner")
    let encryption = try client.call("s3", "GetBucketEncryption", ["Bucket": "bucket"])
    let rules = encryption["ServerSideEncryptionConfiguration"]?["Rules"]?.list
    #expect(
      rules?.first?["ApplyServerSideEncryptionByDefault"] == ["SSEAlgorithm": "AES256"])
  }

  @Test func encryptionIsPutAndFallsBackToS3sOwnKeys() throws {
    let client = try Client(World.fresh()).bucket()
    func put(_ standard: AWSValue) -> AWSError? {
      client.error(
        "s3", "PutBucketEncryption",
        [
          "Bucket": "bucket",
          "ServerSideEncryptionConfiguration": [
            "Rules": [["ApplyServerSideEncryptionByDefault": standard, "BucketKeyEnabled": true]]
          ],
        ])
    }
    func standard() throws -> AWSValue? {
      let kept = try client.call("s3", "GetBucketEncryption", ["Bucket": "bucket"])
      let rules = kept["ServerSideEncryptionConfiguration"]?["Rules"]?.list
      return rules?.first?["ApplyServerSideEncryptionByDefault"]
    }
    #expect(put(["SSEAlgorithm": "rot13"])?.code == "MalformedXML")
    #expect(put(["SSEAlgorithm": "AES256", "KMSMasterKeyID": "k"])?.code == "InvalidArgument")
    #expect(put(["SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"]) == nil)
    #expect(try standard() == ["SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"])
    try client.call("s3", "DeleteBucketEncryption", ["Bucket": "bucket"])
    #expect(try standard() == ["SSEAlgorithm": "AES256"])
  }

  @Test func logsGoToABucketOfTheSameOwnerAndRegion() throws {
    let client = try Client(World.fresh()).bucket()
    func put(_ target: String?) -> AWSError? {
      var status = AWSObject()
      if let target {
        status["LoggingEnabled"] = ["TargetBucket": .string(target), "TargetPrefix": "x/"]
      }
      return client.error(
        "s3", "PutBucketLogging", ["Bucket": "bucket", "BucketLoggingStatus": .object(status)])
    }
    #expect(put("nowhere")?.code == "InvalidTargetBucketForLogging")
    try client.region("eu-west-1").call(
      "s3", "CreateBucket",
      [
        "Bucket": "far-away",
        "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"],
      ])
    #expect(put("far-away")?.code == "CrossLocationLoggingProhibited")
    #expect(put("bucket") == nil)
    let logging = try client.call("s3", "GetBucketLogging", ["Bucket": "bucket"])
    #expect(logging["LoggingEnabled"] == ["TargetBucket": "bucket", "TargetPrefix": "x/"])
    #expect(put(nil) == nil)
    #expect(try client.call("s3", "GetBucketLogging", ["Bucket": "bucket"]).isEmpty)
  }

  @Test func lifecycleRulesAreKeptWithTheirDatesUntilTheyAreDeleted() throws {
    let world = try World.fresh()
    let client = try Client(world).bucket()
    func put(_ rules: [AWSValue]) -> AWSError? {
      client.error(
        "s3", "PutBucketLifecycleConfiguration",
        ["Bucket": "bucket", "LifecycleConfiguration": ["Rules": .list(rules)]])
    }
    let rule: AWSObject = [
      "ID": "old", "Status": "Enabled", "Filter": ["Prefix": "x/"],
      "Expiration": ["Date": "2030-01-01T00:00:00Z"],
    ]
    var nameless = rule
    nameless["ID"] = nil
    #expect(put([])?.code == "MalformedXML")
    #expect(put([.object(rule), .object(rule)])?.code == "InvalidArgument")
    #expect(put([.object(rule), .object(nameless)]) == nil)
    let kept = try client.call("s3", "GetBucketLifecycleConfiguration", ["Bucket": "bucket"])
    let rules = kept["Rules"]?.list ?? []
    #expect(rules.count == 2)
    #expect(rules[0]["ID"] == "old")
    #expect(rules[1]["ID"]?.string?.isEmpty == false)
    #expect(rules[0].at("Expiration", "Date")?.timestamp?.iso8601 == "2030-01-01T00:00:00Z")
    #expect(kept["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K")
    #expect(try world.records().last { !$0.isReadOnly }?.eventName == "PutBucketLifecycle")
    try client.call("s3", "DeleteBucketLifecycle", ["Bucket": "bucket"])
    #expect(
      client.error("s3", "GetBucketLifecycleConfiguration", ["Bucket": "bucket"])?.code
        == "NoSuchLifecycleConfiguration")
  }

  @Test func settingsGoWithTheirBucket() throws {
    let client = try Client(World.fresh()).bucket()
    let logging: AWSValue = ["TargetBucket": "bucket", "TargetPrefix": ""]
    try client.call(
      "s3", "PutBucketLogging",
      ["Bucket": "bucket", "BucketLoggingStatus": ["LoggingEnabled": logging]])
    try client.call("s3", "DeleteBucket", ["Bucket": "bucket"])
    try client.call("s3", "CreateBucket", ["Bucket": "bucket"])
    #expect(try client.call("s3", "GetBucketLogging", ["Bucket": "bucket"]).isEmpty)
    let uploads = try client.call("s3", "ListMultipartUploads", ["Bucket": "bucket"])
    #expect(uploads["IsTruncated"] == false && uploads["Uploads"] == nil)
  }

  @Test func publicAccessBlockIsPutAndDeleted() throws {
    let client = try Client(World.fresh()).bucket()
    try client.call(
      "s3", "PutPublicAccessBlock",
      ["Bucket": "bucket", "PublicAccessBlockConfiguration": ["BlockPublicPolicy": true]])
    let block = try client.call("s3", "GetPublicAccessBlock", ["Bucket": "bucket"])
    #expect(
      block["PublicAccessBlockConfiguration"] == [
        "BlockPublicAcls": false, "IgnorePublicAcls": false, "BlockPublicPolicy": true,
        "RestrictPublicBuckets": false,
      ])
    try client.call("s3", "DeletePublicAccessBlock", ["Bucket": "bucket"])
    let error = client.error("s3", "GetPublicAccessBlock", ["Bucket": "bucket"])
    #expect(error?.code == "NoSuchPublicAccessBlockConfiguration")
    #expect(error?.message == "The public access block configuration was not found")
    #expect(error?.status == 404)
  }

  @Test func ownershipControlsAreDeletedAndPutAgain() throws {
    let client = try Client(World.fresh()).bucket()
    try client.call("s3", "DeleteBucketOwnershipControls", ["Bucket": "bucket"])
    #expect(
      client.error("s3", "GetBucketOwnershipControls", ["Bucket": "bucket"])?.code
        == "OwnershipControlsNotFoundError")
    func put(_ ownership: String) -> AWSError? {
      client.error(
        "s3", "PutBucketOwnershipControls",
        [
          "Bucket": "bucket",
          "OwnershipControls": ["Rules": [["ObjectOwnership": .string(ownership)]]],
        ])
    }
    #expect(put("Whoever")?.code == "MalformedXML")
    #expect(put("ObjectWriter") == nil)
    try client.call("s3", "DeletePublicAccessBlock", ["Bucket": "bucket"])
    try client.call("s3", "PutBucketAcl", ["Bucket": "bucket", "ACL": "public-read"])
    #expect(put("BucketOwnerEnforced")?.code == "InvalidBucketAclWithObjectOwnership")
  }
}
