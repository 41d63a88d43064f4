"""CPU seconds and bytes of the brief of `gaza-2024` as HTML, PDF and Word, after its findings are there.

Run as `python benchmarks/documents.py [draws] [runs]`. Importing what a form needs stands apart; "first" is
the first file of a process, as the command line writes it, "later" the next one, as a server does.
"""

import sys
import time
from importlib import import_module

import detente as dt

FORMS = {
    "html": ("jinja2",),
    "pdf": ("typst", "fontTools.ttLib", "detente.brief.pdf"),
    "docx": ("typst", "docx", "detente.brief.word"),
}


def clocked(work):
    """CPU seconds of a call, and what it gives."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def made(draws, runs):
    """The brief of the case and its first scenario, every question answered."""
    case = dt.example("gaza-2024")
    both = (case, dt.with_scenario(case, case.scenarios[0].id))
    findings = [finding for one in both for finding in dt.analyse(one, draws=draws, seed=0).findings]
    return dt.make_brief(case, *findings, talks=dt.analyse_talks(case, runs=runs, seed=0))


def main():
    draws, runs = (int(word) for word in (*sys.argv[1:], "256", "300")[:2])
    brief = made(draws, runs)
    print(f"{'form':<6}{'import s':>10}{'first s':>10}{'later s':>10}{'bytes':>12}")
    for form, libraries in FORMS.items():
        started, _ = clocked(lambda libraries=libraries: [import_module(name) for name in libraries])
        first, content = clocked(getattr(brief, form))
        later, again = clocked(getattr(brief, form))
        if content != again:
            sys.exit(f"{form}: two files differ")
        size = len(content.encode() if isinstance(content, str) else content)
        print(f"{form:<6}{started:>10.2f}{first:>10.2f}{later:>10.2f}{size:>12,}")


if __name__ == "__main__":
    main()
