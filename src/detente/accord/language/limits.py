"""How large the numbers and texts of an accord may be, so that no file can exhaust the machine."""

__all__ = [
    "MOST_CHARACTERS",
    "MOST_CLAUSES",
    "MOST_DAYS",
    "MOST_TIMES",
    "MOST_TOPICS",
    "MOST_TRANCHES",
    "MOST_UNITS",
    "MOST_WORDINGS",
]

MOST_CHARACTERS = 20_000
"""In one text."""

MOST_CLAUSES = 500
MOST_DAYS = 3_660
"""In one duration or deadline: ten years. Every day is a step of the game."""

MOST_TRANCHES = 5_000
MOST_TIMES = 1_000
"""How often a power may be used, where its uses are counted."""

MOST_TOPICS = 200
MOST_WORDINGS = 60
"""Of one accord: more could not be read side by side."""

MOST_UNITS = 1_000_000_000
"""Of a good, in one obligation."""
