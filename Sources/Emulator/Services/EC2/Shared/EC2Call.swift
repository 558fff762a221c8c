import AWS

extension Call {
  var ec2: EC2Store { EC2Store(database) }

  /// Ends a dry run, once its parameters have proved good and before anything changes.
  func endDryRun(_ isDryRun: Bool) throws(AWSError) {
    if isDryRun { throw EC2Error.dryRun }
  }

  func ec2ARN(_ resource: String) -> String {
    ARN(
      partition: scope.partition, service: "ec2", region: region, account: account,
      resource: resource
    ).description
  }
}

extension Members {
  var isDryRun: Bool { bool("DryRun") ?? false }
}
