"""A small case in files as people write them, and edits of it for the tests."""

import datetime as dt
from pathlib import Path
from typing import Any

from detente.case.editing.folder import CaseFolder
from detente.case.editing.log import Edit, Edited

AT = dt.datetime(2031, 7, 1, 9, 30, tzinfo=dt.UTC)

MAIN = """\
# The ferry: notes of the office
detente:   1
id: ferry
title:  'The ferry: who pays?'      # working title
summary: >-   # folded
   Two towns share
   a ferry.

as_of: 2031-06-30
notes: [ "first",second , ]   # odd commas
reports:
- {id: log, publisher: Port log , published: 2031-04-02}
- {id: tide, publisher: Tide tables}
parties:
    -   id: NO     # two letters
        name: "NO"
        note: 'It''s small'

    # the other side
    -   id: عمق
        name: عمق   # from right to left
        approval:
            readings:
              - {id: alone, base: true, rule: عمق}
              - {id: both, rule: {all: [عمق]} , assumption: as some say}
issues:
  - {id: fee,   name: Fee, options: [{id: "1:10", name: '1:10'}, {id: low , name: Low}] , evidence: [ log ]}
  -
    id: times
    name: Times
    note:
    options:
      - { id: day, name: Day }
      # nights are disputed
      - { id: night, name: Night }   # so far

proposals:
  - id: spring
    name: The spring text
    date: 2031-04-20
    known: 2031-04-21
    terms: {fee: "1:10"}
""".replace("office\n", "office   \n")

WANTS = """\
actor: NO
measure: points
assumption: &why "made up"
scores:
   fee: {"1:10": 0.50 , low: [ 0,1,  2.0 ]}   # of the fee
   times:
      day: 1
      night: {range: [0, 1, 2], assumption: *why}
reservation:
  - {value: 1}
  - { since: 2031-05-01, range: [ 1, 2 ,3 ], because: spring }
"""  # the numbers of this file are points, so that each can change alone

OTHERS = """\
actor: عمق
measure: points
assumption: made up
scores: {fee: {"1:10": 1, low: 0}, times: {day: 0, night: 1}}
"""


def ferry(folder: Path, *, line_end: str = "\n", mark: bytes = b"") -> CaseFolder:
    """The small case in a folder, open."""
    (folder / "preferences").mkdir(parents=True)
    texts = {"case.yaml": MAIN, "preferences/NO.yaml": WANTS, "preferences/other.yaml": OTHERS}
    for name, text in texts.items():
        (folder / name).write_bytes(mark + text.replace("\n", line_end).encode())
    return CaseFolder.open(folder)


def bytes_of(folder: CaseFolder) -> dict[str, bytes]:
    """The bytes of every YAML file."""
    files = sorted(folder.path.rglob("*.yaml"))
    return {str(file.relative_to(folder.path)): file.read_bytes() for file in files}


def edited(folder: CaseFolder, path: str, value: Any, *, by: str = "Ana", **more: Any) -> Edited:
    """What became of one edit by somebody who saw what stands there now, or `seen=`."""
    seen = more.pop("seen") if "seen" in more else folder.value(path)
    return folder.edit(Edit(path=path, value=value, seen=seen, by=by, **more), at=AT)
