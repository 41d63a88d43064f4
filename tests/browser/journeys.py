"""Twelve journeys through the workbench, as an analyst makes them; elements are found in any language.

Each takes the world and somebody's situation. On every page that is looked at, nothing sticks out of the
window and axe finds nothing serious.
"""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from browser.user import Situation, User
from browser.world import COMMENT, World
from detente.case.editing.folder import CaseFolder
from draft_texts import deleted, inserted, paragraph, plain, word_file

__all__ = ["JOURNEYS"]

MAYOR = "/numbers/harbour-mayor"


def looked_at(user: User, name: str) -> None:
    """The page as it stands now fits and is accessible; a picture of it is kept where one is asked for."""
    user.fits()
    user.is_accessible()
    folder = os.environ.get("DETENTE_SCREENSHOTS")
    if folder:
        path = Path(folder) / f"{name}-{user.situation}.png"
        user.page.screenshot(path=path, full_page=True)


def evidence_behind_a_cell(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.of("two-rivers"), situation)
    looked_at(user, "matrix")
    link = user.page.locator("a.open[href^='/cell/']").first
    user.press(link)
    expect(user.page.locator("#drawer article.stance").first).to_be_visible()
    expect(user.page.locator("#drawer cite").first).to_be_attached()
    looked_at(user, "cell")
    user.page.keyboard.press("Escape")
    expect(user.page.locator("#drawer")).to_be_empty()
    assert link.evaluate("node => node === document.activeElement")
    user.leave()


def what_was_said_and_what_changed(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.of("two-rivers"), situation)
    user.go("/timeline")
    before = user.page.locator("ul.lines > li").count()
    user.choose(user.page.locator("select[name=kind]"), "proposal")
    user.press(user.page.locator("form[action='/timeline'] button"))
    user.page.wait_for_url("**kind=proposal**")
    assert 0 < user.page.locator("ul.lines > li").count() < before
    looked_at(user, "timeline")
    user.go("/timeline/changes?since=2031-03-01")
    looked_at(user, "changes")
    user.leave()


def a_number_moves_and_the_bridges_are_ranked_anew(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.of("two-rivers"), situation)
    user.go("/space")
    expect(user.page.locator("svg.chart").first).to_be_visible()
    looked_at(user, "space")
    slider = user.page.locator("form#moves input[type=range]").first
    odds = user.page.locator("#ranked")
    before = odds.inner_text()
    user.walk_to(slider) if situation.keys_only else slider.focus()
    for _ in range(6):
        user.page.keyboard.press("PageUp")
    expect(odds).not_to_have_text(before)
    expect(user.page.locator("#ranked a[href*='#picture']")).to_be_visible()
    user.press(user.page.locator("#ranked a[href^='/package/']").first)
    expect(user.page.locator("#drawer h2")).to_be_visible()
    looked_at(user, "package")
    user.page.keyboard.press("Escape")
    user.leave()


def long_work_is_started_stopped_and_started_again(world: World, situation: Situation) -> None:
    server = world.servers.open("panama-canal-1974")
    user = User(world.browser, server, situation)
    user.go("/space")
    start = "form[action='/space/analyse'] button"
    user.press(user.page.locator(start))
    user.page.wait_for_url("**/jobs/*")
    looked_at(user, "job")
    user.press(user.page.locator("form[action$='/stop'] button"))
    expect(user.page.locator(".job[data-over='1']")).to_be_visible()
    user.go("/space")
    user.press(user.page.locator(start))
    user.page.wait_for_url("**/space*", timeout=120_000)
    expect(user.page.locator("details.told").first).to_be_visible()
    looked_at(user, "worked-out")
    user.leave()


def suggestions_are_reviewed(world: World, situation: Situation) -> None:
    server = world.servers.open(str(world.folder), "--record", str(world.record))
    user = User(world.browser, server, situation)
    user.go("/review")
    looked_at(user, "review")
    user.write(user.page.locator("form.decide input[name=who]"), "Ana")
    user.press(user.page.locator("button[value=accept]"))
    expect(user.page.locator(".done")).not_to_be_empty()
    for key in ("r", "u"):
        user.page.wait_for_load_state("load")  # the script that hears keys is there
        with user.page.expect_navigation():
            user.page.locator("body").press(key)
        expect(user.page.locator(".done")).not_to_be_empty()
    user.press(user.page.locator("form.decide a[data-key=e]"))
    looked_at(user, "review-edit")
    user.write(user.page.locator("textarea[name=says]"), "Said otherwise, as the report has it.")
    user.press(user.page.locator("form.edit button.main"))
    expect(user.page.locator(".done")).not_to_be_empty()
    user.leave()


def a_range_is_edited_and_the_edit_taken_back(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.open(str(world.folder)), situation)
    user.go(MAYOR)
    looked_at(user, "numbers")
    form = user.page.locator("form.ranges").first
    user.write(form.locator("input[name=assumption]").first, "Asked again in June.")
    user.write(form.locator("input[name=by]"), "Ana")
    user.press(form.locator("button.main"))
    expect(user.page.locator("#written-caption")).to_be_visible()
    looked_at(user, "saved")
    text = (world.folder / "preferences" / "harbour-mayor.yaml").read_text("utf-8")
    assert COMMENT in text
    assert "Asked again in June." in text
    user.go("/edits")
    looked_at(user, "edits")
    user.write(user.page.locator("input[name=by]").first, "Ana")
    user.press(user.page.locator("button[name=undo]").first)
    expect(user.page.locator("#written-caption")).to_be_visible()
    assert "Asked again" not in (world.folder / "preferences" / "harbour-mayor.yaml").read_text("utf-8")
    user.leave()


def two_edit_the_same_number(world: World, situation: Situation) -> None:
    one = User(world.browser, world.servers.open(str(world.folder)), situation)
    other = User(world.browser, world.servers.open(str(world.folder)), situation)
    for user in (one, other):
        user.go(MAYOR)
    for user, who in ((one, "Ana"), (other, "Ben")):
        form = user.page.locator("form.ranges").first
        user.write(form.locator("input[name=assumption]").first, f"As {who} heard it.")
        user.write(form.locator("input[name=by]"), who)
        user.press(form.locator("button.main"))
    expect(one.page.locator("#written-caption")).to_be_visible()
    expect(other.page.locator("article.conflict")).to_be_visible()
    looked_at(other, "conflict")
    (kept,) = CaseFolder.open(world.folder).conflicts()
    assert {kept.theirs, kept.yours} == {"As Ana heard it.", "As Ben heard it."}
    other.write(other.page.locator("article.conflict input[name=by]"), "Ben")
    other.press(other.page.locator("article.conflict button[value=yours]"))
    expect(other.page.locator("#written-caption")).to_be_visible()
    assert CaseFolder.open(world.folder).conflicts() == ()
    one.leave()
    other.leave()


def whether_it_would_hold(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.of("two-rivers"), situation)
    user.go("/holding")
    user.press(user.page.locator("form[action='/holding'] button.main"))
    user.page.wait_for_url("**/holding?**", timeout=120_000)
    looked_at(user, "holding")
    user.press(user.page.locator("form[action='/holding/play'] button"))
    expect(user.page.locator("#drawer h2").first).to_be_visible()
    looked_at(user, "play")
    user.page.keyboard.press("Escape")
    user.leave()


def how_talks_may_go(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.of("two-rivers"), situation)
    user.go("/talks")
    user.write(user.page.locator("input[name=runs]"), "200")
    user.press(user.page.locator("form[action='/talks'] button.main"))
    user.page.wait_for_url("**/talks?**", timeout=120_000)
    looked_at(user, "talks")
    user.press(user.page.locator("form[action='/talks/run'] button"))
    expect(user.page.locator("#drawer h2").first).to_be_visible()
    looked_at(user, "run")
    user.page.keyboard.press("Escape")
    user.leave()


def documents_leave_and_come_back(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.open(str(world.folder)), situation)
    user.go("/documents")
    looked_at(user, "documents")
    with user.page.expect_download() as download:
        user.press(user.page.locator("a[href='/documents/case.xlsx']"))
    book = Path(str(download.value.path()))
    assert book.read_bytes()[:2] == b"PK"
    user.page.locator("form[action='/upload/workbook'] input[type=file]").set_input_files(
        files=[{"name": "case.xlsx", "mimeType": "application/zip", "buffer": _changed(book)}]
    )
    user.press(user.page.locator("form[action='/upload/workbook'] button"))
    expect(user.page.locator("#changes-caption")).to_be_visible(timeout=60_000)
    looked_at(user, "workbook")
    user.write(user.page.locator("input[name=who]"), "Ana")
    user.press(user.page.locator("form[action^='/documents/workbook/'] button.main"))
    expect(user.page.locator("p[role=status]")).to_be_visible()
    assert "Told by Excel" in (world.folder / "case.yaml").read_text("utf-8")
    user.go("/documents")
    user.press(user.page.locator("details summary").first)
    user.tick(user.page.locator("input[name=section][value=matrix]"))
    with user.page.expect_download(timeout=120_000) as download:
        user.press(user.page.locator("button[value=docx]"))
    assert Path(str(download.value.path())).read_bytes()[:2] == b"PK"
    user.leave()


def a_delegation_s_changes_become_brackets(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.open(str(world.folder)), situation)
    user.go("/draft")
    looked_at(user, "draft")
    changed = word_file(
        paragraph(
            plain("Delta pays [20 | 10] crowns for each thousand "),
            deleted("litres", "Ann"),
            inserted("barrels", "Ann"),
            plain("."),
        )
    )
    user.page.locator("form[action='/upload/amendments'] input[type=file]").set_input_files(
        files=[{"name": "answer.docx", "mimeType": "application/zip", "buffer": changed}]
    )
    user.press(user.page.locator("form[action='/upload/amendments'] button"))
    user.choose(user.page.locator("select[name=party]"), "delta")
    user.press(user.page.locator("form[action^='/draft/amendments/'] button").first)
    expect(user.page.locator("#placed-caption")).to_be_visible()
    looked_at(user, "amendments")
    user.press(user.page.locator("form[method=post][action^='/draft/amendments/'] button.main"))
    expect(user.page.locator("#by-article")).to_be_visible()
    assert "barrels" in (world.folder / "agreement.md").read_text("utf-8")
    user.leave()


def without_script_on_paper_and_in_the_dark(world: World, situation: Situation) -> None:
    user = User(world.browser, world.servers.open(str(world.folder)), situation, script=False)
    user.press(user.page.locator("a.open[href^='/cell/']").first)
    expect(user.page.locator("article.stance").first).to_be_visible()
    user.go("/timeline")
    user.choose(user.page.locator("select[name=kind]"), "event")
    user.press(user.page.locator("form[action='/timeline'] button"))
    expect(user.page.locator("ul.lines > li").first).to_be_visible()
    user.go(MAYOR)
    form = user.page.locator("form.ranges").first
    user.write(form.locator("input[name=assumption]").first, "Written without script.")
    user.write(form.locator("input[name=by]"), "Ana")
    user.press(form.locator("button.main"))
    expect(user.page.locator("#written-caption")).to_be_visible()
    user.choose(user.page.locator("select#language"), "he")
    user.press(user.page.locator("form.language button"))
    expect(user.page.locator("html")).to_have_attribute("lang", "he")
    user.leave()
    seen = User(world.browser, world.servers.of("two-rivers"), situation)
    seen.page.emulate_media(color_scheme="dark")
    looked_at(seen, "matrix-dark")
    seen.go("/assumptions")
    looked_at(seen, "assumptions-dark")
    seen.page.emulate_media(media="print", color_scheme="light")
    seen.go("/")
    seen.is_accessible()
    expect(seen.page.locator(".bar nav")).to_be_hidden()
    seen.leave()


def _changed(book: Path) -> bytes:
    """The workbook with another summary of the case, as somebody would write it in Excel."""
    from detente.case.workbook.reader import read_workbook
    from detente.case.workbook.writer import workbook_bytes

    renamed = book.with_suffix(".xlsx")
    renamed.write_bytes(book.read_bytes())
    return workbook_bytes(read_workbook(renamed).with_(summary="Told by Excel"))


JOURNEYS: tuple[Callable[[World, Situation], None], ...] = (
    evidence_behind_a_cell,
    what_was_said_and_what_changed,
    a_number_moves_and_the_bridges_are_ranked_anew,
    long_work_is_started_stopped_and_started_again,
    suggestions_are_reviewed,
    a_range_is_edited_and_the_edit_taken_back,
    two_edit_the_same_number,
    whether_it_would_hold,
    how_talks_may_go,
    documents_leave_and_come_back,
    a_delegation_s_changes_become_brackets,
    without_script_on_paper_and_in_the_dark,
)
