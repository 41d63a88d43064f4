"""An edit touches its own lines alone; what is undone is there again byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from detente.case.editing.splice import difference, says, spliced
from detente.case.editing.tree import content, read_tree
from detente.case.readers.yaml_nodes import loaded
from detente.case.yaml_text import yaml_text
from edited_cases import AT, MAIN, WANTS, bytes_of, edited, ferry

EDITS = [
    ("title", "A ferry: who'll pay?", ["title:  'A ferry: who''ll pay?'      # working title"]),
    ("summary", "Three towns share it.", ["   Three towns share it."]),
    ("summary", "One\ntwo", ['summary: "One\\ntwo"']),
    ("as_of", "2031-06-01", ["as_of: 2031-06-01"]),
    ("notes", ["first", "third"], ['notes: [ "first",third , ]   # odd commas']),
    ("notes", ["first"], ['notes: [ "first" , ]   # odd commas']),
    ("invented", True, ["invented: true"]),
    ("parties.NO.note", "NO: a town", ["        note: 'NO: a town'"]),
    ("parties.NO.note", None, []),
    ("parties.عمق.note", "on", ['        note: "on"']),
    ("parties.عمق.name", "עמק", ["        name: עמק   # from right to left"]),
    ("issues.times.note", "Disputed", ["    note: Disputed"]),
    (
        "issues.times.options.night.note",
        "1:10",
        ['      - { id: night, name: Night, note: "1:10" }   # so far'],
    ),
    ("issues.fee.evidence.tide", "tide", None),
    ("proposals.summer", {"name": "Summer", "date": "2031-06", "known": "2031-06-02"}, None),
    ("proposals.spring", None, []),
    ("approval.عمق", "both", None),
    ("approval.عمق.both.assumption", "as one says", None),
    ("preferences.NO.scores.fee.1:10", 0.75, ['   fee: {"1:10": 0.75 , low: [ 0,1,  2.0 ]}   # of the fee']),
    (
        "preferences.NO.scores.fee.low",
        [0, 1.5, 2],
        ['   fee: {"1:10": 0.50 , low: [ 0,1.5,  2.0 ]}   # of the fee'],
    ),
    ("preferences.NO.scores.times.night", [0, 1, 3], ["      night: {range: [0, 1, 3], assumption: *why}"]),
    (
        "preferences.NO.scores.times.night.assumption",
        "mine",
        ['      night: {range: [0, 1, 2], assumption: "mine"}'],
    ),
    ("preferences.NO.scores.times.day.evidence", ["log"], None),
    (
        "preferences.NO.reservation",
        [1, 2, 4],
        ["  - { since: 2031-05-01, range: [ 1, 2 ,4 ], because: spring }"],
    ),
    ("preferences.NO.reservation.0", 0.5, ["  - {value: 0.5}"]),
    ("preferences.NO.reservation.because", "floods", None),
    ("preferences.عمق.scores.times.night", 2, None),
]  # None: one line, whatever it is


@pytest.mark.parametrize(
    ("path", "value", "lines"), EDITS, ids=[f"{path}={value}"[:40] for path, value, _ in EDITS]
)
@pytest.mark.parametrize("form", ["plain", "windows"])
def test_only_the_lines_of_an_edit_change_and_undoing_it_gives_the_bytes_back(
    tmp_path, form, path, value, lines
):
    line_end, mark = ("\r\n" if form == "windows" else "\n"), (b"\xef\xbb\xbf" if form == "windows" else b"")
    folder = ferry(tmp_path / "ferry", line_end=line_end, mark=mark)
    before = bytes_of(folder)
    made = edited(folder, path, value).made
    after = bytes_of(folder)
    assert folder.case().id == "ferry"
    [name] = [name for name in before if before[name] != after[name]]
    assert made[0].file == name
    old, new = (files[name].decode().split(line_end) for files in (before, after))
    fresh = [line for line in new if line not in old]
    assert fresh == lines if lines is not None else 1 <= len(fresh) <= 2, fresh
    assert after[name].startswith(mark)
    assert after[name].count(b"\r") == (after[name].count(b"\n") if form == "windows" else 0)
    folder.undo(by="Ana", at=AT)
    assert bytes_of(folder) == before


@pytest.mark.parametrize("text", [MAIN, WANTS, MAIN.replace("\n", "\r\n")], ids=["main", "wants", "windows"])
def test_the_tree_of_a_text_says_what_the_reader_loads(text):
    def lines(node):
        parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        own = (node.line, node.lines) if isinstance(node, (dict, list)) else type(node)
        return own, [lines(part) for part in parts]

    read, found = loaded(text, "x"), content(read_tree(text), text)
    assert (found, lines(found)) == (read, lines(read))


def test_a_value_that_is_used_elsewhere_through_a_reference_is_not_changed(tmp_path):
    folder = ferry(tmp_path / "ferry")
    before = bytes_of(folder)
    with pytest.raises(ValueError, match="without changing something else"):
        edited(folder, "preferences.NO.assumption", "otherwise")
    assert bytes_of(folder) == before


def test_a_thing_taken_out_comes_back_to_its_place(tmp_path):
    folder = ferry(tmp_path / "ferry")
    edited(folder, "parties.NO.note", "other")
    first = edited(folder, "reports.tide", None).made[0]
    edited(folder, "title", "Another")
    folder.undo(first.id, by="Ana", at=AT)
    assert [report.id for report in folder.case().reports] == ["log", "tide"]


FORMS = st.recursive(
    st.one_of(strategies.texts, st.integers(-9, 9), st.booleans()),
    lambda parts: st.one_of(
        st.lists(parts, max_size=3), st.dictionaries(st.sampled_from("abc"), parts, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("pqrs"), FORMS, min_size=1), st.sampled_from("pqrst"), FORMS)
def test_a_changed_text_says_what_it_should_and_keeps_its_other_lines(form, key, value):
    text = yaml_text(form)
    wanted = {**form, key: value}
    done = spliced(text, read_tree(text), wanted)
    assert done is not None
    assert says(read_tree(done[0]), wanted)
    start, length, old = difference(text, done[0])
    assert done[0][:start] + old + done[0][start + length :] == text
    rest = {name: part for name, part in form.items() if name != key}
    assert all(line in done[0].splitlines() for line in (yaml_text(rest) if rest else "").splitlines())
