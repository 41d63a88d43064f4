"""GraphML networks for Gephi, networkx, igraph: actors with the issues they speak on, and with each other.

The form is GraphML 1.0 (http://graphml.graphdrawing.org/specification.html) as Gephi reads it: one directed
graph, attributes declared by `key`, no nested graphs. An edge gathers the statements of one actor on one
issue and option by one act and one stance, or those of one actor to another, or what one relays of another.
Refused statements are left out. Characters that XML 1.0 cannot hold become U+FFFD.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from detente.record.interchange.files import write_pieces
from detente.record.record import Record
from detente.record.statement import Statement

__all__ = ["kept_by_graphml", "left_out_of_graphml", "write_graphml"]

_KEYS = (
    ("kind", "node", "string"),
    ("label", "node", "string"),
    ("statements", "node", "int"),
    ("kind", "edge", "string"),
    ("act", "edge", "string"),
    ("option", "edge", "string"),
    ("stance", "edge", "string"),
    ("count", "edge", "int"),
    ("weight", "edge", "double"),
    ("first", "edge", "string"),
    ("last", "edge", "string"),
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Node = tuple[str, str]
Edge = tuple[Node, Node, str, str, str, str]


def write_graphml(record: Record, path: Path) -> None:
    """Writes the networks of the statements that were not refused."""
    write_pieces(path, _pieces(record))


def kept_by_graphml(record: Record) -> Record:
    """The statements of which the networks tell something; no documents."""
    return Record(statements=tuple(s for s in record.standing.statements if s.holder))


def left_out_of_graphml(record: Record) -> tuple[str, ...]:
    """What the networks do not tell, in words with counts."""
    standing = record.standing.statements
    counts = (
        ("refused statements", len(record.statements) - len(standing)),
        ("statements without a holder", sum(not s.holder for s in standing)),
        ("statements on no issue and to nobody", sum(bool(s.holder) and not _edges(s) for s in standing)),
    )
    told = [f"{what}: {count}" for what, count in counts if count]
    return (*told, "passages, what is said, figures, conditions, codings, decisions, documents")


def _pieces(record: Record) -> Iterator[str]:
    nodes: dict[Node, int] = {}
    edges: dict[Edge, list[Statement]] = {}
    for statement in record.standing.statements:
        told = _edges(statement)
        for edge in told:
            edges.setdefault(edge, []).append(statement)
        alone = [("actor", statement.holder)] if statement.holder else []
        for node in dict.fromkeys([*alone, *(node for edge in told for node in edge[:2])]):
            nodes[node] = nodes.get(node, 0) + 1
    numbers = {node: f"n{number}" for number, node in enumerate(nodes)}
    yield _HEAD
    for number, (name, place, kind) in enumerate(_KEYS):
        yield f'<key id="d{number}" for="{place}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="record" edgedefault="directed">\n'
    for (kind, label), count in nodes.items():
        data = _data(0, kind) + _data(1, label) + _data(2, str(count))
        yield f'<node id="{numbers[kind, label]}">{data}</node>\n'
    for number, (edge, some) in enumerate(edges.items()):
        source, target, *codes = edge
        days = [min(s.date.first for s in some).isoformat(), max(s.date.last for s in some).isoformat()]
        values = [*codes, str(len(some)), f"{len(some)}.0", *days]
        data = "".join(_data(place, value) for place, value in enumerate(values, 3))
        yield f'<edge id="e{number}" source="{numbers[source]}" target="{numbers[target]}">{data}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _edges(statement: Statement) -> tuple[Edge, ...]:
    """The edges to which a statement adds: from, to, kind, act, option, stance."""
    if not statement.holder:
        return ()
    holder = ("actor", statement.holder)
    act, option, stance = statement.act, statement.option, statement.stance
    found: list[Edge] = []
    if statement.issue:
        found.append((holder, ("issue", statement.issue), "on", act, option, stance))
    found += [(holder, ("actor", one), "to", act, "", stance) for one in statement.to if one]
    found += [(("actor", one), holder, "relays", act, "", "") for one in statement.relays if one]
    return tuple(dict.fromkeys(found))


def _data(key: int, value: str) -> str:
    """One attribute; nothing where it is empty."""
    if not value:
        return ""
    held = escape(_FORBIDDEN.sub("\ufffd", value), {"\r": "&#13;"})
    return f'<data key="d{key}">{held}</data>'
