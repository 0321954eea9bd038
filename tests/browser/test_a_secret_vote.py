"""A member takes a code and votes: by keyboard, then without script, and nothing is there for the next person."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PATIENCE
from tests.browser.keyboard import Keyboard

VOTES = "/assemblies/riverbend-citizens-assembly-on-clean-air/recommendations/my/votes/"
DESK = "/assemblies/riverbend-citizens-assembly-on-clean-air/recommendations/ballots/2/desk/"


def test_a_member_votes_by_keyboard_and_leaves_nothing_behind(page: Page):
    """On each page axe finds nothing; “Back” leads to nothing, since no page of a vote is kept."""
    page.goto("/demo/as/grace/")
    page.goto(VOTES)
    keys, found = Keyboard(page), []
    keys.link("Before the fourth day")
    keys.link("Take my voting code")
    keys.button("Show my voting code")
    found += violations(page)
    keys.button("Vote now")
    assert page.url.endswith("/vote/")
    found += violations(page)
    keys.button("Look at what I chose")
    expect(page.get_by_role("alert")).to_contain_text("2 things to put right")
    keys.reach(page.get_by_role("radio", name="Strongly agree"))
    page.keyboard.press("Space")
    keys.type(page.get_by_label("In place 1"), "The harbour")
    keys.button("Look at what I chose")
    found += violations(page)
    expect(page.get_by_role("definition").first).to_have_text("Strongly agree")
    keys.button("Cast my vote")
    found += violations(page)
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_visible()
    keys.link("I have it: close this page")
    expect(page.get_by_label("Your voting code")).to_have_value("")
    with pytest.raises(Error, match="CACHE_MISS"):
        page.go_back()
    expect(page.get_by_text("Strongly agree")).to_have_count(0)
    assert (found, keys.console) == ([], [])


@pytest.fixture
def plain(browser: Browser, demo_site: str) -> Iterator[Page]:
    """A page of a browser without script."""
    context = browser.new_context(base_url=demo_site, java_script_enabled=False, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_on_a_device_of_the_hall_one_votes_after_another_without_script(plain: Page):
    """The desk's screen is turned to the member; at the end stands “Next person”."""
    plain.goto("/demo/as/mei/")
    plain.goto(DESK)
    plain.get_by_role("button", name="Code on this screen").last.click()
    plain.get_by_role("button", name="Show me my code").click()
    plain.get_by_role("button", name="Vote now").click()
    plain.get_by_role("radio", name="I abstain").check()
    plain.get_by_label("In place 1").select_option(label="I leave it blank")
    plain.get_by_role("button", name="Look at what I chose").click()
    plain.get_by_role("button", name="Change something").click()
    expect(plain.get_by_role("radio", name="I abstain")).to_be_checked()
    plain.get_by_role("button", name="Look at what I chose").click()
    plain.get_by_role("button", name="Cast my vote").click()
    plain.get_by_role("link", name="Next person").click()
    assert plain.url.endswith("/vote/room/")
    expect(plain.get_by_label("Your voting code")).to_have_value("")
    assert [cookie["name"] for cookie in plain.context.cookies() if "vote" in cookie["path"]] == []
