"""A mandate that is widened on an issue: what can be signed now changes, the zone does not."""

from dataclasses import replace

import pytest

import detente as dt
from detente.case.model import Case


@pytest.fixture(scope="module")
def narrow() -> Case:
    """The two rivers with a mandate for Delta that leaves nothing of the zone to sign."""
    case = dt.example("two-rivers")
    best = dict(dt.zone(dt.OutcomeSpace(case)).offers[0].terms)
    issue = next(i for i in case.table if i.id == "flow")
    shown = {dict(o.terms)["flow"] for o in dt.zone(dt.OutcomeSpace(case), listing=1000).offers}
    never = tuple(option.id for option in issue.options if option.available and option.id not in shown)
    assert never, "every option of the issue is in the zone"
    mandates = tuple(replace(m, base=False) for m in case.mandates)
    tight = dt.example("two-rivers").mandates[0]
    tight = replace(
        tight, id="tight", party="delta", base=True, allows=(("flow", never), ("port", (best["port"],)))
    )
    return case.with_(mandates=(*mandates, tight))


def test_a_widened_mandate_is_among_the_smallest_sets(narrow: Case) -> None:
    space = dt.OutcomeSpace(narrow)
    assert dt.zone(space).signable == 0
    found = dt.unlock(space, goal="signable", max_size=1)
    paths = {change.path for one in found.sets for candidate in one.changes for change in candidate.changes}
    assert "mandates.tight.free.flow" in paths
    assert "mandates.tight.free.port" not in paths


def test_widening_changes_what_can_be_signed_and_not_the_zone(narrow: Case) -> None:
    wider = dt.apply(narrow, [dt.parse_change("mandates.tight.free.flow=true")])
    before, after = (dt.zone(dt.OutcomeSpace(case)) for case in (narrow, wider))
    assert before.count == after.count
    assert (before.signable, (after.signable or 0) > 0) == (0, True)


def test_a_mandate_is_widened_only_where_it_limits(narrow: Case) -> None:
    with pytest.raises(dt.DetenteError, match="issue that the mandate 'tight' limits"):
        dt.apply(narrow, [dt.parse_change("mandates.tight.free.fishing=true")])
