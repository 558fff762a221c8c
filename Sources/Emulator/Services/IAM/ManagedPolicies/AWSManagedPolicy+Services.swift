import AWS

extension AWSManagedPolicy {
  static let services: [AWSManagedPolicy] = [
    AWSManagedPolicy(
      "AmazonS3FullAccess", id: "ANPAIFIR6V6BVTRAHWINE",
      version: 2, created: "2015-02-06T18:40:58Z",
      updated: "2021-09-27T20:16:37Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "s3:*",
                        "s3-object-lambda:*"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AmazonS3ReadOnlyAccess", id: "ANPAIZTJ4DXE7G6AGAE6M",
      version: 3, created: "2015-02-06T18:40:59Z",
      updated: "2023-08-10T21:31:39Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "s3:Get*",
                        "s3:List*",
                        "s3:Describe*",
                        "s3-object-lambda:Get*",
                        "s3-object-lambda:List*"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AmazonEC2FullAccess", id: "ANPAI3VAJF5ZCRZ7MCQE6",
      version: 5, created: "2015-02-06T18:40:15Z",
      updated: "2018-11-27T02:16:56Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": "ec2:*",
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": "elasticloadbalancing:*",
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": "cloudwatch:*",
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": "autoscaling:*",
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": "iam:CreateServiceLinkedRole",
                    "Condition": {
                        "StringEquals": {
                            "iam:AWSServiceName": [
                                "autoscaling.amazonaws.com",
                                "ec2scheduled.amazonaws.com",
                                "elasticloadbalancing.amazonaws.com",
                                "spot.amazonaws.com",
                                "spotfleet.amazonaws.com",
                                "transitgateway.amazonaws.com"
                            ]
                        }
                    },
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AmazonEC2ReadOnlyAccess", id: "ANPAIGDT4SV4GSETWTBZK",
      version: 5, created: "2015-02-06T18:40:17Z",
      updated: "2026-02-12T18:03:17Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "ec2:Describe*",
                        "ec2:GetSecurityGroupsForVpc"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": "elasticloadbalancing:Describe*",
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": [
                        "cloudwatch:ListMetrics",
                        "cloudwatch:GetMetricStatistics",
                        "cloudwatch:Describe*"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": "autoscaling:Describe*",
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AmazonSQSFullAccess", id: "ANPAI65L554VRJ33ECQS6",
      version: 1, created: "2015-02-06T18:41:07Z",
      updated: "2015-02-06T18:41:07Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "sqs:*"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AmazonSQSReadOnlyAccess", id: "ANPAIUGSSQY362XGCM6KW",
      version: 4, created: "2015-02-06T18:41:08Z",
      updated: "2024-05-24T18:16:44Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "sqs:GetQueueAttributes",
                        "sqs:GetQueueUrl",
                        "sqs:ListDeadLetterSourceQueues",
                        "sqs:ListQueues",
                        "sqs:ListMessageMoveTasks",
                        "sqs:ListQueueTags"
                    ],
                    "Effect": "Allow",
                    "Resource": "*",
                    "Sid": "AmazonSQSReadOnlyAccess"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AmazonSNSFullAccess", id: "ANPAJWEKLCXXUNT2SOLSG",
      version: 2, created: "2015-02-06T18:41:05Z",
      updated: "2024-09-24T22:32:05Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": "sns:*",
                    "Effect": "Allow",
                    "Resource": "*",
                    "Sid": "SNSFullAccess"
                },
                {
                    "Action": [
                        "sms-voice:DescribeVerifiedDestinationNumbers",
                        "sms-voice:CreateVerifiedDestinationNumber",
                        "sms-voice:SendDestinationNumberVerificationCode",
                        "sms-voice:SendTextMessage",
                        "sms-voice:DeleteVerifiedDestinationNumber",
                        "sms-voice:VerifyDestinationNumber",
                        "sms-voice:DescribeAccountAttributes",
                        "sms-voice:DescribeSpendLimits",
                        "sms-voice:DescribePhoneNumbers",
                        "sms-voice:SetTextMessageSpendLimitOverride",
                        "sms-voice:DescribeOptedOutNumbers",
                        "sms-voice:DeleteOptedOutNumber"
                    ],
                    "Condition": {
                        "StringEquals": {
                            "aws:CalledViaLast": "sns.amazonaws.com"
                        }
                    },
                    "Effect": "Allow",
                    "Resource": "*",
                    "Sid": "SMSAccessViaSNS"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AWSCloudShellFullAccess",
      version: 1, created: "2020-12-15T18:07:44Z",
      updated: "2020-12-15T18:07:44Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "cloudshell:*"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AWSLambdaBasicExecutionRole", path: "/service-role/", id: "ANPAJNCQGXC42545SKXIK",
      version: 1, created: "2015-04-09T15:03:43Z",
      updated: "2015-04-09T15:03:43Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "logs:CreateLogGroup",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                }
            ],
            "Version": "2012-10-17"
        }
        """#),
    AWSManagedPolicy(
      "AmazonSSMManagedInstanceCore", id: "ANPAIXSHM2BNB2D3AXXRU",
      version: 2, created: "2019-03-15T17:22:12Z",
      updated: "2019-05-23T16:54:21Z",
      document: #"""
        {
            "Statement": [
                {
                    "Action": [
                        "ssm:DescribeAssociation",
                        "ssm:GetDeployablePatchSnapshotForInstance",
                        "ssm:GetDocument",
                        "ssm:DescribeDocument",
                        "ssm:GetManifest",
                        "ssm:GetParameter",
                        "ssm:GetParameters",
                        "ssm:ListAssociations",
                        "ssm:ListInstanceAssociations",
                        "ssm:PutInventory",
                        "ssm:PutComplianceItems",
                        "ssm:PutConfigurePackageResult",
                        "ssm:UpdateAssociationStatus",
                        "ssm:UpdateInstanceAssociationStatus",
                        "ssm:UpdateInstanceInformation"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": [
                        "ssmmessages:CreateControlChannel",
                        "ssmmessages:CreateDataChannel",
                        "ssmmessages:OpenControlChannel",
                        "ssmmessages:OpenDataChannel"
                    ],
                    "Effect": "Allow",
                    "Resource": "*"
                },
                {
                    "Action": [
                        "ec2messages:AcknowledgeMessage",
                        "ec2messages:DeleteMessage",
                        "ec2messages:FailMessage",
                        "ec2messages:GetEndpoint",
                        "ec2messages:GetMessages",
                        "ec2messages:SendReply"
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
