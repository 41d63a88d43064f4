"""Bad input to `detente read`, `review` and `record`: one clear error with what to do, never a traceback."""

import io
from pathlib import Path

import pytest

from detente.record.store import RecordWriter
from review_record import gazette, herald

PAGES = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "reports"
REPORT, CASE, PACK = (str(PAGES / name) for name in ("herald-2031-07-03.txt", "case.yaml", "pack.yaml"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The temporary folder, with a record coded by a pack that is not bundled, an empty folder and a file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with RecordWriter(tmp_path / "record") as writer:
        writer.keep_texts([herald()[0], gazette()[0]])
        writer.read_again([herald(), gazette()], "rivers 0123456789ab")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    bad = "detente-pack: 1\nissues:\n  - {id: pay, words: [... wage]}\n"
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "told", "hint"),
    [
        (["read", "nowhere"], "no report could be read", "check that it is there"),
        (["read", "empty"], "no report is there", "name files or folders"),
        (["read", REPORT, "--pack", "gazza"], "there is no such pack", "did you mean 'gaza'?"),
        (["read", REPORT, "--pack", CASE], "has no `detente-pack`", "begin the file with"),
        (["read", REPORT, "--today", "soon"], "--today 'soon' is not a date", "write it as"),
        (["read", REPORT, "--to", "file"], "file: cannot be made", "name another folder"),
        (["read", REPORT, "--workers", "0"], "at least 1", "--help"),
        (["read", REPORT, "--language", "xx"], "there is no language 'xx'", "there are: en"),
        (["read", REPORT, "--coder", "crf"], "missing a required argument", "write crf:FILE"),
        (["read", REPORT, "--coder", "llm"], "missing a required argument", "options: endpoint, model"),
        (["read", REPORT, "--coder", "rules", "--model", "m"], "unexpected", "it has no options"),
        (["review", "nowhere"], "there is no such folder", "make one with `detente read`"),
        (["review", "record", "--by", "mood"], "'mood'", "known: issue, paragraph, score, speaker"),
        (["review", "record", "--accept-above", "2"], "at most 1", "--help"),
        (["review", "record", "--holder", "uplnd"], "has the holder 'uplnd'", "did you mean 'upland'"),
        (["review", "record", "--act", "demnads"], "has the act 'demnads'", "did you mean 'demands'"),
        (["review", "record", "--issue", "damm"], "has the issue 'damm'", "did you mean 'dam'"),
        (["review", "record", "--document", "heral"], "the document 'heral'", "did you mean 'herald'"),
        (
            ["record", "timeline", "nowhere"],
            "there is no such file or folder",
            "known: bad.yaml, empty, file, record",
        ),
        (["record", "timeline", "empty"], "there is no record in this folder", "`detente read`"),
        (["record", "timeline", "file"], "no format of records is recognised", "name the format"),
        (["record", "timeline", CASE], "is no record", "name a record folder"),
        (["record", "timeline", PACK], "is no record", "name a record folder"),
        (["record", "timeline", "record", "--by", "hour"], "'hour'", "day, month, week, year"),
        (["record", "diff", "record"], "missing option '--since'", "--help"),
        (["record", "diff", "record", "--since", "soon"], "--since 'soon' is not a date", "write it as"),
        (["record", "brief", "record", "--since", "soon"], "--since 'soon' is not a date", "write it as"),
        (["record", "brief", "record", "-o", "file"], "file", "another place"),
        (["record", "stances", "record", "--case", "gaza-2024"], "orders no issue", "with --pack"),
        (
            ["record", "stances", "record", "--case", "panama-canal-1974", "--pack", "gaza"],
            "orders no",
            "another case",
        ),
        (["record", "case", "record"], "the pack 'rivers', which is not bundled", "file with --pack"),
        (["record", "case", "record", "--pack", PACK], "'weir-talks', which is not bundled", "--into"),
        (["record", "case", "record", "--pack", "generic"], "belongs to no case", "--into"),
        (["record", "export", "record", "--as", "cvs"], "there is no format 'cvs'", "did you mean 'csv'"),
        (["record", "import", "nowhere", "--into", "record"], "there is no such file", "spelling"),
        (["record", "import", "empty", "--into", "record"], "empty: is a folder", "name a file\n"),
        (["record", "train", "record"], "the pack 'rivers', which is not bundled", "file with --pack"),
        (["validate", "bad.yaml"], "begins or ends with a gap", "`...` is a gap"),
        (["record", "reliability", "record", "nowhere"], "no such file or folder", "known: bad.yaml"),
        (["brief", CASE, "--since", "2031-07-01"], "--since has no record", "add --record RECORD"),
    ],
    ids=lambda value: " ".join(Path(v).name for v in value) if isinstance(value, list) else "",
)
def test_bad_words_end_in_one_clear_error(run, folder, words, told, hint) -> None:
    ran = run(*words)
    assert (ran.status, "Traceback" in ran.err) == (2, False), ran
    assert told in ran.err
    assert hint in ran.err.partition("try:")[2]


@pytest.mark.parametrize(
    "words",
    [["read", REPORT, "--to", "record"], ["review", "record"], ["record", "import", "x", "--into", "record"]],
    ids=lambda words: " ".join(words[:2:]),
)
def test_a_record_that_is_being_written_is_not_written_by_another(run, folder, words) -> None:
    assert run("record", "export", "record", "--as", "jsonl", "--to", "x").status == 0
    with RecordWriter(folder / "record", make=False):
        ran = run(*words)
        assert run("record", "timeline", "record").status == 0
    assert (ran.status, "is being written by process" in ran.err) == (2, True)


@pytest.mark.parametrize("name", ["read", "review", "record"])
def test_help_is_there_for_each(run, name) -> None:
    ran = run(name, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert f"detente {name}" in ran.out


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_a_pack_is_validated_like_a_case(run, how) -> None:
    ran = run("validate", PACK, *how)
    assert ran.status == 0
    assert ('"pack": "weir"' if how else "weir is a well-formed pack: ") in ran.out
    assert "2 parties" in run("validate", CASE).out
