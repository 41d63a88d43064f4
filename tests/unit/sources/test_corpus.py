"""A corpus comes back from disk as it was written, and tells what has changed since."""

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.sources.corpus import Corpus, changed, open_corpus, read_reports, write_corpus
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.text import Text

AWKWARD = st.text(
    st.sampled_from("ab .\n\r\x0b\x1c\u2028\u2029\u0085\t\U0001f600\u05d0\u0627\u202e\u200f\ufeff\ud800\x00")
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "later").mkdir(parents=True)
    (folder / "ft-2001-02-03.txt").write_text("The ferry stopped.\n", "utf-8")
    (folder / "later" / "ft-2001-02-03.txt").write_text("The ferry sails again.\n", "utf-8")
    return folder


def test_a_folder_is_read_with_all_within_it(reports: Path) -> None:
    corpus = read_reports([reports], licence="by permission")
    assert [(d.id, d.file, d.licence) for d in corpus.documents] == [
        ("ft-2001-02-03", "ft-2001-02-03.txt", "by permission"),
        ("ft-2001-02-03-2", "later/ft-2001-02-03.txt", "by permission"),
    ]
    document = corpus.documents[0]
    assert document.label == "Financial Times, 2001-02-03"
    assert document.basis == "date: file name; publisher: file name"
    assert document.file_sha256 == hashlib.sha256(b"The ferry stopped.\n").hexdigest() == document.sha256
    assert corpus.faults == ()


def test_bad_files_are_listed_and_the_rest_is_read(reports: Path) -> None:
    (reports / "empty.txt").touch()
    (reports / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (reports / "notes.docx").write_bytes(b"PK\x03\x04")
    (reports / "gone.txt").symlink_to(reports / "nowhere")
    (reports / "later" / "back").symlink_to(reports)
    (reports / "self.txt").symlink_to(reports / "self.txt")
    os.mkfifo(reports / "pipe.txt")
    corpus = read_reports([reports, reports / "absent.txt"])
    assert len(corpus.texts) == 2
    assert sorted((fault.file, fault.what) for fault in corpus.faults) == [
        ("absent.txt", "cannot be read: No such file or directory"),
        ("empty.txt", "the file is empty"),
        ("gone.txt", "cannot be read: No such file or directory"),
        ("notes.docx", "a .docx file is not read as a report"),
        ("picture.txt", "is a picture, not a text"),
        ("pipe.txt", "is no file (a pipe, a socket or a device)"),
        ("self.txt", "cannot be read: Too many levels of symbolic links"),
    ]


def test_a_date_in_the_future_is_read_and_told(reports: Path) -> None:
    corpus = read_reports([reports], today=date(2001, 1, 1))
    assert len(corpus.texts) == 2
    assert {fault.what for fault in corpus.faults} == {"2001-02-03 is in the future"}


def test_names_of_other_scripts_become_ids(tmp_path: Path) -> None:
    for name in ("Été à l'écluse.txt", "מעבורת.txt", "CON .txt"):
        (tmp_path / name).write_text(f"They met. {name}", "utf-8")
    names = [document.id for document in read_reports([tmp_path]).documents]
    assert names == ["con", "ete-a-l-ecluse", f"report-{digest('מעבורת')[:8]}"]


@given(st.lists(AWKWARD, max_size=4))
def test_a_corpus_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    texts = tuple(
        Text(
            document=Document(id=f"d{n}", title=word, sha256=digest(word), published=date(2001, 2, 3)),
            text=word,
            noise=((0, len(word)),) if word else (),
        )
        for n, word in enumerate(words)
    )
    corpus = Corpus(texts=texts)
    write_corpus(corpus, folder)
    assert open_corpus(folder) == corpus
    assert open_corpus(folder, with_text=False).documents == corpus.documents
    assert changed(corpus, folder) == ()


def test_a_text_that_was_left_out_can_be_given_later_and_verifies_passages(
    reports: Path, tmp_path: Path
) -> None:
    corpus = read_reports([reports])
    span = Span.of("ft-2001-02-03", corpus.text("ft-2001-02-03").text, 4, 9).without_text()
    write_corpus(corpus, tmp_path / "out", with_text=False)
    opened = open_corpus(tmp_path / "out")
    assert (opened.faults, opened.text("ft-2001-02-03").left_out) == ((), True)
    given_later = opened.with_text("ft-2001-02-03", "The ferry stopped.\n")
    assert span.verify(given_later.text("ft-2001-02-03").text)
    with pytest.raises(SourceError, match="differs from the one that the manifest names"):
        opened.with_text("ft-2001-02-03", "The ferry stopped!\n")


def test_changed_and_missing_texts_are_told_and_the_rest_opens(reports: Path, tmp_path: Path) -> None:
    corpus = read_reports([reports])
    write_corpus(corpus, tmp_path / "kept")
    (tmp_path / "kept" / "texts" / "ft-2001-02-03.txt").write_text("The ferry burned.\n", "utf-8")
    (tmp_path / "kept" / "texts" / "ft-2001-02-03-2.txt").unlink()
    opened = open_corpus(tmp_path / "kept")
    assert [text.text for text in opened.texts] == ["", ""]
    assert [(fault.path, fault.what) for fault in opened.faults] == [
        ("ft-2001-02-03", "the text has changed since it was coded"),
        ("ft-2001-02-03-2", "the text is missing"),
    ]
    assert changed(corpus, tmp_path / "kept") == opened.faults


def test_changed_missing_and_moved_files_of_the_user_are_told(reports: Path) -> None:
    (reports / "third.txt").write_text("The mill turns.\n", "utf-8")
    corpus = read_reports([reports])
    (reports / "ft-2001-02-03.txt").write_text("The ferry burned.\n", "utf-8")
    (reports / "later" / "ft-2001-02-03.txt").rename(reports / "moved.txt")
    (reports / "third.txt").unlink()
    assert [(fault.path, fault.what) for fault in changed(corpus, reports=reports)] == [
        ("ft-2001-02-03", "the file has changed"),
        ("ft-2001-02-03-2", "the file was moved to moved.txt"),
        ("third", "the file is no longer there"),
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"{", "is no document"),
        (b"[]", "is no document"),
        (b'{"id": "../../etc/passwd"}', "is no document"),
        (b'{"id": "x", "published": "yesterday"}', "is no document"),
        (b'{"id": "x", "title": 5}', "is no document"),
        (b'{"id": "x", "noise": [[1]]}', "is no document"),
        (b'{"id": "x", "noise": [[4, 2]]}', "is no document"),
        (b"[" * 100_000, "is no document"),
        (b"\xff\xfe", "is no document"),
        (b'{"id": "ft-2001-02-03"}', "names ft-2001-02-03 a second time"),
    ],
)
def test_a_damaged_line_of_the_manifest_is_told(
    reports: Path, tmp_path: Path, line: bytes, what: str
) -> None:
    write_corpus(read_reports([reports]), tmp_path / "kept")
    with (tmp_path / "kept" / "manifest.jsonl").open("ab") as file:
        file.write(line + b"\n")
    opened = open_corpus(tmp_path / "kept")
    assert len(opened.texts) == 2
    assert [(fault.line, fault.what) for fault in opened.faults] == [(3, what)]


def test_a_folder_without_a_manifest_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as fault:
        open_corpus(tmp_path)
    assert fault.value.what == "manifest.jsonl cannot be read: No such file or directory"
    assert fault.value.hint == "name the folder that `write_corpus` wrote"


def test_ids_that_are_no_file_names_are_not_written(tmp_path: Path) -> None:
    corpus = Corpus(texts=(Text(document=Document(id="../x"), text="They met."),))
    with pytest.raises(SourceError, match="is no file name"):
        write_corpus(corpus, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_the_same_files_give_the_same_manifest(reports: Path, tmp_path: Path) -> None:
    for name in "ab":
        write_corpus(read_reports([reports]), tmp_path / name)
    assert (tmp_path / "a" / "manifest.jsonl").read_bytes() == (
        tmp_path / "b" / "manifest.jsonl"
    ).read_bytes()


def test_the_text_of_a_shared_report_is_the_file(shared: Path) -> None:
    corpus = read_reports(sorted((shared / "reports").glob("*.txt")))
    assert [(d.label, d.sha256 == d.file_sha256) for d in corpus.documents] == [
        ("The New York Times, 2024-07-04", True),
        ("The Wall Street Journal, 2024-06-03", True),
    ]


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are Unicode there")
def test_a_file_whose_name_is_no_unicode_is_read_and_named_with_escapes(reports: Path) -> None:
    (reports / os.fsdecode(b"caf\xe9.txt")).write_text("The mill closed.\n")
    (document,) = (d for d in read_reports([reports]).documents if d.file.startswith("caf"))
    assert (document.file, document.id) == ("caf\\xe9.txt", "caf-xe9")
    (reports / os.fsdecode(b"caf\xe9.txt")).write_text("The mill opened.\n")
    assert [fault.path for fault in changed(read_reports([reports]), reports=reports)] == []
