import AWS

/// What a key of each kind is for.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
enum KeySpec {
  static let symmetric = "SYMMETRIC_DEFAULT"

  /// The usages that a kind allows; the one it has where nothing is said, nil where it must be
  /// said.
  static func usages(of spec: String) -> (allowed: [String], usual: String?) {
    switch spec {
    case symmetric: (["ENCRYPT_DECRYPT"], "ENCRYPT_DECRYPT")
    case _ where spec.hasPrefix("RSA_"): (["ENCRYPT_DECRYPT", "SIGN_VERIFY"], nil)
    case _ where spec.hasPrefix("HMAC_"): (["GENERATE_VERIFY_MAC"], nil)
    case "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519": (["SIGN_VERIFY"], nil)
    case _ where spec.hasPrefix("ECC_"): (["SIGN_VERIFY", "KEY_AGREEMENT"], nil)
    case "SM2": (["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"], nil)
    default: (["SIGN_VERIFY"], nil)
    }
  }

  /// Whether CustomerMasterKeySpec, the older name of the member, knows the kind.
  static func isOld(_ spec: String) -> Bool {
    !spec.hasPrefix("ML_DSA") && spec != "ECC_NIST_EDWARDS25519"
  }

  /// The member of KeyMetadata that names a key's algorithms, and them.
  static func algorithms(of spec: String, _ usage: String) -> (String, [String])? {
    switch usage {
    case "ENCRYPT_DECRYPT": ("EncryptionAlgorithms", encryption(spec))
    case "SIGN_VERIFY": ("SigningAlgorithms", signing(spec))
    case "GENERATE_VERIFY_MAC": ("MacAlgorithms", ["HMAC_SHA_\(spec.dropFirst("HMAC_".count))"])
    case "KEY_AGREEMENT": ("KeyAgreementAlgorithms", ["ECDH"])
    default: nil
    }
  }

  private static func encryption(_ spec: String) -> [String] {
    switch spec {
    case symmetric: [symmetric]
    case "SM2": ["SM2PKE"]
    default: ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"]
    }
  }

  private static func signing(_ spec: String) -> [String] {
    switch spec {
    case "ECC_NIST_P256", "ECC_SECG_P256K1": ["ECDSA_SHA_256"]
    case "ECC_NIST_P384": ["ECDSA_SHA_384"]
    case "ECC_NIST_P521": ["ECDSA_SHA_512"]
    case "ECC_NIST_EDWARDS25519": ["ED25519_SHA_512", "ED25519_PH_SHA_512"]
    case "SM2": ["SM2DSA"]
    case _ where spec.hasPrefix("ML_DSA"): ["ML_DSA_SHAKE_256"]
    default:
      ["RSASSA_PKCS1_V1_5_SHA_", "RSASSA_PSS_SHA_"].flatMap { scheme in
        ["256", "384", "512"].map { scheme + $0 }
      }
    }
  }
}
