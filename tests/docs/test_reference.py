"""The page of Python names is made from docstrings; `python tests/docs/test_reference.py` writes it anew."""

import inspect
from pathlib import Path

import detente

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "python.md"
HEAD = """# Python names

Everything that `import detente as dt` offers, in alphabetical order; made from the docstrings. Values are
frozen. Questions take an `OutcomeSpace` (or a case, where it says so) and give a finding, which prints as
one line and has `.as_dict()`.

| name | what it is or gives |
| --- | --- |
"""


def page() -> str:
    rows = []
    for name in detente.__all__:
        value = getattr(detente, name)
        told = inspect.getdoc(value) if not isinstance(value, dict) else None
        line = (told or "the bargaining concepts by name").split("\n\n")[0].replace("\n", " ")
        call = f"`{name}`"
        if inspect.isfunction(value):
            names = ", ".join(inspect.signature(value).parameters)
            call += f"<br>`({names})`"
        escaped = line.replace("|", r"\|")
        rows.append(f"| {call} | {escaped} |")
    return HEAD + "\n".join(rows) + "\n"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python tests/docs/test_reference.py`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
