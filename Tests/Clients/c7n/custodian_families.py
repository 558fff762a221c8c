"""All types of resource, filters, actions and departures that are compared.

A family of types is a module: `TYPES` (name: Type), `SPECIFIC` and `ACTIONS` (each a list of: name,
types that have it, how one is made), and `DEPARTURES` where it needs own ones. What makes an action
gives the action, or a whole policy's `filters` and `actions` where it needs certain filters.
"""

import custodian_accounts
import custodian_actions
import custodian_buckets
import custodian_departures
import custodian_filters
import custodian_findings
import custodian_identities
import custodian_instances
import custodian_networks
import custodian_resources
import custodian_storage

#: The modules of the families, in the order in which they are compared.
FAMILIES: list = [
    custodian_networks,
    custodian_buckets,
    custodian_identities,
    custodian_instances,
    custodian_storage,
    custodian_accounts,
    custodian_findings,
]

TYPES = dict(custodian_resources.TYPES)
SPECIFIC = list(custodian_filters.SPECIFIC)
ACTIONS = list(custodian_actions.ACTIONS)
DEPARTURES = list(custodian_departures.DEPARTURES)
for family in FAMILIES:
    TYPES |= getattr(family, "TYPES", {})
    SPECIFIC += getattr(family, "SPECIFIC", [])
    ACTIONS += getattr(family, "ACTIONS", [])
    DEPARTURES += getattr(family, "DEPARTURES", [])


def of(table: list, kind: str) -> dict:
    """Those of a table that a type has: name and how one is made."""
    return {name: make for name, kinds, make in table if kind in kinds}
