"""Somebody phones: they are entered with the keyboard alone, and who is here already is seen before saving."""

import time

from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard

POOL = "/assemblies/riverbend-citizens-assembly-on-clean-air/pool/"


def test_a_caller_is_entered_in_under_a_minute_and_a_second_entry_is_held_back(page: Page):
    """Names, phone, an answer, consent; then the same phone again: the page warns while typing, and saves on a word."""
    keys = Keyboard(page)
    page.goto("/demo/")
    keys.button("Amara Osei")
    page.goto(f"{POOL}people/new/")
    begun = time.monotonic()
    fill(page, keys, "Kwame")
    choose(page, "Female")
    choose(page, "Yes", group="Agreed to take part")
    keys.button("Save and enter the next")
    assert time.monotonic() - begun < 60
    expect(page.get_by_text("Kwame Boateng is entered, with the id")).to_be_visible()
    keys.assert_sound()
    fill(page, keys, "Grace")
    warning = page.locator("#known")
    expect(warning).to_contain_text("same phone")
    keys.assert_sound()
    keys.button("Save and enter the next")
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    keys.assert_sound()
    keys.reach(page.get_by_label("is somebody else: save anyway"))
    page.keyboard.press("Space")
    keys.button("Save and open")
    keys.choose_purpose()
    keys.button("Go on")
    expect(page.get_by_role("heading", level=1, name="Grace Boateng")).to_be_visible()
    expect(page.get_by_text("Amara Osei entered a person by hand")).to_be_visible()
    keys.assert_sound()


def test_a_pair_is_compared_and_merged_by_keyboard(page: Page):
    """The demonstration's caller had answered on the web already."""
    keys = Keyboard(page)
    page.goto("/demo/")
    keys.button("Amara Osei")
    wait_for_pair(page)
    keys.press(page.get_by_role("link", name="Compare", exact=False).first)
    keys.choose_purpose()
    keys.button("Go on")
    keys.assert_sound()
    keys.button("One person: merge")
    expect(page.get_by_text("Merged. This is the entry that stays.")).to_be_visible()
    keys.assert_sound()


def fill(page: Page, keys: Keyboard, first_name: str) -> None:
    for label, text in (("First name", first_name), ("Last name", "Boateng"), ("Phone", "020 7946 0999")):
        keys.type(page.get_by_role("textbox", name=label), text)
    page.keyboard.press("Tab")


def choose(page: Page, answer: str, *, group: str = "Gender") -> None:
    """Go to a group of answers and move to one with the arrows, as one does."""
    answers = page.get_by_role("group", name=group)
    given = answers.get_by_role("radio", checked=True)
    while not given.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    # The focus is drawn around the whole answer.
    assert given.evaluate("it => getComputedStyle(it.closest('.choice')).outlineStyle") == "solid"
    wanted = answers.get_by_label(answer, exact=True)
    for _ in range(12):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{answer} cannot be reached")


def wait_for_pair(page: Page) -> None:
    """The search runs in the background after the demonstration is built."""
    end = time.monotonic() + 60
    page.goto(f"{POOL}matches/")
    while not page.get_by_role("link", name="Compare", exact=False).count():
        assert time.monotonic() < end, "no pair was found"
        time.sleep(1)
        page.reload()
