package import AWS

/// An instance: what was asked for at its launch, and where it is in its life.
///
/// Its state follows from when it was last told to run, stop or end, so that time alone changes
/// no row (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html).
package struct EC2Instance: Hashable, Sendable {
  package var id: String
  package var account: String
  package var region: String
  var reservationID: String
  var launchIndex: Int
  package var vpcID: String
  package var subnetID: String
  var zone: String
  package var privateIP: String
  package var publicIP: String?
  var interfaceID: String
  var attachmentID: String
  var mac: String
  var imageID: String
  var type: String
  var keyName: String?
  var clientToken: String?
  var userData: String?
  var tenancy: String
  var isMonitored: Bool
  var isEBSOptimized: Bool
  /// Against TerminateInstances.
  var isProtected: Bool
  var httpTokens: String
  var httpEndpoint: String
  var hopLimit: Int
  var launched: Timestamp
  var goal: Goal
  var goalSet: Timestamp
  var number: Int64 = 0

  /// What it was last told to be.
  enum Goal: String {
    case running
    case stopped
    case terminated
  }

  package enum State: String, Sendable {
    case pending
    case running
    case shuttingDown = "shutting-down"
    case terminated
    case stopping
    case stopped

    var code: Int64 {
      switch self {
      case .pending: 0
      case .running: 16
      case .shuttingDown: 32
      case .terminated: 48
      case .stopping: 64
      case .stopped: 80
      }
    }

    var wire: AWSValue { ["Code": .integer(code), "Name": .string(rawValue)] }
  }

  /// How long an instance takes to start, to stop and to end. AWS promises no figures; these are
  /// assumed.
  static let startTime = Duration.seconds(15)
  /// How soon after the launch the volume is there; assumed as well.
  static let attachTime = Duration.seconds(1)
  static let stopTime = Duration.seconds(30)
  /// How long a terminated instance still shows: on AWS usually less than an hour.
  static let afterlife = Duration.hours(1)

  package func state(at now: Timestamp) -> State {
    let isThere = now >= goalSet + (goal == .running ? Self.startTime : Self.stopTime)
    switch goal {
    case .running: return isThere ? .running : .pending
    case .stopped: return isThere ? .stopped : .stopping
    case .terminated: return isThere ? .terminated : .shuttingDown
    }
  }

  func isForgotten(at now: Timestamp) -> Bool {
    goal == .terminated && now >= goalSet + Self.stopTime + Self.afterlife
  }

  var privateDNSName: String {
    let domain = region == "us-east-1" ? "ec2.internal" : "\(region).compute.internal"
    return "ip-" + privateIP.replacingDots + "." + domain
  }

  /// Only a running instance has its public address.
  func publicAddress(at now: Timestamp) -> String? {
    let state = state(at: now)
    return state == .pending || state == .running ? publicIP : nil
  }

  func publicDNSName(at now: Timestamp) -> String {
    guard let address = publicAddress(at: now) else { return "" }
    let domain = region == "us-east-1" ? "compute-1" : "\(region).compute"
    return "ec2-" + address.replacingDots + "." + domain + ".amazonaws.com"
  }
}

extension String {
  /// `10.0.0.1` as host names spell it: `10-0-0-1`.
  fileprivate var replacingDots: String {
    split(separator: ".").joined(separator: "-")
  }
}

extension Call {
  /// Instances that a call names, in the order of its list, each once.
  ///
  /// Errors: `InvalidInstanceID.Malformed`, `InvalidInstanceID.NotFound` with all that are
  /// missing.
  func instances(_ ids: [String]) throws(AWSError) -> [EC2Instance] {
    var instances: [EC2Instance] = []
    var missing: [String] = []
    for id in ids {
      try EC2ID.instance(id)
      if let instance = try ec2.instance(id), instance.account == account,
        instance.region == region, !instance.isForgotten(at: now)
      {
        if !instances.contains(instance) { instances.append(instance) }
      } else {
        missing.append(id)
      }
    }
    if !missing.isEmpty { throw EC2Error.instancesNotFound(missing) }
    return instances
  }
}
