"""`detente accord ...`: each command prints lines, or JSON that fits its schema; errs in one clear line."""

import json

import icalendar
import jsonschema
import pytest

import detente as dt

EXCHANGE = "prisoner-exchange"


def ids(name: str) -> list[str]:
    return list(dt.accord_example(name).parties)


QUESTIONS = {
    "bond": ["--party"],
    "collapse": ["--coalition"],
    "entrap": ["--coalition"],
    "escrow": ["--party"],
    "exposure": [],
    "outlook": [],
    "patience": ["--party"],
    "phases": [],
    "powers": [],
    "reaches": ["--coalition"],
    "self-enforcing": [],
    "stall": ["--coalition"],
    "walk-away": ["--coalition"],
    "well-formed": [],
}


def test_every_property_but_the_one_about_questions_is_asked_here() -> None:
    assert set(QUESTIONS) == set(dt.PROPERTIES) - {"robustness"}


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_a_question_is_answered_in_words_and_in_json(run, question: str) -> None:
    who = [part for option in QUESTIONS[question] for part in (option, ids(EXCHANGE)[0])]
    words = ["accord", "check", EXCHANGE, "--question", question, *who]
    told = run(*words)
    assert (told.status, told.err) == (0, "")
    assert told.out.strip()
    ran = run(*words, "--json")
    jsonschema.validate(json.loads(ran.out), dt.json_schema(f"accord {question}"))


def test_the_bundled_accords_are_listed_and_read_back_in_words(run) -> None:
    assert EXCHANGE in run("accord", "list").out
    told = run("accord", "show", EXCHANGE)
    assert "Where the text is silent" in told.out


def test_all_wordings_are_told_side_by_side(run) -> None:
    told = run("accord", "check", "two-rivers-accord")
    assert told.status == 0
    for wording in dt.accord_example("two-rivers-accord").wordings:
        assert wording.label in told.out
    assert "taken for granted" in told.out


def test_one_starts_from_a_bundled_accord_and_nothing_is_written_over(run, tmp_path) -> None:
    path = tmp_path / "mine.yaml"
    assert run("accord", "new", path, "--from", EXCHANGE).status == 0
    assert run("accord", "check", path).status == 0
    again = run("accord", "new", path, "--from", EXCHANGE)
    assert again.status == 2
    assert "mine.yaml" in again.err


def test_a_formula_is_asked_like_a_question(run) -> None:
    first = ids(EXCHANGE)[0]
    told = run("accord", "check", EXCHANGE, "-q", f"<<{first}>> F collapse", "--story")
    assert told.status == 0
    assert "yes" in told.out


def test_require_makes_a_no_a_status_of_one(run) -> None:
    first = ids("two-rivers-accord")[0]
    words = ["accord", "check", "two-rivers-accord", "-q", "collapse", "-c", first]
    assert run(*words).status == 0
    assert run(*words, "--require").status == 1


def test_two_wordings_are_compared_with_proofs(run) -> None:
    accord = dt.accord_example("two-rivers-accord")
    first, second = accord.wordings[0].id, accord.wordings[-1].id
    words = ["accord", "diff", "two-rivers-accord", "--from", first, "--to", second]
    told = run(*words, "--plays")
    assert told.status == 0
    ran = run(*words, "--json")
    jsonschema.validate(json.loads(ran.out), dt.json_schema("accord diff"))


def test_schedules_stand_side_by_side(run) -> None:
    words = ["accord", "schedules", EXCHANGE, "--clause", "south-frees", "--tranches", "1,2"]
    assert run(*words).status == 0
    jsonschema.validate(json.loads(run(*words, "--json").out), dt.json_schema("accord schedules"))


def test_an_answer_is_asked_under_every_wording_and_order(run) -> None:
    words = [
        "accord",
        "robust",
        EXCHANGE,
        "-q",
        "collapse",
        "-c",
        ids(EXCHANGE)[0],
        "--vary",
        "wordings,orders",
    ]
    told = run(*words)
    assert "under 2 of 8 settings" in told.out
    jsonschema.validate(json.loads(run(*words, "--json").out), dt.json_schema("accord robustness"))


def test_events_are_followed_and_what_is_due_goes_into_a_calendar(run, tmp_path) -> None:
    accord = dt.accord_example("two-rivers-accord")
    debtor = next(c for c in accord.clauses if c.kind == "obligation")
    events = tmp_path / "events.csv"
    terms = debtor.readings[0].terms
    events.write_text(
        f"date,side,clause,happened,verified,source\n2031-07-20,{terms.debtor},{debtor.id},yes,yes,gauge\n",
        encoding="utf-8",
    )
    ical = tmp_path / "due.ics"
    words = ["accord", "monitor", "two-rivers-accord", events, "--as-of", "2031-07-25"]
    told = run(*words, "--ical", ical)
    assert (told.status, told.err) == (0, "")
    icalendar.Calendar.from_ical(ical.read_bytes())
    jsonschema.validate(json.loads(run(*words, "--json").out), dt.json_schema("accord monitor"))


def test_the_timetable_of_a_signed_accord_is_a_calendar(run, tmp_path) -> None:
    path = tmp_path / "two.ics"
    assert run("accord", "calendar", "two-rivers-accord", "-o", path).status == 0
    found = icalendar.Calendar.from_ical(path.read_bytes())
    assert len(found.walk("VEVENT")) >= len(dt.accord_example("two-rivers-accord").phases)
    unsigned = run("accord", "calendar", "three-phases-2024", "-o", path)
    assert unsigned.status == 2
    assert "not signed" in unsigned.err


def test_the_game_is_exported_and_a_game_of_ones_own_is_solved(run, tmp_path) -> None:
    path = tmp_path / "model.prism"
    assert run("accord", "export", EXCHANGE, "-o", path).status == 0
    assert path.read_text(encoding="utf-8").startswith("//") or "smg" in path.read_text(encoding="utf-8")
    game = {
        "player": [1, 2, 1],
        "choices": [[[[1.0, 1]]], [[[0.25, 2], [0.75, 1]]], []],
        "queries": [{"target": [2], "coalition": [1], "opt": "max", "label": "there"}],
    }
    file = tmp_path / "game.json"
    file.write_text(json.dumps(game), encoding="utf-8")
    assert "max by 1 of there: 1" in run("accord", "game", file).out


def test_a_brief_of_an_accord_is_written(run, tmp_path) -> None:
    told = run("accord", "brief", EXCHANGE, "-o", tmp_path, "--draws", "8")
    assert told.status == 0
    page = (tmp_path / "accord.html").read_text(encoding="utf-8")
    assert "Would it hold?" in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["check", "nowhere"], "nowhere"),
        (["check", EXCHANGE, "-q", "colapse"], "colapse"),
        (["check", EXCHANGE, "-q", "collapse"], "needs to know"),
        (["check", EXCHANGE, "-q", "collapse", "-c", "martians"], "martians"),
        (["check", EXCHANGE, "-q", "exposure", "--party", "north"], "takes no --party"),
        (["check", EXCHANGE, "-q", "robustness"], "needs to know"),
        (["check", EXCHANGE, "--require"], "--require goes with a question"),
        (["check", EXCHANGE, "--wording", "lapsed"], "lapsed"),
        (["check", EXCHANGE, "--reading", "x"], "has no '='"),
        (["check", EXCHANGE, "-q", "<<a> F"], ""),
        (["diff", EXCHANGE], "one text to compare"),
        (["schedules", EXCHANGE, "--tranches", "many"], "not a list of numbers"),
        (["weakest", EXCHANGE], "whose power"),
        (["monitor", EXCHANGE, "nothing.csv", "--as-of", "soon"], "not a date"),
        (["game", "nothing.json"], "nothing.json"),
    ],
)
def test_what_is_wrong_is_told_in_one_clear_error(run, words: list[str], says: str) -> None:
    told = run("accord", *words)
    assert told.status == 2
    assert says in told.err
    assert "Traceback" not in told.err
