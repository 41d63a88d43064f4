"""Display names instead of ids: of actors, issues, options, packages, rules and numbers of a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from detente.brief.blocks import Words, name, said, words
from detente.brief.wording import apart, in_turn, listed, tell, tell_plural, told_from
from detente.case.model import Case
from detente.case.preferences import Literals
from detente.case.procedure import AtLeast, Quota, Rule, Says
from detente.languages import mark

__all__ = ["ACTS", "DIRECTIONS", "STANCES", "Naming"]

ACTS: Mapping[str, str] = {
    # Translators: what somebody does by saying something, beside the name of who does.
    "accepts": mark("accepts"),
    # Translators: what somebody does by saying something, beside the name of who does.
    "claims": mark("claims"),
    # Translators: what somebody does by saying something, beside the name of who does.
    "demands": mark("demands"),
    "denies": mark("denies"),
    # Translators: the kind of a statement that tells what happened.
    "event": mark("event"),
    # Translators: the kind of a statement that gives a number.
    "figure": mark("figure"),
    # Translators: what somebody does by saying something, beside the name of who does.
    "offers": mark("offers"),
    "rejects": mark("rejects"),
    # Translators: what somebody does by saying something, beside the name of who does.
    "reports": mark("reports"),
    "threatens": mark("threatens"),
    "warns": mark("warns"),
}
"""The acts of statements as messages; also the roles of stances."""

DIRECTIONS: Mapping[str, str] = {
    # Translators: how a position moved.
    "first stated": mark("first stated"),
    "repeated": mark("repeated"),
    "softened": mark("softened"),
    "hardened": mark("hardened"),
    # Translators: how a position moved.
    "sideways": mark("sideways"),
    "changed": mark("changed"),
    # Translators: actors of one side moved differently.
    "split": mark("split"),
    "back and forth": mark("back and forth"),
    "rejects only": mark("rejects only"),
    "not stated": mark("not stated"),
    "undated": mark("undated"),
}
"""The directions of positions over time as messages."""

STANCES: Mapping[str, str] = {
    # Translators: how somebody stands towards an option.
    "against": mark("against"),
    "conditional": mark("conditional"),
    # Translators: how somebody stands towards an option.
    "for": mark("for"),
}
"""The stances of statements as messages."""

_INFLUENCES = {
    # Translators: a kind of influence on an actor; alone, or before "by" and a name.
    "guarantee": mark("guarantee"),
    # Translators: a kind of influence on an actor; alone, or before "by" and a name.
    "pressure": mark("pressure"),
    "side-payment": mark("side-payment"),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one case. What the case does not know is shown as it is written."""

    case: Case

    def actor(self, actor: str) -> Words:
        """The display name of a party, ratifier or other actor."""
        return words(name(self.case.named(actor)))

    def actors(self, actors: Iterable[str]) -> Words:
        """Display names, in alphabetical order, as a sentence lists them."""
        return listed([words(name(n)) for n in sorted(self.case.named(a) for a in actors)])

    def issue(self, issue: str) -> Words:
        """The display name of an issue."""
        return words(name(next((i.name for i in self.case.issues if i.id == issue), issue)))

    def option(self, issue: str, option: str) -> Words:
        """The display name of an option."""
        found = next((i for i in self.case.issues if i.id == issue), None)
        options = found.options if found is not None else ()
        return words(name(next((o.name for o in options if o.id == option), option)))

    def options(self, issue: str, options: Sequence[str]) -> Words:
        """Options of one issue, as alternatives."""
        return listed([self.option(issue, o) for o in options], either=True)

    def terms(self, terms: Literals) -> Words:
        """Issues with the options of each."""
        return apart([self._term(issue, options) for issue, options in terms])

    def together(self, terms: Literals) -> Words:
        """Issues with the options of each, as one combination."""
        if not terms:
            return ()
        first, *rest = (self._term(issue, options) for issue, options in terms)
        # Translators: options of two issues that are combined: "Border: open with Prisoners: all".
        return reduce(lambda one, other: tell("{one} with {other}", one=one, other=other), rest, first)

    def reading(self, key: str, reading: str) -> Words:
        """A reading of a party's rule, or of the deal rule ("deal"), in words."""
        approval = self.case.deal_rule if key == "deal" else None
        if key != "deal":
            approval = next((p.approval for p in self.case.parties if p.id == key), None)
        found = approval.reading(reading) if approval is not None else None
        return self.rule(found.rule) if found is not None else words(said(reading))

    def rule(self, rule: Rule) -> Words:
        """An approval rule in words."""
        match rule:
            case Says(actor=actor):
                return self.actor(actor)
            case AtLeast(k=k, rules=rules):
                parts = [self.rule(part) for part in rules]
                if k == len(rules):
                    return listed(parts)
                if k == 1:
                    return listed(parts, either=True)
                return tell("at least {n} of {list}", n=str(k), list=in_turn(parts))
            case Quota(seats=seats, need=need):
                held = in_turn([words(self.actor(a), f" {n}") for a, n in seats])
                # Translators: a list of groups, each with the number of its seats, follows.
                return tell_plural(
                    "at least {n} seat of {list}",
                    "at least {n} seats of {list}",
                    need,
                    n=str(need),
                    list=held,
                )

    def path(self, path: str) -> tuple[str, Words]:
        """Whose number a path names (an actor's id, or "" for none), and what the number is."""
        head, _, rest = path.partition(".")
        match head:
            case "preferences":
                actor = _longest(rest, self.case.names())
                return actor, self._preference(actor, rest.removeprefix(f"{actor}."))
            case "exit_threats":
                actor, _, what = rest.rpartition(".")
                if what == "credibility":
                    return actor, tell("Chance that the threat to quit is carried out")
                # Translators: "that" is the carrying out of the threat to quit.
                return actor, tell("What that does to the principal\u2019s utility")
            case "consents" | "influences":
                return self._brought(head, rest)
            case "approval" | "mandates":
                return rest, tell("Approval rule") if head == "approval" else tell("Mandate")
            case "issues":
                issue, _, option = rest.removesuffix(".available").partition(".options.")
                return "", tell(
                    "On the table: {issue}, {option}",
                    issue=self.issue(issue),
                    option=self.option(issue, option),
                )
            case _:
                return "", tell("Deal rule") if head == "deal_rule" else words(said(path))

    def whose(self, path: str) -> Words:
        """The number of a path with whose it is."""
        actor, what = self.path(path)
        return tell("{head}: {text}", head=self.actor(actor), text=what) if actor else what

    def refused(self, path: str) -> Words:
        """What the red line of a path refuses."""
        rest = path.removeprefix("preferences.")
        actor = _longest(rest, self.case.names())
        return self._refused(actor, rest.removeprefix(f"{actor}.red_lines.").removesuffix(".holds"))

    def _term(self, issue: str, options: Sequence[str]) -> Words:
        # Translators: a name or heading, a colon, and what is said of it.
        return tell("{head}: {text}", head=self.issue(issue), text=self.options(issue, options))

    def _refused(self, actor: str, line: str) -> Words:
        wants = self.case.preferences_of(actor)
        found = next((r for r in wants.red_lines if r.id == line), None) if wants else None
        if found is None:
            return words(said(line))
        never = self.together(found.never)
        if not found.unless:
            return never
        # Translators: a combination of options that an actor refuses, unless another one comes with it.
        return tell("{terms} unless {others}", terms=never, others=self.together(found.unless))

    def _brought(self, head: str, rest: str) -> tuple[str, Words]:
        """A number of a consent or of an influence."""
        if head == "consents":
            consent = next((c for c in self.case.consents if f"{c.id}.gives" == rest), None)
            if consent is not None:
                return consent.actor, tell("Chance of its consent to {terms}", terms=self.terms(consent.over))
        effect = next((i for i in self.case.influences if rest.startswith(f"{i.id}.")), None)
        if effect is None:
            return "", words(said(f"{head}.{rest}"))
        kind = words(told_from(_INFLUENCES, effect.kind))
        if effect.by:
            # Translators: "guarantee by Delta"; the kinds are guarantee, pressure and side-payment.
            kind = tell("{kind} by {who}", kind=kind, who=self.actor(effect.by))
        if rest.endswith(".in_force"):
            return effect.on, kind
        if effect.in_force:
            # Translators: {influence} is such as "guarantee by Delta"; what it adds is utility.
            return effect.on, tell("What {influence} adds to a deal", influence=kind)
        return effect.on, tell("What {influence} adds to a deal (not in force)", influence=kind)

    def _preference(self, actor: str, what: str) -> Words:
        kind, _, rest = what.partition(".")
        wants = self.case.preferences_of(actor)
        match kind:
            case "weights":
                ranked = in_turn([self.issue(i) for i in rest.split("=")], " = ")
                # Translators: one issue, or several of equal weight: "Border = Prisoners".
                return tell("Weight of {issue}", issue=ranked)
            case "scores":
                return self._score(rest)
            case "reservation":
                return tell("Reservation (what no deal is worth)")
            case "red_lines":
                line = self._refused(actor, rest.removesuffix(".holds"))
                return tell("Chance that the red line is meant: {line}", line=line)
            case "interactions":
                link = rest.removesuffix(".adds")
                linked = next((r for r in wants.interactions if r.id == link), None) if wants else None
                terms = self.together(linked.when) if linked else said(link)
                # Translators: what two options are worth together, beyond what each is worth.
                return tell("Linkage: {terms}", terms=terms)
        return words(said(what))

    def _score(self, rest: str) -> Words:
        """The scores of an issue, or the score of options that are held equal."""
        issue = _longest(rest, [found.id for found in self.case.issues])
        option = rest.removeprefix(issue).removeprefix(".")
        if not option:
            return tell("Scores of {issue}", issue=self.issue(issue))
        shown = listed([self.option(issue, o) for o in option.split("=")])
        return tell("Score of {option} ({issue})", option=shown, issue=self.issue(issue))


def _longest(rest: str, ids: Iterable[str]) -> str:
    """The id that a path begins with, the longest of several; its first part when it is none of them."""
    found = [name for name in ids if rest == name or rest.startswith(f"{name}.")]
    return max(found, key=len, default=rest.partition(".")[0])
