import AWS
@testable import Emulator
import TestKit
import Testing

struct ThrottleTests {
  private let scope = Scope(account: "123456789012", region: "us-east-1")

  @Test func bucketGivesItsSizeAtOnceAndThenItsRate() {
    var throttle = Throttle()
    let charge = [ThrottleCharge(TokenBucket("mutating", size: 5, perSecond: 2))]
    func draws(_ count: Int, after delay: Duration) -> Int {
      (0..<count).filter { _ in
        throttle.draw(charge, service: "ec2", scope: scope, at: Client.start + delay)
      }.count
    }
    #expect(draws(10, after: .zero) == 5)
    #expect(draws(1, after: .milliseconds(499)) == 0)
    #expect(draws(2, after: .milliseconds(500)) == 1)
    #expect(draws(100, after: .hours(200)) == 5)
  }

  @Test func slowBucketLosesNoPartOfAToken() {
    var throttle = Throttle()
    let charge = [ThrottleCharge(TokenBucket("slow", size: 1, perThousandSeconds: 100))]
    let tries = (0...10_000).map { Client.start + .milliseconds($0) }
    let drawn = tries.filter { throttle.draw(charge, service: "ec2", scope: scope, at: $0) }
    #expect(drawn == [Client.start, Client.start + .seconds(10)])
  }

  @Test func refusedCallDrawsFromNoBucket() {
    var throttle = Throttle()
    let roomy = TokenBucket("roomy", size: 1, perSecond: 1)
    let tight = TokenBucket("tight", size: 2, perSecond: 1)
    func draw(_ charges: [ThrottleCharge]) -> Bool {
      throttle.draw(charges, service: "ec2", scope: scope, at: Client.start)
    }
    let refused = draw([ThrottleCharge(roomy), ThrottleCharge(tight, tokens: 3)])
    let alone = draw([ThrottleCharge(roomy)])
    #expect(!refused)
    #expect(alone)
  }

  @Test func accountsAndRegionsHaveBucketsOfTheirOwn() {
    var throttle = Throttle()
    let charge = [ThrottleCharge(TokenBucket("one", size: 1, perSecond: 1))]
    let scopes = [
      scope, scope.in(region: "eu-west-1"), Scope(account: "999988887777", region: "us-east-1"),
    ]
    let drawn = scopes.filter {
      throttle.draw(charge, service: "ec2", scope: $0, at: Client.start)
    }
    #expect(drawn == scopes)
  }
}
