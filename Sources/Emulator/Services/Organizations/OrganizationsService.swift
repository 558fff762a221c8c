import AWS

/// AWS Organizations: accounts in a tree, and the policies that bound what they may do.
///
/// Global, in the partition's first region. Only the management account may change anything; any
/// member may ask which organization it is in, answer its invitations, and leave
/// (https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html). The
/// authorisation stage asks `OrganizationsStore.controls` and `.membership`.
package enum OrganizationsService: ServiceDefinition {
  package static let service = "organizations"
  package static let schema = OrganizationsStore.schema
  package static let tables = OrganizationsStore.tables
  package static let operations: [ServedOperation] = [
    .init(service, CreateOrganization.self), .init(service, DescribeOrganization.self),
  ]
}
