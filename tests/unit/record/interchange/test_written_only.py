"""GraphML, PROV-JSON and BibTeX: what others find in them."""

import dataclasses
import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from detente.record.interchange.bibtex import write_bibtex
from detente.record.interchange.graphml import write_graphml
from detente.record.interchange.prov import write_prov
from detente.record.record import Record
from detente.record.statement import Decision
from detente.sources.document import Document
from record_strategies import awkward

SPACE = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture
def graph(record, tmp_path):
    write_graphml(record, tmp_path / "r.graphml")
    root = ET.parse(tmp_path / "r.graphml").getroot()  # noqa: S314
    names = {key.get("id"): key.get("attr.name") for key in root.iter(f"{SPACE}key")}
    told = [
        {**one.attrib, **{names[data.get("key")]: data.text for data in one.iter(f"{SPACE}data")}}
        for kind in ("node", "edge")
        for one in root.iter(f"{SPACE}{kind}")
    ]
    return [one for one in told if "source" not in one], [one for one in told if "source" in one]


def test_the_networks_join_actors_with_issues_and_with_each_other(graph):
    nodes, edges = graph
    labels = {node["id"]: node["label"] for node in nodes}
    assert {(node["kind"], node["label"], node["statements"]) for node in nodes} == {
        ("actor", "aland", "2"),
        ("actor", "aland.delegate", "1"),
        ("actor", "borduria", "2"),
        ("issue", "harbour", "2"),
    }
    assert [(labels[e["source"]], e["kind"], labels[e["target"]], e["act"], e["weight"]) for e in edges] == [
        ("aland", "on", "harbour", "demands", "1.0"),
        ("aland", "to", "borduria", "demands", "1.0"),
        ("aland.delegate", "relays", "aland", "demands", "1.0"),
        ("borduria", "on", "harbour", "rejects", "1.0"),
    ]
    assert (edges[3]["first"], edges[3]["last"]) == ("2001-05-01", "2001-05-31")


def test_statements_alike_are_one_edge_with_their_count(record, tmp_path):
    again = record.statements[1].with_(id="s-9")
    write_graphml(record.of([record.statements[1], again]), tmp_path / "r.graphml")
    text = (tmp_path / "r.graphml").read_text(encoding="utf-8")
    assert text.count("<edge ") == 1
    assert '<data key="d7">2</data>' in text


def test_refused_statements_make_no_edge(record, tmp_path):
    refused = record.statements[0].with_(decision=Decision(verdict="refused", by="ana", at="2001-05-09"))
    write_graphml(record.of([refused]), tmp_path / "r.graphml")
    assert "<node" not in (tmp_path / "r.graphml").read_text(encoding="utf-8")


def test_provenance_leads_from_the_statement_to_coder_analyst_and_document(record, tmp_path):
    write_prov(record, tmp_path / "p.json")
    told = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    generated = {(one["prov:entity"], one["prov:activity"]) for one in told["wasGeneratedBy"].values()}
    assert generated == {
        ("suggestion:s-1", "activity:coding-rules-en%201-r-1"),
        ("statement:s-1", "activity:review-s-1"),
    }
    assert set(told["agent"]) == {"agent:ana", "agent:rules-en%201"}
    assert told["activity"]["activity:review-s-1"]["prov:endTime"] == "2001-05-09T10:00:00Z"
    derived = [
        (one["prov:generatedEntity"], one["prov:usedEntity"]) for one in told["wasDerivedFrom"].values()
    ]
    assert ("statement:s-1", "suggestion:s-1") in derived
    assert ("statement:s-3", "document:r-1") in derived


def test_every_end_of_a_relation_is_told_as_an_element(record, tmp_path):
    write_prov(record, tmp_path / "p.json")
    told = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    known = {*told["entity"], *told["activity"], *told["agent"]}
    for kind in ("wasGeneratedBy", "used", "wasAssociatedWith", "wasAttributedTo", "wasDerivedFrom"):
        for one in told[kind].values():
            assert {value for value in one.values() if isinstance(value, str)} <= known


def test_an_entry_escapes_what_tex_reserves_and_an_undated_one_says_so(record, tmp_path):
    write_bibtex(record, tmp_path / "r.bib")
    assert (tmp_path / "r.bib").read_text(encoding="utf-8") == (
        "% Documents of a record, in UTF-8.\n\n"
        "@misc{r-1,\n"
        "  author = {{A. Writer}},\n"
        "  title = {{Talks\\_100\\%}},\n"
        "  howpublished = {The Daily \\& Co},\n"
        "  year = {2001},\n"
        "  month = may,\n"
        "  day = {8},\n"
        "  url = {https://example.org/r1}\n"
        "}\n\n"
        "@misc{r-2,\n"
        "  title = {{שלום \\textbraceleft{}x\\textbraceright{}}},\n"
        "  note = {undated}\n"
        "}\n"
    )


@given(title=awkward(), name=awkward())
def test_braces_balance_and_keys_differ_whatever_the_words(title, name, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "r.bib"
    documents = tuple(
        Document(id=f"{name}{end}", title=title, author=name, url=title) for end in ("", "\u0301")
    )
    write_bibtex(Record(documents=documents), path)
    text = path.read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    keys = re.findall(r"^@misc\{([A-Za-z0-9:.+/-]+),$", text, re.MULTILINE)
    assert len(set(keys)) == 2


def test_a_copy_is_another_form_of_what_it_copies(tmp_path):
    documents = (Document(id="a"), dataclasses.replace(Document(id="b"), copy_of="a"))
    write_prov(Record(documents=documents), tmp_path / "p.json")
    told = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert list(told["alternateOf"].values()) == [
        {"prov:alternate1": "document:b", "prov:alternate2": "document:a"}
    ]
