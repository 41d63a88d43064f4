"""The bundled accords: each can be read, says what it rests on, and can be carried out by each side alone."""

import itertools

import pytest

from detente.accord.language.from_package import accord_from
from detente.accord.language.readers import read_accord
from detente.accord.library import accord_example, accord_examples, accord_path, new_accord
from detente.accord.space import AccordSpace
from detente.case.library import example
from detente.errors import SourceError, UnknownName
from detente.kernels.games.attractor import attractor

BASES = {"assumption", "published", "reported", "variant"}
SMALL = ("disarmament-amnesty", "prisoner-exchange", "two-rivers-accord")


@pytest.fixture(params=accord_examples())
def accord(request):
    return accord_example(request.param)


def test_the_name_of_a_bundled_accord_is_its_id(accord):
    assert accord_example(accord.id) is accord
    assert accord.simplifications


def test_a_bundled_accord_says_what_each_reading_rests_on(accord):
    known = {key for key, _ in accord.sources}
    for clause in accord.clauses:
        for reading in clause.readings:
            assert reading.basis in BASES
            assert set(reading.evidence) | set(clause.evidence) <= known
            assert reading.basis != "reported" or reading.evidence


def test_every_worth_and_chance_of_a_bundled_accord_is_a_marked_assumption(accord):
    ranges = [getattr(r.terms, "chance", None) for c in accord.clauses for r in c.readings]
    ranges += [getattr(r.terms, "amount", None) for c in accord.clauses for r in c.readings]
    for stakes in accord.stakes:
        ranges += [stakes.peace, stakes.patience, stakes.fights_first]
        ranges += [number for _, number in (*stakes.receives, *stakes.gives, *stakes.ends)]
    found = [number for number in ranges if number is not None]
    assert found
    assert all(number.assumption and number.low < number.high for number in found)


def test_parties_stand_in_alphabetical_order(accord):
    order = [side for side in accord.order or accord.parties if side in accord.parties]
    assert order == sorted(order)
    assert [s.side for s in accord.stakes] == sorted(accord.parties)


@pytest.mark.parametrize("name", SMALL)
def test_everybody_else_together_cannot_put_a_side_in_breach(name):
    accord = accord_example(name)
    for wording in accord.wordings[::2]:
        for game in AccordSpace(accord, wording=wording.id).games:
            for party in accord.parties:
                others = {*accord.parties, *accord.others} - {party}
                breach = game.where(f"breach({party})")
                assert attractor(game.start, game.to, game.mine(others), breach).rank[0] == -1


def test_the_framework_of_2024_marks_its_wordings_as_variants():
    accord = accord_example("three-phases-2024")
    assert {wording.basis for wording in accord.wordings} == {"variant"}
    options = {
        (issue, option)
        for clause in accord.clauses
        for reading in clause.readings
        for issue, chosen in reading.options
        for option in chosen
    }
    assert options <= _options("gaza-2024")


def test_the_accord_of_the_two_rivers_puts_options_of_the_case_into_words():
    accord = accord_example("two-rivers-accord")
    readings = [reading for clause in accord.clauses for reading in clause.readings]
    options = {(issue, o) for reading in readings for issue, chosen in reading.options for o in chosen}
    assert options <= _options("two-rivers")
    issues = {issue for issue, _ in options}
    assert {(issue, option) for issue, option in _options("two-rivers") if issue in issues} == options


def test_a_package_of_the_two_rivers_chooses_its_clauses():
    package = {"flow": "60", "dam": "low-with-ladder", "dues": "20", "first-step": "together", "port": "free"}
    text = accord_from(accord_example("two-rivers"), package | {"watch": "outside", "council": "weighted"})
    chosen = dict(text.readings)
    assert (chosen["water"], chosen["ladder"], chosen["turns"]) == ("read-by-others", "built", "by-date")
    assert text.left_out == (("port", "free"),)
    assert not text.conflicts


def test_names_may_be_cut_short_where_one_alone_fits():
    assert accord_path("three").name == "three-phases-2024.yaml"
    with pytest.raises(UnknownName, match="three-phases-2024"):
        accord_example("three-phase-2024")
    with pytest.raises(UnknownName):
        accord_path("")
    names = accord_examples()
    assert all(a == b or not b.startswith(a) for a, b in itertools.product(names, names))


def test_a_bundled_accord_can_be_copied_and_is_read_as_the_same(tmp_path):
    copy = new_accord("prisoner", tmp_path / "mine.yaml")
    assert read_accord(copy).digest == accord_example("prisoner-exchange").digest
    assert new_accord("two-rivers", tmp_path) == tmp_path / "accord.yaml"
    assert read_accord(tmp_path).id == "two-rivers-accord"


def test_a_copy_never_writes_over_a_file(tmp_path):
    place = tmp_path / "mine.yaml"
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(SourceError, match="there is a file already"):
        new_accord("prisoner-exchange", place)
    assert place.read_text(encoding="utf-8") == "mine"
    with pytest.raises(SourceError, match="cannot be written"):
        new_accord("prisoner-exchange", tmp_path / "none" / "mine.yaml")


def _options(name):
    return {(issue.id, option.id) for issue in example(name).issues for option in issue.options}
