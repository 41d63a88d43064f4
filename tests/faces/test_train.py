"""Learning a coder from a reviewed record, on the command line."""

import json
from pathlib import Path

import pytest

WHO = ["port", "union", "mayor", "bank", "ministry", "council", "harbour", "guild", "board", "fleet"]
WHAT = ["strike", "fee", "crane", "quota", "road", "pier", "tax", "loan", "wage", "shift"]
SAID = (
    "The {a} said that the {x} must end before {m} crews return to the {y} yard.",
    "The {b} rejected the {y} offer of {n} percent that the {c} had put on the table for the {x} season.",
    "A spokesman for the {c} told reporters that talks on the {z} had stalled over {n} clauses on the {y}.",
    "The {a} urged both sides to accept a pause of {n} days in the {z} dispute with the {c} workers.",
    "Two officials of the {b} warned that the {z} could close for {n} weeks without a {x} settlement.",
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Ten short invented reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(10):
        day = f"2021-03-{n + 1:02}"
        who, what = WHO[n:] + WHO[:n], WHAT[-n:] + WHAT[:-n]
        names = {"a": who[0], "b": who[3], "c": who[5], "x": what[1], "y": what[4], "z": what[6]}
        text = "\n\n".join(line.format(**names, n=n + 2, m=40 + n) for line in SAID)
        (folder / f"herald-{day}.txt").write_text(f"Report {n} of the strike.\n\n{text}\n", encoding="utf-8")
    return folder


def test_a_model_is_learned_from_what_was_accepted_and_codes_reports(
    run, reports: Path, tmp_path: Path
) -> None:
    pytest.importorskip("pycrfsuite")
    record, model = str(tmp_path / "record"), str(tmp_path / "mine.json")
    run("read", str(reports), "--to", record)
    refused = run("record", "train", record, "--to", model)
    assert refused.status == 2
    assert "too few to learn from" in refused.err
    run("review", record, "--accept-above", "0", "--name", "an analyst")
    learned = run("record", "train", record, "--to", model)
    assert learned.status == 0, learned.err
    assert f"next: detente read REPORTS --coder crf:{model}" in learned.out
    again = run("read", str(reports), "--to", str(tmp_path / "other"), "--coder", f"crf:{model}", "--json")
    assert again.status == 0, again.err
    assert "crf" in json.dumps(json.loads(again.out))


def test_the_curve_begins_with_the_rules_alone(run, reports: Path, tmp_path: Path) -> None:
    pytest.importorskip("pycrfsuite")
    record = str(tmp_path / "record")
    run("read", str(reports), "--to", record)
    run("review", record, "--accept-above", "0", "--name", "an analyst")
    points = json.loads(run("record", "train", record, "--curve", "--json").out)
    assert points[0]["documents"] == 0
    assert points[-1]["documents"] > 2


def test_a_model_without_a_file_is_an_error_with_its_way_out(run, reports: Path, tmp_path: Path) -> None:
    record = str(tmp_path / "record")
    run("read", str(reports), "--to", record)
    done = run("record", "train", record)
    assert done.status == 2
    assert "add --to FILE" in done.err
