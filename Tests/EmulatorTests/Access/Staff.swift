import AWS
import Emulator
import TestKit

/// An account under `--iam enforce`, its root user, and the people that it hires.
struct Staff {
  let root: Client

  init(_ change: (inout WorldOptions) -> Void = { _ in }) throws(AWSError) {
    root = Client(
      try World.fresh {
        $0.iam = .enforce
        $0.isThrottling = false
        change(&$0)
      })
  }

  init(root: Client) { self.root = root }

  /// A policy of one statement; `more` begins with a comma.
  static func policy(
    _ effect: String, _ action: String, on resource: String = "*", _ more: String = ""
  ) -> String {
    """
    {"Version":"2012-10-17","Statement":[\
    {"Effect":"\(effect)","Action":"\(action)","Resource":"\(resource)"\(more)}]}
    """
  }

  static func statements(_ statements: String...) -> String {
    #"{"Version":"2012-10-17","Statement":["# + statements.joined(separator: ",") + "]}"
  }

  /// A user with one inline policy, and his client.
  func user(_ name: String, _ document: String?, path: String = "/") throws(AWSError) -> Client {
    try root.call("iam", "CreateUser", ["UserName": .string(name), "Path": .string(path)])
    if let document { try give(name, document) }
    let key = try root.call("iam", "CreateAccessKey", ["UserName": .string(name)])["AccessKey"]
    return root.signed(
      Credentials(
        accessKeyID: key?["AccessKeyId"]?.string ?? "",
        secretAccessKey: key?["SecretAccessKey"]?.string ?? ""))
  }

  /// Puts a user's inline policy in place of the one that he has.
  func give(_ name: String, _ document: String) throws(AWSError) {
    try root.call(
      "iam", "PutUserPolicy",
      [
        "UserName": .string(name), "PolicyName": "duties", "PolicyDocument": .string(document),
      ])
  }

  /// A role that whoever `principal` names may assume; `more` begins with a comma.
  @discardableResult
  func role(
    _ name: String, trusting principal: String, _ document: String?, actions: String =
      #""sts:AssumeRole""#, _ more: String = ""
  ) throws(AWSError) -> String {
    let trust = """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\(actions)],\
      "Principal":{"AWS":"\(principal)"}\(more)}]}
      """
    let made = try root.call(
      "iam", "CreateRole",
      ["RoleName": .string(name), "AssumeRolePolicyDocument": .string(trust)])
    if let document {
      try root.call(
        "iam", "PutRolePolicy",
        [
          "RoleName": .string(name), "PolicyName": "duties", "PolicyDocument": .string(document),
        ])
    }
    return made["Role"]?["Arn"]?.string ?? ""
  }
}

extension Client {
  /// A client with the credentials that an STS call answers.
  func session(_ operation: String, _ input: AWSObject) throws(AWSError) -> Client {
    holding(try call("sts", operation, input))
  }

  func holding(_ answer: AWSObject) -> Client {
    let issued = answer["Credentials"]
    return signed(
      Credentials(
        accessKeyID: issued?["AccessKeyId"]?.string ?? "",
        secretAccessKey: issued?["SecretAccessKey"]?.string ?? "",
        sessionToken: issued?["SessionToken"]?.string))
  }

  /// What a call asks for, as `action resource`, in the order in which it asks; denied or not.
  func asked(_ service: String, _ operation: String, _ input: AWSObject = [:]) -> [AccessCheck] {
    final class Notes { var checks: [AccessCheck] = [] }
    let notes = Notes()
    world.accessObserver = { notes.checks.append($0.check) }
    _ = error(service, operation, input)
    world.accessObserver = nil
    return notes.checks
  }
}

extension AccessCheck {
  /// `ec2:CreateVpc vpc/*`: the action, and the resource without what all have in common.
  var short: String {
    "\(action) \(ARN(resource)?.resource ?? resource)"
  }
}
