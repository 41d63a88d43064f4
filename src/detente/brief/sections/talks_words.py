"""Paths and changes of a setting of talks in words."""

from collections.abc import Sequence

from detente.brief.blocks import Words, joined, name, said, words
from detente.brief.naming import Naming
from detente.talks.setting.values import Effect, Setting

__all__ = ["SettingNames", "mandates"]

_SIDE = {
    "answers": "chance a day that the delegation answers inside its mandate",
    "asks": "what it asks at first, above its reservation",
    "audience": "what each publication adds to the reservations of its ratifiers",
    "blame": "what a public blame takes off its reservation",
    "disowns": "chance that it disowns a text published under its name",
    "passes_on": "chance that it lets a text be carried on",
    "trust.failed": "times it found the word of the mediator to fail",
    "trust.kept": "times it found the word of the mediator kept",
}
_HOME = {
    "answers": "chance a day of an answer at home",
    "delay": "what each day of delay takes off its reservation",
}
_MEDIATION = {
    "attributes": "Chance that a published text is given out as a party\u2019s own",
    "back_channel": "Chance that a text goes straight to the principals",
    "blames": "Chance that who alone refused is blamed in public",
    "counsel": "What a believed word of the mediator takes off what is asked",
    "leak": "Chance a day that a text out for answer leaks",
    "noise": "Noise in provisional answers",
    "publishes": "Chance that a text is published",
    "word": "What a word with one ratifier takes off its reservation",
}
_LISTED = {
    ("hazards", "rate"): "chance a day",
    ("happenings", "chance"): "chance",
    ("counters", "falls"): "chance a day that a unit is lost",
    ("counters", "adds"): "what each unit lost adds to a reservation",
    ("summits", "attends"): "chance that each party comes",
    ("summits", "slips"): "chance that it slips by a week",
}
_EFFECTS = {
    "rate": "added to the chance a day of",
    "reservation": "added to the reservation of",
    "trust": "failures of the mediator\u2019s word added for",
}


class SettingNames:
    """The words for the paths of one setting, with the names of its case."""

    def __init__(self, names: Naming, setting: Setting) -> None:
        self.names = names
        self.setting = setting
        self.items = {
            f"{section}.{item.id}": item
            for section in ("hazards", "happenings", "counters", "summits")
            for item in getattr(setting, section)
        }

    def item(self, ident: str) -> Words:
        """The name of a hazard, happening, counter or summit; else of a party or actor."""
        found = next((item for path, item in self.items.items() if path.partition(".")[2] == ident), None)
        return words(said(found.name or ident)) if found is not None else self.names.actor(ident)

    def number(self, path: str) -> Words:
        """What a number of the setting or of the case is, and whose."""
        head, _, rest = path.partition(".")
        if head in {"delegations", "homes"}:
            told = _SIDE if head == "delegations" else _HOME
            kind = next((k for k in told if rest.endswith(f".{k}")), "")
            if kind:
                return words(self.names.actor(rest.removesuffix(f".{kind}")), ": ", told[kind])
        if head == "mediation" and rest in _MEDIATION:
            return words(_MEDIATION[rest])
        found = next((key for key in self.items if path.startswith(f"{key}.")), "")
        if found:
            return words(self._own(found), ": ", self._part(found, path.removeprefix(f"{found}.")))
        return self.names.whose(path)

    def change(self, changes: Sequence[str]) -> Words:
        """Changes made together, as a clause; what has no words of its own stands as it was given."""
        values = dict(change.partition("=")[::2] for change in changes)
        whose = [path.partition(".")[2] for path in values]
        match {path.partition(".")[0] for path in values}:
            case heads if heads <= {"answers", "least"} and all(map(_prompt, values.items())):
                own = sorted({w for p, w in zip(values, whose, strict=True) if p.startswith("answers.")})
                return words("An answer at home the next day from ", self.names.actors(own))
            case heads if heads <= {"publishes", "leak"} and set(values.values()) == {"0"}:
                return words("Nothing becomes public")
            case heads if heads == {"exit_threats"} and {float(v) for v in values.values()} == {0.0}:
                own = [w.removesuffix(".credibility") for w in whose]
                return words("No threat to quit is meant by ", self.names.actors(own))
            case heads if heads == {"trust"}:
                return words("The mediator\u2019s word is believed by ", self.names.actors(whose))
        return joined([self._change(path, value) for path, value in values.items()], "; ")

    def _change(self, path: str, value: str) -> Words:
        head, _, rest = path.partition(".")
        match head, value:
            case "mandate", "wider" | "narrower":
                return words(f"A {value} mandate for ", self.names.actor(rest))
            case "asks", "0":
                return words(self.names.actor(rest), " asks no more than its reservation")
            case "deadline", "none":
                return words("No deadline")
            case "deadline", day:
                return words(f"A deadline on day {day}")
            case _, "off" if path in self.items:
                return words("Without: ", self._own(path))
        return words(said(f"{path}={value}"))

    def _own(self, path: str) -> Words:
        item = self.items[path]
        return words(said(item.name or item.id))

    def _part(self, path: str, rest: str) -> Words:
        told = _LISTED.get((path.partition(".")[0], rest))
        if told is not None:
            return words(told)
        parts = rest.split(".")
        effects: tuple[Effect, ...] = getattr(self.items[path], "effects", ())
        if len(parts) == 3 and parts[1].isdigit() and int(parts[1]) < len(effects):
            effect = effects[int(parts[1])]
            return words(_EFFECTS.get(effect.kind, effect.kind), " ", self.item(effect.on))
        return words(said(rest))


def mandates(names: Naming, setting: Setting, parties: Sequence[str]) -> list[Words]:
    """What each delegation may sign and how it concedes, in alphabetical order of the parties' names."""
    told = []
    for party in sorted(parties, key=names.case.named):
        side = setting.delegation(party)
        may = _MANDATES.get(side.mandate)
        sign = words(may) if may else words("may sign what the account ", name(side.mandate), " allows")
        told.append(
            words(names.actor(party), ": ", sign, f"; what it asks falls as by the tactic {side.tactic}")
        )
    return told


_MANDATES = {"free": "may sign anything", "none": "asks at home about everything"}


def _prompt(change: tuple[str, str]) -> bool:
    path, value = change
    return value in {"1", "1.0"} if path.startswith("answers.") else value == "0"
