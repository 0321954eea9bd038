"""The public site of the demonstration, signed out: by keyboard alone, and with nothing to find fault with."""

from zlib import crc32

import pytest
from playwright.sync_api import Page

from tests.browser import test_every_page
from tests.browser.keyboard import FOCUS_IS_SEEN, Keyboard
from tests.browser.test_every_page import WIDTHS, faults_of_site

ABOUT = "/about/riverbend-citizens-assembly-on-warm-homes/"
SKIP = {"en": "Skip to the main content", "fr": "Aller au contenu principal"}
LANGUAGES = {"en": "English", "fr": "Français"}


@pytest.mark.parametrize("is_all", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_site_is_sound_in_each_language(
    page: Page, language: str, is_all: bool, monkeypatch: pytest.MonkeyPatch
):
    """Every kind of page that the site leads to is opened, and measured at both widths.

    The usual run asks axe of each kind in one of the languages and at one of the widths, `make slow` in all and at
    both, however often others have opened it.
    """

    def is_drawn(kind: str, _one_in: int) -> bool:
        return is_all or list(LANGUAGES)[crc32(kind.encode()) % len(LANGUAGES)] == language

    def is_asked(kind: str, width: int, *, is_new: bool) -> bool:
        # Another part of the number than the one by which the language is drawn.
        return is_new and (is_all or WIDTHS[crc32(kind.encode()) // 1024 % len(WIDTHS)] == width)

    monkeypatch.setattr(test_every_page, "_asked", set())
    monkeypatch.setattr(test_every_page, "is_drawn", is_drawn)
    monkeypatch.setattr(test_every_page, "is_asked", is_asked)
    page.goto(f"{ABOUT}?language={language}")
    assert page.locator("html").get_attribute("lang") == language
    page.goto("/about/")
    assert faults_of_site(page, page.url) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_site_is_read_by_keyboard_alone(page: Page, language: str):
    """The list leads to the page about an assembly, its navigation to each other page; the skip link to the words."""
    keys = Keyboard(page)
    page.goto(f"/about/?language={language}")
    keys.press(page.get_by_role("main").locator(f'a[href="{ABOUT}"]'))
    navigation = page.locator("header.masthead nav").first
    addresses = navigation.locator("a").evaluate_all("links => links.map(link => link.pathname)")
    assert addresses[0] == ABOUT
    for address in addresses:
        keys.press(page.locator(f'header.masthead nav a[href="{address}"]').first)
        assert page.evaluate("location.pathname") == address
        assert page.locator("html").get_attribute("lang") == language
        page.keyboard.press("Tab")
        assert keys.focused() == SKIP[language]
        assert page.locator(":focus").evaluate(FOCUS_IS_SEEN)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
    assert keys.console == []


def test_the_language_is_changed_by_keyboard_and_stays(page: Page):
    """There and back, on the page where one is."""
    keys = Keyboard(page)
    page.goto(ABOUT)
    for language in ("fr", "en"):
        keys.press(page.get_by_role("link", name=LANGUAGES[language], exact=True))
        assert page.evaluate("location.pathname") == ABOUT
        assert page.locator("html").get_attribute("lang") == language
    keys.press(page.get_by_role("link", name=LANGUAGES["fr"], exact=True))
    page.goto("/about/")
    assert page.locator("html").get_attribute("lang") == "fr"
