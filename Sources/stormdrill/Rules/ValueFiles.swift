import Foundation
import Remediation

/// The local files that `value_from` names: `file://` addresses and paths beside the policy file.
struct ValueFiles: Sendable {
  let policyFile: String

  func fetch(_ request: ValueRequest) -> Result<String, ValueProblem> {
    let isFile = request.url.hasPrefix("file://")
    guard isFile || !request.url.contains("://") else {
      return .failure(
        ValueProblem("this command reads local files only", suggestion: "expected a file's path"))
    }
    let folder = URL(fileURLWithPath: policyFile).deletingLastPathComponent()
    let path =
      isFile
      ? URL(string: request.url)?.path ?? String(request.url.dropFirst(7)) : request.url
    let url = URL(fileURLWithPath: path, relativeTo: folder)
    guard let data = try? Data(contentsOf: url) else {
      return .failure(ValueProblem("no such file", suggestion: "expected a file that exists"))
    }
    guard let text = String(data: data, encoding: .utf8) else {
      return .failure(ValueProblem("it is no UTF-8", suggestion: "expected UTF-8"))
    }
    return .success(text)
  }
}
