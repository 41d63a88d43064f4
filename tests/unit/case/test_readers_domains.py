"""The formats of other tools: what is read, in which variants, and how a damaged file is told."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.case.model import Case
from detente.case.procedure import rule_text
from detente.case.readers import detect, read_case
from detente.case.readers.genius import read_genius
from detente.case.readers.geniusweb import read_geniusweb
from detente.case.readers.negmas import read_negmas
from detente.case.readers.negolog import read_negolog
from detente.case.readers.scorable import read_scorable
from detente.case.validate import findings
from detente.errors import AnalysisError, CaseError, DetenteError, SourceError

GENIUS = {
    "deal_domain.xml": """<?xml version="1.0" encoding="UTF-8"?>
<negotiation_template><utility_space number_of_issues="2">
<objective index="0" name="root" type="objective" etype="objective">
<issue index="1" name="Price" type="discrete" etype="discrete">
<item index="1" value="$10"/><item index="2" value="$20"/></issue>
<issue name="Days" index="2" etype="integer" type="integer"><range lowerbound="1" upperbound="3"/></issue>
</objective></utility_space></negotiation_template>""",
    "buyer.xml": """<utility_space>
<objective name="any" etype="objective" index="0" type="objective">
<weight value="0.25" index="2"/><weight index="1" value="0.75"/>
<issue type="discrete" name="Price" index="1">
<item value="$20" evaluation="1" index="2"/><item index="1" evaluation="4" value="$10"/></issue>
<issue index="2" name="Days" type="integer"><range lowerbound="1" upperbound="3"/>
<evaluator ftype="linear" slope="-0.5" offset="1"/></issue>
</objective>
<reservation value="0.5"/><discount_factor value="0.9"/></utility_space>""",
    "SELLER.XML": """<utility_space><objective index="0">
<issue index="1" name="Price"><item index="1" value="$10" evaluation="2"/>
<item index="2" value="$20" evaluation="8"/></issue>
<issue index="2" name="Days" type="integer"><evaluator ftype="triangular" parameter0="0" parameter1="3"
 parameter2="1"/></issue>
</objective></utility_space>""",
}
WEB = {
    "trip.json": {"name": "trip", "issuesValues": {"place": {"values": ["sea", "hill"]}}},
    "one.json": {
        "LinearAdditiveUtilitySpace": {
            "name": "one",
            "issueUtilities": {"place": {"discreteutils": {"valueUtilities": {"sea": 1, "hill": 0.25}}}},
            "issueWeights": {"place": 1},
            "domain": {"name": "trip", "issuesValues": {"place": {"values": ["sea", "hill"]}}},
            "reservationBid": {"issuevalues": {"place": "hill"}},
        }
    },
    "two.json": {
        "LinearAdditiveUtilitySpace": {
            "issueUtilities": {"place": {"discreteutils": {"valueUtilities": {"hill": 0.9, "sea": 0.1}}}},
            "issueWeights": {"place": 1.0},
            "reservationBid": None,
        }
    },
}
LOG = {
    "left.json": {"reservationValue": 0.1, "issueWeights": {"a": 1}, "issues": {"a": {"x": 1, "y": 0.3}}},
    "right.json": {"issueWeights": {"a": 1}, "issues": {"a": {"y": 1, "x": 0.2}}},
}
NEGMAS = {
    "trade.yml": "name: trade\nissues:\n- name: Quantity\n  type: ContiguousIssue\n  values: [1, 3]\n"
    "- name: Colour\n  type: CategoricalIssue\n  values: [red, 'no']\n",
    "buyer.yml": "name: buyer\nreserved_value: -.inf\ntype: LinearAdditiveUtilityFunction\nvalues:\n"
    "- {bias: 1.0, slope: -0.25, type: AffineFun}\n- mapping: {red: 0.0, no: 1.0}\n  type: TableFun\n"
    "weights: [0.5, 0.5]\n",
    "seller.yml": "type: ExpDiscountedUFun\ndiscount: 0.9\nreserved_value: 0.1\nufun:\n"
    "  type: LinearAdditiveUtilityFunction\n  values:\n  - type: IdentityFun\n"
    "  - {type: TableFun, mapping: {no: 0, red: 2}}\n  weights: [0.1, 1]\n",
}
GAME = {
    "config.txt": "Mayor,mayor,p1,greedy\nUnion,union,p2,cooperative\nCity,city,player\nFarm,farm,player\n",
    "initial_deal.txt": "A2, B1",
    "scores_files/mayor.txt": "1, 2\n3, 0, 5\n4\n",
    "scores_files/union.txt": "2, 1 \n0, 1, 5\n3 \n",
    "scores_files/city.txt": "0, 0\n1, 2, 3\n2",
    "scores_files/farm.txt": "7, 0\n1, 2, 3\n5\n\n",
}
READERS = {
    "genius": (read_genius, GENIUS),
    "geniusweb": (read_geniusweb, WEB),
    "negmas": (read_negmas, NEGMAS),
    "negolog": (read_negolog, LOG),
    "scorable": (read_scorable, GAME),
}


def write(folder: Path, files: dict, **changes: object) -> Path:
    for name, content in {**files, **{k.replace("__", "."): v for k, v in changes.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, str | bytes) else json.dumps(content, indent=1)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def points(case: Case, actor: str, issue: str) -> list[float]:
    preferences = case.preferences_of(actor)
    weight = dict(preferences.weights)[issue].likely
    return [round(weight * score.likely, 12) for _, score in dict(preferences.scores)[issue]]


def reservation(case: Case, actor: str):
    return case.preferences_of(actor).reservation[0].range


def problems(reader, folder: Path) -> list[str]:
    with pytest.raises(CaseError) as caught:
        reader(folder)
    return [f"{p.file}:{p.line} {p.what}" for p in caught.value.problems]


@pytest.mark.parametrize("name", READERS)
def test_each_format_is_recognised_and_read_without_findings(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path, READERS[name][1])
    case = read_case(folder)
    assert detect(folder) == name
    assert findings(case) == ()
    assert [p.id for p in case.parties] == sorted((p.id for p in case.parties), key=str.casefold)


@pytest.mark.parametrize("name", READERS)
def test_every_number_names_the_folder_or_its_assumption(name: str, tmp_path: Path) -> None:
    case = read_case(write(tmp_path, READERS[name][1]))
    (report,) = case.reports
    assert all(number.evidence == (report.id,) or number.assumption for _, number in case.numbers())


def test_genius_evaluations_are_taken_as_they_stand(tmp_path: Path) -> None:
    case = read_genius(write(tmp_path, GENIUS))
    assert [o.id for o in case.issue("Price").options] == ["10", "20"]
    assert points(case, "buyer", "Price") == [3.0, 0.75]
    assert points(case, "buyer", "Days") == [0.125, 0.0, -0.125]
    assert (reservation(case, "buyer").likely, reservation(case, "SELLER").likely) == (0.5, 0.0)
    assert "0.9" in case.preferences_of("buyer").note


def test_genius_itself_divides_by_the_largest_evaluation(tmp_path: Path) -> None:
    case = read_genius(write(tmp_path, GENIUS), normalise="issue-max")
    assert points(case, "buyer", "Price") == [0.75, 0.1875]
    assert points(case, "buyer", "Days") == [0.25, 0.125, 0.0]


def test_a_missing_genius_weight_counts_one_and_says_so(tmp_path: Path) -> None:
    case = read_genius(write(tmp_path, GENIUS))
    weight = dict(case.preferences_of("SELLER").weights)["Days"]
    assert (weight.likely, weight.assumption) == (1.0, "SELLER.XML gives no weight; taken as 1")
    assert points(case, "SELLER", "Days") == [1.0, 0.5, 0.0]


def test_objectives_inside_objectives_multiply_their_weights(tmp_path: Path) -> None:
    nested = GENIUS["buyer.xml"].replace(
        '<weight value="0.25" index="2"/>', '<weight value="0.5" index="9"/><objective index="9">'
    )
    nested = nested.replace("</objective>", "</objective></objective>", 1)
    case = read_genius(write(tmp_path, GENIUS, buyer__xml=nested))
    assert points(case, "buyer", "Price") == [1.5, 0.375]


def test_profiles_without_a_domain_file_name_the_issues_themselves(tmp_path: Path) -> None:
    tables = {
        name: GENIUS["SELLER.XML"].replace("<evaluator", "<range lowerbound='1' upperbound='3'/><evaluator")
        for name in ("a.xml", "b.xml")
    }
    case = read_genius(write(tmp_path, tables))
    assert [len(issue.options) for issue in case.issues] == [2, 3]


def test_a_real_range_is_cut_and_says_so(tmp_path: Path) -> None:
    files = {name: text.replace('"integer"', '"real"') for name, text in GENIUS.items()}
    issue = read_genius(write(tmp_path, files), levels=5).issue("Days")
    assert [o.id for o in issue.options] == ["1", "1.5", "2", "2.5", "3"]
    assert issue.note == "a range from 1.0 to 3.0, cut at 5 values"


def test_the_path_of_one_of_several_domains_chooses_its_profiles(tmp_path: Path) -> None:
    files = {
        f"T-{v}-{n}": t
        for v in "AB"
        for n, t in (
            ("domain.xml", GENIUS["deal_domain.xml"]),
            ("prof1.xml", GENIUS["buyer.xml"]),
            ("prof2.xml", GENIUS["SELLER.XML"]),
        )
    }
    folder = write(tmp_path, files)
    assert [p.id for p in read_genius(folder / "T-B-domain.xml").parties] == ["T-B-prof1", "T-B-prof2"]
    assert "holds several domains: T-A-domain.xml, T-B-domain.xml" in problems(read_genius, folder)[0]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE u [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<utility_space>&b;</utility_space>',
        '<!DOCTYPE u SYSTEM "file:///etc/passwd">\n<utility_space/>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_expanded(text: str, tmp_path: Path) -> None:
    (found,) = problems(read_genius, write(tmp_path, GENIUS, buyer__xml=text))
    assert found.startswith("buyer.xml:1 has a document type, which is refused")


def test_every_problem_of_genius_files_is_told_with_its_line(tmp_path: Path) -> None:
    damaged = GENIUS["buyer.xml"].replace('evaluation="4"', 'evaluation="nan"')
    damaged = damaged.replace('name="Days"', 'name="Day"').replace('value="$20"', 'value="$30"')
    assert problems(read_genius, write(tmp_path, GENIUS, buyer__xml=damaged)) == [
        "buyer.xml:1 has no issue called 'Days'",
        "buyer.xml:4 has no score for the option '$20'",
        "buyer.xml:5 scores '$30', which is no option of the issue",
        "buyer.xml:5 evaluation 'nan' is not a finite number",
        "buyer.xml:6 has an issue 'Day' that the domain does not have",
    ]


def test_an_unknown_normalisation_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="no normalisation 'issue-maximum'"):
        read_genius(write(tmp_path, GENIUS), normalise="issue-maximum")


def test_the_utility_of_the_reservation_bid_is_the_reservation(tmp_path: Path) -> None:
    case = read_geniusweb(write(tmp_path, WEB))
    assert (reservation(case, "one").likely, reservation(case, "one").evidence) == (
        0.25,
        (case.reports[0].id,),
    )
    assert (reservation(case, "two").likely, bool(reservation(case, "two").assumption)) == (0.0, True)


def test_a_number_range_of_geniusweb_has_an_option_for_every_step(tmp_path: Path) -> None:
    changes = {
        '"values": ["sea", "hill"]': '"range": ["0.5", "1.5", "0.5"]',
        '"discreteutils": {"valueUtilities": {"sea": 1, "hill": 0.25}}': '"numberutils": '
        '{"lowValue": 0.5, "lowUtility": 0, "highValue": 1.5, "highUtility": 1}',
        '"hill": 0.9, "sea": 0.1': '"0.50": 0.9, "1": 0.1, "1.5": 0',
        '"place": "hill"': '"place": 1.0',
    }
    texts = {name: json.dumps(tree) for name, tree in WEB.items()}
    for old, new in changes.items():
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    case = read_geniusweb(write(tmp_path, texts))
    assert [o.id for o in case.issue("place").options] == ["0.5", "1", "1.5"]
    assert points(case, "one", "place") == [0.0, 0.5, 1.0]
    assert reservation(case, "one").likely == 0.5


def test_json_may_carry_a_byte_order_mark_and_other_line_ends(tmp_path: Path) -> None:
    text = json.dumps(LOG["left.json"], indent=1).replace("\n", "\r\n") + " \r\n"
    wide = json.dumps(LOG["right.json"]).encode("utf-16")
    case = read_negolog(write(tmp_path, LOG, left__json=b"\xef\xbb\xbf" + text.encode(), right__json=wide))
    assert points(case, "left", "a") == [1.0, 0.3]


def test_a_negolog_profile_may_have_any_name_and_order(tmp_path: Path) -> None:
    case = read_negolog(write(tmp_path, LOG))
    assert points(case, "right", "a") == [0.2, 1.0]
    assert [reservation(case, name).likely for name in ("left", "right")] == [0.1, 0.0]


def test_specs_that_count_other_packages_are_noted(tmp_path: Path) -> None:
    case = read_negolog(write(tmp_path, LOG, specs__json={"Name": "D", "NumberOfBids": 27}))
    assert (case.title, case.notes[-1]) == ("D", "specs.json counts 27 packages; the profiles give 2.")


def test_wide_numbers_keep_every_digit_that_a_float_has(tmp_path: Path) -> None:
    text = json.dumps(LOG["left.json"]).replace("0.3", "0.30000000000000004")
    case = read_negolog(write(tmp_path, LOG, left__json=text))
    assert dict(dict(case.preferences_of("left").scores)["a"])["y"].likely == 0.30000000000000004


def test_negmas_functions_are_tabulated_over_the_options(tmp_path: Path) -> None:
    case = read_negmas(write(tmp_path, NEGMAS))
    assert points(case, "buyer", "Quantity") == [0.375, 0.25, 0.125]
    assert points(case, "seller", "Quantity") == [0.1, 0.2, 0.3]
    assert points(case, "buyer", "Colour") == [0.0, 0.5]
    assert "ExpDiscountedUFun of 0.9; not applied" in case.preferences_of("seller").note


def test_a_reserved_value_of_minus_infinity_is_the_lowest_utility(tmp_path: Path) -> None:
    found = reservation(read_negmas(write(tmp_path, NEGMAS)), "buyer")
    assert found.likely == 0.125
    assert "minus infinity" in found.assumption


def test_a_function_linear_in_the_values_becomes_scores(tmp_path: Path) -> None:
    numbers = NEGMAS["trade.yml"].replace("[red, 'no']", "[5, 7]")
    affine = "type: AffineUtilityFunction\nbias: 0.5\nreserved_value: 0\nweights: [-0.1, 0.2]\n"
    table = NEGMAS["buyer.yml"].replace("red", "5").replace("no", "7.0")
    case = read_negmas(write(tmp_path, NEGMAS, trade__yml=numbers, seller__yml=affine, buyer__yml=table))
    assert points(case, "seller", "Quantity") == [0.4, 0.3, 0.2]
    assert points(case, "seller", "Colour") == [1.0, 1.4]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("{type: LinearFun, slope: 2}", [2, 4, 6]),
        ("{type: LinearFun, min_value: 1, max_value: 0}", [1, 0.5, 0]),
        ("{type: negmas.preferences.value_fun.QuadraticFun, a2: 1, a1: 0, bias: 1}", [2, 5, 10]),
        ("{type: PolynomialFun, coefficients: [0, 0, 1]}", [1, 8, 27]),
        ("{type: ConstFun, bias: 3}", [3, 3, 3]),
        ("{type: TriangularFun, start: 1, middle: 2, end: 3, bias: 1, scale: 2}", [1, 3, 1]),
        ("{1: 5, 2: 6, '3': 7}", [5, 6, 7]),
    ],
)
def test_each_value_function_of_negmas_means_what_negmas_says(
    function: str, expected: list[float], tmp_path: Path
) -> None:
    text = NEGMAS["buyer.yml"].replace("{bias: 1.0, slope: -0.25, type: AffineFun}", function)
    case = read_negmas(write(tmp_path, NEGMAS, buyer__yml=text.replace("[0.5, 0.5]", "[1, 1]")))
    assert points(case, "buyer", "Quantity") == expected


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("TableFun", "LambdaFun", "buyer.yml:6 has a value function 'LambdaFun'"),
        (
            "LinearAdditive",
            "HyperRectangle",
            "buyer.yml:1 has a utility function 'HyperRectangleUtilityFunction'",
        ),
        ("[0.5, 0.5]", "[0.5]", "buyer.yml:8 has 1 entries for 2 issues"),
        ("no: 1.0", "no: .nan", "buyer.yml:6 '.nan' is not a finite number"),
        ("no: 1.0", "red: 1.0", "buyer.yml:6 the key 'red' stands twice"),
        ("-.inf", ".inf", "buyer.yml:2 has an infinite reserved value"),
        ("name: buyer", "name: &a buyer", "buyer.yml:1 anchors and aliases are not read"),
        ("name: buyer", "name: [", "buyer.yml:3 is not valid YAML: "),
    ],
)
def test_a_damaged_negmas_file_is_told_with_its_line(
    old: str, new: str, problem: str, tmp_path: Path
) -> None:
    found = problems(read_negmas, write(tmp_path, NEGMAS, buyer__yml=NEGMAS["buyer.yml"].replace(old, new)))
    assert any(text.startswith(problem) for text in found), found


def test_the_deal_rule_of_a_game_has_two_readings(tmp_path: Path) -> None:
    case = read_scorable(write(tmp_path, GAME))
    rules = {reading.id: rule_text(reading.rule) for reading in case.deal_rule.readings}
    assert case.deal_rule.base.id == "vetoes-and-one-out"
    assert rules == {
        "vetoes-and-one-out": "all of (mayor; union; any of (city; farm))",
        "unanimity": "all of (city; farm; mayor; union)",
    }


def test_a_game_without_vetoes_needs_everybody(tmp_path: Path) -> None:
    config = GAME["config.txt"].replace(",p1,", ",player,")
    case = read_scorable(write(tmp_path, GAME, config__txt=config))
    assert [reading.id for reading in case.deal_rule.readings] == ["unanimity"]


def test_the_initial_deal_is_a_proposal_of_the_first_veto(tmp_path: Path) -> None:
    (proposal,) = read_scorable(write(tmp_path, GAME)).proposals
    assert (proposal.by, proposal.terms) == ("mayor", (("A", ("A2",)), ("B", ("B1",))))


def test_issues_of_a_game_take_their_names_from_the_instructions(tmp_path: Path) -> None:
    text = 'We negotiate.\nIssue A: "Where"\nA1 "at sea": far out\nA2: on land\nIssue B: How much\n'
    case = read_scorable(write(tmp_path, GAME, global_instructions__txt=text))
    assert [issue.name for issue in case.issues] == ["Where", "How much"]
    assert [option.name for option in case.issue("A").options] == ["at sea", "A2"]


def test_every_problem_of_a_game_is_told_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, GAME, initial_deal__txt="A9")
    write(folder, {"scores_files/city.txt": "0, x\n1, 2\n2"})
    (folder / "scores_files" / "farm.txt").unlink()
    assert problems(read_scorable, folder) == [
        "city.txt:1 'x' is not a finite number",
        "config.txt:4 there is no scores_files/farm.txt",
    ]


def test_a_number_that_no_sum_can_hold_is_refused(tmp_path: Path) -> None:
    first, _, rest = GAME["scores_files/city.txt"].partition("\n")
    folder = write(tmp_path, {**GAME, "scores_files/city.txt": f"1e30,{first.partition(',')[2]}\n{rest}"})
    assert problems(read_scorable, folder) == ["city.txt:0 gives numbers above 1e+15"]


def test_a_name_that_is_a_word_of_yaml_stays_a_name(tmp_path: Path) -> None:
    config = GAME["config.txt"].replace("City,city", "NO,city").replace("Farm,farm", "مصر,farm")
    case = read_scorable(write(tmp_path, GAME, config__txt=config))
    assert {party.name for party in case.parties} == {"Mayor", "Union", "NO", "مصر"}


@pytest.mark.parametrize("name", READERS)
def test_a_folder_with_nothing_to_read_says_what_it_lacks(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        READERS[name][0](tmp_path)
    assert "holds no" in caught.value.what
    assert str(tmp_path) in caught.value.where


@pytest.mark.parametrize("name", READERS)
def test_one_profile_alone_is_not_a_negotiation(name: str, tmp_path: Path) -> None:
    keep = {"genius": 2, "geniusweb": 2, "negmas": 2, "negolog": 1, "scorable": 6}[name]
    files = dict(list(READERS[name][1].items())[:keep])
    if name == "scorable":
        files["config.txt"] = files["config.txt"].partition("\n")[0]
    assert any("two" in text for text in problems(READERS[name][0], write(tmp_path, files)))


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_not_text_is_told_by_name(name: str, tmp_path: Path) -> None:
    reader, files = READERS[name]
    first = next(iter(files))
    with pytest.raises(DetenteError) as caught:
        reader(write(tmp_path, {**files, first: b"\x80\x81\xfe" * 20}))
    assert first in caught.value.where


@pytest.mark.parametrize("name", READERS)
def test_a_very_large_file_is_refused_unread(name: str, tmp_path: Path) -> None:
    reader, files = READERS[name]
    folder = write(tmp_path, files)
    with (folder / next(iter(files))).open("r+b") as stream:
        stream.truncate(17_000_000)
    with pytest.raises(SourceError, match="larger than 16 MB"):
        reader(folder)


@pytest.mark.parametrize("opening", ["[", '{"issues":', "<a>", "- "])
@pytest.mark.parametrize("name", ["genius", "geniusweb", "negmas", "negolog"])
def test_deep_nesting_is_refused_not_followed(name: str, opening: str, tmp_path: Path) -> None:
    reader, files = READERS[name]
    with pytest.raises(DetenteError):
        reader(write(tmp_path, {**files, next(iter(files)): opening * 50_000}))


def mutated(text: str, edits: list[tuple[float, int, str]]) -> str:
    for place, length, new in edits:
        at = int(place * len(text))
        text = text[:at] + new + text[at + length :]
    return text


LONGER = ("", "1e999", "1e300", "nan", "-.inf", "null", "&x;", "<!--", "*a", "&a ", "!!x ", "A1")
MARKS = (*"{}[]:,-0<>&?|%\"' \n\t\0é\u200f", *LONGER)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(MARKS)), min_size=1, max_size=4
)


@pytest.mark.parametrize("name", READERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(which=st.integers(0, 9), edits=EDITS)
def test_a_damaged_file_is_read_or_refused_in_our_words(
    name: str, which: int, edits: list[tuple[float, int, str]], tmp_path: Path
) -> None:
    reader, files = READERS[name]
    target = list(files)[which % len(files)]
    content = files[target]
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    folder = write(tmp_path, {**files, target: mutated(text, edits).encode("utf-8", "replace")})
    case = None
    with contextlib.suppress(DetenteError):
        case = reader(folder)
    assert case is None or (len(case.parties) >= 2 and all(issue.options for issue in case.issues))
