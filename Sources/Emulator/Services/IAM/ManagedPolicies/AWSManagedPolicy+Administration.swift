import AWS

extension AWSManagedPolicy {
  static let administration: [AWSManagedPolicy] = [
    AWSManagedPolicy(
      "AdministratorAccess", id: "ANPAIWMBCKSKIEE64ZLYK",
      version: 1, created: "2015-02-06T18:39:46Z",
      updated: "2015-02-06T18:39:46Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": "*",
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "PowerUserAccess", id: "ANPAJYRXTHIB4FOVS3ZXS",
      version: 12, created: "2015-02-06T18:39:47Z",
      updated: "2026-02-12T17:59:14Z",
      document: #"""
        {
            "Statement": [
                {
                    "Effect": "Allow",
                    "NotAction": [
                        "iam:*",
                        "organizations:*",
                        "account:*"
                    ],
                    "Resource": "*"
                },
                {
                    "Action": [
                        "account:GetAccountInformation",
                        "account:GetGovCloudAccountInformation",
                        "account:GetPrimaryEmail",
                        "account:ListRegions",
                        "iam:CreateServiceLinkedRole",
                        "iam:DeleteServiceLinkedRole",
                        "iam:ListRoles",
                        "organizations:DescribeEffectivePolicy",
                        "organizations:DescribeOrganization"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "IAMFullAccess", id: "ANPAI7XKCFMBPM3QQRRVQ",
      version: 2, created: "2015-02-06T18:40:38Z",
      updated: "2019-06-21T19:40:00Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "iam:*",
                        "organizations:DescribeAccount",
                        "organizations:DescribeOrganization",
                        "organizations:DescribeOrganizationalUnit",
                        "organizations:DescribePolicy",
                        "organizations:ListChildren",
                        "organizations:ListParents",
                        "organizations:ListPoliciesForTarget",
                        "organizations:ListRoots",
                        "organizations:ListPolicies",
                        "organizations:ListTargetsForPolicy"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "IAMReadOnlyAccess", id: "ANPAJKSO7NDY4T57MWDSQ",
      version: 4, created: "2015-02-06T18:40:39Z",
      updated: "2018-01-25T19:11:27Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "iam:GenerateCredentialReport",
                        "iam:GenerateServiceLastAccessedDetails",
                        "iam:Get*",
                        "iam:List*",
                        "iam:SimulateCustomPolicy",
                        "iam:SimulatePrincipalPolicy"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "IAMUserChangePassword", id: "ANPAJ4L4MM2A7QIEB56MS",
      version: 5, created: "2016-11-15T00:25:16Z",
      updated: "2026-02-12T17:58:57Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "iam:ChangePassword"
                    ],
                    "Effect": "Allow",
                    "Resource": [
                        "arn:aws:iam::*:user/${aws:username}",
                        "arn:aws:iam::*:user/*/${aws:username}"
                    ]
                },
                {
                    "Action": [
                        "iam:GetAccountPasswordPolicy"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AWSSupportAccess", id: "ANPAJSNKQX2OW67GF4S7E",
      version: 4, created: "2015-02-06T18:41:11Z",
      updated: "2026-02-12T17:59:31Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "support:*",
                        "support-console:*"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AWSDenyAll",
      version: 2, created: "2019-05-01T22:36:14Z",
      updated: "2023-12-18T16:42:05Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "*"
                    ],
                    "Effect": "Deny",
                    "Resource": "*",
                    "Sid": "DenyAll"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AWSOrganizationsFullAccess",
      version: 9, created: "2018-11-06T20:31:57Z",
      updated: "2026-02-12T17:59:07Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": "organizations:*",
                    "Effect": "Allow",
                    "Resource": "*",
                    "Sid": "AWSOrganizationsFullAccess"
                },
                {
                    "Action": [
                        "account:PutAlternateContact",
                        "account:DeleteAlternateContact",
                        "account:GetAlternateContact",
                        "account:GetContactInformation",
                        "account:PutContactInformation",
                        "account:ListRegions",
                        "account:EnableRegion",
                        "account:DisableRegion",
                        "account:PutAccountName",
                        "account:GetAccountInformation"
                    ],
                    "Effect": "Allow",
                    "Resource": "*",
                    "Sid": "AWSOrganizationsFullAccessAccount"
                },
                {
                    "Action": "iam:CreateServiceLinkedRole",
                    "Condition": {
                        "StringEquals": {
                            "iam:AWSServiceName": "organizations.amazonaws.com"
                        }
                    },
                    "Effect": "Allow",
                    "Resource": "*",
                    "Sid": "AWSOrganizationsFullAccessCreateSLR"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AWSOrganizationsReadOnlyAccess",
      version: 6, created: "2018-11-06T20:32:38Z",
      updated: "2024-06-07T21:32:16Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "organizations:Describe*",
                        "organizations:List*"
                    ],
                    "Effect": "Allow",
                    "Resource": "*",
                    "Sid": "AWSOrganizationsReadOnly"
                },
                {
                    "Action": [
                        "account:GetAlternateContact",
                        "account:GetContactInformation",
                        "account:ListRegions",
                        "account:GetRegionOptStatus",
                        "account:GetPrimaryEmail"
                    ],
                    "Effect": "Allow",
                    "Resource": "*",
                    "Sid": "AWSOrganizationsReadOnlyAccount"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "ResourceGroupsandTagEditorFullAccess",
      version: 6, created: "2015-02-06T18:39:53Z",
      updated: "2023-08-10T13:29:19Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "tag:getResources",
                        "tag:getTagKeys",
                        "tag:getTagValues",
                        "tag:TagResources",
                        "tag:UntagResources",
                        "resource-groups:*",
                        "cloudformation:DescribeStacks",
                        "cloudformation:ListStackResources",
                        "cloudformation:ListStacks"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
  ]
}
