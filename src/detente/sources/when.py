"""Dates as reports give them: a day, a month, a year, a span of days, or "no later than".

Written `2024-07-03`, `2024-07`, `2011`, `2024-06-24/30`, `2024-03-23/2024-03-24`, `by 2024-03-25`, or
`unknown`, which stands for all days.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

__all__ = ["When"]

_FORM = re.compile(
    r"(?P<by>by\s+)?(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})(?:/(?P<rest>[\d-]{2,10}))?)?)?"
)


@dataclass(frozen=True, slots=True, order=True)
class When:
    """The first and the last day on which something may have happened or held.

    Ordered by the last day, then the first. `by` marks "no later than": the first day is then only the
    day that bounds it.

    >>> When.parse("2024-06-24/30").label, When.parse("2024-02").last.isoformat()
    ('2024-06-24/30', '2024-02-29')
    """

    last: date
    first: date
    by: bool = False

    @classmethod
    def on(cls, day: date) -> "When":
        """A single day."""
        return cls(last=day, first=day)

    @classmethod
    def unknown(cls) -> "When":
        """Any day at all: nothing is known of the date.

        >>> When.unknown().label, When.parse("unknown") == When.unknown()
        ('unknown', True)
        """
        return cls(last=date.max, first=date.min)

    @classmethod
    def parse(cls, text: str) -> "When":
        """The days that `text` names; ValueError when it has none of these forms or names no real day."""
        if text.strip() == "unknown":
            return cls.unknown()
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a date")
        year, month, day = int(match["y"]), match["m"], match["d"]
        by = match["by"] is not None
        if month is None:
            return cls(last=date(year, 12, 31), first=date(year, 1, 1), by=by)
        if day is None:
            last = calendar.monthrange(year, int(month))[1] if 1 <= int(month) <= 12 else 0
            return cls(last=date(year, int(month), last), first=date(year, int(month), 1), by=by)
        first = date(year, int(month), int(day))
        if match["rest"] is None:
            return cls(last=first, first=first, by=by)
        prefix = first.isoformat()[: 10 - len(match["rest"])]
        last_day = date.fromisoformat(prefix + match["rest"])
        if last_day < first:
            raise ValueError(f"{text!r} ends before it begins")
        return cls(last=last_day, first=first, by=by)

    @property
    def label(self) -> str:
        """The date as it is written in a case file."""
        first, last = self.first.isoformat(), self.last.isoformat()
        if (self.first, self.last) == (date.min, date.max):
            text = "unknown"
        elif self.first == self.last:
            text = first
        elif self.first == date(self.first.year, 1, 1) and self.last == date(self.first.year, 12, 31):
            text = first[:4]
        elif first[:7] == last[:7]:
            whole = self.first.day == 1 and (
                self.last.day == calendar.monthrange(self.last.year, self.last.month)[1]
            )
            text = first[:7] if whole else f"{first}/{last[8:]}"
        else:
            text = f"{first}/{last}"
        return f"by {text}" if self.by else text
