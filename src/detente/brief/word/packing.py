"""A document as bytes that depend on nothing but what it tells: no author, no clock, parts in order."""

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from detente.brief.paper import clean

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["packed"]

_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def packed(document: Any, brief: "Brief", tag: str) -> bytes:
    """The bytes of a document of python-docx; its properties name the brief and its language, and nobody."""
    about = document.core_properties
    about.author = about.last_modified_by = about.comments = about.keywords = about.category = ""
    about.title, about.language, about.revision = clean(brief.title)[:255], tag, 1
    about.created = about.modified = _DAY.replace(tzinfo=None)
    about.subject = about.version = about.identifier = about.content_status = ""
    about.last_printed = _DAY.replace(tzinfo=None)
    written = BytesIO()
    document.save(written)
    found = BytesIO()
    with ZipFile(written) as old, ZipFile(found, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return found.getvalue()
