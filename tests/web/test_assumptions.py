"""Assumptions in the workbench: numbers by actor with their basis, filters, sources and method."""

import re

import pytest
from starlette.testclient import TestClient

from detente.case.library import example
from web.conftest import Client, opened_case


@pytest.fixture(scope="module")
def rivers(client: Client) -> TestClient:
    """The case of two rivers, as it comes."""
    return client(opened_case("two-rivers"))


def test_every_number_of_the_case_is_told(rivers: TestClient) -> None:
    text = rivers.get("/assumptions").text
    assert f"rests on {len(example('two-rivers').numbers())} numbers" in text
    assert 'id="sources"' in text
    assert 'id="method"' in text


def test_each_actor_leads_to_the_page_of_its_numbers(rivers: TestClient) -> None:
    text = rivers.get("/assumptions").text
    for want in example("two-rivers").preferences:
        assert f'href="/numbers/{want.actor}"' in text or not want.actor.isascii()


def test_one_actor_alone_can_be_shown(rivers: TestClient) -> None:
    text = rivers.get("/assumptions?actor=delta-left").text
    assert re.findall(r'href="/numbers/([^"]*)"', text) == ["delta-left"]


def test_numbers_that_no_evidence_supports_can_be_shown_alone(rivers: TestClient) -> None:
    text = rivers.get("/assumptions?alone=yes").text
    alone = [path for path, number in example("two-rivers").numbers() if not number.evidence]
    assert f"{len(alone)} numbers shown that no evidence supports." in text


def test_every_link_within_the_page_leads_somewhere(rivers: TestClient) -> None:
    text = rivers.get("/assumptions").text
    known = set(re.findall(r'\sid="([^"]*)"', text))
    assert set(re.findall(r'href="#([^"]*)"', text)) <= known


def test_an_unknown_actor_is_refused_without_repeating_it(rivers: TestClient) -> None:
    answer = rivers.get("/assumptions?actor=<b>nobody")
    assert answer.status_code == 404
    assert "nobody" not in answer.text
