import AWS

/// A resource on its way to a complete document, one call after another.
struct Reading: Sendable {
  let type: ResourceType
  let hydrations: [Hydration]
  let scope: Scope
  private let id: String?
  private let pageLimit: Int
  private var document: AWSObject = [:]
  private var current: ReadCall?
  private var isHydrating: Bool
  private var pages: [AWSObject] = []
  /// Answers to the current call that were not ready.
  private var pendingAnswers = 0

  enum Progress: Sendable {
    case call(APICall)
    /// The answer isn't ready: the call is to be made, or made again, after so long.
    case pause(Duration, before: APICall)
    case ready(AWSObject)
    case gone
    case failed(AWSError)
  }

  /// From nothing but the id.
  init(_ type: ResourceType, id: String, scope: Scope, hydrations: [Hydration], pageLimit: Int) {
    self.type = type
    self.hydrations = hydrations
    self.scope = scope
    self.id = id
    self.pageLimit = pageLimit
    current = type.readOne(id, scope)
    isHydrating = false
  }

  /// From what a listing told.
  init(
    _ type: ResourceType, listed document: AWSObject, scope: Scope, hydrations: [Hydration],
    pageLimit: Int
  ) {
    self.type = type
    self.hydrations = hydrations
    self.scope = scope
    self.document = document
    self.pageLimit = pageLimit
    id = nil
    isHydrating = true
  }

  /// The call to make again after a pause.
  var pausedCall: APICall? { current?.call }
  /// Whether the current call's answer outdates those of other calls.
  var outdatesAnswers: Bool { current?.outdatesAnswers ?? false }

  mutating func start(at now: Timestamp) -> Progress {
    if let current { return .call(current.call) }
    return hydrate(now)
  }

  mutating func take(_ outcome: APIOutcome, at now: Timestamp) -> Progress {
    guard let read = current else { return .ready(document) }
    if let polling = read.polling, polling.isPending(outcome) {
      pages = []
      pendingAnswers += 1
      guard pendingAnswers < polling.attempts else {
        return .failed(.neverReady(read.call, polling.attempts))
      }
      return .pause(polling.pause, before: read.call)
    }
    switch outcome {
    case .failure(let error):
      if read.goneCodes.contains(error.code) { return .gone }
      if read.absentCodes.contains(error.code) { return fold(read, nil, now) }
      guard isHydrating, read.foldError(&document, error) else { return .failed(error) }
      pages = []
      pendingAnswers = 0
      return hydrate(now)
    case .success(let page):
      pages.append(page)
      guard let next = read.nextPage(after: page) else { return fold(read, pages, now) }
      guard pages.count < pageLimit else { return .failed(.tooManyPages(read.call, pageLimit)) }
      return .call(next)
    }
  }

  private mutating func fold(
    _ read: ReadCall, _ pages: [AWSObject]?, _ now: Timestamp
  ) -> Progress {
    self.pages = []
    pendingAnswers = 0
    if isHydrating {
      read.fold(&document, pages)
    } else {
      let documents = read.documents(pages ?? [])
      guard let found = documents.first(where: { type.id(of: $0) == id }) else { return .gone }
      document = found
      isHydrating = true
    }
    return hydrate(now)
  }

  private mutating func hydrate(_ now: Timestamp) -> Progress {
    current = type.nextCall(
      for: hydrations, document: document, in: ReadSetting(scope: scope, now: now))
    return current.map { .call($0.call) } ?? .ready(document)
  }
}

/// A listing on its way through its pages.
struct Listing: Sendable {
  let read: ReadCall
  private let pageLimit: Int
  private var pages: [AWSObject] = []

  enum Progress: Sendable {
    case call(APICall)
    case done([AWSObject])
    case failed(AWSError)
  }

  init(_ read: ReadCall, pageLimit: Int) {
    self.read = read
    self.pageLimit = pageLimit
  }

  mutating func take(_ outcome: APIOutcome) -> Progress {
    switch outcome {
    case .failure(let error):
      let isEmpty = read.goneCodes.contains(error.code) || read.absentCodes.contains(error.code)
      return isEmpty ? .done([]) : .failed(error)
    case .success(let page):
      pages.append(page)
      guard let next = read.nextPage(after: page) else { return .done(read.documents(pages)) }
      guard pages.count < pageLimit else { return .failed(.tooManyPages(read.call, pageLimit)) }
      return .call(next)
    }
  }
}

extension AWSError {
  static func tooManyPages(_ call: APICall, _ limit: Int) -> AWSError {
    AWSError(
      "EngineTooManyPages", "`\(call.operation)` has more than \(limit) pages", status: 0)
  }

  static func neverReady(_ call: APICall, _ attempts: Int) -> AWSError {
    AWSError(
      "EngineNeverReady", "`\(call.operation)` was asked \(attempts) times and is not ready",
      status: 0)
  }
}
