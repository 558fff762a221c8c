import AWS
import Documents

extension ActionKind {
  static let account: [ActionKind] = [
    ActionKind(names: ["set-password-policy"]) { _, reader, _, _ in
      guard let node = reader.requiredNode("policy") else { return nil }
      guard let policy = node.value.object else {
        reader.error(
          at: node.position, "`policy` can't be \(node.kindName)", suggestion: "expected a mapping")
        return nil
      }
      reader.check(policy, fits: .iam, "UpdateAccountPasswordPolicy", at: node.position)
      return SetPasswordPolicy(position: reader.position, policy: policy)
    },
    ActionKind(names: ["set-ebs-encryption"]) { _, reader, _, _ in
      SetDefaultEncryption(
        position: reader.position, state: reader.bool("state") ?? false,
        key: reader.string("key"))
    },
    ActionKind(names: ["set-s3-public-block"]) { _, reader, _, _ in
      let state = reader.bool("state") ?? true
      let named = SetAccountPublicBlock.keys.compactMap { key in
        reader.bool(key).map { (key, $0) }
      }
      if !state, !named.isEmpty {
        reader.error(
          "\(reader.subject) has `state: false` and single controls",
          suggestion: "expected one of them")
      }
      return SetAccountPublicBlock(position: reader.position, state: state, named: named)
    },
    ActionKind(names: ["set-ec2-metadata-defaults"]) { _, reader, _, _ in
      var values = AWSObject()
      for (key, words) in SetMetadataDefaults.words {
        reader.check(key, .word(words))
        values.set(key, reader.node(key)?.value)
      }
      reader.check("HttpPutResponseHopLimit", .integer)
      if let limit = reader.node("HttpPutResponseHopLimit")?.wholeNumber {
        values["HttpPutResponseHopLimit"] = .integer(limit)
      }
      return SetMetadataDefaults(position: reader.position, values: values)
    },
    ActionKind(names: ["set-xray-encrypt"]) { _, reader, _, _ in
      let key = reader.requiredString("key")
      return SetTraceEncryption(position: reader.position, key: key)
    },
    ActionKind(names: ["set-bedrock-model-invocation-logging"]) { _, reader, _, _ in
      let isEnabled = reader.bool("enabled") ?? false
      let node = reader.node("loggingConfig")
      if let node, node.mapping == nil {
        reader.error(
          at: node.position, "`loggingConfig` can't be \(node.kindName)",
          suggestion: "expected a mapping")
      }
      guard isEnabled else {
        return SetInvocationLogging(position: reader.position, configuration: nil)
      }
      guard let node = reader.requiredNode("loggingConfig") else { return nil }
      reader.check(
        ["loggingConfig": node.value], fits: .bedrock,
        "PutModelInvocationLoggingConfiguration", at: node.position)
      return SetInvocationLogging(position: reader.position, configuration: node.value)
    },
    ActionKind(names: ["set-emr-block-public-access"]) { _, reader, _, _ in
      guard let node = reader.requiredNode("config") else { return nil }
      reader.check(
        ["BlockPublicAccessConfiguration": node.value], fits: .emr,
        "PutBlockPublicAccessConfiguration", at: node.position)
      return SetMapReduceBlock(
        position: reader.position, configuration: node.value.object ?? [:])
    },
    ActionKind(names: ["set-shield-advanced"]) { _, reader, _, _ in
      SetShield(position: reader.position, state: reader.bool("state") ?? true)
    },
    ActionKind(names: ["set-security-token-service-preferences"]) { _, reader, _, _ in
      reader.check("token_version", .word(["v1Token", "v2Token"]))
      return SetTokenVersion(
        position: reader.position, version: reader.node("token_version")?.string ?? "v2Token")
    },
    .requestLimitIncrease,
  ]

  private static let requestLimitIncrease = ActionKind(names: ["request-limit-increase"]) {
    _, reader, _, _ in
    func amount(_ key: String) -> Double? {
      reader.value(key, expected: "a number from 1") { node in
        node.double.flatMap { $0 >= 1 ? $0 : nil }
      }
    }
    let (percent, fixed) = (amount("percent-increase"), amount("amount-increase"))
    if (reader.node("percent-increase") == nil) == (reader.node("amount-increase") == nil) {
      reader.error(
        "\(reader.subject) must say by how much",
        suggestion: "expected one of `percent-increase` and `amount-increase`")
    }
    let minimum = amount("minimum-increase") ?? 1
    reader.check("severity", .word(["urgent", "high", "normal", "low"]))
    let subject = reader.string("subject")
    let message = reader.string("message")
    let notify = reader.strings("notify") ?? []
    let severity = reader.node("severity")?.string ?? "normal"
    let increase: RequestLimitIncrease.Increase
    if let percent {
      increase = .percent(percent, atLeast: minimum)
    } else {
      increase = .amount(fixed ?? 1)
    }
    let request = RequestLimitIncrease(
      position: reader.position, increase: increase,
      subject: subject ?? RequestLimitIncrease.subject,
      message: message ?? RequestLimitIncrease.message, severity: severity, notify: notify)
    if !request.isFillable {
      reader.error(
        "a text of \(reader.subject) has a field that has no value",
        suggestion: "expected `{service}`, `{region}` and `{account}` in `subject`, `{service}` "
          + "and `{limits}` in `message`")
    }
    return request
  }
}
