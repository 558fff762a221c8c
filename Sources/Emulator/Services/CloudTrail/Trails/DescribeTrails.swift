import AWS

extension CloudTrailService {
  /// The trails of this region and, unless told otherwise, the shadows of multi-region ones of
  /// other regions. Names that nothing has are passed over.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
  enum DescribeTrails: OperationHandler {
    struct Input: OperationInput {
      static let members = ["trailNameList", "includeShadowTrails"]
      let names: [String]
      let includesShadows: Bool

      init(_ members: Members) throws(AWSError) {
        names = members.strings("trailNameList") ?? []
        includesShadows = members.bool("includeShadowTrails") ?? true
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var trails = try call.trails.trails(in: call.scope)
      if !input.includesShadows { trails = trails.filter { $0.homeRegion == call.region } }
      if !input.names.isEmpty {
        for name in input.names where !name.hasPrefix("arn:") { try TrailName.check(name) }
        trails = trails.filter { trail in
          input.names.contains {
            $0 == trail.arn || (trail.homeRegion == call.region && $0 == trail.name)
          }
        }
      }
      return ["trailList": .list(trails.map { .object($0.description) })]
    }
  }

  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrail.html
  enum GetTrail: OperationHandler {
    static func perform(_ input: TrailInput, _ call: inout Call) throws(AWSError) -> AWSObject {
      ["Trail": .object(try call.readableTrail(input.name).description)]
    }
  }

  /// All trails of the account, whatever region is asked, fifty a page.
  ///
  /// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTrails.html
  enum ListTrails: OperationHandler {
    struct Input: OperationInput {
      static let members = ["NextToken"]
      let after: String?

      init(_ members: Members) throws(AWSError) {
        guard let token = members.string("NextToken") else {
          after = nil
          return
        }
        guard let bytes = Base64.decode(token) else {
          throw AWSError("InvalidTokenException", "Invalid token.")
        }
        after = String(decoding: bytes, as: UTF8.self)
      }
    }

    static func perform(_ input: Input, _ call: inout Call) throws(AWSError) -> AWSObject {
      var trails = try call.trails.trails(account: call.account).sorted { $0.arn < $1.arn }[...]
      if let after = input.after { trails = trails.drop { $0.arn <= after } }
      let page = trails.prefix(50)
      var answer: AWSObject = [
        "Trails": .list(
          page.map {
            [
              "TrailARN": .string($0.arn), "Name": .string($0.name),
              "HomeRegion": .string($0.homeRegion),
            ]
          })
      ]
      if let last = page.last, page.count < trails.count {
        answer["NextToken"] = .string(Base64.encode(Array(last.arn.utf8)))
      }
      return answer
    }
  }
}
