"""The place of an address in a loaded file: how this file spells it, and on which line."""

from typing import Any

from detente.case.address import Address

__all__ = ["line_of", "resolved", "stands"]

_SAME = ({"all", "any", "of"}, {"options", "range"})


def resolved(root: Any, at: Address) -> Address:
    """The address as this file writes it: a short form leaves `readings[0].rule` out, says `of` for `all`."""
    node = root
    found: list[str | int] = []
    rest = list(at)
    while rest:
        part = rest[0]
        if _has(node, part):
            node = node[part]
            found.append(part)
            rest.pop(0)
        elif isinstance(node, str):
            rest.clear()
        elif part == "readings" and rest[1:3] == [0, "rule"]:
            del rest[:3]
        else:
            other = next(
                (name for names in _SAME if part in names for name in names if _has(node, name)), None
            )
            if other is None:
                break
            rest = [other] if other == "range" else [other, *rest[1:]]
    return tuple(found + rest)


def line_of(root: Any, at: Address) -> int:
    """The line of the deepest part of the address that is there.

    >>> line_of(None, ("id",))
    1
    """
    node, line = root, getattr(root, "line", 1)
    for part in at:
        if not _has(node, part):
            break
        line = node.lines[part]
        node = node[part]
    return int(line)


def stands(root: Any, at: Address) -> bool:
    """Whether something stands at the address in this file.

    >>> stands({"id": "x"}, ("id",)), stands({}, ("id",))
    (True, False)
    """
    node = root
    for part in at:
        if not _has(node, part):
            return False
        node = node[part]
    return True


def _has(node: Any, part: str | int) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node)
