"""Coders by name: those of ours, and anybody's as `package.module:attribute`."""

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from detente.errors import RecordError, nearest
from detente.record.coding.coder import Coder
from detente.record.packs.pack import Pack
from detente.record.statement import Statement
from detente.sources.text import Text

__all__ = ["CODERS", "Suggested", "coder_named", "suggested"]

Suggested = tuple[tuple[Statement, ...] | None, tuple[str, ...]]
"""The suggestions for a text, None where it could not be coded, and what there is to tell about them."""


def coder_named(name: str, pack: Pack, language: str = "", **options: Any) -> Coder:
    """The coder of that name for a pack and a language ("": the pack's first), made with its own options.

    Besides those of CODERS, `crf:FILE` is the coder learned from records whose model is in that file, and
    `package.module:attribute` names any function of (pack, language, **options) that gives a coder.
    RecordError for an unknown name or option; MissingExtra when a library is not installed.

    >>> coder_named("rules", Pack(id="none")).name
    'rules-en 1'
    """
    if name.startswith("crf:"):
        name, options = "crf", {"model": name.removeprefix("crf:"), **options}
    make = CODERS.get(name) or _stranger(name)
    language = language or (pack.languages[0] if pack.languages else "en")
    try:
        signature(make).bind(pack, language, **options)
    except TypeError as error:
        what = f"the coder does not take these options: {error}"
        raise RecordError(what, where=name, hint=_taken(name, make)) from None
    coder: Coder = make(pack, language, **options)
    if not isinstance(coder, Coder):
        raise RecordError("this makes no coder", where=name, hint="a coder has a name and takes a text")
    return coder


def suggested(coder: Coder, text: Text) -> Suggested:
    """What a coder suggests for a text, and lines about what it dropped or why it has nothing.

    An endpoint that does not answer becomes a line, so that the other texts are still coded.

    >>> from detente.sources.document import Document
    >>> suggested(coder_named("rules", Pack(id="none")), Text(document=Document(id="d"), text=""))
    ((), ())
    """
    answer = getattr(coder, "answer", None)
    try:
        if answer is None:
            return coder(text), ()
        told = answer(text)
    except RecordError as error:
        return None, (f"{text.document.id} is not coded: {error}",)
    return told.statements, tuple(f"{text.document.id}: {line}" for line in told.report.lines)


def _taken(name: str, make: object) -> str:
    """A hint that tells the options of a coder."""
    if name == "crf":
        return "write crf:FILE, with the file of a model"
    if not callable(make):
        return "name a function that makes a coder"
    options = [o for o, what in signature(make).parameters.items() if what.kind is what.KEYWORD_ONLY]
    return f"its options: {', '.join(options)}" if options else "it has no options; leave them out"


def _rules(pack: Pack, language: str) -> Coder:
    from detente.record.coding.rules import RuleCoder

    return RuleCoder(pack, language)


def _nlp(pack: Pack, language: str, *, model: str = "") -> Coder:
    from detente.record.coding.extras.nlp import SpacyCoder

    return SpacyCoder(pack, language, model)


def _crf(pack: Pack, language: str, *, model: str | Path) -> Coder:
    from detente.record.coding.extras.crf import CrfCoder, read_model
    from detente.record.coding.rules import RuleCoder

    return CrfCoder(model=read_model(Path(model)), base=RuleCoder(pack, language))


def _llm(pack: Pack, language: str, *, endpoint: str, model: str, **settings: Any) -> Coder:
    from detente.record.coding.extras.llm import LLMCoder

    return LLMCoder(pack=pack, language=language, endpoint=endpoint, model=model, **settings)


CODERS: Mapping[str, Callable[..., Coder]] = {"crf": _crf, "llm": _llm, "nlp": _nlp, "rules": _rules}


def _stranger(name: str) -> Callable[..., Coder]:
    """The function that `package.module:attribute` names."""
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        hint = f"{nearest(name, CODERS)}; or name yours as package.module:attribute"
        raise RecordError(f"there is no coder called {name!r}", where="--coder", hint=hint)
    try:
        found: Callable[..., Coder] = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, SyntaxError, TypeError, ValueError) as error:
        raise RecordError(
            f"the coder cannot be imported: {error}", where=name, hint="is it installed?"
        ) from None
    return found
