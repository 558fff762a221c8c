import AWS
import Foundation

/// The JSON in which processes, containers and instances hand credentials over.
enum CredentialDocument {
  static func read(_ bytes: [UInt8], source: String) throws(CredentialChain.NotFound)
    -> CredentialChain.Found
  {
    let document: AWSValue
    do throws(JSON.ParseError) {
      document = try JSON.parse(bytes)
    } catch {
      throw .init(description: "\(source): no JSON: \(error.message) at byte \(error.offset)")
    }
    guard let id = document["AccessKeyId"]?.string,
      let secret = document["SecretAccessKey"]?.string
    else {
      throw .init(
        description: "\(source): the answer has no AccessKeyId and SecretAccessKey")
    }
    return CredentialChain.Found(
      credentials: Credentials(
        accessKeyID: id, secretAccessKey: secret,
        sessionToken: (document["SessionToken"] ?? document["Token"])?.string),
      source: source,
      expires: document["Expiration"]?.string.flatMap { Timestamp(iso8601: $0) })
  }

  /// Runs a `credential_process` by the shell and reads what it prints.
  static func fromProcess(_ command: String, source: String) throws(CredentialChain.NotFound)
    -> CredentialChain.Found
  {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw .init(description: "\(source): `\(command)` can't be run: \(error)")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw .init(
        description: "\(source): `\(command)` ended with \(process.terminationStatus)")
    }
    return try read(Array(data), source: source)
  }
}
