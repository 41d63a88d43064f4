"""Drafts are read with every problem at once, and written back as the same bytes."""

import pytest
from hypothesis import given

from detente.case.draft.reading import draft_from, read_draft, write_draft
from detente.case.draft.scanning import escaped, unescaped
from detente.case.library import example, example_path
from detente.errors import CaseError, SourceError
from draft_texts import WORDS, drafts


def what(text: str, case=None) -> list[tuple[str, int]]:
    with pytest.raises(CaseError) as caught:
        draft_from(text, case, file="draft.md")
    return [(problem.what, problem.line) for problem in caught.value.problems]


@given(drafts())
def test_a_draft_is_written_back_as_it_was_read(text):
    assert write_draft(draft_from(text)) == text


@given(drafts())
def test_every_bracket_lies_where_it_says(text):
    for one in draft_from(text).brackets:
        source = text[one.start : one.end]
        assert source.startswith("[[")
        assert source.endswith(("]]", "}"))
        assert [text[a.start : a.end] for a in one.alternatives] == [a.source for a in one.alternatives]


@given(WORDS)
def test_escaped_words_are_read_as_they_were(words):
    assert unescaped(escaped(words)) == words


@given(WORDS, WORDS)
def test_any_words_can_stand_in_a_bracket(one, two):
    draft = draft_from(f"[[1{escaped(one)} | 2{escaped(two)}]]\n")
    told = [each.text for each in draft.brackets[0].alternatives]
    assert told == [" ".join(f"1{one}".split()), " ".join(f"2{two}".split())]


def test_a_file_keeps_its_bytes_mark_and_line_ends(tmp_path):
    content = "\ufeff# Vertrag\r\n\r\n## Artikel 1. Abzug\r\n[[يجب | ينبغي]]{held-by=a}\r\n".encode()
    (tmp_path / "draft.md").write_bytes(content)
    draft = read_draft(tmp_path / "draft.md")
    assert draft.title == "Vertrag"
    write_draft(draft, tmp_path / "again.md")
    assert (tmp_path / "again.md").read_bytes() == content


def test_braces_tell_holders_issue_days_and_id():
    braces = '{held-by="x, y | z" issue=i opened=2031-01-02\n closed=2031-02-03 agreed=3 id=b3}'
    draft = draft_from(f"a [[shall|should|]]{braces} b\n")
    (one,) = draft.brackets
    assert [each.held_by for each in one.alternatives] == [("x", "y"), ("z",), ()]
    assert (one.issue, str(one.opened), str(one.closed), one.agreed_text) == (
        "i",
        "2031-01-02",
        "2031-02-03",
        "",
    )
    assert not one.open


def test_one_alternative_means_these_words_or_none():
    (one,) = draft_from('[[not]]{held-by="a | b"}\n').brackets
    assert [(each.text, each.held_by) for each in one.alternatives] == [("not", ("a",)), ("", ("b",))]


def test_escapes_take_the_meaning_from_signs():
    (one,) = draft_from(r"\[[no]\] \| [[a \| b \]] c \[[ d | e \\]]\{f}" + "\n").brackets
    assert [each.text for each in one.alternatives] == ["a | b ]] c [[ d", "e \\"]


def test_an_odd_run_of_signs_leaves_one_to_the_words():
    draft = draft_from("[[[x] | y [z]]]\n")
    assert [each.text for each in draft.brackets[0].alternatives] == ["[x]", "y [z]"]


def test_brackets_stand_in_brackets_five_deep_and_no_deeper():
    assert len(draft_from("[[1 " * 5 + "]]" * 5 + "\n").brackets) == 5
    assert what("[[1 " * 6 + "]]" * 6) == [("it is more than 5 brackets deep", 1)]


def test_what_is_left_of_a_closed_bracket_decides_what_in_it_is_open():
    text = "[[a [[b]]{id=in} | c [[d]]{id=out}]]{closed=2031-01-01 agreed=1 id=all}\n"
    assert [one.id for one in draft_from(text).open] == ["in"]


def test_brackets_without_id_are_counted_around_the_ids_that_are_taken():
    draft = draft_from("[[a]] [[b]]{id=b1} [[c]]\n")
    assert [one.id for one in draft.brackets] == ["b2", "b1", "b3"]


def test_articles_are_cited_by_label_and_number_in_any_script():
    text = (
        "## Preamble\n## Article 4. Release\n## المادة ٣: الانسحاب\n## Annex B. Maps\n## Article IV. More\n"
    )
    assert [one.name for one in draft_from(text).articles] == [
        "Preamble",
        "Article 4",
        "المادة ٣",
        "Annex B",
        "Article IV",
    ]


def test_all_problems_are_told_at_once_with_their_lines():
    text = (
        "## Article 1. A\n[[x\n## Article 2. B\n"
        'y]] [[a|b]]{held-by="p|q|r"}\n[[c|c]] [[d||]]\n[[]] [[e]] {id=f}\n'
        "[[g]]{id=h helt-by=p}[[i]]{id=h}\n"
        "[[j]]{opened=2031-02-01 closed=2031-01-01}[[k]]{opened=soon}\n"
        '[[l]]{held-by="p | p"}[[m]]{nonsense}[[n]]{agreed=4 closed=2031-01-01}[[o]]{agreed=1}\n'
        "## Article 2. C\n"
    )
    assert what(text) == [
        ("a bracket is opened here and is not closed before the next head", 2),
        ("this ]] closes no bracket", 4),
        ("there are 3 groups of holders for 2 alternatives", 4),
        ("two alternatives have the same words", 5),
        ("two alternatives are empty", 5),
        ("the bracket is empty", 6),
        ("a blank stands between the bracket and its braces", 6),
        ("the braces hold the unknown key 'helt-by'", 7),
        ("the id 'h' is taken by the bracket of line 7", 7),
        ("it closes on 2031-01-01, before it opens on 2031-02-01", 8),
        ("opened=soon is not a date", 8),
        ("'p' stands twice among the holders", 9),
        ("the braces after the bracket cannot be read", 9),
        ("agreed=4 is none of its alternatives", 9),
        ("it has agreed= and no closed=", 9),
        ("two heads are cited as 'Article 2'", 10),
    ]


def test_a_problem_has_its_file_line_and_what_to_do():
    with pytest.raises(CaseError) as caught:
        draft_from("\n[[a\n", file="draft.md")
    told = "draft.md:2: a bracket is opened here and is not closed\n  try: close it with ]], or write \\[["
    assert str(caught.value) == told


def test_the_memory_of_settled_brackets_holds_nothing_else():
    assert what("<!-- settled\nwords [[a [[b]]]]{id=x}\n") == [
        ("the memory of settled brackets does not end", 1),
        ("the memory of settled brackets holds other words", 1),
        ("a remembered bracket holds another", 2),
    ]
    assert what("<!-- settled\n-->\nwords\n") == [("words follow the memory of settled brackets", 2)]


def test_with_a_case_holders_and_issues_are_its_own():
    case = example("two-rivers")
    assert what('[[a | b]]{held-by="delt" issue=flows}\n', case) == [
        ("the case has no party 'delt'", 1),
        ("the case has no issue 'flows'", 1),
    ]
    with pytest.raises(CaseError, match="try: did you mean 'delta'"):
        draft_from("[[a]]{held-by=delt}\n", case)


def test_a_bundled_case_has_a_draft_with_the_names_of_the_case():
    draft = read_draft("two-rivers")
    assert len(draft.brackets) == 13
    assert draft.party_name("NO") == "NO"
    assert draft.by_name(["upland", "forest", "delta"]) == ("delta", "forest", "upland")
    assert read_draft(example_path("two-rivers")) == draft


def test_a_file_that_is_none_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        read_draft(tmp_path / "none.md")
    with pytest.raises(CaseError, match="no bracket called 'x'"):
        draft_from("a\n").bracket("x")
