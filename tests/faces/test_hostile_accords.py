"""Accords, events and games written to do harm: one clear error or an answer, nothing half written."""

import json
import re

import pytest

import detente as dt

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]")
ESCAPES = r"x\e[31m\u202e\a\x9b y\nz\r\t\u2028\b"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HEAD = "date,side,clause,quantity,happened,source,verified\n"
SMALL = """detente-accord: 1
id: small
title: A small accord
calendar: {signed: 2031-01-01}
sides:
  a: {name: Alpha}
  b: {name: Beta}
goods:
  men: {name: men, unit: persons}
flags:
  storm: {name: a storm}
phases:
  - {id: one, name: Phase one, lasts: 6, next: two, advances-when: all-performed}
  - {id: two, name: Phase two, lasts: 4, next: complete, advances-when: all-performed}
clauses:
  - id: frees
    text: A frees four.
    obligation: {phase: one, debtor: a, creditor: b, act: frees men,
      good: men, quantity: 4, tranches: 2, due: every 3 days}
  - id: pays
    text: B frees eight.
    obligation: {phase: one, debtor: b, creditor: a, act: frees men too,
      good: men, quantity: 8, tranches: 2, due: by day 6}
  - {id: ratio, text: Two for one., exchange: {first: frees, then: pays, ratio: "1:2", lag: 4}}
  - {id: truce, text: Nobody fights., ban: {actors: [a, b], act: fights, phases: [one, two], to: collapse}}
  - id: expiry
    text: It goes on.
    readings:
      - {id: goes, label: goes on, expiry: {phase: one, then: continue}}
      - {id: ends, label: ends, basis: variant, expiry: {phase: one, then: collapse}}
  - id: answer
    text: B may end it.
    power: {kind: terminate, holders: [b], act: ends the truce, when: breach(a), to: collapse, remedy: yes}
wordings:
  goes-on: {label: Goes on, readings: {expiry: goes}}
  lapses: {label: Lapses, readings: {expiry: ends}}
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(here, *changes: tuple[str, str], name: str = "x.yaml") -> str:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (here / name).write_text(text, encoding="utf-8")
    return name


def refused(done, *says: str) -> None:
    assert done.status == 2, done.err
    assert "a fault of ours" not in done.err
    assert not ACTING.search(done.err.replace("\n", ""))
    for text in says:
        assert text in done.err


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"1:2"', '"0:2"', "holds zero"),
        ('"1:2"', '"1:-2"', "negative"),
        ("quantity: 4", "quantity: -4", "is -4"),
        ("quantity: 4", f"quantity: 1{'0' * 400}", "quantity"),
        ("quantity: 4", "quantity: .nan", "quantity"),
        ("debtor: a", "debtor: aa", "'aa'"),
        ("first: frees", "first: freess", "did you mean 'frees'"),
        ("{expiry: ends}", "{expiri: ends}", "did you mean 'expiry'"),
        ("lasts: 6", "lasts: 1000000", "more than 3,660 days"),
        ("lasts: 6", "lasts: 0", "is 0"),
        ("next: two", "next: one", "never be reached"),
        ("flags:", "order: [a, a, b]\nflags:", "twice"),
        ("signed: 2031-01-01", "signed: 9999-12-31", "out of scale"),
        ("signed: 2031-01-01", "signed: 2031-02-30", "not a day"),
        ("breach(a)", "__import__('os')", "cannot be read"),
        ("breach(a)", "9**9**9 > day", "not part of a condition"),
        ("breach(a)", "().__class__", "not part of a condition"),
        ("  a: {name", '  "__class__": {name', "__class__"),
        ("id: small", 'id: "a\\u202eb"', "U+202E"),
    ],
)
def test_a_bad_accord_is_one_clear_error_with_its_line(run, here, old, new, says) -> None:
    refused(run("accord", "check", written(here, (old, new))), "x.yaml:", says, "try:")


def test_all_problems_of_an_accord_are_told_at_once(run, here) -> None:
    name = written(
        here, ("quantity: 4", "quantity: -4"), ("debtor: b", "debtor: bb"), ("first: frees", "first: f")
    )
    refused(run("accord", "check", name), "3 problems", "is -4", "'bb'", "'f'")


def test_zero_days_in_a_circle_of_phases_are_refused(run, here) -> None:
    name = written(here, ("lasts: 6", "lasts: 0"), ("lasts: 4, next: complete", "lasts: 0, next: one"))
    refused(run("accord", "check", name), "no day passes")


def test_more_wordings_than_can_be_read_side_by_side_are_refused(run, here) -> None:
    more = "".join(f"  w{n}: {{label: w, readings: {{expiry: goes}}}}\n" for n in range(60))
    refused(run("accord", "check", written(here, ("wordings:\n", f"wordings:\n{more}"))), "62 wordings")


def test_what_cannot_fit_is_said_at_once_with_what_to_coarsen(run, here) -> None:
    name = written(
        here,
        ("quantity: 4, tranches: 2, due: every 3 days", "quantity: 3000, tranches: 3000, due: by day 6"),
        ("quantity: 8, tranches: 2", "quantity: 6000, tranches: 3000"),
    )
    refused(run("accord", "check", name, "-q", "phases"), "the limit is 20,000,000", "frees (now 3001)")


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("show",),
        ("check", "-q", "collapse", "-c", "a", "--story"),
        ("check", "-q", "exposure"),
        ("check", "-q", "phases", "--json"),
        ("diff", "--from", "goes-on", "--to", "lapses", "--plays"),
    ],
)
def test_names_that_would_act_on_a_terminal_are_shown_inert(run, here, words) -> None:
    changes = [
        (old, f'{key}: "{ESCAPES}"')
        for old, key in (
            ("title: A small accord", "title"),
            ("name: Alpha", "name"),
            ("name: Phase one", "name"),
            ("label: Lapses", "label"),
            ("act: fights", "act"),
            ("text: A frees four.", "text"),
        )
    ]
    done = run("accord", words[0], written(here, *changes), *words[1:])
    assert done.status == 0
    assert not ACTING.search(done.out.replace("\n", ""))


def test_a_brief_escapes_markup_and_draws_names_that_hold_control_characters(run, here) -> None:
    name = written(
        here,
        ("title: A small accord", f'title: "{MARKUP}"'),
        ("name: Alpha", f'name: "{MARKUP}"'),
        ("name: Phase one", f'name: "{ESCAPES}"'),
        ("label: Lapses", f'label: "{MARKUP} {ESCAPES}"'),
    )
    assert run("accord", "brief", name, "-o", "told", "--draws", "8").status == 0
    page = (here / "told" / "accord.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_files_for_others_hold_no_control_characters(run, here) -> None:
    name = written(
        here, ("title: A small accord", f'title: "{ESCAPES}"'), ("act: frees men,", f'act: "{ESCAPES}",')
    )
    assert run("accord", "calendar", name, "-o", "due.ics").status == 0
    assert run("accord", "export", name, "-o", "model.prism").status == 0
    for file, kept in (("due.ics", "\r\n\t"), ("model.prism", "\n")):
        text = (here / file).read_bytes().decode()
        assert not {char for char in text if char < " " or "\x7f" <= char <= "\x9f"} - set(kept)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("date,sid\n2031-01-03,a\n", "did you mean 'side'"),
        (HEAD + "2031-01-03,a\n", "has 2 cells"),
        (HEAD + '2031-01-03,"a,frees,2,yes,x,yes\n', "never closed"),
        (HEAD + "2031-01-03,a,frees\x00,2,yes,x,yes\n", "did you mean 'frees'"),
        (HEAD + "2031-01-03,a\x1b[31m,frees,2,yes,x,no\n", "no side called"),
        (HEAD + "2031-01-03,a,frees,1" + "0" * 400 + ",yes,x,yes\n", "no quantity"),
        (HEAD + "2031-02-30,a,frees,2,yes,x,yes\n2031-01-03,z,frees,2,perhaps,x,yes\n", "2 problems"),
        (HEAD + '=cmd|"/c calc"!A1,a,frees,2,yes,x,yes\n', "no date"),
        (HEAD + "9031-01-03,a,frees,2,yes,x,yes\n", "an event falls on day"),
        (HEAD.encode("utf-16"), "not UTF-8"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_bad_events_are_one_clear_error(run, here, text, says) -> None:
    (here / "e.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    refused(run("accord", "monitor", written(here), "e.csv", "--as-of", "9999-12-31"), says)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2030-06-01,a,frees,2,yes,x,yes", "before"),
        ("2031-01-03,b,pays,8,yes,x,yes", "cannot count"),
        ("2031-01-03,a,frees,999999999,yes,x,yes", "a part of it"),
        ("2099-01-03,a,frees,2,yes,x,yes", "2099-01-03"),
    ],
)
def test_odd_events_are_kept_and_told_never_swallowed(run, here, row, says) -> None:
    (here / "e.csv").write_text(f"{HEAD}{row}\n", encoding="utf-8")
    done = run("accord", "monitor", written(here), "e.csv", "--as-of", "2031-01-06")
    assert done.status == 0
    assert says in done.out


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "null",
        "[" * 100_000,
        '{"player": [1], "choices": [[[[NaN, 0]]]]}',
        '{"player": [1], "choices": [[[["1e999999999", 0]]]]}',
        '{"player": [1], "choices": [[[[1, 7]]]]}',
        '{"player": [1], "choices": [[[[1, 1' + "0" * 5000 + "]]]]}",
        '{"player": [], "choices": []}',
    ],
)
def test_a_bad_game_is_one_clear_error(run, here, raw) -> None:
    (here / "g.json").write_text(raw, encoding="utf-8")
    refused(run("accord", "game", "g.json"), "g.json")


@pytest.mark.parametrize("path", ["/dev/zero", ".", "missing.json"])
def test_a_game_is_read_from_a_plain_file_alone(run, here, path) -> None:
    refused(run("accord", "game", path), path)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "x.yaml", "-q", "__asked(n0)"),
        ("check", "x.yaml", "-q", "<<a>> F " + "(<<a>> F " * 60 + "collapse" + ")" * 60),
        ("check", "x.yaml", "-q", "<<a\x1b[31m>> F collapse"),
        ("check", "x.yaml", "-q", "collapse", "-c", ","),
        ("check", "x.yaml", "-q", "collapse", "-c", "a", "--order", "a,a,b"),
        ("check", "a\x00b"),
        ("check", "/dev/zero"),
        ("check", "."),
        ("schedules", "x.yaml", "--tranches", "0"),
        ("schedules", "x.yaml", "--tranches", ","),
        ("schedules", "x.yaml", "--tranches", "1" * 5000),
        ("weakest", "x.yaml", "-c", "a", "-q", "bond"),
        ("calendar", "x.yaml", "-o", "."),
        ("calendar", "x.yaml", "-o", "x.yaml/due.ics"),
        ("export", "x.yaml", "-o", "/dev/full"),
        ("brief", "x.yaml", "-o", "x.yaml"),
        ("brief", "x.yaml", "-o", "a\x00b"),
    ],
)
def test_words_that_ask_for_what_cannot_be_are_refused_and_leave_nothing_behind(run, here, words) -> None:
    written(here)
    refused(run("accord", *words))
    assert [path.name for path in here.iterdir()] == ["x.yaml"]


def test_a_brief_of_a_case_looks_at_its_accord_before_the_long_work(run, here) -> None:
    refused(run("brief", "gaza-2024", "--accord", "nowhere", "-o", "told"), "nowhere")
    assert not list(here.iterdir())


def test_an_accord_is_said_to_be_well_formed(run, here) -> None:
    done = run("validate", written(here))
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(
        "small is a well-formed accord: 2 sides, 1 goods, 1 flags, 2 phases, 6 clauses"
    )
    assert json.loads(run("validate", "x.yaml", "--json").out) == {
        "valid": True,
        "accord": "small",
        "problems": [],
    }
    assert run("validate", dt.accord_examples()[0]).status == 0
    refused(run("validate", written(here, ("debtor: a", "debtor: x"))), "x.yaml:18", "'x'")
