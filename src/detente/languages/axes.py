"""What the axes of a chart need to write numbers and months as a language does, in the terms of D3."""

from typing import Any

from detente.languages.spoken import spoken

__all__ = ["locale_of_dates", "locale_of_numbers"]


def locale_of_numbers() -> dict[str, Any] | None:
    """How D3 writes numbers in the language that is spoken; None for English, which needs nothing said.

    >>> locale_of_numbers() is None
    True
    """
    if spoken().code == "en":
        return None
    from babel.numbers import format_percent, get_decimal_symbol, get_group_symbol

    code, digits = spoken().code, spoken().digits
    share = format_percent(0, locale=code, numbering_system=digits)
    return {
        "decimal": get_decimal_symbol(locale=code, numbering_system=digits),
        "thousands": get_group_symbol(locale=code, numbering_system=digits),
        "grouping": [3],
        "currency": ["", ""],
        "percent": share[share.index("0") + 1 :],
        "minus": "\u2212",
    }


def locale_of_dates() -> dict[str, Any] | None:
    """How D3 writes days and months in the language that is spoken; None for English.

    >>> locale_of_dates() is None
    True
    """
    if spoken().code == "en":
        return None
    from babel.dates import get_day_names, get_month_names

    code = spoken().code
    months = {width: get_month_names(width, "stand-alone", code) for width in ("wide", "abbreviated")}
    days = {width: get_day_names(width, "stand-alone", code) for width in ("wide", "abbreviated")}
    week = (6, 0, 1, 2, 3, 4, 5)
    return {
        "dateTime": "%d %B %Y %H:%M",
        "date": "%d/%m/%Y",
        "time": "%H:%M",
        "periods": ["AM", "PM"],
        "days": [days["wide"][day] for day in week],
        "shortDays": [days["abbreviated"][day] for day in week],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }
