"""What the proofs of the wire share: signatures of a fixed time."""

import botocore.auth
import pytest

from wire_botocore import NOW


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch):
    """botocore has no other way to be told; the tests of the other folders sign by the clock."""
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: NOW)
