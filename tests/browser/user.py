"""Somebody before the browser: in a language, at a desk or with a phone, with a mouse or with keys alone.

Who uses keys alone walks with Tab to whatever is to be used, as a person would: what cannot be reached so
fails the journey.
"""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

__all__ = ["SITUATIONS", "Situation", "User", "spread"]

_SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
_MOST_TABS = 600


@dataclass(frozen=True, slots=True)
class Situation:
    """A language, a device, and whether only keys are used."""

    language: str
    device: str
    keys_only: bool

    def __str__(self) -> str:
        return f"{self.language}-{self.device}-{'keys' if self.keys_only else 'mouse'}"


SITUATIONS = tuple(
    Situation(language, device, keys)
    for language in ("en", "ar")
    for device in ("desktop", "phone")
    for keys in (False, True)
)
"""Every situation of the full matrix."""

_PAIRWISE = (SITUATIONS[0], SITUATIONS[3], SITUATIONS[5], SITUATIONS[6])
"""Four of the eight: each language meets each device and each way of using it, and so on for every pair."""


def spread(number: int, *, whole: bool) -> tuple[Situation, ...]:
    """The situations of the journey with that number: all of them, or one, in turn."""
    return SITUATIONS if whole else (_PAIRWISE[number % len(_PAIRWISE)],)


class User:
    """One person with one browser window; what their page's script complains of is kept in `complaints`."""

    def __init__(self, browser: Browser, server: Any, situation: Situation, *, script: bool = True) -> None:
        self.situation = situation
        self.server = server
        self.context: BrowserContext = browser.new_context(
            viewport=_SIZES[situation.device],
            has_touch=situation.device == "phone",
            java_script_enabled=script,
            accept_downloads=True,
            locale={"en": "en-GB", "ar": "ar-EG"}[situation.language],
        )
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        self.page.goto(server.link)
        self.page.wait_for_url(f"{server.address}/")

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        """Opens a panel by its address."""
        self.page.goto(self.server.address + path)
        expect(self.page.locator("html")).to_have_attribute("lang", self.situation.language)

    def press(self, target: Locator) -> None:
        """Uses a link or a button."""
        if not self.situation.keys_only:
            target.click()
            return
        self.walk_to(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Writes into a field, in place of what stands there."""
        if not self.situation.keys_only:
            target.fill(text)
            return
        self.walk_to(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text) if text else self.page.keyboard.press("Delete")

    def choose(self, target: Locator, value: str) -> None:
        """Chooses from a list."""
        if self.situation.keys_only:
            self.walk_to(target)
        target.select_option(value)

    def tick(self, target: Locator) -> None:
        """Ticks a box that is not ticked."""
        if not self.situation.keys_only:
            target.check()
            return
        self.walk_to(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")

    def walk_to(self, target: Locator) -> None:
        """Moves the focus there with Tab."""
        element = target.element_handle()
        assert element is not None
        for _ in range(_MOST_TABS):
            if element.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with the keys")

    def fits(self) -> None:
        """The page is not wider than the window: nothing scrolls sideways but what is meant to."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{self.page.url} is {wide} pixels too wide"

    def is_accessible(self) -> None:
        """axe finds nothing serious."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        grave = [one for one in found if one["impact"] in {"serious", "critical"}]
        told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in grave]
        assert told == [], f"{self.page.url}: {told}"

    def leave(self) -> None:
        """Closes the window; nothing was complained of, and no other host was asked."""
        self.context.close()
        assert self.complaints == []
        assert self.hosts <= {self.server.address.removeprefix("http://")}
