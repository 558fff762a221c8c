"""A second evaluator of IAM policies: the documented logic, plainly, to compare Stormdrill's with.

It was written from AWS's pages alone, by someone who had not read Stormdrill's evaluator, so that a
mistake would have to be made twice to go unseen. The pages:

- https://docs.aws.amazon.com/IAM/latest/UserGuide/
  reference_policies_evaluation-logic_policy-eval-denyallow.html (the order, and the table of how a
  resource policy's Allow bears implicit denies of the others),
  reference_policies_evaluation-logic_policy-eval-basics.html (one account),
  reference_policies_evaluation-logic-cross-account.html,
  access_policies_boundaries.html, access_policies.html#policies_session
- https://docs.aws.amazon.com/organizations/latest/userguide/
  orgs_manage_policies_scps_evaluation.html, orgs_manage_policies_rcps_evaluation.html
- https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html (an owner's root user)
- https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (what an endpoint's
  policy says of calls through it)

A case is JSON, as `stormdrill policy explain --batch` takes it. Run by itself, it answers cases of
standard input, one a line.
"""

import json
import sys

from plain_conditions import as_list, as_text
from plain_statements import DIRECTLY, NOTHING, ROLE, Document, Principal

#: A bucket policy never keeps its owner's root user from these.
KEPT_BY_BUCKET_OWNER = ("s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy")


class Request:
    def __init__(self, case: dict):
        self.principal = Principal(case["principal"])
        self.action = case["action"]
        self.resource = case["resource"]
        self.account = case.get("resourceAccount") or self.principal.account
        given = {
            key.lower(): [as_text(value) for value in as_list(values)]
            for key, values in case.get("context", {}).items()
        }
        self.context = self.principal.context() | given
        self.is_same_account = self.principal.account == self.account


class Evaluator:
    """Decides cases; a document object that it has seen is not read again."""

    def __init__(self):
        self.documents = {}

    def read(self, given) -> Document:
        known = self.documents.get(id(given))
        if known is None:
            document = given["document"] if "document" in given else given
            # Kept with what it was read from, so that its id stays its own.
            known = self.documents[id(given)] = (Document(document), given)
        return known[0]

    def decide(self, case: dict) -> dict:
        """The decision and the layer that it comes from."""
        request = Request(case)
        principal = request.principal
        policies = case.get("policies", {})

        def documents(layer):
            return [self.read(given) for given in policies.get(layer) or []]

        def levels(layer):
            return [[self.read(each) for each in level] for level in policies.get(layer) or []]

        def single(layer):
            return self.read(policies[layer]) if policies.get(layer) else None

        # Who is limited by what.
        identity = documents("identity") if principal.is_identity else []
        boundary = single("boundary") if principal.is_identity else None
        has_session = principal.is_session and policies.get("session") is not None
        session = documents("session") if has_session else []
        resource = single("resource")
        endpoint = single("endpoint")
        limits_principal = principal.is_identity or principal.type == "Root"
        service_control = (
            levels("serviceControl")
            if limits_principal and not principal.is_service_linked else []
        )
        resource_control = [] if principal.is_service_linked else levels("resourceControl")

        # An explicit deny anywhere ends it.
        denying = [
            ("serviceControl", (each for level in service_control for each in level)),
            ("resourceControl", (each for level in resource_control for each in level)),
            ("identity", identity),
            ("boundary", [boundary] if boundary else []),
            ("session", session),
        ]
        for layer, some in denying:
            if any(document.denies(request) for document in some):
                return {"decision": "explicitDeny", "layer": layer}
        has_boundary = boundary is not None
        if endpoint and endpoint.denies_principal(request, has_boundary):
            return {"decision": "explicitDeny", "layer": "endpoint"}
        keeps = (
            principal.type == "Root" and request.is_same_account
            and request.action.lower() in KEPT_BY_BUCKET_OWNER
        )
        if resource and not keeps and resource.denies_principal(request, has_boundary):
            return {"decision": "explicitDeny", "layer": "resource"}

        def implicit(layer):
            return {"decision": "implicitDeny", "layer": layer}

        # Every level from the root to the account has to allow. RCPs need no such check, for
        # RCPFullAWSAccess is attached to every level for good.
        for level in service_control:
            if not any(document.allows(request) for document in level):
                return implicit("serviceControl")

        # A call through an endpoint has to be allowed by its policy too, which grants nothing.
        if endpoint and endpoint.grant(request) == NOTHING:
            return implicit("endpoint")

        grant = resource.grant(request) if resource else NOTHING
        if not limits_principal:
            allowed = grant != NOTHING
            return {"decision": "allowed" if allowed else "implicitDeny", "layer": "resource"}
        allowed_by = "identity"
        must_be_granted = not request.is_same_account or case.get("resourcePolicyMustAllow", False)
        if must_be_granted and grant == NOTHING:
            return implicit("resource")
        if principal.type == "Root":
            return {"decision": "allowed", "layer": "root"}
        if request.is_same_account and grant == DIRECTLY:
            return {"decision": "allowed", "layer": "resource"}
        if request.is_same_account and grant == ROLE:
            allowed_by = "resource"
        elif not any(document.allows(request) for document in identity):
            return implicit("identity")
        if boundary and not boundary.allows(request):
            return implicit("boundary")
        if has_session and not any(document.allows(request) for document in session):
            return implicit("session")
        if principal.type == "FederatedUser" and not has_session:
            return implicit("session")
        return {"decision": "allowed", "layer": allowed_by}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(Evaluator().decide(json.loads(line))))
