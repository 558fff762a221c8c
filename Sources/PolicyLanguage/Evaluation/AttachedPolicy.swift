/// A policy under the name that a reader knows it by.
package struct AttachedPolicy: Hashable, Sendable {
  /// An inline policy's name, a managed policy's ARN, a bucket's ARN; empty where it has none.
  package let name: String
  /// Of managed policies, boundaries, SCPs and RCPs: AWS names it in its messages.
  package let arn: String?
  package let document: PolicyDocument

  package init(name: String, arn: String? = nil, document: PolicyDocument) {
    self.name = name
    self.arn = arn
    self.document = document
  }

  /// A document by itself, named by its Id if it has one.
  package init(_ document: PolicyDocument) {
    self.init(name: document.id ?? "", document: document)
  }

  func reference(_ statement: Int, _ place: PolicyPlace) -> StatementReference {
    StatementReference(
      policy: place, statement: statement, sid: document.statements[statement].sid, name: name,
      arn: arn)
  }
}
