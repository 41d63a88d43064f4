"""Every text that a reader meets is in the catalogues, complete, with its places kept.

Run as a script, this file reads the messages from the source and brings the catalogues up to date.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "detente"
CATALOGUES = SOURCE / "languages" / "catalogues"
CODES = ("ar", "fr", "he")
KEYWORDS = {
    "mark": None,
    "say": None,
    "say_as": ((1, "c"), 2),
    "say_plural": (1, 2),
    "tell": None,
    "tell_as": ((1, "c"), 2),
    "tell_faint": None,
    "tell_plural": (1, 2),
    "worded": None,
    "worded_as": ((1, "c"), 2),
    "worded_plural": (1, 2),
}
IN_PAGES = {"t": None, "t_plural": (1, 2)}
"""Short names that mean this in the workbench only."""
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "encoding": "utf-8"}
TELLS = re.compile(r"from detente\.(languages|brief\.wording)\b")
"""What a module holds that tells messages; elsewhere `say` may be a name of its own."""


def from_source() -> Catalog:
    """The messages of the source, with the comments for translators."""
    found = Catalog(project="detente", version="0.1", copyright_holder="The detente developers")
    for path in sorted(SOURCE.rglob("*")):
        name = path.relative_to(SOURCE).as_posix()
        if path.suffix not in {".j2", ".py"} or (
            path.suffix == ".py" and not TELLS.search(path.read_text("utf-8"))
        ):
            continue
        words = KEYWORDS | (IN_PAGES if name.startswith("web/") else {})
        told = from_python(path, words) if path.suffix == ".py" else from_template(path, words)
        for message, comments, context in told:
            keep(found, name, message, comments, context)
    return found


def from_template(path: Path, words: dict[str, object]) -> Iterator[tuple[object, list[str], str | None]]:
    """The messages of a template."""
    with path.open("rb") as file:
        told = extract(
            "jinja2.ext:babel_extract", file, words, ["Translators:"], OPTIONS, strip_comment_tags=True
        )
        for _, message, comments, context in told:
            yield message, comments, context


def from_python(path: Path, words: dict[str, object]) -> Iterator[tuple[object, list[str], str | None]]:
    """The messages of a module, of calls within calls too; the comments are those just above a call."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in words):
            continue
        form = words[node.func.id]
        given = [
            a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args
        ]
        if form is None:
            message, context = given[0] if given else None, None
        elif form == (1, 2):
            message, context = tuple(given[:2]), None
        else:
            message, context = given[1] if len(given) > 1 else None, given[0]
        parts = message if isinstance(message, tuple) else (message,)
        if all(parts) and (form is None or form == (1, 2) or context):
            yield message, comments_above(lines, node.lineno - 1), context


def comments_above(lines: list[str], at: int) -> list[str]:
    """What is said to translators in the comments above a line."""
    found: list[str] = []
    while at > 0 and lines[at - 1].strip().startswith("#"):
        at -= 1
        found.insert(0, lines[at].strip().lstrip("# "))
    told = " ".join(found)
    return [told.partition("Translators:")[2].strip()] if "Translators:" in told else []


def keep(found: Catalog, name: str, message, comments: list[str], context: str | None) -> None:
    """Adds a message, unless it is an example in the very modules that tell messages."""
    telling = name in {"languages/telling.py", "brief/wording.py", "languages/wording.py"}
    first = message if isinstance(message, str) else message[0]
    if telling and not context and not first.startswith("{rest}"):
        return
    found.add(message, locations=[(name, 0)], auto_comments=sorted(set(comments)), context=context)


def read(code: str) -> Catalog:
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def key(message) -> tuple[object, object]:
    return message.id, message.context


def write(code: str, catalogue: Catalog) -> None:
    with (CATALOGUES / f"{code}.po").open("wb") as file:
        write_po(file, catalogue, width=110, omit_header=False, include_lineno=False, sort_output=True)


def places(text: str) -> set[str]:
    return {place for _, place, _, _ in Formatter().parse(text) if place is not None}


@pytest.fixture(scope="module")
def messages() -> Catalog:
    return from_source()


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_holds_every_message_of_the_source_and_no_other(code: str, messages: Catalog) -> None:
    ours = {key(message) for message in read(code) if message.id}
    theirs = {key(message) for message in messages if message.id}
    assert sorted(map(str, theirs - ours)) == []
    assert sorted(map(str, ours - theirs)) == []


@pytest.mark.parametrize("code", CODES)
def test_every_message_is_translated_and_none_is_in_doubt(code: str) -> None:
    from detente.languages import missing_from

    assert missing_from(code) == ()


@pytest.mark.parametrize("code", CODES)
def test_a_translation_keeps_the_places_of_its_message(code: str) -> None:
    for message in read(code):
        if not message.id or not message.string:
            continue
        ids = (message.id,) if isinstance(message.id, str) else message.id
        forms = (message.string,) if isinstance(message.string, str) else message.string
        allowed = set().union(*map(places, ids))
        for form in filter(None, forms):
            assert places(form) <= allowed, (message.id, form)
            assert places(form) >= allowed - {"n"} or len(forms) > 1, (message.id, form)


@pytest.mark.parametrize("code", CODES)
def test_no_translation_turns_the_direction_of_text_or_holds_markup(code: str) -> None:
    for message in read(code):
        forms = (message.string,) if isinstance(message.string, str) else message.string
        for form in filter(None, forms):
            if message.id:
                assert not re.search("[\u202a-\u202e\u2066-\u2069]|<[a-z/]", form), form


def update() -> None:
    """Brings each catalogue up to date: new messages are empty, those that are gone leave."""
    template = from_source()
    with (CATALOGUES / "detente.pot").open("wb") as file:
        write_po(file, template, width=110, omit_header=False, include_lineno=False, sort_output=True)
    for code in CODES:
        found = read(code)
        found.update(template, no_fuzzy_matching=True)
        found.obsolete.clear()
        write(code, found)
        empty = sum(not m.string or not any(m.string) for m in found if m.id)
        sys.stdout.write(f"{code}: {len(found)} messages, {empty} empty\n")


if __name__ == "__main__":
    update()
