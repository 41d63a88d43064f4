"""A YAML text with other values in it: only the places that differ are written anew.

Comments, order, quotes, brackets, indentation and line ends elsewhere stay as they are. The text is read
afterwards: where it does not say what it should (a value used elsewhere through `*name`), nothing is done.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from detente.case.editing.tree import Node, read_tree
from detente.case.readers.yaml_nodes import Plain
from detente.case.yaml_text import WIDTH, Bare, inline_text, yaml_text

__all__ = ["difference", "says", "spliced"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Cut = tuple[int, int, str]
"""From, to, and what stands there instead."""


def spliced(text: str, root: Node, wanted: Any) -> tuple[str, Node] | None:
    r"""The text and its tree, changed so that it says `wanted`; None when that would change other parts.

    `root` is the tree of the text; numbers and true or false are written without quotes, text as its
    neighbours are.

    >>> told = "a: [ 1,  2 ] # two"
    >>> changed = spliced(told, read_tree(told), {"a": [1, 3], "b": "NO"})
    >>> changed[0]
    'a: [ 1,  3 ] # two\nb: "NO"'
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    cuts = sorted(_cuts(text, root, wanted), key=lambda cut: cut[:2])
    if any(before[1] > after[0] for before, after in pairwise(cuts)):
        return None
    pieces, place = [], 0
    for start, end, new in cuts:
        pieces += [text[place:start], new.replace("\n", line_end)]
        place = end
    result = "".join([*pieces, text[place:]])
    try:
        tree = read_tree(result)
    except Exception as error:  # whatever the parser says, the text is not used
        if type(error).__module__.startswith("ruamel") or isinstance(error, (KeyError, ValueError)):
            return None
        raise
    return (result, tree) if says(tree, wanted) else None


def says(node: Node, wanted: Any) -> bool:
    """Whether the node holds this value; numbers are compared as numbers.

    >>> says(read_tree("[0.30, NO, true]"), [0.3, "NO", True])
    True
    """
    if isinstance(wanted, Mapping):
        keys = {key.value for key in node.keys}
        return (
            node.kind == "map"
            and keys == set(wanted)
            and len(keys) == len(node.keys)
            and all(says(part, wanted[key.value]) for key, part in zip(node.keys, node.parts, strict=True))
        )
    if isinstance(wanted, list):
        return (
            node.kind == "list"
            and len(node.parts) == len(wanted)
            and all(says(part, one) for part, one in zip(node.parts, wanted, strict=True))
        )
    if node.kind != "scalar":
        return False
    if isinstance(wanted, bool):
        return node.plain and node.value.lower() == str(wanted).lower()
    if isinstance(wanted, (int, float)):
        try:
            return node.plain and float(node.value) == wanted
        except ValueError:
            return False
    return bool(node.value == wanted)


def difference(before: str, after: str) -> tuple[int, int, str]:
    """Where `after` differs: its start, its length there, and what stood there before.

    >>> difference("one two", "one ten two")
    (5, 4, '')
    """
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(after) - end - start, before[start : len(before) - end]


def _cuts(text: str, node: Node, wanted: Any) -> Iterator[Cut]:
    """What to write where, so that the node says what is wanted."""
    if says(node, wanted):
        return
    if not node.alias and node.kind == "map" and isinstance(wanted, Mapping) and wanted:
        yield from _in_map(text, node, wanted)
    elif not node.alias and node.kind == "list" and isinstance(wanted, list) and wanted:
        yield from _in_list(text, node, wanted)
    else:
        yield _anew(text, node, wanted)


def _in_map(text: str, node: Node, wanted: Mapping[str, Any]) -> Iterator[Cut]:
    here = [key.value for key in node.keys]
    if not set(here) & set(wanted) and len(wanted) > 1:
        yield _anew(text, node, wanted)
        return
    gone = [name for name in here if name not in wanted]
    new = [name for name in wanted if name not in here]
    if len(gone) == len(new) == 1:  # a key is called otherwise
        number = here.index(gone[0])
        yield (node.keys[number].start, node.keys[number].end, inline_text(new[0]))
        yield from _cuts(text, node.parts[number], wanted[new[0]])
        gone, new = [], []
    for name, part in zip(here, node.parts, strict=True):
        if name in wanted:
            yield from _cuts(text, part, wanted[name])
    numbers = [number for number, name in enumerate(here) if name in gone]
    yield from _removed(text, node, numbers)
    if new:
        last = max((n for n in range(len(here)) if n not in numbers), default=-1)
        yield _added_keys(text, node, {name: wanted[name] for name in new}, last)


def _in_list(text: str, node: Node, wanted: list[Any]) -> Iterator[Cut]:
    """Items changed one by one where their number stays; else those that came or went."""
    if len(node.parts) == len(wanted):
        for part, one in zip(node.parts, wanted, strict=True):
            yield from _cuts(text, part, one)
        return
    fewer = _kept(node.parts, wanted)
    if fewer is not None:
        yield from _removed(text, node, fewer)
        return
    place = next(
        (n for n, (part, one) in enumerate(zip(node.parts, wanted, strict=False)) if not says(part, one)),
        min(len(node.parts), len(wanted)),
    )
    more = len(wanted) - len(node.parts)
    rest = wanted[place + more :] if more > 0 else []
    if more > 0 and all(says(p, one) for p, one in zip(node.parts[place:], rest, strict=True)):
        yield _added_items(text, node, wanted[place : place + more], place)
    else:
        yield _anew(text, node, wanted)


def _kept(parts: list[Node], wanted: list[Any]) -> list[int] | None:
    """The numbers of the parts to leave out so that the wanted ones remain; None when that does not do."""
    gone, rest = [], list(wanted)
    for number, part in enumerate(parts):
        if rest and says(part, rest[0]):
            rest.pop(0)
        else:
            gone.append(number)
    return gone if not rest else None


def _removed(text: str, node: Node, numbers: list[int]) -> Iterator[Cut]:
    """The entries of these numbers taken out, with their lines where they stand on lines of their own."""
    starts = [part.start for part in (node.keys or node.parts)]
    last_kept = max((n for n in range(len(starts)) if n not in numbers), default=-1)
    for number in numbers:
        end = _entry_end(node, number)
        if node.flow:
            if number < last_kept:
                yield (starts[number], starts[number + 1], "")
            else:
                yield (_entry_end(node, number - 1) if number else starts[number], end, "")
            continue
        first = _line_start(text, starts[number])
        if node.kind == "list":
            first = _line_start(text, _dash(text, node, number))
        before = text[first : starts[number]]
        if node.kind == "map" and before.strip(" "):
            follows = starts[number + 1] if number + 1 < len(starts) else end
            yield (starts[number], follows, "")
        else:
            yield (first, _line_end(text, end), "")


def _entry_end(node: Node, number: int) -> int:
    return max(node.parts[number].end, node.keys[number].end if node.keys else 0)


def _dash(text: str, node: Node, number: int) -> int:
    """The place of the dash before an item of a block list."""
    column = node.start - _line_start(text, node.start)
    place = node.parts[number].start
    low = node.parts[number - 1].end if number else node.start
    while place > low:
        start = _line_start(text, place)
        if text[start + column : start + column + 1] == "-" and (number == 0 or start + column >= low):
            return start + column
        place = start - 1
    return node.start if number == 0 else low


def _added_keys(text: str, node: Node, form: dict[str, Any], last: int) -> Cut:
    """New keys after the entry of number `last`."""
    if node.flow:
        body = inline_text(_dressed(form))[1:-1]
        return _into_flow(node, body, last)
    column = node.keys[0].start - _line_start(text, node.keys[0].start)
    lines = yaml_text(_dressed(form)).splitlines()
    return _as_lines(text, _entry_end(node, last), lines, column)


def _added_items(text: str, node: Node, items: list[Any], place: int) -> Cut:
    """New items before the item of number `place`, or at the end."""
    if node.flow:
        body = inline_text([_dressed(item) for item in items])[1:-1]
        if place == 0 and node.parts:
            return (node.parts[0].start, node.parts[0].start, f"{body}, ")
        return _into_flow(node, body, place - 1)
    column = node.start - _line_start(text, node.start)
    lines = []
    for item in items:
        if isinstance(item, Mapping):
            lines += [line[2:] for line in yaml_text({"x": [_dressed(item)]}).splitlines()[1:]]
        else:
            lines.append(f"- {inline_text(_dressed(item))}")
    if place == 0:
        first = _line_start(text, node.start)
        if text[first : node.start].strip(" "):
            return (node.start, node.start, "".join(f"{line}\n{' ' * column}" for line in lines))
        return (first, first, "".join(f"{' ' * column}{line}\n" for line in lines))
    return _as_lines(text, node.parts[place - 1].end, lines, column)


def _into_flow(node: Node, body: str, last: int) -> Cut:
    if last < 0:
        start = node.end - 1
        return (start, start, body)
    after = _entry_end(node, last)
    return (after, after, f", {body}")


def _as_lines(text: str, after: int, lines: list[str], column: int) -> Cut:
    """Lines of their own below the line on which `after` stands."""
    place = _line_end(text, after)
    told = "".join(f"{' ' * column if line else ''}{line}\n" for line in lines)
    if place and not text[:place].endswith("\n"):
        told = "\n" + told.removesuffix("\n")
    return (place, place, told)


def _anew(text: str, node: Node, wanted: Any) -> Cut:
    """The whole node written anew: as it was quoted before, where that can be."""
    old = text[node.start : node.end]
    new = _text_like(text, node, wanted) if isinstance(wanted, str) else inline_text(_dressed(wanted))
    if not old and text[node.start - 1 : node.start] not in {" ", ""}:
        new = " " + new
    if not node.alias and (name := re.match(r"&[^\s,\[\]{}]+\s*", old)):
        new = name[0] + new
    if node.kind != "scalar" and not node.flow and not node.alias:
        return _block_anew(text, node, new)
    return (node.start, node.end, new)


def _block_anew(text: str, node: Node, new: str) -> Cut:
    """A block of lines replaced by one line, behind the key or dash that it belongs to."""
    start = len(text[: node.start].rstrip(" \r\n"))
    if start and text[start - 1] in ":-" and "\n" in text[start : node.start]:
        return (start, node.end, f" {new}")
    return (node.start, node.end, new)


def _text_like(text: str, node: Node, wanted: str) -> str:
    if node.kind == "scalar" and node.style == "'" and wanted.isprintable():
        return "'" + wanted.replace("'", "''") + "'"
    if node.kind == "scalar" and node.style in {"|", ">"} and (block := _block(text, node, wanted)):
        return block
    if node.kind == "scalar" and node.style == '"':
        return inline_text(f"\n{wanted}").replace("\\n", "", 1)
    return inline_text(_dressed(wanted))


def _block(text: str, node: Node, wanted: str) -> str:
    """The text as a block of the same style, or "" when it does not fit one."""
    head, _, below = text[node.start : node.end].partition("\n")
    first = next((line for line in below.split("\n") if line.strip()), "")
    indent = len(first) - len(first.lstrip(" "))
    body = wanted.removesuffix("\n")
    lines = body.split("\n") if node.style == "|" else _folded(body, WIDTH - indent)
    odd = re.search(r"[0-9]", head.partition("#")[0]) or any(
        not line or line[0] in " \t" or line != line.rstrip() or not line.isprintable() for line in lines
    )
    if not indent or odd or not body:
        return ""
    comment = head[head.index(" ") :].rstrip("\r") if " " in head else ""
    sign = "" if wanted.endswith("\n") else "-"
    return f"{node.style}{sign}{comment}" + "".join(f"\n{' ' * indent}{line}" for line in lines)


def _folded(body: str, width: int) -> list[str]:
    words = body.split(" ")
    if not all(words) or "\n" in body:
        return [""]
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
    return lines


def _dressed(value: Any) -> Any:
    """The value with days, and words that had none before, left without quotes."""
    if isinstance(value, Mapping):
        return {key: _dressed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_dressed(part) for part in value]
    if isinstance(value, str):
        return Bare(value) if (isinstance(value, Plain) and value) or _DAY.fullmatch(value) else value
    return value


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    """After the line break that ends the line of this place."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1
