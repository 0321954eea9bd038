"""An offered seat is answered with the keyboard alone: by the link on the printed letter, and by a caller."""

import re
import time

from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.keyboard import Keyboard

PANEL = "/assemblies/riverbend-citizens-assembly-on-clean-air/panel/"


def test_a_letter_is_printed_and_its_link_answered(page: Page, browser: Browser, demo_site: str):
    """The form leaves a page without a referrer, with the origin “null”, and is taken all the same."""
    keys = Keyboard(page)
    page.goto("/demo/as/amara/")
    page.goto(f"{PANEL}offers/")
    keys.press(page.get_by_role("main").get_by_role("link", name=re.compile(r"^\d+: ")).last)
    keys.assert_sound()
    keys.reach(page.get_by_role("button", name="Print the letter"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.choose_purpose()
    keys.reach(page.get_by_role("button", name="Go on"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    text = PdfReader(download.value.path()).pages[0].extract_text()
    link, code = (
        re.search(r"\S+(/answer/\S+/)", text)[1],
        re.search(r"\b([A-Z2-9]{4}-[A-Z2-9]{2})\b", text)[1],
    )
    visitor = browser.new_context(base_url=demo_site, reduced_motion="reduce")
    other = visitor.new_page()
    sent: list[dict[str, str]] = []
    other.on("request", lambda request: sent.append(request.all_headers()))
    theirs = Keyboard(other)
    other.goto(link)
    theirs.assert_sound()
    theirs.button("Send my answer")
    theirs.assert_sound()
    theirs.reach(other.get_by_label("Yes, I take part"))
    other.keyboard.press("Space")
    theirs.type(other.get_by_label("The year you were born"), code)
    theirs.button("Send my answer")
    expect(other.get_by_role("heading", level=1, name="Thank you. You take part.")).to_be_visible()
    theirs.assert_sound()
    assert [headers["referer"] for headers in sent if headers.get("referer")] == []
    assert visitor.cookies() == []
    visitor.close()


def test_a_caller_calls_two_people_in_under_a_minute(page: Page):
    """One press takes the next person; the focus stands on the outcomes."""
    keys = Keyboard(page)
    page.goto("/demo/as/noor/")
    page.goto(f"{PANEL}calls/")
    keys.assert_sound()
    begun = time.monotonic()
    keys.button("Call the next person")
    for outcome in ("Yes, takes the seat", "Nobody answered"):
        expect(page.get_by_label("Yes, takes the seat")).to_be_focused()
        name = page.get_by_role("heading", level=1).inner_text()
        for _press in range(6):
            if page.get_by_label(outcome).is_checked():
                break
            page.keyboard.press("Space" if outcome.startswith("Yes") else "ArrowDown")
        keys.button("Note it and call the next")
        expect(page.get_by_text(re.compile(r"Noted for seat \d+\."))).to_be_visible()
        assert page.get_by_role("heading", level=1).inner_text() != name
    assert time.monotonic() - begun < 60
    keys.assert_sound()
