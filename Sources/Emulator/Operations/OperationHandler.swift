package import AWS

/// One operation that the emulator serves: one type, one file, named as AWS names the operation.
///
/// The gateway has decoded the request, checked required members and refused members that `Input`
/// doesn't name before `perform` runs; what `perform` changes commits together with its record.
package protocol OperationHandler: Sendable {
  associatedtype Input: OperationInput

  /// What the caller must be allowed, each check by itself; asked before `perform` runs. Where
  /// nothing is said, it is the action of the operation's own name on `*`.
  ///
  /// Empty for what needs no permission (GetCallerIdentity), and where `perform` asks for itself
  /// since only it knows the resource's own policy (`Call.authorise`): S3, SQS.
  /// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
  static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck]
  /// Makes the changes and the answer. An error rolls every change back and is answered and
  /// recorded as AWS's own.
  static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject
}

extension OperationHandler {
  package static func access(_ input: Input, _ call: Call) throws(AWSError) -> [AccessCheck] {
    call.asksWhileItRuns ? [] : [AccessCheck(call.ownAction)]
  }
}

/// The members of a request that an operation understands, typed.
package protocol OperationInput {
  /// Paths from the input's shape, list and map steps left out: `GroupId`,
  /// `IpPermissions.IpRanges.CidrIp`; a last step `*` stands for everything below.
  static var members: [String] { get }
  init(_ members: Members) throws(AWSError)
}

/// For an operation that takes nothing.
package struct NoInput: OperationInput {
  package static let members: [String] = []
  package init(_ members: Members) {}
}

/// A handler as the registry keeps it: its types erased.
package struct ServedOperation: Sendable {
  package let service: String
  package let name: String
  package let members: [String]
  /// `members` as the gateway compares them.
  let supported: MemberTree
  let access: @Sendable (AWSObject, Call) throws(AWSError) -> [AccessCheck]
  let perform: @Sendable (AWSObject, inout Call) throws(AWSError) -> AWSObject

  package init<Handler: OperationHandler>(_ service: String, _ handler: Handler.Type) {
    self.service = service
    name = String(describing: handler)
    members = Handler.Input.members
    supported = MemberTree(members)
    access = { (input: AWSObject, call: Call) throws(AWSError) -> [AccessCheck] in
      try Handler.access(Handler.Input(Members(input)), call)
    }
    perform = { (input: AWSObject, call: inout Call) throws(AWSError) -> AWSObject in
      try Handler.perform(Handler.Input(Members(input)), &call)
    }
  }

  /// An operation that AWS has and the emulator has not: policies may refuse it all the same, since
  /// refusal comes before dispatch.
  init(unserved model: OperationModel) {
    service = model.service.name
    name = model.name
    members = ["*"]
    supported = MemberTree(members)
    access = { (_: AWSObject, call: Call) throws(AWSError) -> [AccessCheck] in
      [AccessCheck(call.ownAction)]
    }
    perform = { (_: AWSObject, _: inout Call) throws(AWSError) -> AWSObject in
      throw .unserved(model.service, model.name)
    }
  }
}

/// Reads typed members of a decoded request. The codec has typed the values by the model, so a
/// value of another type can only be our own mistake and reads as absent.
package struct Members: Sendable {
  package let object: AWSObject

  package init(_ object: AWSObject) { self.object = object }

  package func string(_ name: String) -> String? { object[name]?.string }
  package func integer(_ name: String) -> Int? { object[name]?.integer.map(Int.init) }
  package func bool(_ name: String) -> Bool? { object[name]?.bool }
  package func timestamp(_ name: String) -> Timestamp? { object[name]?.timestamp }
  package func bytes(_ name: String) -> [UInt8]? {
    if case .bytes(let bytes) = object[name] { bytes } else { nil }
  }
  package func list(_ name: String) -> [AWSValue]? { object[name]?.list }
  package func strings(_ name: String) -> [String]? { object[name]?.list?.compactMap(\.string) }
  package func objects(_ name: String) -> [AWSObject]? { object[name]?.list?.compactMap(\.object) }
  package func object(_ name: String) -> AWSObject? { object[name]?.object }
  package func has(_ name: String) -> Bool { object[name] != nil }
}
