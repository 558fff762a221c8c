/// Policy documents that several tests use.
enum IAMDocuments {
  static let readS3 = """
    {
      "Version": "2012-10-17",
      "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]
    }
    """

  static let listS3 = """
    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}}
    """

  static func trust(_ principal: String) -> String {
    """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\(principal),\
    "Action":"sts:AssumeRole"}]}
    """
  }

  static let trustAccount = trust(#"{"AWS":"123456789012"}"#)
}
