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
  /// What is made of an answer that isn't ready yet; nil where the first always is.
  package let polling: Polling?
  /// Whether it has AWS prepare something anew, so that answers from before count no more.
  package let outdatesAnswers: Bool
  /// The documents that the pages list.
  package let documents: @Sendable ([AWSObject]) -> [AWSObject]
  /// Puts the answer into the document; nil pages for one of `absentCodes`.
  package let fold: @Sendable (inout AWSObject, [AWSObject]?) -> Void
  /// Puts an error into the document where it is an answer as well, such as a refusal that filters
  /// may ask about; false where it is a failure.
  package var foldError: @Sendable (inout AWSObject, AWSError) -> Bool = { _, _ in false }

  package struct Pagination: Hashable, Sendable {
    package var inputMember: String
    package var outputMember: String

    static let nextToken = Pagination(inputMember: "NextToken", outputMember: "NextToken")
    static let marker = Pagination(inputMember: "Marker", outputMember: "Marker")
  }

  /// How a read goes on whose answer is still being prepared: the same call again after a pause.
  package struct Polling: Sendable {
    package var pause: Duration
    /// Calls in all; where the last of them isn't ready either, the read fails.
    package var attempts: Int
    package var isPending: @Sendable (APIOutcome) -> Bool

    /// - Parameter codes: Errors that say so.
    init(
      every pause: Duration, attempts: Int, codes: [String] = [],
      _ isPending: @escaping @Sendable (AWSObject) -> Bool = { _ in false }
    ) {
      self.pause = pause
      self.attempts = attempts
      self.isPending = { outcome in
        switch outcome {
        case .success(let answer): isPending(answer)
        case .failure(let error): codes.contains(error.code)
        }
      }
    }
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
    polling = nil
    outdatesAnswers = false
    self.documents = documents
    fold = { _, _ in }
  }

  /// A read that completes a resource.
  init(
    _ call: APICall, pagination: Pagination? = nil, goneCodes: [String] = [],
    absentCodes: [String] = [], polling: Polling? = nil, outdatesAnswers: Bool = false,
    fold: @escaping @Sendable (inout AWSObject, [AWSObject]?) -> Void
  ) {
    self.call = call
    self.pagination = pagination
    self.goneCodes = goneCodes
    self.absentCodes = absentCodes
    self.polling = polling
    self.outdatesAnswers = outdatesAnswers
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
