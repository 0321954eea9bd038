"""A hall with a bad connection and people at tables, on tablets: nothing is lost, nothing is noted twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    CDPSession,
    Locator,
    Page,
    Route,
    expect,
)

from tests.browser.conftest import PATIENCE
from tests.browser.keyboard import Keyboard

LIST = "sessions/1/attendance/?half=first"
TABLES = "tables/2/"
PLAN = "sessions/2/plan/"


@pytest.fixture(scope="module")
def tablet(browser: Browser, hall: str) -> Iterator[BrowserContext]:
    """Hold a tablet in the hall, on which Jonas is signed in."""
    context = open_tablet(browser, hall)
    yield context
    context.close()


def open_tablet(browser: Browser, hall: str, **options: bool) -> BrowserContext:
    context = browser.new_context(
        base_url=hall,
        reduced_motion="reduce",
        has_touch=True,
        viewport={"width": 1024, "height": 768},
        **options,
    )
    context.set_default_timeout(PATIENCE)
    context.request.get("/demo/as/jonas/")
    return context


def test_taps_wait_for_the_line_and_are_noted_once(tablet: BrowserContext):
    """Cut off, the list shows what was tapped and that it waits; a double tap, and an answer lost, change nothing."""
    page = tablet.new_page()
    page.goto(LIST)
    waiting = page.locator("[data-wait]")
    tablet.set_offline(offline=True)
    button(page, 1, "present").dblclick()
    button(page, 2, "absent").tap()
    expect(waiting).to_have_text("2 taps wait for the connection. They are kept; go on.")
    expect(page.locator("[data-there]")).to_have_text("1")
    assert states(page) == {1: ("present", "0"), 2: ("absent", "0")}

    answers = Answers(page, lost=1)
    tablet.set_offline(offline=False)
    expect(waiting).to_be_hidden()
    expect(member(page, 2)).to_have_attribute("data-version", "1")
    assert answers.asked == ["present", "present", "absent"]
    page.goto(LIST)
    assert states(page) == {1: ("present", "1"), 2: ("absent", "1")}
    page.close()


def test_a_tap_that_waited_overwrites_nothing_newer(tablet: BrowserContext, browser: Browser, hall: str):
    """Of two tablets one is cut off: what the other noted later stands, and the first is told."""
    cut_off = tablet.new_page()
    other = open_tablet(browser, hall)
    page = other.new_page()
    for each in (cut_off, page):
        each.goto(LIST)
    tablet.set_offline(offline=True)
    button(cut_off, 3, "present").tap()
    page.wait_for_timeout(1000)  # A server that is busy must not take the first for the later.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        button(page, 3, "remote").tap()
    tablet.set_offline(offline=False)
    expect(cut_off.locator("[data-said]")).to_contain_text(
        "was noted later by somebody else as “Took part from afar”."
    )
    expect(member(cut_off, 3)).to_have_attribute("data-state", "remote")
    # Having seen it, the first tablet may change it.
    button(cut_off, 3, "partial").tap()
    expect(member(cut_off, 3)).to_have_attribute("data-version", "2")
    other.close()
    cut_off.close()


def test_a_look_that_was_slow_puts_nothing_back(tablet: BrowserContext, hall: str):
    """The list asks how it stands after each tap; the answer to an earlier question may come last."""
    page = tablet.new_page()
    page.goto(LIST)
    slow: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        if route.request.method == "GET" and not slow:
            slow.append((route, route.fetch()))
        else:
            route.continue_()

    page.route("**/attendance/?half=*", hold_the_first)
    button(page, 5, "present").tap()
    expect(member(page, 5)).to_have_attribute("data-version", "1")
    while not slow:
        page.wait_for_timeout(50)
    button(page, 5, "partial").tap()
    expect(member(page, 5)).to_have_attribute("data-version", "2")
    [(route, answer)] = slow
    assert '"present"' in answer.text()
    with page.expect_response(lambda got: got.request == route.request):
        route.fulfill(response=answer)
    page.wait_for_timeout(300)
    expect(member(page, 5)).to_have_attribute("data-version", "2")
    expect(member(page, 5)).to_have_attribute("data-state", "partial")
    page.close()


def test_without_a_script_the_list_is_a_form(browser: Browser, hall: str):
    """Each tap comes back as a page with what is noted; a double tap is noted once."""
    plain = open_tablet(browser, hall, java_script_enabled=False)
    page = plain.new_page()
    page.goto(LIST)
    button(page, 4, "present").dblclick()
    expect(button(page, 4, "present")).to_have_attribute("aria-pressed", "true")
    expect(member(page, 4)).to_have_attribute("data-version", "1")
    plain.close()


def test_somebody_changes_tables_by_mouse_finger_and_keyboard(tablet: BrowserContext):
    """What it would do is shown before letting go; the figures are those of the changed plan."""
    page = tablet.new_page()
    page.goto(TABLES)
    figures = page.locator(".seating-measures .figures")
    before = figures.inner_text()
    name = seated_at(page, 1)[0]
    tablet.set_offline(offline=True)
    hold(page, grip(page, name), heading(page, 2))
    page.mouse.up()
    expect(page.locator(".effect-said")).to_contain_text("There is no connection")
    tablet.set_offline(offline=False)
    hold(page, grip(page, name), heading(page, 2))
    expect(page.locator("#effect")).to_have_text("One pair more meets.")
    drop(page)
    expect(page.locator(".effect-said")).to_have_text(
        "Done. The figures below are those of the changed plan."
    )
    assert name in seated_at(page, 2)
    assert figures.inner_text() != before

    # A table below the window: the page goes along with a finger that waits at its edge.
    page.set_viewport_size({"width": 600, "height": 480})
    drag_by_finger(page, grip(page, name), heading(page, 3))
    expect(page.locator("[data-table='3']")).to_contain_text(name)

    keys = Keyboard(page)
    keys.link(name)
    keys.assert_sound()
    keys.press(page.get_by_role("button", name="Move here Table 1"))
    keys.assert_sound()
    assert name in seated_at(page, 1)
    assert figures.inner_text() == before
    page.close()


def test_an_item_is_dragged_by_finger(tablet: BrowserContext):
    """The handle drags, so that the rest of an item scrolls the page; a narrow phone has the form instead."""
    page = tablet.new_page()
    page.goto(PLAN)
    item = page.locator(".tray li", has_text="Stoves")
    head = page.locator(".plan-grid th[data-room]", has_text="Library").bounding_box()
    row = page.locator(".plan-grid tbody tr").filter(has=page.get_by_role("rowheader", name="11:00")).first
    drag_by_finger(page, item.locator(".plan-handle"), row, x=head["x"] + 20)
    expect(page.locator("#plan-said")).to_contain_text("Library, 11:00–11:30")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator(".plan-handle").first).to_be_hidden()
    expect(page.locator(".plan-drag-hint")).to_be_hidden()
    page.close()


class Answers:
    """Let what is sent through, and lose the first answers on their way back."""

    def __init__(self, page: Page, *, lost: int) -> None:
        self.asked: list[str] = []
        self._lost = lost
        page.route("**/attendance/*", self._pass_on)

    def _pass_on(self, route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        self.asked.append(route.request.post_data.split(".")[1])
        answer = route.fetch()
        if len(self.asked) <= self._lost:
            route.abort()
        else:
            route.fulfill(response=answer)


def member(page: Page, seat: int) -> Locator:
    return page.locator("[data-person]").nth(seat - 1)


def button(page: Page, seat: int, state: str) -> Locator:
    return member(page, seat).locator(f"[data-tap='{state}']")


def states(page: Page) -> dict[int, tuple[str, str]]:
    """Return what the list shows of each seat about which something is noted, and in which version it came."""
    rows = page.locator("[data-person]").evaluate_all(
        "rows => rows.map(row => [row.dataset.state, row.dataset.version])"
    )
    return {seat: (state, version) for seat, (state, version) in enumerate(rows, start=1) if state}


def seated_at(page: Page, table: int) -> list[str]:
    return page.locator(f"[data-table='{table}'] [data-person] a").all_inner_texts()


def grip(page: Page, name: str) -> Locator:
    return (
        page.locator("#round [data-person]").filter(has=page.get_by_text(name, exact=True)).locator(".grip")
    )


def heading(page: Page, table: int) -> Locator:
    return page.locator(f"[data-table='{table}'] h3")


def middle(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def hold(page: Page, item: Locator, target: Locator) -> None:
    """Press the mouse on something and go with it to another place, without letting go."""
    item.scroll_into_view_if_needed()
    page.mouse.move(*middle(item))
    page.mouse.down()
    page.mouse.move(*middle(target), steps=6)


def drop(page: Page) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.up()


def drag_by_finger(page: Page, item: Locator, target: Locator, *, x: float | None = None) -> None:
    """Put a finger on something, move it to the target, waiting at the edge of the window until that is in sight."""
    item.scroll_into_view_if_needed()
    finger = page.context.new_cdp_session(page)
    touch(finger, "touchStart", middle(item))
    across, down = middle(target)
    edge = page.viewport_size["height"] - 8
    if down > edge:
        touch(finger, "touchMove", (across, edge))
        page.wait_for_function(
            "([it, edge]) => it.getBoundingClientRect().bottom < edge",
            arg=[target.element_handle(), edge - 40],
        )
    touch(finger, "touchMove", (x or across, middle(target)[1]))
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        touch(finger, "touchEnd")
    finger.detach()


def touch(finger: CDPSession, kind: str, at: tuple[float, float] | None = None) -> None:
    points = [{"x": at[0], "y": at[1]}] if at else []
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
