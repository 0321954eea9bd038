"""Use a page as somebody does who has a keyboard and no mouse."""

from playwright.sync_api import Locator, Page

from tests.browser.axe import violations

MOST_TABS = 250
"""Presses of Tab after which something counts as out of a keyboard's reach."""

EXPECTED_ON_A_REFUSAL = "status of 4"
"""Chromium's console says that a page answered 409 or 422, which is what a refused form does."""

FOCUS_IS_SEEN = (
    "it => [it, it.closest('.choice')].some(e => e && getComputedStyle(e).outlineStyle !== 'none')"
)
"""A choice among cards draws the ring around the card."""


class Keyboard:
    """Drive a page by Tab, Enter, Space and typing alone; note what the console says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.console: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and EXPECTED_ON_A_REFUSAL not in text:
            self.console.append(text)

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus, which must be visible there."""
        target.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if target.evaluate("it => it === document.activeElement"):
                assert target.evaluate(FOCUS_IS_SEEN), f"the focus cannot be seen on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    def press(self, target: Locator) -> None:
        """Go to a button or link, press Enter, and wait for the page that follows."""
        self.reach(target)
        with self.page.expect_event("framenavigated"):
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("load")

    def button(self, name: str) -> None:
        """Press the button of this name."""
        self.press(self.page.get_by_role("button", name=name, exact=True).first)

    def link(self, name: str) -> None:
        """Follow the first link of this name in the page's main part."""
        self.press(self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first)

    def type(self, target: Locator, text: str) -> None:
        """Go to a field and type over what stands there; in a list, choose by its first letters."""
        self.reach(target)
        if target.evaluate("it => it.tagName") != "SELECT":
            self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose_purpose(self) -> None:
        """Say what people's data are needed for, on the page that asks."""
        self.assert_sound()
        self.reach(self.page.locator("input[name=purpose]").first)
        self.page.keyboard.press("Space")

    def focused(self) -> str:
        """Return the text of what has the focus."""
        return str(self.page.evaluate("document.activeElement.innerText"))

    def assert_sound(self) -> None:
        """Find nothing wrong with the page as it stands."""
        assert violations(self.page) == []
        assert self.console == []
