"""What a protocol and a mediator owe the engine, checked at every step of a run."""

from typing import Any

from detente.talks.moves import HOME, MEDIATOR, Ask, TalksState, Text

__all__ = ["ASKS", "fault"]

ASKS: tuple[str, ...] = ("answer", "choose", "pass on", "propose", "ratify", "seal", "settle")
"""Everything that can be asked."""


def fault(state: Any, sizes: tuple[int, ...], passed: Text) -> str:
    """What breaks the contract in a state that a protocol gave back, "" when nothing does.

    `passed` is the text that homes have ratified last. Talks that go on ask somebody for something; texts are
    packages; a deal is what has been ratified.
    """
    if not isinstance(state, TalksState):
        return f"the protocol gave back {type(state).__name__}, not a TalksState"
    if state.ended:
        return _unratified(state, passed)
    if not state.asks:
        return "the protocol asks nobody for anything and has not ended the talks"
    for ask in state.asks:
        found = _ask_fault(ask, state.table.parties, sizes)
        if found:
            return found
    return _unratified(state, passed) if state.agreed is not None else ""


def no_package(text: Text, sizes: tuple[int, ...]) -> bool:
    """Whether a text is not one option number for each issue."""
    return len(text) != len(sizes) or any(not 0 <= o < n for o, n in zip(text, sizes, strict=True))


def _ask_fault(ask: Ask, parties: tuple[str, ...], sizes: tuple[int, ...]) -> str:
    if ask.what not in ASKS:
        return f"the protocol asks {ask.who} for {ask.what!r}; known: {', '.join(ASKS)}"
    whose = {"propose": (MEDIATOR,), "settle": (MEDIATOR,), "ratify": (HOME,)}.get(ask.what, parties)
    if ask.who not in whose:
        return f"the protocol asks {ask.who!r} to {ask.what}; known: {', '.join(whose)}"
    if ask.what in {"answer", "ratify"} and len(ask.texts) != 1:
        return f"the protocol asks {ask.who} to {ask.what} with {len(ask.texts)} texts, not one"
    if ask.what in {"choose", "settle"} and not ask.texts:
        return f"the protocol asks {ask.who} to {ask.what} among no texts"
    if ask.what == "seal" and ask.limits is None:
        return f"the protocol asks {ask.who} to seal limits and does not say how they are made"
    wrong = [text for text in ask.texts if no_package(text, sizes)]
    return f"the protocol asks about {wrong[0]}, which is no package" if wrong else ""


def _unratified(state: TalksState, passed: Text) -> str:
    if (state.ended != "deal" and state.agreed is None) or (state.agreed and state.agreed == passed):
        return ""
    return "the protocol tells of a deal that homes have not ratified"
