"""The name that a reader writes into a form, for who edited or decided; kept in a cookie of this browser."""

from typing import Final, TypeVar
from urllib.parse import quote, unquote

from fastapi import Request, Response

__all__ = ["LONGEST_NAME", "fault_in_name", "name_of", "remember"]

LONGEST_NAME: Final = 80
_COOKIE: Final = "detente-name"
_YEAR: Final = 365 * 86_400

Answer = TypeVar("Answer", bound=Response)


def name_of(request: Request) -> str:
    """The name that was written last in this browser, "" for none."""
    name = unquote(request.cookies.get(_COOKIE, ""))
    return "" if fault_in_name(name) else name


def fault_in_name(name: str) -> bool:
    r"""Whether this cannot stand as a name: it is empty, too long, or holds signs that are not seen.

    >>> fault_in_name("Ana"), fault_in_name(" "), fault_in_name("a\u202eb")
    (False, True, True)
    """
    return not name.strip() or len(name) > LONGEST_NAME or not name.isprintable()


def remember(answer: Answer, name: str) -> Answer:
    """The answer, which now keeps the name for the next form."""
    answer.set_cookie(_COOKIE, quote(name.strip()), max_age=_YEAR, samesite="strict", httponly=True)
    return answer
