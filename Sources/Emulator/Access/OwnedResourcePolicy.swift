package import AWS
import PolicyLanguage

/// A resource's own policy and the account that the resource belongs to.
package struct OwnedResourcePolicy: Sendable {
  package var owner: String
  package var policy: AccessCheck.ResourcePolicy?

  package init(owner: String, policy: AccessCheck.ResourcePolicy?) {
    self.owner = owner
    self.policy = policy
  }
}

extension S3Service {
  /// Of the bucket, or of the bucket that holds the object.
  package static func resourcePolicy(of resource: ARN, in world: World) throws(AWSError)
    -> OwnedResourcePolicy?
  {
    let name = resource.resource.prefix { $0 != "/" }
    let store = S3Store(world.database)
    guard let bucket = try store.bucket(String(name), partition: resource.partition) else {
      return nil
    }
    return OwnedResourcePolicy(
      owner: bucket.account, policy: .init(world.policy(bucket.policy), name: bucket.arn))
  }
}

extension SQSService {
  package static func resourcePolicy(of resource: ARN, in world: World) throws(AWSError)
    -> OwnedResourcePolicy?
  {
    guard let queue = try SQSStore(world).queue(arn: resource.description) else { return nil }
    return OwnedResourcePolicy(
      owner: queue.account,
      policy: .init(world.policy(queue.attributes.policy), name: queue.arn))
  }
}

extension IAMService {
  /// A role's trust policy.
  package static func resourcePolicy(of resource: ARN, in world: World) throws(AWSError)
    -> OwnedResourcePolicy?
  {
    guard resource.resource.hasPrefix("role/"),
      let name = resource.resource.split(separator: "/").last.map(String.init),
      let role = try IAMStore(world.database).role(named: name, account: resource.account),
      role.arn == resource.description
    else { return nil }
    return OwnedResourcePolicy(
      owner: resource.account,
      policy: .init(
        world.policy(role.trustPolicy, as: .trust), name: role.arn, mustAllow: true))
  }
}

extension KMSService {
  /// A key's policy; of a key that awaits its deletion too.
  package static func resourcePolicy(of resource: ARN, in world: World) throws(AWSError)
    -> OwnedResourcePolicy?
  {
    let before = Timestamp(microseconds: .min)
    guard let key = try KMSStore(world.database).key(arn: resource.description, at: before) else {
      return nil
    }
    return OwnedResourcePolicy(
      owner: resource.account,
      policy: .init(
        world.policy(key.policyText), name: "key policy of \(key.arn)", mustAllow: true))
  }
}
