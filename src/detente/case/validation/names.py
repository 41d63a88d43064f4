"""Names: every id is sound and unique, every name that is used is defined, every thing has a name."""

from collections.abc import Iterator
from typing import Any

from detente.case.address import Address, Finding
from detente.case.ids import id_fault
from detente.case.model import ROLES, Case
from detente.case.validation.known import EVIDENCE, Known, option_findings, reference, references, unknown
from detente.errors import nearest
from detente.record.statement import ACTS, IDENTIFIED, STANCES

__all__ = ["name_findings"]

_SECTIONS = (
    "reports",
    "parties",
    "ratifiers",
    "actors",
    "mandates",
    "consents",
    "influences",
    "issues",
    "constraints",
    "statements",
    "stances",
    "proposals",
    "contradictions",
    "events",
    "figures",
    "precedents",
    "deadlines",
    "levers",
    "scenarios",
)
_NAMED = {
    "parties": "party",
    "ratifiers": "ratifier",
    "actors": "actor",
    "issues": "issue",
    "proposals": "proposal",
    "levers": "lever",
    "scenarios": "scenario",
}
_PEOPLE = frozenset({"parties", "ratifiers", "actors"})
_WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("actors", "role", ROLES),
    ("influences", "kind", ("guarantee", "pressure", "side-payment")),
    ("statements", "act", ACTS),
    ("statements", "identified", ("", *IDENTIFIED)),
    ("statements", "stance", ("", *STANCES)),
    ("stances", "role", ("accepts", "demands", "rejects")),
    ("figures", "bound", ("", "about", "at least", "over")),
    ("preferences", "measure", ("points", "share")),
    ("preferences", "basis", ("estimate", "judgement", "published")),
)


def name_findings(case: Case, known: Known) -> Iterator[Finding]:
    """Everything that is wrong with ids, names and references."""
    yield from _ids(case)
    yield from _people(case, known)
    yield from _issues(case, known)
    yield from _told(case, known)
    yield from _words(case)
    yield from _evidence(case, known)


def _ids(case: Case) -> Iterator[Finding]:
    first: dict[tuple[str, str], str] = {}
    for section in _SECTIONS:
        kinds = ["people"] if section in _PEOPLE else [section]
        if section in EVIDENCE:
            kinds = ["evidence"]
        for number, item in enumerate(getattr(case, section)):
            at: Address = (section, number, "id")
            yield from _id(at, item.id)
            before = first.setdefault((kinds[0], item.id), f"{section}[{number}]")
            if before != f"{section}[{number}]":
                yield Finding(at, f"the id {item.id!r} is taken already by {before}", "choose another id")
            if section in _NAMED and not item.name.strip():
                yield Finding(
                    (section, number, "name"), f"the {_NAMED[section]} has no name", "give it a name"
                )
    if not case.title.strip():
        yield Finding(("title",), "the case has no title", "give it a title")
    yield from _id(("id",), case.id)


def _id(at: Address, name: str) -> Iterator[Finding]:
    if fault := id_fault(name):
        yield Finding(at, *fault)


def _people(case: Case, known: Known) -> Iterator[Finding]:
    if not case.parties:
        yield Finding(("parties",), "the case has no party", "list who negotiates under `parties:`")
    for number, ratifier in enumerate(case.ratifiers):
        yield from reference(("ratifiers", number, "party"), "party", ratifier.party, known.parties)
        if not ratifier.party:
            yield Finding(("ratifiers", number, "party"), "the ratifier has no party", "name its party")
    for number, actor in enumerate(case.actors):
        yield from reference(("actors", number, "of"), "party or actor", actor.of, known.people)
    for number, mandate in enumerate(case.mandates):
        at: Address = ("mandates", number)
        yield from reference((*at, "party"), "party", mandate.party, known.parties)
        yield from option_findings((*at, "allows"), mandate.allows, known)
    for number, consent in enumerate(case.consents):
        at = ("consents", number)
        yield from reference((*at, "actor"), "party, ratifier or actor", consent.actor, known.people)
        yield from option_findings((*at, "over"), consent.over, known)
    for number, influence in enumerate(case.influences):
        at = ("influences", number)
        yield from reference((*at, "by"), "party, ratifier or actor", influence.by, known.people)
        yield from reference((*at, "on"), "party, ratifier or actor", influence.on, known.people)
        yield from option_findings((*at, "when"), influence.when, known, needed=False)


def _issues(case: Case, known: Known) -> Iterator[Finding]:
    if not case.table:
        yield Finding(
            ("issues",), "the case has no issue on the table", "list what is to settle under `issues:`"
        )
    for number, issue in enumerate(case.issues):
        at: Address = ("issues", number)
        if not issue.options:
            yield Finding((*at, "options"), "the issue has no option", "list at least one")
        yield from reference(
            (*at, "if_silent"), f"option of {issue.id}", issue.if_silent, known.options[issue.id]
        )
        seen: set[str] = set()
        for place, option in enumerate(issue.options):
            here = (*at, "options", place)
            yield from _id((*here, "id"), option.id)
            if option.id in seen:
                what = f"the option {option.id!r} is listed twice"
                yield Finding((*here, "id"), what, "remove one of the two, or choose another id")
            seen.add(option.id)
            if not option.name.strip():
                yield Finding((*here, "name"), "the option has no name", "give it a name")
    for number, constraint in enumerate(case.constraints):
        yield from option_findings(("constraints", number, "never"), constraint.never, known)
    yield from _two_ways(case)


def _two_ways(case: Case) -> Iterator[Finding]:
    """Options whose paths are the same although they belong to different issues: ids may hold dots."""
    meant: dict[str, str] = {}
    for number, issue in enumerate(case.issues):
        for place, option in enumerate(issue.options):
            path = f"{issue.id}.{option.id}"
            if meant.setdefault(path, issue.id) != issue.id:
                what = f"{path!r} would be an option of {meant[path]!r} as well as of {issue.id!r}"
                yield Finding(("issues", number, "options", place, "id"), what, "choose an id without a dot")


def _told(case: Case, known: Known) -> Iterator[Finding]:
    for section in ("statements", "stances"):
        for number, item in enumerate(getattr(case, section)):
            at: Address = (section, number)
            who = "holder" if section == "statements" else "actor"
            yield from reference((*at, who), "party, ratifier or actor", getattr(item, who), known.people)
            yield from _option_of(at, item.issue, item.option, known)
    reports = tuple(report.id for report in case.reports)
    for number, report in enumerate(case.reports):
        yield from reference(("reports", number, "copy_of"), "report", report.copy_of, reports)
    for number, statement in enumerate(case.statements):
        yield from references(("statements", number, "reports"), "report", statement.reports, reports)
        if statement.span is not None and statement.span.document not in statement.reports:
            at = ("statements", number, "at", "document")
            yield unknown(at, "report of this statement", statement.span.document, statement.reports)
    for number, proposal in enumerate(case.proposals):
        yield from _proposal(("proposals", number), proposal, known)
    for number, contradiction in enumerate(case.contradictions):
        at = ("contradictions", number)
        yield from reference((*at, "issue"), "issue", contradiction.issue, known.options)
        yield from _accounts(at, contradiction.accounts, known)
    for number, event in enumerate(case.events):
        at = ("events", number, "actors")
        yield from references(at, "party, ratifier or actor", event.actors, known.people)


def _option_of(at: Address, issue: str, option: str, known: Known) -> Iterator[Finding]:
    yield from reference((*at, "issue"), "issue", issue, known.options)
    if option and not issue:
        yield Finding((*at, "option"), f"names the option {option!r} of no issue", "add `issue:`")
    elif issue in known.options:
        yield from reference((*at, "option"), f"option of {issue}", option, known.options[issue])


def _proposal(at: Address, proposal: Any, known: Known) -> Iterator[Finding]:
    for field in ("by", "attributed_to"):
        yield from reference((*at, field), "party, ratifier or actor", getattr(proposal, field), known.people)
    carriers = proposal.carried_by
    yield from references((*at, "carried_by"), "party, ratifier or actor", carriers, known.people)
    yield from option_findings((*at, "terms"), proposal.terms, known, on_table=False, needed=False)
    yield from references((*at, "set_aside"), "issue", proposal.set_aside, known.options)
    yield from _accounts(at, proposal.accounts, known)
    for number, response in enumerate(proposal.responses):
        here = (*at, "responses", number)
        yield from reference((*here, "actor"), "party, ratifier or actor", response.actor, known.people)
        yield from references((*here, "issues"), "issue", response.issues, known.options)


def _accounts(at: Address, accounts: tuple[Any, ...], known: Known) -> Iterator[Finding]:
    for number, account in enumerate(accounts):
        here = (*at, "accounts", number, "terms")
        yield from option_findings(here, account.terms, known, on_table=False, needed=False)


def _words(case: Case) -> Iterator[Finding]:
    for section, field, words in _WORDS:
        for number, item in enumerate(getattr(case, section)):
            yield from _word((section, _key(section, number, item), field), getattr(item, field), words)
    answers = ("accepts", "conditional", "rejects", "silent")
    for number, proposal in enumerate(case.proposals):
        for place, response in enumerate(proposal.responses):
            yield from _word(("proposals", number, "responses", place, "answer"), response.answer, answers)


def _word(at: Address, word: str, words: tuple[str, ...]) -> Iterator[Finding]:
    if word not in words:
        shown = [known for known in words if known]
        yield Finding(at, f"should be one of {', '.join(shown)}, not {word!r}", nearest(word, shown))


def _key(section: str, number: int, item: Any) -> str | int:
    return str(item.actor) if section == "preferences" else number


def _evidence(case: Case, known: Known) -> Iterator[Finding]:
    for section in (*_SECTIONS, "exit_threats"):
        for number, item in enumerate(getattr(case, section)):
            yield from _cited((section, number), item, known)
    if case.deal_rule is not None:
        for number, reading in enumerate(case.deal_rule.readings):
            yield from _cited(("deal_rule", "readings", number), reading, known)


def _cited(at: Address, item: Any, known: Known) -> Iterator[Finding]:
    """Evidence of the item and of what it holds."""
    if evidence := getattr(item, "evidence", ()):
        yield from references((*at, "evidence"), "evidence", evidence, known.evidence)
    for field in ("options", "accounts", "responses"):
        for number, part in enumerate(getattr(item, field, ())):
            yield from _cited((*at, field, number), part, known)
    for field in ("credibility", "principal_effect", "gives", "adds"):
        if (number_held := getattr(item, field, None)) is not None:
            yield from _cited((*at, field), number_held, known)
    if (approval := getattr(item, "approval", None)) is not None:
        for number, reading in enumerate(approval.readings):
            yield from _cited((*at, "approval", "readings", number), reading, known)
