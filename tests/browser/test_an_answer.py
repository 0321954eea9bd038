"""An official who has read nothing answers a recommendation: by keyboard alone, and in a browser without script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE

DONE_BY = "2031-06-30"
HOMES = "/assemblies/riverbend-citizens-assembly-on-warm-homes/answers/"


def open_draft(page: Page, number: int) -> None:
    """From the list of what is owed to the page of one answer."""
    page.goto("/demo/as/oskar/")
    page.goto(HOMES)
    page.get_by_role("link", name=re.compile(rf"^Recommendation {number}:")).click()


def write(page: Page, words: str) -> None:
    """Choose a decision, say it in plain words, promise something, save."""
    page.get_by_role("radio", name=re.compile("^Accepted We will")).focus()
    page.keyboard.press("Space")
    page.get_by_label("Your answer in plain words").focus()
    page.keyboard.type(words)
    page.get_by_label("What will be done").first.focus()
    page.keyboard.type("Train the first 60 people.")
    page.get_by_label("Owner").first.focus()
    page.keyboard.type("Head of Skills")
    page.get_by_label("Done by").first.fill(DONE_BY)
    page.get_by_role("button", name="Save the draft").focus()
    page.keyboard.press("Enter")


def test_an_official_answers_by_keyboard_and_is_told_what_is_vague(page: Page):
    """While typing; saved, it lacks nothing and waits for whoever clears it, who publishes it under their name."""
    open_draft(page, 21)
    write(page, "We will consider training people.")
    expect(page.get_by_text("“consider” promises nothing that anybody could check")).to_be_visible()
    expect(page.get_by_text("The draft is saved, and lacks nothing: it can be cleared.")).to_be_visible()
    page.get_by_label("Your answer in plain words").fill("We train 200 people by 2029.")
    expect(page.get_by_text("“consider” promises nothing")).to_have_count(0)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved, and lacks nothing: it can be cleared.")).to_be_visible()
    page.goto("/demo/as/paula/")
    page.goto(HOMES)
    page.get_by_role("link", name=re.compile("Read and clear.*Recommendation 21")).click()
    expect(page.get_by_text("We train 200 people by 2029.")).to_be_visible()
    page.get_by_role("button", name="Clear the answer").click()
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("checkbox", name=re.compile("^Recommendation 21:")).check()
    page.get_by_role("button", name="Publish").click()
    page.goto("/answers/riverbend-citizens-assembly-on-warm-homes/21/")
    expect(page.get_by_text("We train 200 people by 2029.").first).to_be_visible()


@pytest.fixture
def plain(browser: Browser, demo_site: str) -> Iterator[Page]:
    """A page of a browser without script."""
    context = browser.new_context(base_url=demo_site, java_script_enabled=False, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_all_of_it_works_without_script(plain: Page):
    """A row for one more promise is added by a button, and what is vague is looked for by another."""
    open_draft(plain, 12)
    plain.get_by_label("Your answer in plain words").fill("We will explore it.")
    plain.get_by_role("button", name="Add a commitment").click()
    expect(plain.get_by_label("What will be done")).to_have_count(2)
    expect(plain.get_by_text("“explore” promises nothing that anybody could check")).to_be_visible()
    plain.get_by_role("button", name="Save the draft").click()
    expect(plain.get_by_text("The draft is saved. Below is what it still lacks.")).to_be_visible()
