"""Where things stand in the tables of the compiled loops of talks: names for columns, slots and kinds.

Party, actor and other tables have a row for each; first what holds in every run, then what a run draws, then
what changes from day to day. The issue table has a row for each name here and a column for each issue.
"""

from detente.kernels.talks.counter import UNIT
from detente.kernels.talks.shapes import FACTS, SLOTS

__all__ = ["COLUMNS", "UNIT"]

# what is going on: one row for the run under way
DAY, CASE_ROW, PHASE, SINCE, CARRIED, BACK, PUBLISHED, HEARD = range(8)
SUSPENDED, ENDED_BY, LAPSE, QUITS, PUBLICITY, WAITED_FOR, ASIDES, EVENTFUL = range(8, 16)
LAST_DAY, DEADLINE, STRATEGY, FADES, ASIDE_AFTER, AGAINST_STANDING, DEAL_ROOT, FEASIBLE = range(16, 24)
PUBLISHES, ATTRIBUTES, BACK_CHANNEL, BLAMES, LEAK = range(24, 29)

# issues
SIZE, FIRST, ORDER, ORDERED, SILENT, OUT, STANDING, BASE, DRAFT, ASIDE, NAMED_BY_ALL, FREE = range(12)

# parties
PRINCIPAL, GAIN, LINES, MATCHES, OWN_MANDATE = range(5)
ASKS, ANSWERS, KEPT_BEFORE, FAILED_BEFORE, BLAME, DISOWNS, COUNSEL, NOISE = range(5, 13)
LEVEL, COMPARES, LAST, KEPT, FAILED, PUBLIC, PUBLIC_DAY, BLAMED, BLAMED_DAY = range(13, 22)
REFERRED, ANSWERED, ACCEPTS, AGAINST, NAMED, BLOCKED, AWAY, LEFT, MANDATE, WORTH = range(22, 32)

# actors
OWN_GAIN, OWN_LINES, PARTY, LEADS, ASKED, LEAST, RETURNS, ROOT = range(8)
HOME, DELAY, WORD, AUDIENCE = range(8, 12)
SHIFT, ERODED, WORDED, SAYS_NOTHING, WAITING, VOTED, YES = range(12, 19)

# threats to quit, effects, hazards, happenings, counters, summits
QUITTER, CONDITION, THREATENED, STAYS, GONE = range(5)
SOURCE, KIND, ON, TO, DAYS, AMOUNT, UNTIL, COUNT = range(8)
ONCE, RATE, RATE_SHIFT, STRUCK = range(4)
DUE, CHANCE = range(2)
START, COSTS, FALLS, ADDS, REMAINS = range(5)
CALLED, SLIPS, ATTENDS, MEETS = range(4)

# what a leaf asks about
OF_GAIN, OF_STAYING, OF_LEAVING, OF_SUM = range(4)

COLUMNS: dict[str, int] = {
    "now": LEAK + 1,
    "issue": FREE + 1,
    "party": WORTH + 1,
    "actor": YES + 1,
    "threat": GONE + 1,
    "effect": COUNT + 1,
    "hazard": STRUCK + 1,
    "happening": CHANCE + 1,
    "counter": REMAINS + 1,
    "summit": MEETS + 1,
}
"""How many columns each table has (the issue table: rows)."""

AWAY_KIND, ENDS_KIND, MANDATE_KIND, RATE_KIND, RESERVATION_KIND, SILENT_KIND, SUSPENDS_KIND, TRUST_KIND = (
    range(8)
)
"""Kinds of effects, in the order of `detente.talks.setting.values.EFFECTS`."""

RAN_ON, DEAL, AT_DEADLINE, BROKE_DOWN, WALKED_OUT = range(5)
DRAFTING, ANSWERING, RATIFYING = range(3)
GREEDY, RANDOM, TRADES = range(3)

(
    END_FACT,
    DAY_FACT,
    PHASE_FACT,
    TEXTS_FACT,
    ENDED_BY_FACT,
    REFUSED_FACT,
    BLOCKED_FACT,
    QUIT_FACT,
    PUBLISHED_FACT,
    LEAKED_FACT,
    WAITED_FACT,
    RATIFICATIONS_FACT,
    STRUCK_FACT,
) = range(len(FACTS))

HAZARD_SLOT, HAPPENING_SLOT, COUNTER_SLOT, SLIP_SLOT = (
    SLOTS.HAZARD,
    SLOTS.HAPPENING,
    SLOTS.COUNTER,
    SLOTS.SLIP,
)
LEAK_SLOT, PUBLISH_SLOT, ATTRIBUTE_SLOT, WHOSE_SLOT = SLOTS.LEAK, SLOTS.PUBLISH, SLOTS.ATTRIBUTE, SLOTS.WHOSE
DISOWN_SLOT, BACK_SLOT, BLAME_SLOT, WORD_SLOT = SLOTS.DISOWN, SLOTS.BACK, SLOTS.BLAME, SLOTS.WORD
ANSWER_SLOT, NOISE_SLOT, BELIEVE_SLOT, HOME_SLOT = SLOTS.ANSWER, SLOTS.NOISE, SLOTS.BELIEVE, SLOTS.HOME
DRAFT_SLOT, ATTEND_SLOT = SLOTS.DRAFT, SLOTS.ATTEND

LEVEL_BITS = 20
WHOLE = 1 << LEVEL_BITS
THOUSAND = 1000
SUMMIT_SLOTS = 64
WEEK = 7
TRIES = 4
APART = 16
NEVER = 1 << 40
"""A day that does not come."""
