"""A coder that asks a language model behind an endpoint of the analyst's choice; off unless it is asked for.

The text of each report leaves this machine for that endpoint. What comes back counts only where it quotes the
report word for word; the rest is dropped and counted.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.errors import RecordError
from detente.record.coding.extras.align import Paragraph, paragraphs_of
from detente.record.coding.extras.answer import Checker, Found, objects_in
from detente.record.coding.extras.prompt import PROMPT, messages_for
from detente.record.coding.extras.sentences_of import sentences_of
from detente.record.coding.extras.wire import Endpoint, Patience, ask, endpoint_of
from detente.record.coding.said_when import known_on, said_when
from detente.record.packs.pack import Pack
from detente.record.statement import Coding, Statement
from detente.sources.days import find_days
from detente.sources.span import Span
from detente.sources.text import Text

__all__ = ["KINDS", "LLMAnswer", "LLMCoder", "LLMReport"]

KINDS: tuple[str, ...] = ("anthropic", "openai")
"""The two ways of asking: Anthropic's messages, and the chat completions that many servers offer."""

VERSION = "2023-06-01"
"""The version of Anthropic's interface that is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMReport:
    """What became of the suggestions for one text.

    `kept` were taken, `dropped` and `blanked` are (reason, how many) in alphabetical order, `asked` how many
    questions were put, `unread` how many characters of the text were beyond the most that is asked.
    """

    kept: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    blanked: tuple[tuple[str, int], ...] = ()
    asked: int = 0
    unread: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The report in words, one finding a line; empty when all is well.

        >>> LLMReport(kept=2, dropped=(("quotation not in the text", 1),)).lines
        ('1 suggestion dropped: quotation not in the text',)
        """
        lines = [f"{n} suggestion{'s'[: n != 1]} dropped: {why}" for why, n in self.dropped]
        lines += [f"{n} field{'s'[: n != 1]} left out: {why}" for why, n in self.blanked]
        if self.unread:
            lines.append(f"{self.unread} characters at the end were not sent")
        return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMAnswer:
    """The suggestions for one text, and what became of the others."""

    statements: tuple[Statement, ...] = ()
    report: LLMReport = LLMReport()


@dataclass(frozen=True, slots=True, kw_only=True)
class LLMCoder:
    """Suggestions of a language model, each aligned to the text it quotes.

    `endpoint` is the address of an interface of `kind`, with or without its last part (`/chat/completions`,
    `/messages`). The key is read from the environment variable `key_from` for each question and kept
    nowhere; an endpoint on this machine may do without. `fields` are added to each question, (name, None)
    takes one out. Texts are sent by windows of `window` characters, at most `most_windows` of them.

    >>> coder = LLMCoder(endpoint="http://localhost:8080/v1", model="small", pack=Pack(id="p"))
    >>> coder.name
    'llm small at localhost, prompt 1'
    """

    endpoint: str
    model: str
    pack: Pack
    language: str = "en"
    kind: str = "openai"
    key_from: str = "DETENTE_LLM_KEY"
    fields: tuple[tuple[str, Any], ...] = ()
    window: int = 12_000
    most_windows: int = 40
    most_tokens: int = 8_192
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise RecordError(f"{self.kind!r} is no kind of endpoint", where="kind", hint=" or ".join(KINDS))
        if not self.model.strip():
            raise RecordError("no model is named", where="model", hint="name one that the endpoint offers")
        endpoint_of(self.endpoint)

    @property
    def name(self) -> str:
        """The model, the host that is asked, and the number of the prompt."""
        return f"llm {self.model} at {endpoint_of(self.endpoint).host}, prompt {PROMPT}"

    def __call__(self, text: Text) -> tuple[Statement, ...]:
        """The suggestions for a text; RecordError when the endpoint gives no answer, whatever the text is."""
        return self.answer(text).statements

    def answer(self, text: Text) -> LLMAnswer:
        """The suggestions for a text with the count of those dropped; RecordError as for a call."""
        spans, unread = _pieces(text, self.window, self.most_windows)
        paragraphs = paragraphs_of(text.text, spans)
        checker = Checker(pack=self.pack, text=text.text, paragraphs=paragraphs)
        windows = list(_windows(paragraphs, self.window))
        found = [one for window in windows for one in self._ask(checker, window)]
        statements = _statements(found, text, self, checker.dropped)
        report = LLMReport(
            kept=len(statements),
            dropped=tuple(sorted(checker.dropped.items())),
            blanked=tuple(sorted(checker.blanked.items())),
            asked=len(windows),
            unread=unread,
        )
        return LLMAnswer(statements=statements, report=report)

    def _ask(self, checker: Checker, window: list[tuple[int, Paragraph]]) -> list[Found]:
        """What one window of a text gives."""
        rules, report = messages_for(self.pack, [(number, p.alike) for number, p in window])
        endpoint = endpoint_of(self.endpoint)
        if self.kind == "anthropic":
            body, path = self._body({"system": rules}, [("user", report)]), "/messages"
        else:
            body, path = self._body({}, [("system", rules), ("user", report)]), "/chat/completions"
        target = endpoint.under(path)
        told = _words_of(ask(target, body, self._headers(target), self.patience), self.kind)
        if told is None:
            checker.dropped["the model refused or gave no text"] += 1
            return []
        entries, fault = objects_in(told)
        if fault:
            checker.dropped[f"answer {fault}"] += 1
        return [one for entry in entries if (one := checker.check(entry)) is not None]

    def _body(self, start: dict[str, Any], messages: list[tuple[str, str]]) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "max_tokens": self.most_tokens,
            "temperature": 0,
            "messages": [{"role": role, "content": words} for role, words in messages],
            **start,
        }
        if self.kind == "openai":
            body["response_format"] = {"type": "json_object"}
        body.update(self.fields)
        return {name: value for name, value in body.items() if value is not None}

    def _headers(self, endpoint: Endpoint) -> dict[str, str]:
        """The headers of a question, the key among them."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "detente"}
        key = os.environ.get(self.key_from, "").strip()
        hint = f"put the key into the environment variable {self.key_from}"
        if not key and not endpoint.local:
            raise RecordError("the endpoint needs a key and there is none", where=str(endpoint), hint=hint)
        if not all(33 <= ord(c) < 127 for c in key):
            raise RecordError("the key holds characters that no key has", where=self.key_from, hint=hint)
        if self.kind == "anthropic":
            headers["anthropic-version"] = VERSION
        if key:
            name, value = (
                ("x-api-key", key) if self.kind == "anthropic" else ("Authorization", f"Bearer {key}")
            )
            headers[name] = value
        return headers


def _pieces(text: Text, size: int, most: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """The paragraphs, long ones cut at a blank, up to `most` times `size` characters; what is left."""
    pieces: list[tuple[int, int]] = []
    left = most * size
    unread = 0
    for first, end in text.paragraphs:
        start = first
        while start < end and left > 0:
            cut = min(end, start + size, start + left)
            if cut < end:
                blank = text.text.rfind(" ", start + 1, cut)
                cut = blank if blank > start else cut
            pieces.append((start, cut))
            left -= cut - start
            start = cut
        unread += end - start
    return tuple(pieces), unread


def _windows(paragraphs: tuple[Paragraph, ...], size: int) -> Iterator[list[tuple[int, Paragraph]]]:
    """Runs of whole paragraphs, numbered from 1, of at most `size` characters where paragraphs allow it."""
    window: list[tuple[int, Paragraph]] = []
    length = 0
    for number, paragraph in enumerate(paragraphs, 1):
        if window and length + len(paragraph.alike) > size:
            yield window
            window, length = [], 0
        window.append((number, paragraph))
        length += len(paragraph.alike)
    if window:
        yield window


def _words_of(reply: Any, kind: str) -> str | None:
    """The model's own words in a reply of either kind; None for a refusal and for anything unexpected."""
    try:
        if kind == "anthropic":
            if reply.get("stop_reason") == "refusal":
                return None
            blocks = [block["text"] for block in reply["content"] if block.get("type") == "text"]
            return "".join(blocks) or None
        message = reply["choices"][0]["message"]
        words = None if message.get("refusal") else message["content"]
        return words if isinstance(words, str) and words else None
    except (AttributeError, IndexError, KeyError, TypeError):
        return None


def _statements(
    found: list[Found], text: Text, coder: LLMCoder, dropped: Counter[str]
) -> tuple[Statement, ...]:
    """The suggestions as statements in the order of the text, each once."""
    published, language, name = text.document.published, coder.language, coder.name
    around = sentences_of(text, language)
    seen: set[tuple[object, ...]] = set()
    statements: list[Statement] = []
    for one in sorted(found, key=lambda one: one.place):
        key = (one.place, one.holder, one.act, one.issue, one.value)
        if key in seen:
            dropped["repeated"] += 1
            continue
        seen.add(key)
        span = Span.of(text.document.id, text.text, *one.place)
        when, basis = said_when(
            find_days(text.text, *around(one.place), language), one.place, published, language
        )
        statements.append(
            Statement(
                id=f"{text.document.id}-{len(statements) + 1:04d}",
                reports=(text.document.id,),
                holder=one.holder,
                relays=one.relays,
                identified=one.identified,
                act=one.act,
                issue=one.issue,
                option=one.option,
                stance=one.stance,
                condition=one.condition,
                says=" ".join(span.exact.split()),
                value=one.value,
                unit=one.unit,
                date=when,
                known=known_on(published),
                date_basis=basis,
                span=span,
                coding=Coding(coder=name, rule=f"llm.{one.act}", why=one.why),
            )
        )
    return tuple(statements)
