"""Where Stormdrill departs from Cloud Custodian on purpose: each departure named and explained."""

import dataclasses
import re
import typing


@dataclasses.dataclass(frozen=True)
class Departure:
    name: str
    why: str
    explains: typing.Callable
    #: Whether some seeds do without it.
    is_rare: bool = False


def marked(value):
    """The annotations without what value filters leave on the items of lists."""
    if isinstance(value, dict):
        return {key: marked(each) for key, each in value.items() if key != "c7n:MatchedFilters"}
    if isinstance(value, list):
        return [marked(each) for each in value]
    return value


DEPARTURES = [
    Departure(
        "both refuse", "the policy is wrong, and both say so when they load it",
        lambda pair: pair.refused and pair.theirs_refused),
    Departure(
        "raises", "Python raises, which ends a whole run; here a diagnostic, and no match",
        lambda pair: pair.raised and pair.problem and pair.ours is None),
    Departure(
        "ended", "the same, where the resources are looked at together: Python answers for none",
        lambda pair: pair.ended and pair.diagnosed),
    Departure(
        "raises needlessly", "Python raises after what has decided already that nothing matches",
        lambda pair: pair.raised and pair.ours is None and not pair.refused, is_rare=True),
    Departure(
        "refused early",
        "what can't be compiled is refused when the policy is loaded; Python looks "
        "at functions of expressions, and at expressions within `list-item`, in each run",
        lambda pair: re.search(
            "^there is no function|is no regular expression", pair.refused or "")),
    Departure(
        "needless calls",
        "a call that would change nothing is not made, and a remark says why",
        lambda pair: pair.ours == pair.theirs and pair.is_spared),
    Departure(
        "marked items",
        "value filters in `list-item` leave `c7n:MatchedFilters` on the items, from "
        "where it gets into the rules that `ingress` notes; here items stay as they are",
        lambda pair: pair.ours is not None and pair.theirs is not None
        and (pair.same_calls or pair.is_spared or pair.our_calls == marked(pair.their_calls))
        and {**pair.ours, "c7n:MatchedFilters": 0} == {**marked(pair.theirs),
            "c7n:MatchedFilters": 0}
        and pair.ours.get("c7n:MatchedFilters") == pair.theirs.get("c7n:MatchedFilters")),
    Departure(
        "action raises", "Python raises within an action on a member that AWS doesn't leave empty "
        "(tags that are null); here it counts as empty, or a remark says why there is no call",
        lambda pair: pair.raised and "actions" in pair.policy and pair.ours is not None,
        is_rare=True),
    Departure(
        "last tag", "with its last tag goes a bucket's whole tag set, not to an empty one",
        lambda pair: pair.ours == pair.theirs and [
            each["operation"] for each in pair.our_calls or []] == ["DeleteBucketTagging"],
        is_rare=True),
    Departure(
        "free dates", "dateutil reads nearly any text as a date; here only the stated forms are",
        lambda pair: pair.dates and not pair.refused and not pair.theirs_refused),
]
