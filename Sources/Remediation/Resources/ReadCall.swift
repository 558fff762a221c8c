package import AWS

/// A read whose answer goes into a document.
package struct ReadCall: Sendable {
  package let call: APICall
  /// How to ask for the next page; nil where the operation has none.
  package let pagination: Pagination?
  /// Error codes that mean: the resource itself is gone.
  package let goneCodes: [String]
  /// Error codes that mean: there is nothing of this kind on the resource, which is an answer.
  package let absentCodes: [String]
  /// The documents that the pages list.
  package let documents: @Sendable ([AWSObject]) -> [AWSObject]
  /// Puts the answer into the document; nil pages for one of `absentCodes`.
  package let fold: @Sendable (inout AWSObject, [AWSObject]?) -> Void

  package struct Pagination: Hashable, Sendable {
    package var inputMember: String
    package var outputMember: String

    static let nextToken = Pagination(inputMember: "NextToken", outputMember: "NextToken")
    static let marker = Pagination(inputMember: "Marker", outputMember: "Marker")
  }

  /// A read that lists resources.
  init(
    _ call: APICall, pagination: Pagination? = nil, goneCodes: [String] = [],
    documents: @escaping @Sendable ([AWSObject]) -> [AWSObject]
  ) {
    self.call = call
    self.pagination = pagination
    self.goneCodes = goneCodes
    absentCodes = []
    self.documents = documents
    fold = { _, _ in }
  }

  /// A read that completes a resource.
  init(
    _ call: APICall, pagination: Pagination? = nil, goneCodes: [String] = [],
    absentCodes: [String] = [],
    fold: @escaping @Sendable (inout AWSObject, [AWSObject]?) -> Void
  ) {
    self.call = call
    self.pagination = pagination
    self.goneCodes = goneCodes
    self.absentCodes = absentCodes
    documents = { _ in [] }
    self.fold = fold
  }

  /// The call for the page after this answer; nil when it was the last.
  package func nextPage(after answer: AWSObject) -> APICall? {
    guard let pagination, let token = answer[pagination.outputMember],
      token != .null, token != .string("")
    else { return nil }
    var next = call
    next.input[pagination.inputMember] = token
    return next
  }
}
