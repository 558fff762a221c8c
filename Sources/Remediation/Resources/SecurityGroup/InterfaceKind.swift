import AWS

/// What a network interface tells of whose it is.
enum InterfaceKind {
  /// Who owns its instance, its type, and what it belongs to, by its description: the members
  /// `InstanceOwnerId`, `InterfaceType` and `InterfaceResourceType`, empty where it tells nothing.
  static func of(_ interface: AWSObject) -> AWSObject {
    var kind: AWSObject = [
      "InstanceOwnerId": "", "InterfaceType": interface["InterfaceType"] ?? "",
      "InterfaceResourceType": "",
    ]
    if interface["Status"] == "in-use" {
      kind["InstanceOwnerId"] = interface["Attachment"]?["InstanceOwnerId"] ?? ""
      kind["InterfaceResourceType"] = .string(owner(of: interface))
    }
    return kind
  }

  private enum Form { case whole, start }

  /// How services describe the interfaces that they make; the first that fits counts.
  private static let descriptions: [(text: String, form: Form, owner: String)] = [
    ("ELB app/", .start, "elb-app"), ("ELB net/", .start, "elb-net"),
    ("ELB gwy/", .start, "elb-gwy"), ("ELB", .start, "elb"),
    ("ENI managed by APIGateway", .whole, "apigw"),
    ("AWS CodeStar Connections", .start, "codestar"), ("DAX", .start, "dax"),
    ("AWS created network interface for directory", .start, "dir"),
    ("DMSNetworkInterface", .whole, "dms"), ("arn:aws:ecs:", .start, "ecs"),
    ("EFS mount target for", .start, "fsmt"), ("ElastiCache", .start, "elasticache"),
    ("AWS ElasticMapReduce", .start, "emr"), ("CloudHSM Managed Interface", .start, "hsm"),
    ("CloudHsm ENI", .start, "hsmv2"), ("AWS Lambda VPC", .start, "lambda"),
    ("Interface for NAT Gateway", .start, "nat"), ("RDSNetworkInterface", .whole, "rds"),
    ("Network interface for DBProxy", .start, "rds"),
    ("RedshiftNetworkInterface", .whole, "redshift"),
    ("Network Interface for Transit Gateway Attachment", .start, "tgw"),
    ("VPC Endpoint Interface", .start, "vpce"), ("aws-k8s-branch-eni", .start, "eks"),
  ]

  private static func owner(of interface: AWSObject) -> String {
    if interface["Attachment"]?["InstanceId"]?.string?.isEmpty == false { return "ec2" }
    let description = interface["Description"]?.string ?? ""
    let known = descriptions.first { text, form, _ in
      form == .whole ? description == text : description.hasPrefix(text)
    }
    return known?.owner ?? "unknown"
  }
}
