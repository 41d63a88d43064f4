"""Troubles: power cuts, browsers that go away, folders that go away or refuse, ports taken, large records."""

import datetime as dt
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from browser.visitor import Visitor, hang_up
from detente.case.editing.folder import CaseFolder
from detente.record.record import Record
from detente.record.statement import Coding, Statement
from detente.record.store import write_record
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.text import Text
from detente.sources.when import When

LONG = os.environ.get("DETENTE_PROFILE") == "long"
NUMBERS = "/numbers/hill"
PANELS = ("/", "/timeline", "/space", "/talks", "/holding", "/documents", "/draft", "/edits", NUMBERS)
COMMENT = "# asked in May"
CASE = """\
detente: 1
id: mill
title: The mill
summary: Two villages share a mill.
invented: true
as_of: 2031-06-30
parties: [{id: hill, name: Hill}, {id: vale, name: Vale}]
issues:
  - {id: water, name: Water, options: [{id: little, name: Little}, {id: much, name: Much}]}
  - {id: toll, name: Toll, options: [{id: free, name: Free}, {id: paid, name: Paid}]}
"""
WANTS = f"""\
actor: ACTOR
assumption: made up
weights: {{water: [0.4, 0.6, 0.8], toll: [0.2, 0.4, 0.6]}}   {COMMENT}
scores: {{water: {{little: 0, much: 1}}, toll: {{free: 1, paid: 0}}}}
reservation: [0.3, 0.4, 0.5]
"""
LIMITED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small case that can be edited, with a comment in each file of preferences."""
    place = tmp_path / "mill"
    (place / "preferences").mkdir(parents=True)
    (place / "case.yaml").write_text(CASE)
    for actor in ("hill", "vale"):
        (place / "preferences" / f"{actor}.yaml").write_text(WANTS.replace("ACTOR", actor))
    return place


@dataclass(slots=True)
class Saver:
    """Somebody who saves again and again until nobody answers; `kept` is what was acknowledged, by edit."""

    numbers: Any = field(default_factory=lambda: count(1))
    kept: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    saved: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    took: float = 0.0

    def save(self, visitor: Visitor) -> None:
        """Saves on; the assumption of the last range of Hill is another one each time."""
        try:
            while not self.refused:
                form = dict(enumerate(visitor.form(NUMBERS, -1)))
                last = max(n for n, (name, _) in form.items() if name == "assumption")
                words = f"As told for the {next(self.numbers)}th time."
                began = time.monotonic()
                status, text, where = visitor.ask(NUMBERS, [*(form | {last: ("assumption", words)}).values()])
                self.took = time.monotonic() - began
                made = parse_qs(urlsplit(where).query).get("made", [""])[0]
                if status != 303 or not made:
                    self.refused.append(text)
                self.kept[made] = words
                self.saved.release()
        except (OSError, http.client.HTTPException):
            return


def test_what_was_acknowledged_survives_that_the_server_is_killed(servers, folder: Path) -> None:
    saver = Saver()
    server = servers.open(str(folder))
    for life in range(60 if LONG else 5):
        thread = threading.Thread(target=saver.save, args=(Visitor(server),))
        thread.start()
        for _ in range(1 + life % 3):
            assert saver.saved.acquire(timeout=20), saver.refused
        time.sleep(saver.took * (life * 0.37 % 1) * 3)
        server.kill()
        thread.join(timeout=60)
        server = servers.open(str(folder))
        assert Visitor(server).ask("/edits")[0] == 200
        assert [*folder.rglob("*.part")] == []
        held = CaseFolder.open(folder)
        held.case()
        history = {made.id: made.after for made in held.history()}
        assert saver.kept.items() <= history.items()
        last = held.history()[-1]
        assert held.value(last.path) == last.after
    assert saver.refused == []
    assert COMMENT in (folder / "preferences" / "hill.yaml").read_text("utf-8")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_browser_that_goes_away_takes_nothing_with_it(servers, folder: Path, end: signal.Signals) -> None:
    server = servers.open(str(folder))
    visitor = Visitor(server)
    _, _, job = visitor.ask("/talks", [("runs", "100000")])
    hang_up(visitor.begin(f"{job}/events"))
    hang_up(visitor.begin("/documents/case.xlsx", read=0))
    hang_up(visitor.begin("/documents/case.xlsx"))
    assert visitor.ask("/")[0] == 200
    assert '"state":"running"' in visitor.ask(f"/api{job}")[1]
    still = visitor.begin(f"{job}/events")
    children = children_of(server.process.pid)
    server.process.send_signal(end)
    assert server.process.wait(timeout=20) in {0, -end}
    still.close()
    assert children
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []
    assert server.log.read_text() == ""


def test_a_folder_that_is_moved_away_is_told_of_and_comes_back(servers, folder: Path, tmp_path: Path) -> None:
    server = servers.open(str(folder))
    visitor = Visitor(server)
    form = visitor.form(NUMBERS, -1)
    shutil.move(folder, tmp_path / "away")
    told = {panel: visitor.ask(panel) for panel in PANELS} | {"save": visitor.ask(NUMBERS, form)}
    assert {panel: status for panel, (status, _, _) in told.items()} == dict.fromkeys(told, 503)
    assert [panel for panel, (_, text, _) in told.items() if "not there any more" not in text] == []
    assert "Traceback" not in server.log.read_text()
    assert not folder.exists()
    shutil.move(tmp_path / "away", folder)
    assert [visitor.ask(panel)[0] for panel in ("/", "/edits")] == [200, 200]


def test_a_port_that_is_taken_is_told_with_what_to_do(servers, folder: Path) -> None:
    port = Visitor(servers.open(str(folder))).port
    words = ["open", str(folder), "--no-browser", "--port", str(port)]
    command = [sys.executable, "-m", "detente", *words]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (second.returncode, second.stdout) == (2, "")
    what, hint = second.stderr.splitlines()
    assert what == f"detente: --port {port}: the port cannot be used: address already in use"
    assert hint.startswith("  try: name another port")


def test_a_folder_that_may_not_be_written_is_shown_and_not_changed(servers, folder: Path) -> None:
    places = [folder, *folder.rglob("*")]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        server = servers.open(str(folder), before=as_one_who_is_held_to_permissions(folder))
        visitor = Visitor(server)
        form = visitor.form(NUMBERS, -1)
        assert [visitor.ask(panel)[0] for panel in ("/", "/edits")] == [200, 200]
        sent = [(name, "New." if name == "assumption" else value) for name, value in form]
        status, text, _ = visitor.ask(NUMBERS, [*sent, ("by", "Ana")])
        assert (status, "Nothing was written" in text) == (503, True)
        assert [folder, *folder.rglob("*")] == places
        assert server.log.read_text() == ""
    finally:
        for place in places:
            place.chmod(0o755)


def test_pages_of_a_large_record_stay_small(servers, folder: Path, tmp_path: Path) -> None:
    record = large_record(tmp_path / "record", 50_000 if LONG else 1_500)
    visitor = Visitor(servers.open(str(folder), "--record", str(record)))
    addresses = ("/timeline", "/timeline?kind=statement&page=7", "/timeline?words=gauge", "/review")
    more = ("/review?state=all&order=score&at=r3-2", "/review/together?score=0.1", "/report/r3")
    pages = {address: visitor.ask(address) for address in addresses + more}
    assert {status for status, _, _ in pages.values()} == {200}
    assert {a: len(text) for a, (_, text, _) in pages.items() if len(text.encode()) >= 400_000} == {}
    lines = {a: len(re.findall(r"<li>", text)) for a, (_, text, _) in pages.items()}
    assert {a: number for a, number in lines.items() if number > 130} == {}
    rare = visitor.ask("/timeline?publisher=Paper+3")[1]
    assert '<option value="Paper 3" dir="auto" selected>' in rare
    assert {
        a: text.count("<option") for a, (_, text, _) in pages.items() if text.count("<option") > 1_000
    } == {}
    assert pages["/timeline?kind=statement&page=7"][1].count('class="open"') == 100
    assert pages["/review"][1].count('class="suggestion"') == 1


def children_of(process: int) -> list[str]:
    """The processes that a process started."""
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def as_one_who_is_held_to_permissions(folder: Path) -> list[str]:
    """What to put before a command so that it may not write there; skips where that cannot be had."""
    probe = ["test", "!", "-w", str(folder)]
    for before in ([], LIMITED if shutil.which("setpriv") else []):
        if subprocess.run([*before, *probe], check=False, capture_output=True).returncode == 0:
            return before
    pytest.skip("permissions do not hold this user, and `setpriv` cannot change that here")


def large_record(folder: Path, size: int) -> Path:
    """A record of so many suggestions, four of a report; each holder and each publisher is another one."""
    texts, statements = [], []
    for number in range(size // 4):
        day = dt.date(2030, 1, 1) + dt.timedelta(days=number % 500)
        said = [f"Speaker {number}-{n} asked for 80 at the gauge. " for n in range(4)]
        text = "".join(said)
        name = f"r{number}"
        about = Document(id=name, publisher=f"Paper {number}", published=day, sha256=digest(text))
        texts.append(Text(document=about, text=text))
        statements += [
            Statement(
                id=f"{name}-{n}",
                reports=(name,),
                holder=f"speaker-{number}-{n}",
                act="demands",
                issue="water",
                says=one,
                date=When.on(day),
                known=day,
                span=Span.of(name, text, n * len(one), n * len(one) + len(one) - 1),
                coding=Coding(coder="rules 1", rule="cue", score=n / 4),
            )
            for n, one in enumerate(said)
        ]
    documents = tuple(text.document for text in texts)
    return write_record(Record(documents=documents, statements=tuple(statements)), folder, texts=texts)
