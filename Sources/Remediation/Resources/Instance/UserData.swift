import AWS
import Documents

/// An instance's user data, as Cloud Custodian unpacks it for `user-data`.
enum UserData {
  static let member = "c7n:user-data"
  /// Stands for what is neither text nor packed text.
  private static let unreadable = "stormdrill:unreadable"

  /// Base64 of UTF-8, or of gzip of UTF-8; null where there is none.
  static func unpacked(_ value: AWSValue?) -> AWSValue {
    guard let value, value != .null else { return .null }
    guard let bytes = value.string.flatMap(Base64.decode) else {
      return .object([unreadable: true])
    }
    if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
    guard let inner = try? Gzip.decompress(bytes),
      let text = String(validating: inner, as: UTF8.self)
    else { return .object([unreadable: true]) }
    return .string(text)
  }

  static func isReadable(_ value: AWSValue) -> Bool { value[unreadable] == nil }
}

/// `user-data`: a value filter on it.
struct UserDataFilter: ResourceFilter {
  let position: SourcePosition
  let value: ValueFilter

  var hydrations: [Hydration] { [.userData] }

  func matches(_ index: Int, in run: inout FilterRun) throws(FilterProblem) -> Bool {
    let document = run.resources[index].document
    guard let data = document[UserData.member] else { return false }
    guard UserData.isReadable(data) else {
      throw FilterProblem("the user data is neither text nor packed text")
    }
    return try value.matches(document, run.context)
  }
}
