"""What the readers of other tools' files share: nodes with lines, problems, numbers, bytes and text.

Scalars stay text as written until `number` reads them, so that no digit is lost on the way.
"""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from detente.errors import CaseError, Problem, SourceError

__all__ = [
    "Element",
    "Findings",
    "Node",
    "digest_of",
    "files_in",
    "number",
    "read_bytes",
    "read_text",
    "stated_number",
]

LARGEST_FILE = 16_000_000

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping, a sequence or a scalar (as text) of a JSON or YAML file, with its line."""

    value: "Mapping[str, Node] | Sequence[Node] | str"
    line: int

    @property
    def mapping(self) -> "Mapping[str, Node]":
        """The entries of a mapping; none for anything else."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def items(self) -> "Sequence[Node]":
        """The entries of a sequence; none for anything else."""
        return () if isinstance(self.value, str | Mapping) else self.value

    @property
    def text(self) -> str:
        """The scalar as written; "" for anything else."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def kind(self) -> str:
        """In words for a message: a mapping, a list, or the scalar itself."""
        if isinstance(self.value, Mapping):
            return "a mapping"
        return repr(self.value) if isinstance(self.value, str) else "a list"


@dataclass(slots=True)
class Element:
    """An XML element with its attributes, its children and its line."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: "list[Element]" = field(default_factory=list)

    def get(self, *names: str) -> str | None:
        """The first of these attributes that is there, whatever the case of its name."""
        return next((self.attributes[name] for name in names if name in self.attributes), None)

    def all(self, tag: str) -> "list[Element]":
        """The children of that tag."""
        return [child for child in self.children if child.tag == tag]


@dataclass(slots=True)
class Findings:
    """The problems found so far in several files; `stop` raises them all at once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, what: str, *, file: str, line: int = 0, path: str = "", hint: str = "") -> None:
        """Note one more problem."""
        self.problems.append(Problem(path=path, what=what, hint=hint, file=file, line=line))

    def stop(self) -> None:
        """Raise CaseError with every problem, in the order of files and lines; nothing when there is none."""
        if self.problems:
            raise CaseError.of(sorted(self.problems, key=lambda p: (p.file, p.line, p.path, p.what)))


def number(text: str | None) -> Decimal | None:
    """The finite decimal number that `text` writes, at most as wide as a float; None when it writes none.

    >>> number("0.30"), number(" -2e3 "), number("nan"), number("1e999"), number(None)
    (Decimal('0.3'), Decimal('-2000.0'), None, None, None)
    """
    if text is None or len(text) > 400 or not _NUMBER.fullmatch(text.strip()):
        return None
    value = float(text)
    return Decimal(repr(value)) if math.isfinite(value) else None


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of at most 16 MB; SourceError when it cannot be read."""
    try:
        if path.is_dir():
            raise SourceError("is a folder, not a file", where=str(path))
        if path.stat().st_size > LARGEST_FILE:
            raise SourceError(
                f"is larger than {LARGEST_FILE // 1_000_000} MB",
                where=str(path),
                hint="a domain file is far smaller; check that this is one",
            )
        return path.read_bytes()
    except PermissionError:
        raise SourceError("there is no permission to read this", where=str(path)) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceError(f"cannot be read: {reason}", where=str(path)) from None


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, or UTF-16 with its mark; line ends become newlines."""
    data = read_bytes(path)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"is not UTF-8 text (byte {error.start})", where=str(path), hint="save it as UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def files_in(path: Path, suffixes: Sequence[str]) -> tuple[Path, ...]:
    """The files of a folder with one of these suffixes, upper or lower case, sorted; hidden ones left out.

    When `path` is a file, the folder that it stands in is meant.
    """
    folder = path if path.is_dir() else path.parent
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except PermissionError:
        raise SourceError("there is no permission to read this", where=str(folder)) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(folder)) from None
    return tuple(
        entry for entry in entries if entry.suffix.lower() in suffixes and not entry.name.startswith(".")
    )


def digest_of(paths: Sequence[Path]) -> str:
    """The sha256 over the names and bytes of these files, in hexadecimal."""
    total = hashlib.sha256()
    for path in paths:
        data = read_bytes(path)
        total.update(f"{path.name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return total.hexdigest()


def stated_number(node: Node, found: Findings, file: str, path: str) -> Decimal:
    """The number that a node states; zero and a problem when it states none."""
    value = number(node.text) if isinstance(node.value, str) else None
    if value is None:
        found.add(f"{node.kind} is not a finite number", file=file, line=node.line, path=path)
        return Decimal(0)
    return value
