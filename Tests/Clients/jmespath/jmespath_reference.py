"""Answers questions as Cloud Custodian does, with jmespath.py; runs in its environment.

Lines of `expression` and `document` in, lines of `result`, or of `error` and `message`, out.
"""

import json
import sys
import warnings

import jmespath
from c7n.utils import C7NJmespathFunctions
from jmespath import exceptions

OPTIONS = jmespath.Options(custom_functions=C7NJmespathFunctions())
#: The first that fits.
KINDS = [
    (exceptions.UnknownFunctionError, "unknown-function"),
    (exceptions.ArityError, "invalid-arity"),
    (exceptions.JMESPathTypeError, "invalid-type"),
    (exceptions.ParseError, "syntax"),
    (exceptions.LexerError, "syntax"),
    (exceptions.EmptyExpressionError, "syntax"),
    (OverflowError, "invalid-value"),
    (ValueError, "invalid-value"),
    (TypeError, "invalid-type"),
]


def answer(question: dict) -> dict:
    try:
        found = jmespath.search(question["expression"], question["document"], options=OPTIONS)
        json.dumps(found, allow_nan=False)
        return {"result": found}
    except Exception as problem:
        kind = next((name for kind, name in KINDS if isinstance(problem, kind)), "other")
        return {"error": kind, "message": f"{type(problem).__name__}: {problem}"}


warnings.simplefilter("ignore")
for line in sys.stdin:
    sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
