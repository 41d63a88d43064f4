"""Preferences: every number that is needed and no other, within bounds, in order, resting on something."""

from collections.abc import Iterable, Iterator

from detente.case.address import Address, Finding
from detente.case.model import Case
from detente.case.preferences import Preferences, Range
from detente.case.ranges import range_faults
from detente.case.validation.known import Known, option_findings, references, unknown

__all__ = ["want_findings"]

TOLERANCE = 1e-6 + 1e-12
"""How far likely weights may be from a sum of 1."""


def want_findings(case: Case, known: Known) -> Iterator[Finding]:
    """Everything that is wrong with preferences."""
    seen: set[str] = set()
    for want in case.preferences:
        at: Address = ("preferences", want.actor)
        if want.actor not in known.people:
            yield unknown(at, "party, ratifier or actor", want.actor, known.people)
        if want.actor in seen:
            yield Finding(at, f"{want.actor!r} has preferences twice", "keep one of the two")
        seen.add(want.actor)
        yield from _weights(at, want, known)
        yield from _weight_order(at, want, known)
        for issue in known.table:
            yield from _scores(at, want, issue, known)
        yield from _superfluous(at, want, known)
        yield from _order(case, at, want)
        yield from _links_and_lines(at, want, known)
        yield from _reservation(at, want)
        yield from _evidence(case, at, want, known)


def _weights(at: Address, want: Preferences, known: Known) -> Iterator[Finding]:
    here = (*at, "weights")
    if want.weights and want.weight_order:
        yield Finding(here, "has both `weights` and `weight_order`", "keep one of the two")
        return
    if not want.weights:
        if not want.weight_order and want.measure == "share" and known.table:
            yield Finding(here, "there are no weights", "give `weights:`, or rank issues in `weight_order:`")
        return
    share, sound = want.measure == "share", True
    names = [name for name, _ in want.weights]
    for finding in (*_names(here, names, known), *_missing(here, names, known)):
        sound = False
        yield finding
    for name, weight in want.weights:
        faults = list(range_faults(weight, 0, 1) if share else range_faults(weight))
        sound = sound and not faults
        yield from (Finding((*here, name), *fault) for fault in faults)
    if share and sound:
        yield from _sum(here, [weight for _, weight in want.weights])


def _names(here: Address, names: list[str], known: Known) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name not in known.options:
            yield unknown((*here, name), "issue", name, known.options)
        elif name not in known.table:
            yield Finding((*here, name), f"the issue {name!r} is not on the table", "leave it out")
        elif name in names[:number]:
            yield Finding((*here, name), f"the issue {name!r} is here twice", "keep one of the two")


def _missing(here: Address, names: Iterable[str], known: Known) -> Iterator[Finding]:
    given = set(names)
    missing = [name for name in known.table if name not in given]
    if missing:
        shown = ", ".join(repr(name) for name in missing)
        yield Finding(here, f"there is no weight for {shown}", f"add `{missing[0]}:`")


def _sum(here: Address, weights: list[Range]) -> Iterator[Finding]:
    low, high = sum(weight.low for weight in weights), sum(weight.high for weight in weights)
    total = sum(weight.likely for weight in weights)
    fixed = all(weight.fixed for weight in weights)
    if low > 1 + TOLERANCE and not fixed:
        what = f"the lowest weights sum to {low:.6g} already, so no weights in these ranges sum to 1"
        yield Finding(here, what, "lower some of the ranges")
    elif high < 1 - TOLERANCE and not fixed:
        what = f"the highest weights sum to {high:.6g} only, so no weights in these ranges sum to 1"
        yield Finding(here, what, "raise some of the ranges")
    elif abs(total - 1) > TOLERANCE:
        gap = f"{abs(total - 1):.6g}"
        hint = f"add {gap} to one issue" if total < 1 else f"take {gap} off one issue"
        kind = "weights" if fixed else "likely weights"
        what = f"{kind} sum to {total:.7g}, they should sum to 1"
        yield Finding(here, what, f"{hint}, or write `measure: points`")


def _weight_order(at: Address, want: Preferences, known: Known) -> Iterator[Finding]:
    if not want.weight_order:
        return
    here = (*at, "weight_order")
    ranked: list[str] = []
    for number, group in enumerate(want.weight_order):
        for place, name in enumerate(group):
            spot = (*here, number, place)
            if name not in known.options:
                yield unknown(spot, "issue", name, known.options)
            elif name not in known.table:
                yield Finding(spot, f"the issue {name!r} is not on the table", "leave it out")
            elif name in ranked:
                yield Finding(spot, f"{name!r} is ranked twice", "keep one of the two")
            ranked.append(name)
    missing = [name for name in known.table if name not in ranked]
    if missing:
        yield Finding(here, f"there is no rank for {', '.join(map(repr, missing))}", "add it to a group")


def _scores(at: Address, want: Preferences, issue: str, known: Known) -> Iterator[Finding]:
    scores = next((options for name, options in want.scores if name == issue), None)
    order = next((groups for name, groups in want.score_order if name == issue), None)
    here = (*at, "scores", issue)
    if scores is not None and order is not None:
        what = f"has both scores and a score order for {issue!r}"
        yield Finding((*at, "score_order", issue), what, "keep one of the two")
    elif scores is None and order is None:
        hint = f"give `scores: {{{issue}: ...}}`, or rank its options in `score_order:`"
        yield Finding((*at, "scores"), f"there are no scores for {issue!r}", hint)
    elif scores is not None:
        yield from _all_options(here, issue, [name for name, _ in scores], "score", known)
        bounds = (0, 1) if want.measure == "share" else (None, None)
        for name, score in scores:
            yield from (Finding((*here, name), *fault) for fault in range_faults(score, *bounds))
    elif order is not None:
        ranked = [name for group in order for name in group]
        yield from _all_options((*at, "score_order", issue), issue, ranked, "rank", known)


def _all_options(here: Address, issue: str, names: list[str], kind: str, known: Known) -> Iterator[Finding]:
    options = known.options[issue]
    missing = [option for option in options if option not in names]
    if missing:
        shown = ", ".join(repr(name) for name in missing)
        yield Finding(here, f"there is no {kind} for {shown}", f"add `{missing[0]}`")
    for number, name in enumerate(names):
        spot = (*here, name) if kind == "score" else here
        if name not in options:
            yield unknown(spot, f"option of {issue}", name, options)
        elif name in names[:number]:
            yield Finding(spot, f"the option {name!r} is here twice", "keep one of the two")


def _superfluous(at: Address, want: Preferences, known: Known) -> Iterator[Finding]:
    """Scores, ranks and exceptions for issues that take none."""
    for field, pairs in (("scores", want.scores), ("score_order", want.score_order)):
        yield from _names((*at, field), [name for name, _ in pairs], known)
    yield from references((*at, "free_scores"), "issue", want.free_scores, known.options)


def _order(case: Case, at: Address, want: Preferences) -> Iterator[Finding]:
    """Ordered issues whose scores neither rise nor fall all the way."""
    scores = {name: {option: number.likely for option, number in options} for name, options in want.scores}
    ranks = {
        name: {option: -float(number) for number, group in enumerate(groups) for option in group}
        for name, groups in want.score_order
    }
    for issue in case.table:
        if not issue.ordered or issue.id in want.free_scores:
            continue
        field, held = ("scores", scores) if issue.id in scores else ("score_order", ranks)
        line = [held.get(issue.id, {}).get(option.id) for option in issue.options]
        values = [value for value in line if value is not None]
        if values not in (sorted(values), sorted(values, reverse=True)):
            shown = ", ".join(f"{value:g}" for value in values)
            what = "neither rise nor fall all the way, and the issue is ordered"
            what = f"the scores {shown} {what}" if field == "scores" else f"the ranks of the options {what}"
            hint = f"write `free_scores: [{issue.id}]` if this is meant"
            yield Finding((*at, field, issue.id), what, hint)


def _links_and_lines(at: Address, want: Preferences, known: Known) -> Iterator[Finding]:
    for number, link in enumerate(want.interactions):
        here = (*at, "interactions", number)
        if any(link.id == other.id for other in want.interactions[:number]):
            yield Finding((*here, "id"), f"the id {link.id!r} is here twice", "choose another id")
        yield from option_findings((*here, "when"), link.when, known)
        yield from (Finding((*here, "adds"), *fault) for fault in range_faults(link.adds))
    for number, line in enumerate(want.red_lines):
        here = (*at, "red_lines", number)
        if any(line.id == other.id for other in want.red_lines[:number]):
            yield Finding((*here, "id"), f"the id {line.id!r} is here twice", "choose another id")
        yield from option_findings((*here, "never"), line.never, known)
        yield from option_findings((*here, "unless"), line.unless, known, needed=False)
        yield from (Finding((*here, "holds"), *fault) for fault in range_faults(line.holds, 0, 1))


def _reservation(at: Address, want: Preferences) -> Iterator[Finding]:
    last = want.reservation[0].since if want.reservation else None
    for number, dated in enumerate(want.reservation):
        here = (*at, "reservation", number)
        yield from (Finding(here, *fault) for fault in range_faults(dated.range))
        if number == 0:
            continue
        if dated.since is None:
            what = "a later reservation does not say from when it holds"
            yield Finding(here, what, "add `since: 2024-07-03`")
        elif last is not None and dated.since <= last:
            what = f"{dated.since} does not come after {last}"
            yield Finding((*here, "since"), what, "list reservations from the earliest to the latest")
        last = dated.since or last


def _evidence(case: Case, at: Address, want: Preferences, known: Known) -> Iterator[Finding]:
    spots = {
        **{f"weights.{name}": ("weights", name) for name, _ in want.weights},
        **{
            f"scores.{issue}.{option}": ("scores", issue, option)
            for issue, options in want.scores
            for option, _ in options
        },
        **{
            f"interactions.{link.id}.adds": ("interactions", i, "adds")
            for i, link in enumerate(want.interactions)
        },
        **{f"red_lines.{line.id}.holds": ("red_lines", i, "holds") for i, line in enumerate(want.red_lines)},
        **{f"reservation.{i}": ("reservation", i) for i in range(len(want.reservation))},
    }
    cited: set[tuple[str, ...]] = set()
    bare = []
    for path, number in want.numbers():
        spot = (*at, *spots[path])
        if number.evidence and number.evidence not in cited:
            cited.add(number.evidence)
            yield from references((*spot, "evidence"), "evidence", number.evidence, known.evidence)
        if not number.evidence and not number.assumption:
            bare.append(spot)
    if bare and not case.invented:
        many = f"this and {len(bare) - 1} more numbers of {want.actor!r} rest"
        what = f"{many if len(bare) > 1 else 'rests'} on neither evidence nor an assumption"
        yield Finding(
            bare[0], what, "add `evidence: [...]` or `assumption: ...` to each, or to the whole file"
        )
