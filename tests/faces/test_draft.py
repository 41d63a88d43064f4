"""`detente draft`: every command, in words and as JSON; bad input ends in one clear error."""

import json
from pathlib import Path

import pytest

ANSWER = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "bracketed-text" / "answer.docx"
TEXT = (
    '<!-- draft 2031-05-01 -->\n## Article 1. A\nThey [[shall | may]]{held-by="delta | upland" id=x} meet.\n'
)


@pytest.fixture
def may(tmp_path):
    path = tmp_path / "may.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_show_lists_wordings_and_holders(run, may):
    told = run("draft", "show", may, "--case", "two-rivers")
    assert told.status == 0
    assert "1 article, 1 bracket open, 0 closed" in told.out
    assert "Delta" in told.out
    rows = json.loads(run("draft", "show", may, "--json").out)["brackets"]
    assert rows[0]["alternatives"][1] == {"text": "may", "held_by": ["upland"]}


def test_ledger_compare_and_settle_go_together(run, may, tmp_path):
    june = tmp_path / "june.md"
    assert run("draft", "settle", may, "x", "2", "--on", "2031-06-01", "--write", june).status == 0
    june.write_text(june.read_text("utf-8").replace("2031-05-01", "2031-06-02"), encoding="utf-8")
    assert "closed x [shall | may]: may" in run("draft", "compare", may, june).out
    assert json.loads(run("draft", "compare", may, june, "--json").out)["closed"][0]["agreed"] == 2
    told = json.loads(run("draft", "ledger", may, june, "--json").out)
    assert (told["open"], told["over_time"][0]["day"]) == (0, "2031-06-01")
    again = run("draft", "settle", june, "x", "1")
    assert (again.status, "settled already" in again.err) == (2, True)


def test_nothing_is_written_unless_a_file_is_named(run, may):
    told = run("draft", "settle", may, "x", "shall", "--json")
    assert json.loads(told.out)["agreed"] == "shall"
    assert may.read_text("utf-8") == TEXT


def test_word_and_amend_go_out_and_in(run, tmp_path):
    assert run("draft", "word", "two-rivers", "--to", tmp_path / "a.docx").status == 0
    assert json.loads(run("draft", "amend", "two-rivers", tmp_path / "a.docx", "--json").out)["placed"] == []
    told = json.loads(run("draft", "amend", "two-rivers", ANSWER, "--json").out)
    assert len(told["placed"]) == 2
    assert told["unnamed"] == ["Delegation of Delta", "Delegation of Upland"]
    assert told["unplaced"][0]["why"].startswith("it cuts through the bracket watch")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["show", "none.md"], "no such file"),
        (["show", "gaza-2024"], "no such file"),
        (["word", "two-rivers", "--to", "a.txt"], "no name of a Word file"),
        (["amend", "two-rivers", "none.docx"], "none.docx"),
        (["amend", "two-rivers", str(ANSWER), "--holder", "Ann"], "has no party"),
        (
            ["amend", "two-rivers", str(ANSWER), "--holder", "Delegation of Delta=delt"],
            "did you mean 'delta'",
        ),
        (["settle", "two-rivers", "dan", "1"], "did you mean 'dam'"),
        (["ledger", "two-rivers", "--on", "soon"], "is not a date"),
        (["ledger", "two-rivers", "two-rivers"], "two drafts are of 2031-06-30"),
    ],
)
def test_bad_input_is_told_in_one_clear_error(run, words, what, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = run("draft", *words)
    assert told.status == 2
    assert what in told.err
