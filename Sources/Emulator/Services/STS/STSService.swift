import AWS

/// Security Token Service (https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html).
package enum STSService: ServiceDefinition {
  package static let service = "sts"
  package static let operations = [
    ServedOperation(service, GetCallerIdentity.self)
  ]
  package static let tables: [ResourceTable] = []
  package static let schema = ""
}
