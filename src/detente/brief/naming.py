"""Display names instead of ids: of actors, issues, options, packages, rules and numbers of a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.brief.blocks import Words, joined, listed, name, said, words
from detente.case.model import Case
from detente.case.preferences import Literals
from detente.case.procedure import AtLeast, Quota, Rule, Says

__all__ = ["Naming"]


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
        return listed([self.option(issue, o) for o in options], " or ")

    def terms(self, terms: Literals, between: str = "; ") -> Words:
        """Issues with the options of each."""
        return joined([words(self.issue(i), ": ", self.options(i, options)) for i, options in terms], between)

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
                    return listed(parts, " or ")
                return words(f"at least {k} of ", joined(parts))
            case Quota(seats=seats, need=need):
                held = joined([words(self.actor(a), f" {n}") for a, n in seats])
                return words(f"at least {need} seats of ", held)

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
                    return actor, words("Chance that the threat to quit is carried out")
                return actor, words("What that does to the principal\u2019s utility")
            case "consents" | "influences":
                return self._brought(head, rest)
            case "approval" | "mandates":
                return rest, words("Approval rule" if head == "approval" else "Mandate")
            case "issues":
                issue, _, option = rest.removesuffix(".available").partition(".options.")
                return "", words("On the table: ", self.issue(issue), ", ", self.option(issue, option))
            case _:
                return "", words("Deal rule") if head == "deal_rule" else words(said(path))

    def whose(self, path: str) -> Words:
        """The number of a path with whose it is."""
        actor, what = self.path(path)
        return words(self.actor(actor), ": ", what) if actor else what

    def refused(self, path: str) -> Words:
        """What the red line of a path refuses."""
        rest = path.removeprefix("preferences.")
        actor = _longest(rest, self.case.names())
        return self._refused(actor, rest.removeprefix(f"{actor}.red_lines.").removesuffix(".holds"))

    def _refused(self, actor: str, line: str) -> Words:
        wants = self.case.preferences_of(actor)
        found = next((r for r in wants.red_lines if r.id == line), None) if wants else None
        if found is None:
            return words(said(line))
        unless = words(" unless ", self.terms(found.unless, " with ")) if found.unless else ()
        return words(self.terms(found.never, " with "), unless)

    def _brought(self, head: str, rest: str) -> tuple[str, Words]:
        """A number of a consent or of an influence."""
        if head == "consents":
            consent = next((c for c in self.case.consents if f"{c.id}.gives" == rest), None)
            if consent is not None:
                return consent.actor, words("Chance of its consent to ", self.terms(consent.over))
        effect = next((i for i in self.case.influences if rest.startswith(f"{i.id}.")), None)
        if effect is None:
            return "", words(said(f"{head}.{rest}"))
        by = words(" by ", self.actor(effect.by)) if effect.by else ()
        if rest.endswith(".in_force"):
            return effect.on, words(effect.kind, by)
        state = "" if effect.in_force else " (not in force)"
        return effect.on, words(f"What {effect.kind}", by, f" adds to a deal{state}")

    def _preference(self, actor: str, what: str) -> Words:
        kind, _, rest = what.partition(".")
        wants = self.case.preferences_of(actor)
        match kind:
            case "weights":
                return words("Weight of ", joined([self.issue(i) for i in rest.split("=")], " = "))
            case "scores":
                issue = _longest(rest, [found.id for found in self.case.issues])
                option = rest.removeprefix(issue).removeprefix(".")
                if not option:
                    return words("Scores of ", self.issue(issue))
                shown = listed([self.option(issue, o) for o in option.split("=")])
                return words("Score of ", shown, " (", self.issue(issue), ")")
            case "reservation":
                return words("Reservation (what no deal is worth)")
            case "red_lines":
                return words(
                    "Chance that the red line is meant: ", self._refused(actor, rest.removesuffix(".holds"))
                )
            case "interactions":
                link = rest.removesuffix(".adds")
                linked = next((r for r in wants.interactions if r.id == link), None) if wants else None
                return words("Linkage: ", self.terms(linked.when, " with ") if linked else said(link))
        return words(said(what))


def _longest(rest: str, ids: Iterable[str]) -> str:
    """The id that a path begins with, the longest of several; its first part when it is none of them."""
    found = [name for name in ids if rest == name or rest.startswith(f"{name}.")]
    return max(found, key=len, default=rest.partition(".")[0])
