"""The brief as a Word file, in a template's styles, with footnotes for its sources."""

from detente.brief.word.writing import docx

__all__ = ["docx"]
