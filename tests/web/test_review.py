"""The review in the workbench: deciding, editing, undoing; two at once; what is hostile, gone or damaged."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from detente.record.fold import packed
from detente.record.journal import NAME
from detente.record.record import Record
from detente.record.store import RecordWriter, open_record, write_record
from detente.sources.text import Text
from review_record import gazette, herald, said, text_of
from web.conftest import Client, finished, opened_case

HOSTILE = (
    '<script>alert(1)</script> \u202eevil\u2066 & "quoted" \x1b[31m said.\n'
    + "x" * 1_000_000
    + "\nThe end came."
)


def written(place: Path, *pairs: tuple[Text, tuple]) -> Path:
    statements = tuple(s for _, found in pairs for s in found)
    record = Record(documents=tuple(text.document for text, _ in pairs), statements=statements)
    return write_record(record, place, texts=[text for text, _ in pairs])


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return written(tmp_path / "rec", herald(), gazette())


@pytest.fixture
def one(client: Client, record: Path) -> TestClient:
    return client(opened_case("two-rivers", record=record))


def form_of(client: TestClient, where: str) -> dict[str, str]:
    """What the form of the suggestion that is shown would send."""
    return fields(client.get(where).text, "decide")


def fields(text: str, kind: str) -> dict[str, str]:
    form = text[text.index(f'class="{kind}"') :]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[: form.index("</form>")])
    return {**dict(found), "who": "Ana"}


def decide(client: TestClient, name: str, decision: str, who: str = "Ana"):
    sent = form_of(client, f"/review?at={name}")
    return client.post("/review/decide", data={**sent, "decision": decision, "who": who})


def verdicts(record: Path) -> dict[str, str]:
    return {s.id: s.verdict for s in open_record(record).record.statements}


def asked(answer) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def test_without_a_record_the_page_tells_how_to_make_one(client: Client) -> None:
    text = client(opened_case("two-rivers")).get("/review").text
    assert "detente read REPORTS --to FOLDER" in text


def test_a_record_that_is_a_file_is_not_reviewed(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    file.write_text("{}", encoding="utf-8")
    answer = client(opened_case("two-rivers", record=file)).get("/review")
    assert "only a record folder keeps decisions" in answer.text


def test_the_passage_is_marked_within_its_text(one: TestClient) -> None:
    text = one.get("/review").text
    assert "<mark>Delta&#39;s minister demanded 80</mark> at the gauge on Monday." in text


def test_a_decision_is_in_the_journal_before_the_next_is_shown(one: TestClient, record: Path) -> None:
    answer = decide(one, "herald-1", "accept")
    assert answer.status_code == 303
    assert asked(answer) == {"who": "Ana", "at": "herald-2", "done": "accept"}
    decided = next(s for s in open_record(record).record.statements if s.id == "herald-1").decision
    assert (decided.verdict, decided.by, decided.at) == ("accepted", "Ana", "2031-07-01T12:00:00+00:00")


def test_a_refused_suggestion_stays_in_the_record(one: TestClient, record: Path) -> None:
    decide(one, "herald-3", "refuse")
    assert verdicts(record)["herald-3"] == "refused"


def test_the_last_one_leads_back_to_what_was_skipped(one: TestClient) -> None:
    assert asked(decide(one, "gazette-3", "accept"))["at"] == "herald-1"


def test_nobody_decides_without_a_name(one: TestClient, record: Path) -> None:
    assert decide(one, "herald-1", "accept", who="  ").status_code == 422
    assert set(verdicts(record).values()) == {""}


def test_the_second_of_two_is_told_who_decided_meanwhile(client: Client, record: Path) -> None:
    ana, ben = (client(opened_case("two-rivers", record=record)) for _ in range(2))
    ours, theirs = (form_of(c, "/review?at=herald-2") for c in (ana, ben))
    ana.post("/review/decide", data={**ours, "decision": "refuse"})
    answer = ben.post("/review/decide", data={**theirs, "decision": "accept", "who": "Ben"})
    assert answer.status_code == 409
    assert "<bdi>Ana</bdi> refused it" in answer.text
    assert verdicts(record)["herald-2"] == "refused"
    again = fields(answer.text, "decide") | {"decision": "accept", "who": "Ben"}
    assert ben.post("/review/decide", data=again).status_code == 303
    assert verdicts(record)["herald-2"] == "accepted"


def test_who_reviews_at_the_terminal_meanwhile_loses_nothing(one: TestClient, record: Path) -> None:
    sent = form_of(one, "/review?at=herald-1")
    with RecordWriter(record):
        answer = one.post("/review/decide", data={**sent, "decision": "accept"})
    assert answer.status_code == 409
    assert "Another program is writing" in answer.text
    assert verdicts(record)["herald-1"] == ""
    assert one.post("/review/decide", data={**sent, "decision": "accept"}).status_code == 303


def test_a_suggestion_that_was_withdrawn_meanwhile_is_told(one: TestClient, record: Path) -> None:
    sent = form_of(one, "/review?at=herald-1")
    with RecordWriter(record) as writer:
        writer.note([{"event": "withdrawn", "ids": ["herald-1"]}])
    answer = one.post("/review/decide", data={**sent, "decision": "accept"})
    assert answer.status_code == 409
    assert "withdrawn meanwhile" in answer.text


def test_a_reviewer_takes_back_their_own_last_decision(one: TestClient, record: Path) -> None:
    decide(one, "herald-1", "accept")
    decide(one, "herald-2", "accept", who="Ben")
    sent = fields(one.get("/review?who=Ana").text, "undo")
    answer = one.post("/review/undo", data=sent)
    assert asked(answer)["at"] == "herald-1"
    found = verdicts(record)
    assert (found["herald-1"], found["herald-2"]) == ("", "accepted")


def test_a_decision_that_is_gone_is_not_undone_twice(one: TestClient, record: Path) -> None:
    decide(one, "herald-1", "accept")
    sent = fields(one.get("/review?who=Ana").text, "undo")
    assert one.post("/review/undo", data=sent).status_code == 303
    assert one.post("/review/undo", data=sent).status_code == 409


def edit_form(client: TestClient, name: str) -> dict[str, str]:
    text = client.get(f"/review/edit?at={name}").text
    found = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', text))
    found |= {n: v.strip() for n, v in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)<', text)}
    for field, options in re.findall(r'<select id="f-\w+" name="(\w+)"[^>]*>(.*?)</select>', text):
        found[field] = "".join(re.findall(r'value="([^"]*)" selected', options)[:1])
    return {**{field: unescape(value) for field, value in found.items()}, "who": "Ana"}


def test_an_edit_writes_only_what_was_changed(one: TestClient, record: Path) -> None:
    sent = edit_form(one, "herald-1") | {"stance": "for", "date": "2031-02"}
    assert one.post("/review/edit", data=sent).status_code == 303
    found = next(s for s in open_record(record).record.statements if s.id == "herald-1")
    assert found.verdict == "edited"
    assert [name for name, _, _ in found.decision.changes] == ["stance", "date"]


def test_an_edit_that_does_not_fit_is_told_beside_its_field(one: TestClient, record: Path) -> None:
    sent = edit_form(one, "herald-1") | {"value": "many", "date": "soon", "span": "words that are not there"}
    answer = one.post("/review/edit", data=sent)
    assert answer.status_code == 422
    for name in ("value", "date", "span"):
        assert f'id="e-{name}"' in answer.text
    assert 'value="many"' in answer.text
    assert verdicts(record)["herald-1"] == ""


def test_ids_are_checked_against_the_pack_of_the_record(client: Client, record: Path) -> None:
    with RecordWriter(record) as writer:
        writer.note([packed("gaza 000000000000")])
    found = client(opened_case("two-rivers", record=record))
    sent = edit_form(found, "herald-1") | {"issue": "negotiation-proces"}
    text = found.post("/review/edit", data=sent).text
    assert "The pack has no such issue" in text
    assert "Nearest: <bdi>negotiation-process</bdi>" in text


def test_every_value_that_does_not_fit_is_told_at_once(client: Client, record: Path) -> None:
    with RecordWriter(record) as writer:
        writer.note([packed("gaza 000000000000")])
    found = client(opened_case("two-rivers", record=record))
    sent = edit_form(found, "herald-1") | {"issue": "none", "date": "soon"}
    text = found.post("/review/edit", data=sent).text
    assert "2 values do not fit" in text


def test_what_was_written_stays_where_somebody_decided_meanwhile(one: TestClient, record: Path) -> None:
    sent = edit_form(one, "herald-1") | {"condition": "if it rains"}
    decide(one, "herald-1", "refuse", who="Ben")
    answer = one.post("/review/edit", data=sent)
    assert answer.status_code == 409
    assert "<bdi>Ben</bdi> refused it" in answer.text
    assert "if it rains" in answer.text
    again = sent | {"seen": re.findall(r'name="seen" value="(\w+)"', answer.text)[0]}
    assert one.post("/review/edit", data=again).status_code == 303
    assert verdicts(record)["herald-1"] == "edited"


def test_what_was_written_stays_where_the_record_is_held(one: TestClient, record: Path) -> None:
    sent = edit_form(one, "herald-1") | {"condition": "if it rains"}
    with RecordWriter(record):
        answer = one.post("/review/edit", data=sent)
    assert answer.status_code == 409
    assert "Another program is writing" in answer.text
    assert "if it rains" in answer.text


def test_a_queue_can_be_confined_and_ordered(one: TestClient) -> None:
    def first(query: str) -> str:
        return one.get(f"/api/review?{query}").json()["next"]["id"]

    assert first("publisher=Gazette&issue=dues") == "gazette-1"
    assert first("holder=delta.president") == "gazette-1"
    assert first("act=accepts") == "herald-2"
    assert first("low=0.65&high=0.75") == "herald-2"
    assert first("order=score") == "herald-1"
    assert first("document=gazette") == "gazette-1"
    assert one.get("/api/review?issue=none").json()["next"] is None


def test_what_was_decided_can_be_shown_alone(one: TestClient) -> None:
    decide(one, "herald-2", "accept")
    found = one.get("/api/review?state=decided").json()
    assert (found["left"], found["next"]["id"], found["accepted"]) == (1, "herald-2", 1)


def test_statements_that_contradict_can_be_asked_for(client: Client, tmp_path: Path) -> None:
    text = text_of("herald", "Delta accepts the dues. Delta rejects the dues. The guild warned.")
    both = [
        said(text, 1, "Delta accepts the dues", holder="delta", act="accepts", issue="dues", option="30"),
        said(text, 2, "Delta rejects the dues", holder="delta", act="rejects", issue="dues", option="30"),
        said(text, 3, "The guild warned", holder="guild", act="warns", issue="fish"),
    ]
    place = written(tmp_path / "two", (text, tuple(both)))
    found = client(opened_case("two-rivers", record=place))
    where = finished(found, found.post("/review/disputed"))
    assert where == "/review?disputed=yes"
    assert found.get("/api/review?disputed=yes").json()["left"] == 2
    assert "Contradicted by" in found.get(where).text


def test_many_are_accepted_together_only_as_they_were_confirmed(one: TestClient, record: Path) -> None:
    text = one.get("/review/together?score=0.7").text
    assert "3 suggestions of this queue" in text
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)) | {"who": "Ana"}
    decide(one, "herald-2", "refuse", who="Ben")
    answer = one.post("/review/together", data=sent)
    assert answer.status_code == 409
    sent |= dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text))
    assert asked(one.post("/review/together", data=sent))["count"] == "2"
    assert sorted(n for n, v in verdicts(record).items() if v == "accepted") == ["gazette-1", "herald-1"]


def test_a_report_shows_every_passage_and_links_it(one: TestClient) -> None:
    text = one.get("/report/herald").text
    assert text.count('class="coded-at') == 3
    assert '<a class="coded-at" id="s-herald-2" href="/review?at=herald-2"' in text
    assert "<mark>Upland would accept 50</mark>, two officials said" in text


def test_a_report_whose_text_is_gone_shows_the_passages_alone(one: TestClient, record: Path) -> None:
    (record / "texts" / "herald.txt").unlink()
    text = one.get("/report/herald").text
    assert "not at hand" in text
    assert "<mark>Upland would accept 50</mark>" in text
    assert "<mark>Upland would accept 50</mark>" in one.get("/review?at=herald-2").text


@pytest.fixture
def hostile(client: Client, tmp_path: Path) -> TestClient:
    text = text_of("herald", HOSTILE)
    found = (
        said(text, 1, "<script>alert(1)</script> \u202eevil", holder="<b>", act="claims", why=("<i>",)),
        said(text, 2, "x" * 1_000_000, holder="\u202ea", act="claims"),
        said(text, 3, "The end came.", holder="\x1b", act="claims"),
    )
    return client(opened_case("two-rivers", record=written(tmp_path / "bad", (text, found))))


@pytest.mark.parametrize(
    "where",
    ["/review", "/review?at=herald-2", "/review?at=herald-3", "/review/edit?at=herald-1", "/report/herald"],
)
def test_a_hostile_report_is_only_shown(hostile: TestClient, where: str) -> None:
    answer = hostile.get(where)
    assert answer.status_code == 200
    assert not set("\u202e\u2066\x1b") & set(answer.text)
    for sign in ("<script>alert", "<b>", "<i>"):
        assert sign not in answer.text
    assert len(answer.content) < 80_000


def test_a_long_report_is_shown_in_parts(hostile: TestClient) -> None:
    assert "Part 51 of 51." in hostile.get("/report/herald?at=herald-3").text
    assert "Part 51 of 51." in hostile.get("/report/herald?part=99").text


def test_a_folder_that_is_gone_is_told_and_not_made_again(one: TestClient, record: Path) -> None:
    sent = form_of(one, "/review?at=herald-1")
    record.rename(record.with_name("elsewhere"))
    for answer in (one.get("/review"), one.post("/review/decide", data={**sent, "decision": "accept"})):
        assert answer.status_code == 503
        assert "cannot be reached" in answer.text
    assert not record.exists()


def test_a_record_that_cannot_be_written_is_told(one: TestClient, record: Path) -> None:
    sent = form_of(one, "/review?at=herald-1")
    (record / "journal.lock").unlink()
    (record / "journal.lock").mkdir()
    answer = one.post("/review/decide", data={**sent, "decision": "accept"})
    assert answer.status_code == 503
    assert "nothing was saved" in answer.text
    assert verdicts(record)["herald-1"] == ""


def test_a_damaged_journal_is_told_and_left_as_it_is(one: TestClient, record: Path) -> None:
    damaged = (record / NAME).read_bytes().replace(b"demanded", b"demandet", 1)
    (record / NAME).write_bytes(damaged)
    answer = one.get("/review")
    assert answer.status_code == 503
    assert "changed or damaged" in answer.text
    assert (record / NAME).read_bytes() == damaged


def test_a_torn_last_line_is_told_and_does_not_count(one: TestClient, record: Path) -> None:
    with (record / NAME).open("ab") as file:
        file.write(b'{"n":99,"ev')
    assert "cut off" in one.get("/review").text
    decide(one, "herald-1", "accept")
    assert verdicts(record)["herald-1"] == "accepted"


def test_a_pasted_report_gives_suggestions_to_review(one: TestClient, record: Path) -> None:
    told = "Hamas rejected the proposal on Tuesday, two officials said. Israel demanded a longer truce."
    sent = {
        "text": told,
        "title": "Talks stall",
        "publisher": "The Gazette",
        "date": "2024-07-03",
        "pack": "gaza",
    }
    where = finished(one, one.post("/upload/report", data=sent))
    found = one.get(f"/api{where}").json()["next"]
    assert found["passage"] in told
    document = open_record(record).record.document(found["reports"][0])
    assert (document.title, document.publisher) == ("Talks stall", "The Gazette")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"text": "x" * 2_000_001}, 413),
        ({"text": " "}, 422),
        ({"pack": "none"}, 422),
        ({"date": "soon"}, 422),
        ({"url": "javascript:alert(1)"}, 422),
    ],
)
def test_a_report_that_cannot_be_taken_is_refused(
    one: TestClient, wrong: dict[str, str], status: int
) -> None:
    assert one.post("/upload/report", data={"text": "a", "pack": "gaza", **wrong}).status_code == status


def test_decisions_can_be_made_as_data(one: TestClient) -> None:
    found = one.get("/api/review").json()["next"]
    sent = {"decision": "edit", "seen": found["seen"], "by": "Ana", "changes": {"stance": "against"}}
    edited = one.post(f"/api/review/{found['id']}", json=sent).json()
    assert (edited["stance"], edited["decision"]["verdict"]) == ("against", "edited")
    again = one.post(f"/api/review/{found['id']}", json=sent)
    assert again.status_code == 409
    assert again.json()["now"]["decision"]["by"] == "Ana"
    undone = {"decision": "undo", "seen": edited["seen"], "by": "Ana"}
    assert one.post(f"/api/review/{found['id']}", json=undone).json()["decision"] is None


def test_values_that_do_not_fit_are_named_as_data(one: TestClient) -> None:
    found = one.get("/api/review").json()["next"]
    sent = {"decision": "edit", "seen": found["seen"], "by": "Ana", "changes": {"value": "many"}}
    answer = one.post(f"/api/review/{found['id']}", json=sent)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["value"])
