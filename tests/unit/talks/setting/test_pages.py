"""The pages about settings name every key, tactic, effect and path, and show files that are well-formed."""

import re
from pathlib import Path

from detente.case.library import example
from detente.talks.setting.library import setting_named
from detente.talks.setting.places import short_places
from detente.talks.setting.readers import read_setting
from detente.talks.setting.values import EFFECTS, Setting
from detente.talks.setting.writer import setting_form
from detente.talks.tactics.concession import TACTICS

DOCS = Path(__file__).resolve().parents[4] / "docs"
PAGE = (DOCS / "reference" / "setting-format.md").read_text(encoding="utf-8")


def shown(tmp_path: Path) -> Setting:
    """The setting of the page's example."""
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "page.yaml").write_text(block, encoding="utf-8")
    return read_setting(tmp_path / "page.yaml", example("two-rivers"))


def keys(form: object) -> set[str]:
    """Every key of nested mappings."""
    if isinstance(form, dict):
        return set(form) | {key for part in form.values() for key in keys(part)}
    return {key for part in form for key in keys(part)} if isinstance(form, list) else set()


def test_the_example_of_the_page_is_well_formed_and_names_every_key(tmp_path: Path) -> None:
    assert shown(tmp_path).id == "weir"
    used = keys(setting_form(setting_named("two-rivers")))
    used -= set(example("two-rivers").names())
    assert {key for key in used if f"{key}:" not in PAGE} == set()


def test_the_page_tells_every_tactic_and_every_kind_of_effect() -> None:
    tactics, effects = PAGE.split("## Tactics")[1].split("## Effects")
    row = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)
    assert row.findall(tactics) == sorted(TACTICS)
    assert tuple(row.findall(effects.split("## Changes")[0])) == EFFECTS


def test_the_page_tells_every_path_of_a_change() -> None:
    changes = PAGE.split("## Changes")[1].split("## Limits")[0]
    paths = short_places(example("two-rivers"), setting_named("two-rivers"))
    heads = {path.partition(".")[0] for path in paths}
    assert {head for head in heads if f"`{head}" not in changes} == set()
