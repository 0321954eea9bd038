"""Every page that a person can reach by following links: axe, width, console, status, in both schemes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCHEMES = ("light", "dark")
WIDTHS = (1440, 360)
ELSEWHERE = ("/demo/as/", "/platform/", "/static/")
"""Addresses that are no pages of the product's own look, or that would make the visitor somebody else."""

_seen_in_the_dark: set[str] = set()


@pytest.mark.parametrize("persona", ["amara", "mei", "noor", "grace", "sam", "robin"])
def test_pages_of_a_persona_are_sound(page: Page, persona: str):
    """One page of each kind that the persona's links lead to has nothing to find fault with."""
    page.goto(f"/demo/as/{persona}/")
    start = page.url
    assert say_purpose(page) == []
    page.goto(start)
    assert faults_of_site(page, page.url) == []


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


def faults_of_site(page: Page, start: str) -> list[str]:
    """Follow links from `start`, one address of each kind, and collect what is wrong."""
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
    faults, waiting, kinds = [], [start], set()
    while waiting:
        address = waiting.pop(0)
        # A server may close a kept-alive connection just as it is used again; browsers then ask anew, this
        # client only when told to. It does so after a reset connection alone, never after a wrong answer.
        answer = page.request.get(address, max_retries=3)
        if answer.status >= 400:
            faults.append(f"{address}: status {answer.status}")
            continue
        if "text/html" not in answer.headers["content-type"]:
            continue
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in [*faults_of_page(page), *console]]
        console.clear()
        for link in links_of(page):
            if kind_of(link) not in kinds:
                kinds.add(kind_of(link))
                waiting.append(link)
    return faults


def links_of(page: Page) -> list[str]:
    """Return the addresses of the site that the page links to, without fragments."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    home = re.match(r"https?://[^/]+", page.url)[0]
    ours = [link.split("#")[0] for link in found if link.startswith(home + "/")]
    return [link for link in ours if not link.removeprefix(home).startswith(ELSEWHERE)]


def kind_of(link: str) -> str:
    """Return what pages of the same kind share: numbers, names of assemblies and all of a query do not count."""
    path = re.sub(r"\d+", "N", link.partition("?")[0])
    return re.sub(r"/assemblies/(?!new/)[^/]+/", "/assemblies/…/", path)


def faults_of_page(page: Page) -> list[str]:
    """Run axe and measure the width in every scheme and at every width, without loading the page again.

    What axe finds hangs on the scheme in colours alone, so in the dark it is asked for contrast, and once of each
    kind of page: whoever else opens it sees the same colours.
    """
    faults = []
    kind = kind_of(page.url)
    schemes = SCHEMES if kind not in _seen_in_the_dark else SCHEMES[:1]
    _seen_in_the_dark.add(kind)
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        options = {"resultTypes": ["violations"]}
        if scheme == "dark":
            options["runOnly"] = ["color-contrast"]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{scheme}, {width} px"
            found = Axe().run(page, options=options).response["violations"]
            faults += [f"{where}: {each['id']} at {each['nodes'][0]['target']}" for each in found]
            extra = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if extra > 0:
                faults.append(f"{where}: {extra} px too wide")
    return faults
