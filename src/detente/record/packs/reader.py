"""Packs from YAML files: bundled ones by name, an analyst's own by path; all problems at once.

A pack is a file, or a folder with `pack.yaml` and further files whose lists are added to it. It starts with
`detente-pack: 1`. `extends` takes over a bundled pack: items of the same id are merged field by field, their
words united; `without` leaves items of it out.
"""

import hashlib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from detente.errors import Problem, RecordError, SourceError, nearest
from detente.record.packs.nodes import Mapped, read_nodes
from detente.record.packs.pack import Pack, PackActor, PackFigure, PackIssue, PackPlan
from detente.record.packs.shapes import Shape

__all__ = ["VERSION", "bundled_packs", "read_pack"]

VERSION = 1
"""The version of the format that this program reads."""

BUNDLED = Path(__file__).parent

_HEAD = {"detente-pack", "id", "extends", "without", "languages", "case", "note"}
_LISTS: dict[str, type] = {
    "actors": PackActor,
    "issues": PackIssue,
    "figures": PackFigure,
    "plans": PackPlan,
}


def bundled_packs() -> tuple[str, ...]:
    """The names of the packs that come with the program, in alphabetical order.

    >>> "generic" in bundled_packs()
    True
    """
    return tuple(sorted(path.stem for path in BUNDLED.glob("*.yaml")))


def read_pack(name_or_path: str | Path) -> Pack:
    """The pack of this bundled name, or at this path (a YAML file, or a folder with `pack.yaml`).

    Raises SourceError when nothing readable is there, RecordError with every problem found otherwise.

    >>> read_pack("generic").id
    'generic'
    >>> read_pack("gazza")
    Traceback (most recent call last):
    detente.errors.SourceError: gazza: there is no such pack, file or folder
      try: did you mean 'gaza'?
    """
    return _read(name_or_path, ())


def _read(name_or_path: str | Path, above: tuple[str, ...]) -> Pack:
    main, more = _files(name_or_path)
    problems: list[Problem] = []
    pack, base, without = _main(main, problems)
    for path in more:
        root, found = read_nodes(path)
        problems += found
        if isinstance(root, Mapped):
            pack = _added(pack, Shape(str(path), problems), root, head=False)
    shape, content = Shape(str(main), problems), hashlib.sha256()
    if base and base in (*above, pack.id):
        shape.add("extends", 1, f"{base!r} extends itself", "extend another pack, or none")
    elif base and base not in bundled_packs():
        shape.add("extends", 1, f"there is no bundled pack {base!r}", nearest(base, bundled_packs()))
    elif base:
        below = _read(base, (*above, pack.id))
        content.update(below.sha256.encode())
        pack = _merged(below, pack, without, shape)
    problems += _references(pack, str(main))
    if problems:
        raise RecordError.of(sorted(problems, key=lambda p: (p.file != str(main), p.file, p.line)))
    for path in (main, *more):
        content.update(path.read_bytes())
    return replace(pack, sha256=content.hexdigest())


def _files(name_or_path: str | Path) -> tuple[Path, list[Path]]:
    """The main file and those beside it."""
    text = str(name_or_path)
    if isinstance(name_or_path, str) and text in bundled_packs():
        return BUNDLED / f"{text}.yaml", []
    path = Path(name_or_path)
    try:
        folder, there = path.is_dir(), path.exists()
        beside = sorted(p for p in path.iterdir() if p.suffix in {".yaml", ".yml"}) if folder else []
    except (OSError, ValueError):
        folder, there, beside = False, False, []
    if not there:
        raise SourceError(
            "there is no such pack, file or folder", where=text, hint=nearest(text, bundled_packs())
        )
    if not folder:
        return path, []
    main = path / "pack.yaml"
    if main not in beside:
        hint = "name the file that begins with `detente-pack: 1` pack.yaml"
        raise SourceError("the folder holds no pack.yaml", where=text, hint=hint)
    return main, [p for p in beside if p != main]


def _main(path: Path, problems: list[Problem]) -> tuple[Pack, str, set[str]]:
    """The pack of the main file alone, the pack that it extends, and the ids that it leaves out."""
    shape = Shape(str(path), problems)
    root, found = read_nodes(path)
    problems += found
    if not isinstance(root, Mapped):
        if not found:
            shape.add("", 1, "is no mapping", "a pack begins with the line `detente-pack: 1`")
        return Pack(id=path.stem), "", set()
    version = shape.text(root, "detente-pack")
    if not version:
        shape.add("", root.line, "has no `detente-pack`", "begin the file with `detente-pack: 1`")
    elif version != str(VERSION):
        what = f"is written in version {version!r}, and this program reads version {VERSION}"
        shape.add("detente-pack", root.line, what, "use a newer detente, or write `detente-pack: 1`")
    pack = Pack(
        id=shape.ident(root, "id", "") or path.stem,
        languages=shape.texts(root, "languages", "") or ("en",),
        case=shape.text(root, "case"),
    )
    pack = _added(pack, shape, root, head=True)
    return pack, shape.text(root, "extends"), set(shape.texts(root, "without", ""))


def _added(pack: Pack, shape: Shape, root: Mapped, *, head: bool) -> Pack:
    """The pack with the lists of a file added."""
    shape.unknown(root, (_HEAD if head else {"note"}) | set(_LISTS), "")
    made: dict[str, Any] = {}
    for name, cls in _LISTS.items():
        have = getattr(pack, name)
        lines = {item.id: 0 for item in have}
        items = list(have)
        for at, node in enumerate(shape.items(root, name, "")):
            path = f"{name}[{at}]"
            item = shape.built(cls, node, path)
            if item is None:
                continue
            if item.id in lines:
                shape.add(path, node.line, f"the id {item.id!r} is taken already", "give it another id")
                continue
            lines[item.id] = node.line
            items.append(item)
        made[name] = tuple(items)
    return replace(pack, **made)


def _merged(base: Pack, pack: Pack, without: set[str], shape: Shape) -> Pack:
    """The pack on top of the one that it extends."""
    known = {item.id for name in _LISTS for item in getattr(base, name)}
    for missing in sorted(without - known):
        shape.add("without", 1, f"{base.id!r} has no {missing!r}", nearest(missing, known))
    made: dict[str, Any] = {}
    for name in _LISTS:
        own = {item.id: item for item in getattr(pack, name)}
        kept = [item for item in getattr(base, name) if item.id not in without]
        joined = [_joined(item, own[item.id]) if item.id in own else item for item in kept]
        ids = {item.id for item in kept}
        made[name] = (*joined, *(item for item in own.values() if item.id not in ids))
    return replace(pack, **made)


def _joined(old: Any, new: Any) -> Any:
    """The old item with what the new one says: texts replaced, words united, options merged by id."""
    changes: dict[str, Any] = {}
    for field in fields(old):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if field.name == "options":
            later = {option.id: option for option in now}
            first = [_joined(option, later.pop(option.id, option)) for option in was]
            changes[field.name] = (*first, *later.values())
        elif isinstance(now, tuple):
            changes[field.name] = (*now, *(item for item in was if item not in now))
        elif now != field.default:
            changes[field.name] = now
    return replace(old, **changes)


def _references(pack: Pack, file: str) -> list[Problem]:
    """The names that a pack uses and does not define."""
    actors, issues = {a.id for a in pack.actors}, {i.id for i in pack.issues}
    uses = [
        *((f"actors {a.id} side", a.side, actors) for a in pack.actors),
        *((f"actors {a.id} chair", a.chair, actors) for a in pack.actors),
        *((f"figures {f.id} issue", f.issue, issues) for f in pack.figures),
        *((f"plans {p.id} by", p.by, actors) for p in pack.plans),
    ]
    return [
        Problem(path=path, what=f"there is no {name!r}", hint=nearest(name, known), file=file)
        for path, name, known in uses
        if name and name not in known
    ]
