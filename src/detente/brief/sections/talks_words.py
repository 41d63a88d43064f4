"""Paths and changes of a setting of talks in words."""

from collections.abc import Sequence

from detente.brief.blocks import Words, name, said, words
from detente.brief.naming import Naming
from detente.brief.wording import in_turn, tell
from detente.languages import mark, say, say_as
from detente.talks.setting.values import Effect, Setting

__all__ = ["SettingNames", "mandates", "told_default"]

# Translators: `it` in these is the party or actor whose name stands before, as in "Delta: what it asks".
_SIDE = {
    "answers": mark("chance a day that the delegation answers inside its mandate"),
    "asks": mark("what it asks at first, above its reservation"),
    "audience": mark("what each publication adds to the reservations of its ratifiers"),
    "blame": mark("what a public blame takes off its reservation"),
    "disowns": mark("chance that it disowns a text published under its name"),
    "passes_on": mark("chance that it lets a text be carried on"),
    "trust.failed": mark("times it found the word of the mediator to fail"),
    "trust.kept": mark("times it found the word of the mediator kept"),
}
_HOME = {
    "answers": mark("chance a day of an answer at home"),
    "delay": mark("what each day of delay takes off its reservation"),
}
_MEDIATION = {
    "attributes": mark("Chance that a published text is given out as a party\u2019s own"),
    "back_channel": mark("Chance that a text goes straight to the principals"),
    "blames": mark("Chance that who alone refused is blamed in public"),
    "counsel": mark("What a believed word of the mediator takes off what is asked"),
    "leak": mark("Chance a day that a text out for answer leaks"),
    "noise": mark("Noise in provisional answers"),
    "publishes": mark("Chance that a text is published"),
    "word": mark("What a word with one ratifier takes off its reservation"),
}
_LISTED = {
    ("hazards", "rate"): mark("chance a day"),
    ("happenings", "chance"): mark("chance"),
    ("counters", "falls"): mark("chance a day that a unit is lost"),
    ("counters", "adds"): mark("what each unit lost adds to a reservation"),
    ("summits", "attends"): mark("chance that each party comes"),
    ("summits", "slips"): mark("chance that it slips by a week"),
}
# Translators: what a hazard or happening does, for example "added to the reservation of Delta".
_EFFECTS = {
    "rate": mark("added to the chance a day of {what}"),
    "reservation": mark("added to the reservation of {what}"),
    "trust": mark("failures of the mediator\u2019s word added for {what}"),
}


_DEFAULTS = (
    mark("Nothing known but the case"),
    mark("Made from the case alone. Every number is an assumption, the same for all."),
)
_WANTING = "assumed for want of a record: "
_WANTED = (
    mark("a believed word of the mediator counts a little"),
    mark("a share of what its principal can gain at best"),
    mark("a text out for answer seldom becomes public"),
    mark("an answer from home takes from two days to a month"),
    mark("an answer inside its mandate takes from a day to ten days"),
    mark("and as often not"),
    mark("provisional answers are not exact"),
    mark("the mediator's word has been kept now and then"),
    mark("what is made public is harder to give up"),
)
"""What a setting made from the case alone says of itself, and of its numbers."""


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
                actor = self.names.actor(rest.removesuffix(f".{kind}"))
                return tell("{actor}: {what}", actor=actor, what=tell(told[kind]))
        if head == "mediation" and rest in _MEDIATION:
            return tell(_MEDIATION[rest])
        found = next((key for key in self.items if path.startswith(f"{key}.")), "")
        if found:
            part = self._part(found, path.removeprefix(f"{found}."))
            return tell("{item}: {what}", item=self._own(found), what=part)
        return self.names.whose(path)

    def change(self, changes: Sequence[str]) -> Words:
        """Changes made together, as a clause; what has no words of its own stands as it was given."""
        values = dict(change.partition("=")[::2] for change in changes)
        whose = [path.partition(".")[2] for path in values]
        match {path.partition(".")[0] for path in values}:
            case heads if heads <= {"answers", "least"} and all(map(_prompt, values.items())):
                own = sorted({w for p, w in zip(values, whose, strict=True) if p.startswith("answers.")})
                return tell("An answer at home the next day from {actors}", actors=self.names.actors(own))
            case heads if heads <= {"publishes", "leak"} and set(values.values()) == {"0"}:
                return tell("Nothing becomes public")
            case heads if heads == {"exit_threats"} and {float(v) for v in values.values()} == {0.0}:
                own = [w.removesuffix(".credibility") for w in whose]
                return tell("No threat to quit is meant by {actors}", actors=self.names.actors(own))
            case heads if heads == {"trust"}:
                return tell(
                    "The mediator\u2019s word is believed by {actors}", actors=self.names.actors(whose)
                )
        each = [self._change(path, value) for path, value in values.items()]
        return in_turn(each, say_as("between parts of a sentence", "; "))

    def _change(self, path: str, value: str) -> Words:
        head, _, rest = path.partition(".")
        match head, value:
            case "mandate", "wider":
                return tell("A wider mandate for {actor}", actor=self.names.actor(rest))
            case "mandate", "narrower":
                return tell("A narrower mandate for {actor}", actor=self.names.actor(rest))
            case "asks", "0":
                return tell("{actor} asks no more than its reservation", actor=self.names.actor(rest))
            case "deadline", "none":
                return tell("No deadline")
            case "deadline", day:
                return tell("A deadline on day {day}", day=day)
            case _, "off" if path in self.items:
                return tell("Without: {what}", what=self._own(path))
        return words(said(f"{path}={value}"))

    def _own(self, path: str) -> Words:
        item = self.items[path]
        return words(said(item.name or item.id))

    def _part(self, path: str, rest: str) -> Words:
        told = _LISTED.get((path.partition(".")[0], rest))
        if told is not None:
            return tell(told)
        parts = rest.split(".")
        effects: tuple[Effect, ...] = getattr(self.items[path], "effects", ())
        if len(parts) == 3 and parts[1].isdigit() and int(parts[1]) < len(effects):
            effect = effects[int(parts[1])]
            if effect.kind in _EFFECTS:
                return tell(_EFFECTS[effect.kind], what=self.item(effect.on))
            return words(effect.kind, " ", self.item(effect.on))
        return words(said(rest))


def mandates(names: Naming, setting: Setting, parties: Sequence[str]) -> list[Words]:
    """What each delegation may sign and how it concedes, in alphabetical order of the parties' names."""
    told = []
    for party in sorted(parties, key=names.case.named):
        side = setting.delegation(party)
        actor, tactic = names.actor(party), side.tactic
        if side.mandate in _MANDATES:
            told.append(tell(_MANDATES[side.mandate], actor=actor, tactic=tactic))
        else:
            told.append(tell(_BY_ACCOUNT, actor=actor, tactic=tactic, account=name(side.mandate)))
    return told


def told_default(text: str) -> str:
    """What a setting made from the case alone says, in the language spoken; any other text as it is."""
    if text in _DEFAULTS:
        return say(text)
    why = text.removeprefix(_WANTING)
    if why != text and why in _WANTED:
        return say("assumed for want of a record: {why}", why=say(why))
    return text


# Translators: `tactic` is the name of a program option, such as "linear".
_MANDATES = {
    "free": mark("{actor}: may sign anything; what it asks falls as by the tactic {tactic}"),
    "none": mark("{actor}: asks at home about everything; what it asks falls as by the tactic {tactic}"),
}
_BY_ACCOUNT = mark(
    "{actor}: may sign what the account {account} allows; what it asks falls as by the tactic {tactic}"
)


def _prompt(change: tuple[str, str]) -> bool:
    path, value = change
    return value in {"1", "1.0"} if path.startswith("answers.") else value == "0"
