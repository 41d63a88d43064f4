"""What attribution finds: a stretch of text that somebody is told to hold, who holds it and who relays it.

All places are half-open spans in code points of the whole text. Attribution knows nothing of acts and issues.
"""

from dataclasses import dataclass

__all__ = ["Attribution", "Mention"]

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody named in the text: where, in which words, and who it is.

    `actor` is the id of a pack's actor or a made one for an unnamed member of a group ("us.officials.anon"),
    "" where nobody is known; then `words` stand for it. `identified` is one of IDENTIFIED.
    """

    place: Place
    words: str
    actor: str = ""
    identified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One statement as the text tells it.

    `place` is the whole statement with holder and cue, `content` what is held, `cue` the words that tell so
    ("said", "demand", "is in no hurry"), `frame` the cue's entry in the language file. `holder` is None for
    the report's own voice. `negated` says that the cue is negated ("did not accept"). `quoted` tells how:
    "direct", "mixed", "indirect". `score` is between 0 and 1; `why` the reasons in words.
    """

    place: Place
    content: Place
    cue: Place
    frame: str
    holder: Mention | None
    relays: tuple[Mention, ...] = ()
    to: tuple[Mention, ...] = ()
    negated: bool = False
    quoted: str = "indirect"
    rule: str = ""
    score: float = 0.5
    why: tuple[str, ...] = ()
