"""Every page that a person can reach by following links: axe, width, console, status, in both schemes."""

import re
from html import unescape
from urllib.parse import urljoin
from zlib import crc32

import pytest
from playwright.sync_api import APIResponse, ConsoleMessage, Error, Page, Response

from tests.browser.axe import violations

SCHEMES = ("light", "dark")
WIDTHS = (1440, 360)
ELSEWHERE = ("/demo/as/", "/platform/", "/static/")
"""Addresses that are no pages of the product's own look, or that would make the visitor somebody else."""

ONE_IN = pytest.mark.parametrize("one_in", [12, pytest.param(1, marks=pytest.mark.slow)])
"""Of how many kinds of page axe is asked of one."""

_asked: set[str] = set()
"""Kinds of page of which axe has been asked in this process."""


@ONE_IN
@pytest.mark.parametrize(
    "persona",
    ["amara", "mei", "leo", "noor", "grace", "maya", "elif", "sam", "robin", "hanna", "oskar", "paula"],
)
def test_pages_of_a_persona_are_sound(page: Page, persona: str, one_in: int):
    """One page of each kind that the persona's links lead to has nothing to find fault with.

    The usual run asks axe of one in twelve kinds. Of the others each persona opens one in six, other kinds than the
    next persona does, asks for others without opening them, and leaves one in two; of the pages that are public it
    visits but some, since test_public_site.py asks axe of all these. `make slow` opens every kind and asks axe of it.
    """
    page.goto(f"/demo/as/{persona}/")
    start = page.url
    assert say_purpose(page) == []
    page.goto(start)
    assert faults_of_site(page, page.url, one_in, reader=persona) == []


@ONE_IN
def test_the_public_register_is_sound(page: Page, one_in: int):
    """Signed out: what an earlier assembly recommended, what was answered, and what became of it."""
    page.goto("/answers/riverbend-citizens-assembly-on-warm-homes/")
    assert faults_of_site(page, page.url, one_in) == []


def test_pages_of_a_visitor_are_sound(page: Page):
    """Signed out: the entrance, the demonstration's own pages, a page that asks to sign in, one that does not exist."""
    for address in ("/demo/", "/demo/mailbox/", "/accounts/login/", "/assemblies/nowhere/"):
        page.goto(address)
        assert faults_of_page(page) == []
    assert page.goto("/nowhere/").status == 404
    assert faults_of_page(page) == []


def say_purpose(page: Page) -> list[str]:
    """Say what people's data are read for, where this persona may read any; return what is wrong with the question."""
    page.goto("/assemblies/riverbend-citizens-assembly-on-clean-air/panel/contacts/")
    if not page.locator("[name=purpose_for]").count():
        return []
    faults = faults_of_page(page)
    page.check("input[name=purpose][value=audit]")
    page.get_by_role("button", name="Go on").click()
    return faults


def faults_of_site(page: Page, start: str, one_in: int = 1, reader: str = "") -> list[str]:
    """Follow links from `start`, one address of each kind, and collect what is wrong."""

    def follow(links: list[str]) -> None:
        for link in links:
            kind = kind_of(link)
            if kind not in kinds and not is_left(kind, one_in, reader):
                kinds.add(kind)
                waiting.append(link)

    console: list[str] = []
    page.on("console", lambda message: console.append(told_by(message)) if message.type == "error" else None)
    faults, waiting, kinds = [], [start], set()
    while waiting:
        address = waiting.pop(0)
        if is_known_well(kind_of(address), one_in, reader):
            answer = page.request.get(address, max_retries=3)
            if answer.status >= 400:
                faults.append(f"{address}: status {answer.status}")
            elif "text/html" in answer.headers["content-type"]:
                follow(links_in(answer.text(), address))
            continue
        answer = go_to(page, address)
        if answer.status >= 400:
            faults.append(f"{address}: status {answer.status}")
            console.clear()
            continue
        if "text/html" not in answer.headers["content-type"]:
            # What the browser's own viewer of a picture complains about is none of our doing.
            console.clear()
            continue
        faults += [f"{address}: {fault}" for fault in [*faults_of_page(page, one_in), *console]]
        console.clear()
        follow(links_of(page))
    return faults


def is_known_well(kind: str, one_in: int, reader: str) -> bool:
    """Whether a page is only asked for, and not opened: axe has nothing to say of its kind, and it is not drawn.

    Where axe is asked of all, each kind is opened once, and one in three again by each persona, others than the next
    persona does. Else each persona opens one in six.
    """
    if one_in == 1:
        return kind in _asked and crc32(f"{reader} {kind}".encode()) % 3 > 0
    is_done = kind in _asked or not is_drawn(kind, one_in)
    return is_done and crc32(f"{reader} {kind}".encode()) % 6 > 0


def is_left(kind: str, one_in: int, reader: str) -> bool:
    """Whether a persona leaves a kind of page to others, unless axe is asked of all.

    Of those that are public all but one in six: visitors see the same. Of those that are not drawn one in two, from
    persona to persona others; test_every_role.py opens each page for somebody.
    """
    if not reader or one_in == 1:
        return False
    number = crc32(f"{reader} {kind}".encode())
    if re.search("//[^/]+/(about|answers)/.", kind):
        return number % 6 > 0
    return not is_drawn(kind, one_in) and number // 1024 % 2 > 0


def links_in(text: str, address: str) -> list[str]:
    """Return the addresses of the site in the links of a page that was asked for, without fragments."""
    return ours(
        [urljoin(address, unescape(link)) for link in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', text)],
        address,
    )


def told_by(message: ConsoleMessage) -> str:
    """Return what the console says, and of which address: what a page asked for may fail when the next is open."""
    return f"{message.text} [{message.location['url']}]"


def go_to(page: Page, address: str) -> Response | APIResponse:
    """Open an address and return its answer; one that is kept rather than shown is asked for without a page."""
    try:
        return page.goto(address)
    except Error as fault:
        if "Download is starting" not in fault.message:
            raise
        # A server may close a kept-alive connection just as it is used again; browsers then ask anew, this
        # client only when told to. It does so after a reset connection alone, never after a wrong answer.
        return page.request.get(address, max_retries=3)


def links_of(page: Page) -> list[str]:
    """Return the addresses of the site that the page links to, without fragments."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return ours(found, page.url)


def ours(links: list[str], address: str) -> list[str]:
    """Return those that lead to the site of this address, without fragments."""
    home = re.match(r"https?://[^/]+", address)[0]
    kept = [link.split("#")[0] for link in links if link.startswith(home + "/")]
    return [link for link in kept if not link.removeprefix(home).startswith(ELSEWHERE)]


def kind_of(link: str) -> str:
    """Return what pages of the same kind share: numbers, names of assemblies and all of a query do not count."""
    path = re.sub(r"\d+", "N", link.partition("?")[0])
    return re.sub(r"/assemblies/(?!new/)[^/]+/", "/assemblies/…/", path)


def is_drawn(kind: str, one_in: int) -> bool:
    """Whether axe is asked of a kind of page: of one in so many."""
    return crc32(kind.encode()) % one_in == 0


def is_asked(kind: str, width: int, *, is_new: bool) -> bool:
    """Whether axe is asked of a kind of page at a width: where room is scarce of every second kind."""
    if width == WIDTHS[0]:
        return is_new
    # Another part of the number than the one by which kinds are drawn.
    return crc32(kind.encode()) // 1024 % 2 == 0


def faults_of_page(page: Page, one_in: int = 1) -> list[str]:
    """Measure the width in every scheme and at every width, and run axe, without loading the page again.

    What axe finds hangs on the scheme in colours alone, and these not on the width: in the dark it is asked for
    contrast, once of each kind of page. Whoever else opens a kind of page sees the same layout with other things
    in it: then axe is asked where room is scarce.
    """
    faults = []
    kind = kind_of(page.url)
    drawn = is_drawn(kind, one_in)
    is_new = drawn and kind not in _asked
    if is_new:
        _asked.add(kind)
    for scheme in SCHEMES if is_new else SCHEMES[:1]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # Begin as the window stands: it takes long to lay out a page anew.
        is_narrow = page.viewport_size["width"] == WIDTHS[1]
        for width in reversed(WIDTHS) if is_narrow else WIDTHS:
            if page.viewport_size["width"] != width:
                page.set_viewport_size({"width": width, "height": 900})
            where = f"{scheme}, {width} px"
            if scheme == "dark" and width == WIDTHS[0]:
                faults += [f"{where}: {fault}" for fault in violations(page, runOnly=["color-contrast"])]
            elif scheme == "light" and drawn and is_asked(kind, width, is_new=is_new):
                faults += [f"{where}: {fault}" for fault in violations(page)]
            extra = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if extra > 0:
                faults.append(f"{where}: {extra} px too wide")
    return faults
