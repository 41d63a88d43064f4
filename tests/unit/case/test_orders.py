"""The order of a case's options, in the ids by which a record knows them."""

from detente.case.library import example
from detente.case.orders import orders_of
from detente.record.packs.pack import Pack, PackIssue, PackOption


def test_ordered_issues_give_their_options_from_one_end_to_the_other() -> None:
    case = example("gaza-2024")
    ordered = {issue.id for issue in case.issues if issue.ordered}
    assert set(orders_of(case)) == ordered


def test_a_pack_translates_the_ids() -> None:
    option = PackOption(id="pause", case="pause-only")
    pack = Pack(id="p", issues=(PackIssue(id="war", case="end-of-war", options=(option,)),))
    assert orders_of(example("gaza-2024"), pack)["war"][-1] == "pause"
    assert orders_of(example("gaza-2024"), pack)["war"][0] == "guaranteed"
