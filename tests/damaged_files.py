"""Ways to damage a good YAML file: signs and noise in its bytes, other words in its lines."""

import re

from hypothesis import strategies as st

__all__ = ["noisy", "reworded"]

WORDS = re.compile(r"[^\w.-]+")
SIGNS = [
    sign.encode()
    for sign in ("[", "]", "{", "}", ": ", "- ", "&a", "*a", "!t ", "|", ">", '"', "'", "%", "?")
]
VALUES = (
    "[]",
    "{}",
    "~",
    '""',
    "-1",
    "1e999",
    ".nan",
    "[1, 2, 3]",
    "{a: b}",
    "[[[]]]",
    "yes",
    "2031-13-01",
    "x: y",
)


def noisy(data: st.DataObject, good: str) -> bytes:
    """The bytes of a good file with one to four pieces replaced by signs of YAML or by anything."""
    text = bytearray(good.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        piece = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from(SIGNS)))
        text[at : at + data.draw(st.integers(0, 12))] = piece
    return bytes(text)


def reworded(data: st.DataObject, good: str) -> str:
    """A good file with a word of one to three lines replaced by another of its words, or by an odd value."""
    lines = good.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        words = [word for word in WORDS.split(lines[at]) if word] or [lines[at]]
        old = data.draw(st.sampled_from(words))
        new = data.draw(st.sampled_from(VALUES) | st.sampled_from(WORDS.split(good)))
        lines[at] = lines[at].replace(old, new, 1)
    return "\n".join(lines)
