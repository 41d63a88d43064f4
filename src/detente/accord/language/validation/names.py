"""Names: every id is sound, unique and no word of the language; texts are there and not too long."""

from collections.abc import Iterator

from detente.accord.game.rules import CHANCE, CLOCK
from detente.accord.language.conditions import WORDS
from detente.accord.language.kinds import BASES, KINDS
from detente.accord.language.limits import MOST_CHARACTERS
from detente.accord.language.plan import ENDS, Terms
from detente.accord.language.validation.known import Known, unknown
from detente.case.address import Address, Finding
from detente.case.ids import id_fault
from detente.errors import nearest

__all__ = ["name_findings"]

_FUNCTIONS = {"breach", "clear", "flag", "given", "late", "overdue", "performed", "phase", "raised", "signed"}
_NAMES = {"day", "phase-over", "last-day", "all-performed", "suspended", *ENDS}
_TAKEN = {
    "sides": {"raiser", "both", CHANCE, CLOCK, *ENDS},
    "phases": {"continue", *ENDS},
    "clauses": {"wait", "fight", "nothing", *ENDS},
    "flags": set(ENDS),
    "goods": set(),
}
_WORDS = {*WORDS, *_FUNCTIONS, *_NAMES}
_BY_NAME = frozenset({"sides", "goods", "flags", "wordings", "stakes"})
_SOUND = "use letters and digits of any script, `_` and `-`, beginning with a letter"
_IN_CONDITIONS = frozenset({"sides", "phases", "clauses", "flags"})


def name_findings(known: Known) -> Iterator[Finding]:
    """Everything that is wrong with ids, references to sources, wordings and texts."""
    yield from _ids(known)
    yield from _readings(known)
    yield from _wordings(known)
    yield from _evidence(known)
    yield from _texts((), known.accord)


def _ids(known: Known) -> Iterator[Finding]:
    accord = known.accord
    if fault := id_fault(accord.id):
        yield Finding(("id",), *fault)
    for section in ("sides", "goods", "flags", "phases", "clauses", "wordings"):
        first: dict[str, Address] = {}
        for number, item in enumerate(getattr(accord, section)):
            listed = section in {"phases", "clauses"}
            at: Address = (section, number, "id") if listed else (section, item.id)
            if item.id in first:
                what = f"the id {item.id!r} is taken already by another of the {section}"
                yield Finding(at, what, "choose another id")
            first.setdefault(item.id, at)
            yield from _id(at, item.id, section)
    names = {clause.id: number for number, clause in enumerate(accord.clauses)}
    for side in known.sides & set(names):
        what = f"the id {side!r} is that of a side too, and `late({side})` could mean either"
        yield Finding(("clauses", names[side], "id"), what, "choose another id")


def _id(at: Address, name: str, section: str) -> Iterator[Finding]:
    fault = id_fault(name)
    if section in _IN_CONDITIONS:
        fault = (fault[0], _SOUND) if fault else _condition_fault(name)
    if fault:
        yield Finding(at, *fault)
    elif name in _TAKEN.get(section, ()) or (section in _IN_CONDITIONS and name in _WORDS):
        yield Finding(at, f"{name!r} is a word of the language", "choose another id")


def _condition_fault(name: str) -> tuple[str, str] | None:
    """What keeps an id from being written in a condition."""
    bad = next((char for char in name if char in ".:"), "")
    if bad:
        return f"the id {name!r} holds {bad!r}, so that no condition can name it", _SOUND
    if not name[0].isalpha():
        what = f"the id {name!r} starts with {name[0]!r}, so that no condition can name it"
        return what, _SOUND
    if name.endswith("-"):
        return f"the id {name!r} ends with '-', so that no condition can name it", "leave it out"
    return None


def _readings(known: Known) -> Iterator[Finding]:
    for number, clause in enumerate(known.accord.clauses):
        at: Address = ("clauses", number)
        if clause.kind not in KINDS:
            yield Finding(at, f"{clause.kind!r} is no kind of clause", nearest(clause.kind, KINDS))
        if not clause.readings:
            yield Finding((*at, "readings"), "lists no reading", "a clause has one reading or more")
        seen: set[str] = set()
        for place, reading in enumerate(clause.readings):
            here = (*at, "readings", place)
            if reading.id in seen:
                what = f"the id {reading.id!r} is taken already by another reading of the clause"
                yield Finding((*here, "id"), what, "choose another id")
            seen.add(reading.id)
            if fault := id_fault(reading.id):
                yield Finding((*here, "id"), *fault)
            if reading.basis not in BASES:
                yield Finding(
                    (*here, "basis"), f"{reading.basis!r} is no basis", nearest(reading.basis, BASES)
                )
            if clause.kind in KINDS and reading.terms is not None:
                yield from _of_kind(here, reading.terms, clause.kind)
            yield from _options(here, reading.options)


def _of_kind(at: Address, terms: Terms, kind: str) -> Iterator[Finding]:
    if not isinstance(terms, KINDS[kind]):
        yield Finding(at, f"is not of the kind {kind}", "all readings of a clause are of one kind")


def _options(at: Address, options: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[Finding]:
    issues = [issue for issue, _ in options]
    for issue, names in options:
        here = (*at, "options", issue)
        if issues.count(issue) > 1:
            yield Finding(here, f"names the issue {issue!r} twice", "name it once, with all its options")
        if not names:
            yield Finding(here, f"names no option of {issue!r}", "name one, or leave the issue out")
        for name in (issue, *names):
            if fault := id_fault(name):
                yield Finding(here, *fault)


def _wordings(known: Known) -> Iterator[Finding]:
    clauses = {clause.id: clause for clause in known.accord.clauses}
    for wording in known.accord.wordings:
        at: Address = ("wordings", wording.id)
        named = [clause for clause, _ in wording.readings]
        if wording.basis not in BASES:
            yield Finding((*at, "basis"), f"{wording.basis!r} is no basis", nearest(wording.basis, BASES))
        for clause, reading in wording.readings:
            here = (*at, "readings", clause)
            if named.count(clause) > 1:
                yield Finding(here, f"chooses a reading of {clause!r} twice", "keep one of the two")
            if clause not in clauses:
                yield from unknown(here, clause, "clause", clauses)
                continue
            names = (r.id for r in clauses[clause].readings)
            for found in unknown(here, reading, f"reading of {clause}", names):
                yield Finding(found.at, found.what, found.hint, name=clause)


def _evidence(known: Known) -> Iterator[Finding]:
    sources = [name for name, _ in known.accord.sources]
    for at, names in _citing(known):
        for number, name in enumerate(names):
            yield from unknown((*at, "evidence", number), name, "source", sources)


def _citing(known: Known) -> Iterator[tuple[Address, tuple[str, ...]]]:
    for number, phase in enumerate(known.accord.phases):
        yield ("phases", number), phase.evidence
    for number, clause in enumerate(known.accord.clauses):
        yield ("clauses", number), clause.evidence
        for place, reading in enumerate(clause.readings):
            if reading.evidence:
                yield ("clauses", number, "readings", place), reading.evidence


def _texts(at: Address, value: object) -> Iterator[Finding]:
    """Texts that are longer than an accord's may be, wherever they stand."""
    if isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            what = f"holds {len(value):,} characters, more than {MOST_CHARACTERS:,}"
            yield Finding(at, what, "shorten it, and cite the long text as a source")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(*_item(at, number, item))
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            if name != "file":
                yield from _texts((*at, *_step(value, name)), getattr(value, name))


def _item(at: Address, number: int, item: object) -> tuple[Address, object]:
    """An item of a list with its address: by its name in the sections that the file writes as mappings."""
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str):
        return (*at, item[0]), item[1]
    name = getattr(item, "side", "") or getattr(item, "id", "")
    return ((*at, name) if len(at) == 1 and at[0] in _BY_NAME else (*at, number)), item


def _step(value: object, name: str) -> tuple[str, ...]:
    """How the file spells a field: terms stand under the name of their kind."""
    if name == "terms":
        held = getattr(value, name)
        return tuple(kind for kind, cls in KINDS.items() if isinstance(held, cls))
    return (name.replace("_", "-"),)
