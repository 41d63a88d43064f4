"""Tasks about the draft agreement: the tracked changes of a Word file, and the brackets that they become."""

import pickle
from collections.abc import Callable, Mapping
from typing import Any, Final

import detente as dt
from detente.languages import retold, say
from detente.web.work.loading import loaded

__all__ = ["TASKS"]

Step = Callable[..., None]
_MOST_SHOWN = 1_000


def amendments_read(step: Step, *, content: bytes) -> dict[str, Any]:
    """The changes and comments of a Word file, or what is wrong with it."""
    step("file", 1, 1)
    try:
        found = dt.read_word_amendments(content, where=say("The Word file"))
    except dt.DetenteError as error:
        return {"problem": (error.what, error.hint)}
    return {
        "problem": (),
        "amendments": pickle.dumps(found),
        "items": tuple(_item(one) for one in found.items[:_MOST_SHOWN]),
        "count": len(found.items),
        "authors": tuple(found.authors),
        "notes": tuple(retold(note) for note in found.notes),
    }


def amended(
    step: Step, *, case: bytes, text: str, amendments: bytes, holders: Mapping[str, str]
) -> dict[str, Any]:
    """The draft with these changes as brackets, and what became of each."""
    found = loaded(case)
    draft = dt.read_draft(f"{text}\n" if "\n" not in text else text, found)
    step("draft", 1, 2)
    new = dt.amend(draft, loaded(amendments), holders, case=found)
    step("brackets", 2, 2)
    return {
        "text": dt.write_draft(new.draft),
        "placed": tuple(_placed(new.draft, one) for one in new.placed[:_MOST_SHOWN]),
        "count": len(new.placed),
        "comments": tuple((one.line, _item(one.amendment)) for one in new.comments[:_MOST_SHOWN]),
        "unplaced": tuple((retold(one.why), _item(one.amendment)) for one in new.unplaced[:_MOST_SHOWN]),
        "unnamed": tuple(new.unnamed),
    }


def _placed(draft: Any, one: Any) -> dict[str, Any]:
    bracket = draft.bracket(one.bracket)
    wordings = tuple(
        (each.text, tuple(draft.party_name(who) for who in draft.by_name(each.held_by)))
        for each in bracket.alternatives
    )
    return {
        "bracket": one.bracket,
        "line": one.line,
        "similarity": one.similarity,
        "article": bracket.article,
        "wordings": wordings,
        "item": _item(one.amendment),
    }


def _item(one: Any) -> dict[str, Any]:
    """An amendment as plain values."""
    return {
        "kind": one.kind,
        "author": one.author,
        "date": one.date,
        "article": one.article,
        "paragraph": one.paragraph,
        "before": one.before,
        "after": one.after,
        "opposed_by": tuple(one.opposed_by),
        "moved": one.moved,
    }


TASKS: Final[Mapping[str, Callable[..., Any]]] = {"amended": amended, "amendments_read": amendments_read}
"""By name."""
