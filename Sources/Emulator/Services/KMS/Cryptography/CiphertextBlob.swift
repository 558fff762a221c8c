import AWS

/// What Encrypt and GenerateDataKey hand out: which key sealed it, and the sealed text, bound to
/// the encryption context. The form is ours, as AWS's is AWS's.
struct CiphertextBlob {
  /// The ARN of the key.
  let key: String
  private let nonce: [UInt8]
  private let sealed: [UInt8]

  private static let version: UInt8 = 1

  init(
    _ plaintext: [UInt8], under key: KMSKey, _ context: EncryptionContext, nonce: [UInt8]
  ) {
    self.key = key.arn
    self.nonce = nonce
    sealed = AESGCM.seal(
      plaintext, key: key.material, nonce: nonce,
      authenticating: Self.header(key.arn) + context.canonical)
  }

  /// nil for bytes of another form.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > 2, bytes[0] == Self.version else { return nil }
    let start = 2 + Int(bytes[1])
    guard bytes.count >= start + AESGCM.nonceSize + AESGCM.tagSize else { return nil }
    key = String(decoding: bytes[2..<start], as: UTF8.self)
    nonce = Array(bytes[start..<(start + AESGCM.nonceSize)])
    sealed = Array(bytes[(start + AESGCM.nonceSize)...])
  }

  private static func header(_ arn: String) -> [UInt8] {
    [version, UInt8(truncatingIfNeeded: arn.utf8.count)] + Array(arn.utf8)
  }

  var bytes: [UInt8] { Self.header(key) + nonce + sealed }

  /// nil where key or context aren't those of the seal.
  func open(with key: KMSKey, _ context: EncryptionContext) -> [UInt8]? {
    AESGCM.open(
      sealed, key: key.material, nonce: nonce,
      authenticating: Self.header(self.key) + context.canonical)
  }
}

/// Pairs that a ciphertext is bound to and that policies can ask for.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
struct EncryptionContext {
  private let pairs: [(key: String, value: String)]

  init(_ members: Members) {
    pairs = (members.object("EncryptionContext") ?? [:])
      .map { ($0.key, $0.value.string ?? "") }.sorted { $0.0 < $1.0 }
  }

  /// The same for the same pairs, whatever their order.
  fileprivate var canonical: [UInt8] {
    pairs.flatMap { pair in
      [pair.key, pair.value].flatMap { text in
        withUnsafeBytes(of: UInt32(text.utf8.count).bigEndian, Array.init) + Array(text.utf8)
      }
    }
  }

  /// As condition keys, with the algorithm that is always the same.
  var conditionKeys: [String: [String]] {
    var keys = Dictionary(
      pairs.map { ("kms:EncryptionContext:\($0.key)", [$0.value]) },
      uniquingKeysWith: { first, _ in first })
    if !pairs.isEmpty { keys["kms:EncryptionContextKeys"] = pairs.map(\.key) }
    keys["kms:EncryptionAlgorithm"] = [KeySpec.symmetric]
    return keys
  }
}

extension KMSKey {
  /// Throws for a key that can't encrypt: by its state, by its kind.
  func requireEncryption(_ operation: String, _ algorithm: String?) throws(AWSError) {
    try requireUsable()
    guard usage == "ENCRYPT_DECRYPT" else {
      throw AWSError(
        "InvalidKeyUsageException",
        "\(arn) key usage is \(usage) which is not valid for \(operation).")
    }
    guard spec == KeySpec.symmetric else {
      throw AWSError(
        AWSError.notImplemented,
        "stormdrill encrypts under symmetric keys only, not under `\(spec)`", status: 501)
    }
    if let algorithm, algorithm != KeySpec.symmetric {
      throw AWSError(
        "InvalidKeyUsageException",
        "You cannot use \(algorithm) with a KMS key of the type \(spec).")
    }
  }
}
