"""`detente read --coder llm` asks only where it is told to, tells what it dropped, never shows the key."""

from pathlib import Path

import pytest

from stub_endpoint import chat, quote, serving, status

KEY = "sk-not-to-be-seen-4711"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DETENTE_LLM_KEY", KEY)
    path = tmp_path / "daily-2001-02-03.txt"
    words = "The union said on Friday that it would not accept the offer of the port. Nobody else spoke."
    path.write_text(f"{words}\n", encoding="utf-8")
    return path


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_model_is_asked_and_what_it_invents_is_counted(run, report: Path, tmp_path: Path) -> None:
    told = {
        "statements": [quote("it would not accept the offer", act="rejects"), quote("it will strike at noon")]
    }
    with serving(chat(told)) as stub:
        found = run(
            "read", str(report), "--to", str(tmp_path / "record"), "--coder", "llm", "--endpoint", stub.url,
            "--model", "tiny",
        )  # fmt: skip
    assert found.status == 0
    assert "1 suggestion dropped: quotation not in the text" in found.out
    assert "rejects 1" in found.out
    assert KEY not in found.out + found.err
    assert KEY.encode() not in everything_in(tmp_path)


def test_an_endpoint_that_fails_ends_in_a_note_and_loses_nothing(run, report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "record"
    run("read", str(report), "--to", str(folder))
    with serving(status(401, f"wrong key {KEY}".encode())) as stub:
        found = run(
            "read", str(report), "--to", str(folder), "--coder", "llm", "--endpoint", stub.url, "--model", "m"
        )
    assert found.status == 0
    assert "is not coded" in found.out
    assert "withdrawn" not in found.out
    assert KEY not in found.out + found.err


@pytest.mark.parametrize(
    "options", [["--coder", "llm"], ["--coder", "llm", "--endpoint", "http://example.org/v1"]]
)
def test_without_endpoint_and_model_nobody_is_asked(
    run, report: Path, tmp_path: Path, options: list[str]
) -> None:
    found = run("read", str(report), "--to", str(tmp_path / "record"), *options)
    assert found.status == 2
    assert not (tmp_path / "record").exists()
