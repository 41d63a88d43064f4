"""Citations: marks are stable, a number without evidence says assumption, works are named once."""

from detente.analysis.movement import movement
from detente.brief.blocks import text_of
from detente.brief.cite import Evidence, bibtex, methods
from detente.case.library import example
from detente.case.preferences import Range


def test_marks_count_each_kind_in_the_order_of_the_case() -> None:
    case = example("two-rivers")
    evidence = Evidence.of(case)
    assert evidence.to(case.reports[0].id).text == "R1"
    assert evidence.to(case.statements[-1].id).text == f"S{len(case.statements)}"


def test_evidence_that_the_case_does_not_hold_is_plain_text() -> None:
    assert Evidence.of(example("two-rivers")).to("nowhere").kind == "said"


def test_a_number_without_evidence_says_that_it_is_an_assumption() -> None:
    evidence = Evidence.of(example("two-rivers"))
    assert text_of(evidence.basis(Range.of(1.0, assumption="from the words"))) == "assumption: from the words"
    assert text_of(evidence.basis(Range.of(1.0))) == "assumption"


def test_a_number_may_rest_on_evidence_and_an_assumption() -> None:
    case = example("two-rivers")
    number = Range.of(1.0, evidence=(case.reports[0].id,), assumption="that it counts")
    assert text_of(Evidence.of(case).basis(number)) == "[R1]; assumption: that it counts"


def test_only_the_works_of_the_methods_used_are_cited() -> None:
    assert methods([movement(example("two-rivers"))]) == ()
    assert bibtex(["nash1950"]).count("@") == 1
