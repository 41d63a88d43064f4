"""The brief on paper: a PDF set by Typst in process, with fonts of its own, the same bytes everywhere."""

from detente.brief.pdf.printing import pdf
from detente.brief.pdf.source import typst_source

__all__ = ["pdf", "typst_source"]
