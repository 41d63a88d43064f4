"""How large a setting of talks may be, so that no file exhausts the machine or the numbers of a run."""

__all__ = [
    "MOST_CHARACTERS",
    "MOST_COUNTERS",
    "MOST_DAYS",
    "MOST_EFFECTS",
    "MOST_PARTIES",
    "MOST_SOURCES",
    "MOST_START",
    "MOST_SUMMITS",
    "MOST_TEXTS",
    "MOST_TRUST",
]

MOST_CHARACTERS = 20_000
"""In one text."""

MOST_COUNTERS = 30
MOST_DAYS = 3_650
"""Of talks, or of anything that lasts: ten years."""

MOST_EFFECTS = 200
"""Of all hazards and happenings together."""

MOST_PARTIES = 10
MOST_SOURCES = 60
"""Hazards and happenings together: which of them struck is kept as the bits of one number."""

MOST_START = 1_000
"""Of a counter."""

MOST_SUMMITS = 16
MOST_TEXTS = 1_000
"""Before an issue is set aside."""

MOST_TRUST = 1_000_000
"""Successes or failures of a mediator's word."""
