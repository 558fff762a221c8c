"""Which statements of a policy document apply to a request, after AWS's pages.

The pages, under https://docs.aws.amazon.com/IAM/latest/UserGuide/:
reference_policies_elements_principal.html, reference_policies_elements_notprincipal.html,
reference_policies_elements_action.html, reference_policies_elements_notaction.html,
reference_policies_elements_resource.html, reference_policies_elements_notresource.html,
reference_policies_elements_version.html, reference_policies_variables.html.
"""

from plain_conditions import as_list, conditions, expand, glob, wild

#: What a resource policy's Allow names, weakest first. An account is only trusted to decide by
#: its own policies; a role is granted less than the session that acts for it.
NOTHING, ACCOUNT, ROLE, DIRECTLY = range(4)


class Principal:
    """Who asks."""

    def __init__(self, described: dict):
        self.type = described["type"]
        self.account = described.get("account")
        self.arn = described.get("arn")
        self.role = described.get("roleArn")
        self.id = described.get("userId")
        self.canonical = described.get("canonicalUserId")
        self.is_identity = self.type in ("User", "AssumedRole", "FederatedUser")
        self.is_session = self.type in ("AssumedRole", "FederatedUser")
        self.is_service_linked = bool(self.role) and ":role/aws-service-role/" in self.role
        self.accounts = (
            {self.account, f"arn:aws:iam::{self.account}:root"}
            if self.is_identity or self.type == "Root" else set()
        )

    def context(self) -> dict:
        """The keys that every request of this principal has."""
        if self.type == "Service":
            return {"aws:principalisawsservice": ["true"],
                    "aws:principalservicename": [self.arn]}
        if self.type == "Anonymous":
            return {"aws:principalaccount": ["anonymous"], "aws:userid": ["anonymous"],
                    "aws:principaltype": ["Anonymous"]}
        keys = {
            "aws:principalarn": self.role or self.arn,
            "aws:principalaccount": self.account,
            "aws:userid": self.account if self.type == "Root" else self.id,
            "aws:principaltype": "Account" if self.type == "Root" else self.type,
            "aws:principalisawsservice": "false",
        }
        if self.type == "User":
            keys["aws:username"] = self.arn.rpartition("/")[2]
        return {key: [value] for key, value in keys.items() if value}

    def named_by(self, element) -> int:
        """How a Principal element names this principal."""
        if element == "*":
            return DIRECTLY
        if self.type == "Service":
            return DIRECTLY if self.arn in as_list(element.get("Service", [])) else NOTHING
        names = set(as_list(element.get("AWS", [])))
        if "*" in names:
            return DIRECTLY
        if self.type == "Anonymous":
            return NOTHING
        if self.arn in names or self.id in names:
            return DIRECTLY
        if self.role in names:
            return ROLE
        # S3's canonical user is its account by another name.
        canonical = self.canonical and self.canonical in as_list(element.get("CanonicalUser", []))
        if names & self.accounts or canonical:
            return DIRECTLY if self.type == "Root" else ACCOUNT
        return NOTHING

    def spared_by(self, element) -> bool:
        """Whether a Deny's NotPrincipal leaves this principal out.

        Its account, its role and it itself have to be listed, for each is looked at by itself; the
        account alone does not spare the account's users.
        """
        if element == "*":
            return True
        if self.type == "Service":
            return self.arn in as_list(element.get("Service", []))
        names = set(as_list(element.get("AWS", [])))
        if "*" in names:
            return True
        if self.type == "Anonymous" or not names & self.accounts:
            return False
        chain = [self.arn] if self.is_identity else []
        chain += [self.role] if self.role else []
        return all(name in names for name in chain)


class Statement:
    def __init__(self, statement: dict, variables: bool):
        self.allows = statement["Effect"] == "Allow"
        self.variables = variables
        self.principal = statement.get("Principal")
        self.not_principal = statement.get("NotPrincipal")
        self.negates_action = "NotAction" in statement
        actions = as_list(statement.get("NotAction" if self.negates_action else "Action"))
        self.actions = [glob(wild(action.lower())) for action in actions]
        self.negates_resource = "NotResource" in statement
        resources = statement.get("NotResource" if self.negates_resource else "Resource")
        self.resources = None if resources is None else [
            (text, variables and "${" in text, glob(wild(text))) for text in as_list(resources)
        ]
        self.conditions = conditions(statement.get("Condition", {}), variables)
        self.known_actions = {}

    def covers_action(self, action: str) -> bool:
        if action not in self.known_actions:
            named = any(test(action.lower()) for test in self.actions)
            self.known_actions[action] = named != self.negates_action
        return self.known_actions[action]

    def covers_resource(self, resource: str, context: dict) -> bool:
        """A role's trust policy names no resource: it is about its role."""
        if self.resources is None:
            return True
        for text, has_variables, test in self.resources:
            if has_variables:
                expanded = expand(text, context, True, True)
                if expanded is None:
                    continue
                test = glob(expanded)
            if test(resource):
                return not self.negates_resource
        return self.negates_resource

    def applies(self, request) -> bool:
        """Whether the statement is about this request, whoever makes it."""
        return (
            self.covers_action(request.action)
            and self.covers_resource(request.resource, request.context)
            and all(condition.holds(request.context) for condition in self.conditions)
        )


class Document:
    """A policy document, read once and asked often."""

    def __init__(self, document: dict):
        # Without a Version the language is that of 2008, which knows no variables.
        variables = document.get("Version") == "2012-10-17"
        statements = [Statement(each, variables) for each in as_list(document["Statement"])]
        self.allowing = [each for each in statements if each.allows]
        self.denying = [each for each in statements if not each.allows]

    def allows(self, request) -> bool:
        return any(statement.applies(request) for statement in self.allowing)

    def denies(self, request) -> bool:
        return any(statement.applies(request) for statement in self.denying)

    def grant(self, request) -> int:
        """The most direct way in which a resource policy allows the request's principal."""
        return max(
            (
                request.principal.named_by(statement.principal)
                for statement in self.allowing
                if statement.principal is not None and statement.applies(request)
            ),
            default=NOTHING,
        )

    def denies_principal(self, request, has_boundary: bool) -> bool:
        """Whether a resource policy denies the request's principal."""
        for statement in self.denying:
            if statement.not_principal is not None:
                # A NotPrincipal never spares a principal with a permissions boundary.
                spared = not has_boundary and request.principal.spared_by(statement.not_principal)
                concerned = not spared
            else:
                concerned = request.principal.named_by(statement.principal) != NOTHING
            if concerned and statement.applies(request):
                return True
        return False
