import AWS
import PolicyLanguage

extension ConfigService {
  /// https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html
  enum PutDeliveryChannel: OperationHandler {
    struct Input: OperationInput {
      static let members = ["DeliveryChannel.*"]
      let channel: AWSObject

      init(_ members: Members) throws(AWSError) {
        channel = members.object("DeliveryChannel") ?? [:]
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var document = input.channel
      let name = document["name"]?.string ?? "default"
      document["name"] = .string(name)
      guard let recorder = try call.config.recorder(in: call.scope) else {
        throw ConfigError.noRecorderForChannel
      }
      let existing = try call.config.channel(in: call.scope)
      if let existing, existing.name != name { throw ConfigError.tooManyChannels(name) }
      try check(document)
      let channel = DeliveryChannel(name, call.scope, document, at: call.now)
      try call.checkDelivery(of: channel, by: recorder)
      try call.config.put(channel)
      return [:]
    }

    private static func check(_ document: AWSObject) throws(AWSError) {
      if document["s3BucketName"]?.string?.isEmpty ?? true {
        throw AWSError(
          "NoSuchBucketException", "Cannot find a S3 bucket with an empty bucket name.")
      }
      if document["s3KeyPrefix"]?.string?.isEmpty == true {
        throw AWSError(
          "InvalidS3KeyPrefixException",
          "The s3 key prefix '' is not valid, empty s3 key prefix.")
      }
      if let key = document["s3KmsKeyArn"]?.string, ARN(key)?.service != "kms" {
        throw AWSError(
          "InvalidS3KmsKeyArnException", "The arn '\(key)' is not a valid kms key or alias arn.")
      }
      if let topic = document["snsTopicARN"]?.string, ARN(topic)?.service != "sns" {
        throw AWSError("InvalidSNSTopicARNException", "The sns topic arn '\(topic)' is not valid.")
      }
    }
  }
}

extension Call {
  /// Whether AWS Config can write into the bucket: by itself with a service-linked role, which has
  /// no permissions there, so that the bucket's policy must let AWS Config in; else as the
  /// recorder's role, which must trust AWS Config.
  ///
  /// https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
  func checkDelivery(of channel: DeliveryChannel, by recorder: ConfigurationRecorder)
    throws(AWSError)
  {
    guard let bucket = try S3Store(database).bucket(channel.bucket, partition: scope.partition)
    else {
      throw AWSError(
        "NoSuchBucketException", "Cannot find a S3 bucket with name '\(channel.bucket)'.")
    }
    let start = channel.prefix.map { "\($0)/" } ?? ""
    let key = "\(start)AWSLogs/\(account)/Config/ConfigWritabilityCheckFile"
    let check = bucket.check(
      "s3:PutObject", on: bucket.arn(key: key),
      ["s3:x-amz-acl": ["bucket-owner-full-control"]], world)
    let isAllowed: Bool
    if recorder.role.contains(":role/aws-service-role/config.amazonaws.com/") {
      let service = DeliveringService(
        name: "config.amazonaws.com", sourceARN: recorder.arn, sourceAccount: account)
      isAllowed = try world.allows(service, check, at: now)
    } else {
      isAllowed = try asRecorder(recorder.role, channel.bucket).decision(check).isAllowed
    }
    guard isAllowed else {
      let prefix = channel.prefix.map { "'\($0)'" } ?? "'null'"
      throw ConfigError.insufficientPolicy(
        channel.bucket, "unable to write to bucket, provided s3 key prefix is \(prefix)")
    }
  }

  /// The same call, made by AWS Config in the recorder's role.
  private func asRecorder(_ text: String, _ bucket: String) throws(AWSError) -> Call {
    let name = text.split(separator: "/").last.map(String.init) ?? ""
    let trusts = PolicyRequest(
      principal: .service("config.amazonaws.com"), action: "sts:AssumeRole", resource: text,
      context: [:])
    guard let arn = ARN(text), let role = try iam.role(named: name, account: arn.account),
      role.arn == text,
      world.policy(role.trustPolicy, as: .trust)?.decision(for: trusts).isAllowed == true
    else { throw ConfigError.insufficientPolicy(bucket, "unable to assume role: \(text)") }
    let session = "AWSConfig-BucketConfigCheck"
    let caller = Caller(
      kind: .assumedRole(role: name, session: session), account: arn.account,
      arn: "arn:\(arn.partition):sts::\(arn.account):assumed-role/\(name)/\(session)",
      principalID: "\(role.id):\(session)", sessionIssuerARN: text)
    return Call(
      world: world, service: service, operation: operation, scope: scope, caller: caller, now: now,
      started: started, requestID: requestID, request: request)
  }
}
