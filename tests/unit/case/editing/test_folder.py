"""Edits of a folder: what is kept, what conflicts, what is taken back, what is refused."""

import json
import shutil

import pytest

from detente.case.editing.copying import copy_case
from detente.case.editing.folder import CaseFolder
from detente.case.editing.log import NAME, Edit
from detente.case.library import example, example_path
from detente.case.preferences import Range
from detente.errors import CaseError, NotSaved, RecordError, SourceError, UnknownName
from edited_cases import AT, bytes_of, edited, ferry

LOW = "preferences.NO.scores.fee.low"


@pytest.fixture
def folder(tmp_path):
    return ferry(tmp_path / "ferry")


def test_the_case_is_read_again_when_its_files_changed(folder):
    first, digest = folder.case(), folder.digest
    assert folder.case() is first
    edited(folder, "title", "New")
    assert folder.case().title == "New"
    assert folder.digest != digest


def test_an_edit_is_written_and_told_in_the_history(folder):
    done = edited(folder, LOW, [0, 1, 3], note="after the talks")
    assert folder.case().preferences_of("NO").scores[0][1][1][1].high == 3
    assert done.digest == folder.digest
    [made] = CaseFolder.open(folder.path).history()
    assert (made.path, made.before, made.after, made.by) == (LOW, [0, 1, 2.0], [0, 1, 3], "Ana")
    assert (made.at, made.file, made.note) == (AT.isoformat(), "preferences/NO.yaml", "after the talks")
    assert json.loads((folder.path / NAME).read_text().splitlines()[0])["edits"][0]["path"] == LOW


def test_a_number_of_the_model_sets_what_it_rests_on_too(folder):
    edited(folder, LOW, Range(low=0, likely=1, high=2, evidence=("log",), driver="tide"))
    number = dict(dict(folder.case().preferences_of("NO").scores)["fee"])["low"]
    assert (number.evidence, number.driver) == (("log",), "tide")
    folder.undo(by="Ana", at=AT)
    assert folder.value(LOW) == [0, 1, 2.0]


def test_an_edit_of_a_value_that_somebody_changed_becomes_a_conflict(folder):
    edited(folder, LOW, [0, 1, 3])
    before = bytes_of(folder)
    done = edited(folder, LOW, [0, 1, 4], seen=[0, 1, 2], by="Ben")
    assert (done.made, bytes_of(folder)) == ((), before)
    [conflict] = CaseFolder.open(folder.path).conflicts()
    assert (conflict.theirs, conflict.yours, conflict.base) == ([0, 1, 3], [0, 1, 4], [0, 1, 2])
    assert (conflict.by, conflict.id) == ("Ben", done.conflicts[0].id)


@pytest.mark.parametrize(
    ("choice", "result"), [({"choice": "theirs"}, 3), ({"choice": "yours"}, 4), ({"value": [0, 1, 5]}, 5)]
)
def test_a_conflict_is_settled_by_either_value_or_by_another(folder, choice, result):
    edited(folder, LOW, [0, 1, 3])
    [conflict] = edited(folder, LOW, [0, 1, 4], seen=[0, 1, 2], by="Ben").conflicts
    folder.resolve(conflict.id, by="Ana", at=AT, **choice)
    assert folder.conflicts() == ()
    assert folder.value(LOW) == [0, 1, result]
    with pytest.raises(UnknownName):
        folder.resolve(conflict.id, "yours", by="Ana", at=AT)


def test_a_conflict_is_not_settled_over_a_third_value(folder):
    edited(folder, LOW, [0, 1, 3])
    [conflict] = edited(folder, LOW, [0, 1, 4], seen=[0, 1, 2], by="Ben").conflicts
    edited(folder, LOW, [0, 1, 6])
    [again] = folder.resolve(conflict.id, "yours", by="Ben", at=AT).conflicts
    assert (again.theirs, again.yours, folder.value(LOW)) == ([0, 1, 6], [0, 1, 4], [0, 1, 6])
    assert folder.conflicts() == (again,)


def test_what_an_editor_saw_is_kept_whatever_it_was(folder):
    edited(folder, LOW, Range.of(9, assumption="mine"), seen=Range.of(7, assumption="seen"))
    edited(folder, "title", "New", seen=object)
    first, second = CaseFolder.open(folder.path).conflicts()
    assert (first.base["value"], first.yours["assumption"], second.theirs) == (
        7,
        "mine",
        "The ferry: who pays?",
    )


def test_the_same_edit_by_two_is_no_conflict(folder):
    edited(folder, LOW, [0, 1, 3])
    done = edited(folder, LOW, [0, 1, 3], seen=[0, 1, 2], by="Ben")
    assert (done.made, done.conflicts, len(done.unchanged)) == ((), (), 1)


def test_edits_of_other_paths_go_on_when_the_file_was_changed_by_hand(folder):
    seen = folder.value(LOW)
    file = folder.path / "preferences" / "NO.yaml"
    file.write_text(file.read_text().replace("day: 1", "day:   7 # by hand"))
    edited(folder, LOW, [0, 1, 3], seen=seen)
    assert "day:   7 # by hand" in file.read_text()
    assert folder.value("preferences.NO.scores.times.day") == 7


def test_edits_that_make_no_case_write_nothing_and_say_what_and_where(folder):
    before = bytes_of(folder)
    edits = [
        Edit(path="title", value="New", seen=folder.value("title"), by="Ana"),
        Edit(path="issues.fee.options.high", value={"name": "High"}, seen=None, by="Ana"),
    ]
    with pytest.raises(CaseError, match=r"NO\.yaml:5 scores\.fee: there is no score for 'high'"):
        folder.edit(edits, at=AT)
    assert (bytes_of(folder), folder.history()) == (before, ())


def test_edits_over_several_files_are_one(folder):
    edits = [
        Edit(path="issues.fee.options.high", value={"name": "High"}, seen=None, by="Ana", place=1),
        Edit(path="preferences.NO.scores.fee.high", value=3, seen=None, by="Ana"),
        Edit(path="preferences.عمق.scores.fee.high", value=[0, 0, 1], seen=None, by="Ana"),
    ]
    done = folder.edit(edits, at=AT)
    assert [option.id for option in folder.case().issue("fee").options] == ["1:10", "high", "low"]
    assert len({made.file for made in done.made}) == 3
    assert len((folder.path / NAME).read_text().splitlines()) == 1


def test_what_makes_a_case_only_together_with_a_conflict_is_kept_whole(folder):
    edits = [
        Edit(path="issues.fee.options.high", value={"name": "High"}, seen=None, by="Ana"),
        Edit(path="preferences.NO.scores.fee.high", value=3, seen=None, by="Ana"),
        Edit(path="preferences.عمق.scores.fee.high", value=1, seen=None, by="Ana"),
        Edit(path="title", value="New", seen="something else", by="Ana"),
    ]
    before = bytes_of(folder)
    done = folder.edit([edits[0], edits[3]], at=AT)
    assert (len(done.conflicts), done.made, bytes_of(folder)) == (2, (), before)


def test_an_edit_is_not_taken_back_over_a_later_one(folder):
    first = edited(folder, LOW, [0, 1, 3]).made[0]
    edited(folder, LOW, [0, 1, 4], by="Ben")
    with pytest.raises(CaseError, match="changed since"):
        folder.undo(first.id, by="Ana", at=AT)
    folder.undo(by="Ben", at=AT)
    folder.undo(by="Ana", at=AT)
    assert folder.value(LOW) == [0, 1, 2]


def test_taking_back_is_an_edit_that_can_be_taken_back(folder):
    made = edited(folder, "title", "New").made[0]
    undo = folder.undo(by="Ana", at=AT).made[0]
    assert (undo.undoes, folder.history()[0].undone) == (made.id, True)
    with pytest.raises(CaseError, match="no edit that could be taken back"):
        folder.undo(by="Ana", at=AT)
    folder.undo(undo.id, by="Ana", at=AT)
    assert (folder.value("title"), folder.history()[0].undone) == ("New", False)


def test_edits_that_were_written_together_are_taken_back_together(folder):
    before = bytes_of(folder)
    edits = [
        Edit(path="issues.fee.options.high", value={"name": "High"}, seen=None, by="Ana"),
        Edit(path="preferences.NO.scores.fee.high", value=3, seen=None, by="Ana"),
        Edit(path="preferences.عمق.scores.fee.high", value=3, seen=None, by="Ana"),
        Edit(path="title", value="High", seen=folder.value("title"), by="Ana"),
    ]
    folder.edit(edits, at=AT)
    with_high = bytes_of(folder)
    back = folder.undo(by="Ana", at=AT)
    assert (bytes_of(folder), len(back.made)) == (before, 4)
    folder.undo(back.made[2].id, by="Ana", at=AT)
    assert bytes_of(folder) == with_high


def test_an_edit_is_taken_back_by_its_value_where_the_file_went_on(folder):
    made = edited(folder, "issues.fee.evidence.tide", "tide").made[0]
    edited(folder, "title", "New")
    folder.undo(made.id, by="Ana", at=AT)
    assert (folder.case().title, folder.case().issue("fee").evidence) == ("New", ("log",))


REFUSED = [
    ("title", object(), "title: should be text"),
    ("title", 3, "title: should be text"),
    ("title", "", "title: cannot be left empty"),
    ("parties.NO.name", "N\u202eO", "parties.NO.name: a name holds the invisible U\\+202E"),
    ("parties.NO.note", "a\x07", "parties.NO.note: holds the character U\\+0007"),
    ("issues.fee.id", "fees", "other places name it by this"),
    ("preferences.NO.actor", "X", "other places name it by this"),
    ("invented", "yes", "invented: should be true or false"),
    ("as_of", "2031-02-30", "as_of: '2031-02-30' is not a day"),
    (LOW, "much", f"{LOW}: should be a number"),
    (LOW, [1, 0, 2], f"{LOW}: .* is not in order"),
    (LOW, float("nan"), f"{LOW}: should be a finite number"),
    (LOW, True, f"{LOW}: should be a number"),
    ("preferences.NO.measure", "points!", "preferences.NO.measure: should be one of points, share"),
    ("issues.fee.evidence.no such", "no such", "evidence.*'no such'"),
    ("issues.fee.options.x y", {"name": "X"}, "holds ' '"),
    ("issues.fee.options.high", {"name": "High", "nam": 1}, "there is no key 'nam'"),
    ("issues.fee.options.high", {"id": "low", "name": "High"}, "is called 'low'"),
    ("approval.عمق", "neither", "no reading called 'neither'"),
    ("preferences.NO.scores.fee.low.assumption", [1], "assumption: should be text"),
]


@pytest.mark.parametrize(("path", "value", "told"), REFUSED)
def test_a_value_that_does_not_fit_is_refused_with_its_field(folder, path, value, told):
    before = bytes_of(folder)
    with pytest.raises(CaseError, match=told) as caught:
        edited(folder, path, value)
    assert caught.value.hint
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    "path", ["isues.fee", "issues.fe.name", "preferences.Nein.measure", "title.x", "approval.NO"]
)
def test_a_path_that_leads_nowhere_is_told_with_the_nearest(folder, path):
    with pytest.raises(CaseError) as caught:
        folder.value(path)
    assert caught.value.hint


def test_text_is_kept_in_one_normal_form(folder):
    edited(folder, "parties.NO.note", "cafe\u0301\r\n2")
    assert folder.case().party("NO").note == "caf\u00e9\n2"


def test_a_bundled_case_stays_as_it_is_and_a_copy_of_it_is_edited(tmp_path):
    bundled = CaseFolder.open(example_path("panama-canal-1974"))
    with pytest.raises(NotSaved, match="bundled") as caught:
        edited(bundled, "title", "New")
    assert (caught.value.edits[0].value, "copy_case" in caught.value.hint) == ("New", True)
    copy = copy_case("panama-canal-1974", tmp_path / "mine", by="Ana", at=AT)
    assert (copy.copied_from, copy.case()) == ("panama-canal-1974", example("panama-canal-1974"))
    for file in copy.path.rglob("*.yaml"):
        schema = file.read_text().split("$schema=")[1].split()[0]
        assert (file.parent / schema).resolve().is_relative_to(copy.path)
        assert (file.parent / schema).is_file()
    assert edited(copy, "title", "New").made
    with pytest.raises(SourceError, match="something here already"):
        copy_case("two-rivers", tmp_path / "mine", by="Ana", at=AT)


def test_a_folder_that_went_away_gives_the_edit_back(folder):
    edit = Edit(path="title", value="New", seen=folder.value("title"), by="Ana")
    shutil.rmtree(folder.path)
    with pytest.raises(NotSaved) as caught:
        folder.edit(edit, at=AT)
    assert caught.value.edits == (edit,)
    with pytest.raises(SourceError, match="no case folder"):
        CaseFolder.open(folder.path)


def test_a_disk_that_refuses_gives_the_edit_back_and_leaves_no_part(folder):
    (folder.path / ".case.yaml.edit-1.part").mkdir()
    before = bytes_of(folder)
    with pytest.raises(NotSaved, match="is a directory"):
        edited(folder, "title", "New")
    assert (bytes_of(folder), folder.history()) == (before, ())


def test_a_journal_that_was_changed_by_hand_is_told(folder):
    for title in ("One", "Two"):
        edited(folder, "title", title)
    journal = folder.path / NAME
    journal.write_text(journal.read_text().replace("Ana", "Eve", 1))
    with pytest.raises(RecordError, match="changed or damaged"):
        edited(folder, "title", "Three")
    assert folder.case().title == "Two"
