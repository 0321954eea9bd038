"""A session is planned in a real browser: by the keyboard alone, and by dragging; the server has the last word."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.test_golden_path import create_assembly


def test_an_item_is_placed_by_keyboard_and_another_dragged(page: Page):
    """Both end in the same grid; what is fixed cannot be dragged, and what was dragged is undone."""
    keys = Keyboard(page)
    page.goto("/demo/")
    keys.button("Amara Osei")
    assembly = create_assembly(page, keys)
    plan = make_session(page, f"{assembly}sessions/")
    for title in ("What we breathe", "Stoves and cold homes"):
        place_by_keyboard(page, keys, plan, title, is_placed=title == "What we breathe")
    drag_into_the_grid(page, keys)
    meet_a_change_of_somebody_else(page, plan)
    undo_by_keyboard(page, keys)


def make_session(page: Page, sessions: str) -> str:
    page.goto(f"{sessions}venues/new/")
    page.locator("#id_name").fill("Town Hall")
    page.locator("#id_time_zone").select_option("Europe/London")
    save(page)
    page.get_by_role("main").locator("a[href*='new-room']").first.click()
    page.locator("#id_name").fill("Main Hall")
    page.locator("#id_capacity").fill("60")
    save(page)
    page.goto(f"{sessions}new/")
    page.locator("#id_title").fill("Where the dirty air comes from")
    page.locator("input[name=phase][value=learning]").check()
    page.locator("#id_venue").select_option(label="Town Hall")
    for field, value in (("day", "2026-06-20"), ("begins", "09:00"), ("ends", "12:00")):
        page.locator(f"#id_{field}").fill(value)
    save(page)
    return f"{sessions}1/plan/"


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button.btn-primary[type=submit]").first.click()


def place_by_keyboard(page: Page, keys: Keyboard, plan: str, title: str, *, is_placed: bool) -> None:
    page.goto(plan)
    keys.assert_sound()
    keys.link("Add an item")
    keys.type(page.get_by_label("What is it called?"), title)
    keys.reach(page.locator("input[name=kind]").first)
    page.keyboard.press("Space")
    keys.button("Add it")
    keys.assert_sound()
    if not is_placed:
        page.goto(plan)
        return
    keys.reach(page.locator("input[name=place]").first)
    page.keyboard.press("Space")
    keys.button("Place it")
    expect(page.locator(".plan-grid .planned", has_text=title)).to_contain_text("09:00–09:30")
    keys.assert_sound()


def drag_into_the_grid(page: Page, keys: Keyboard) -> None:
    waiting = page.locator(".tray li", has_text="Stoves and cold homes")
    drag(page, waiting, row(page, "10:00"))
    expect(page.locator("#plan-said")).to_contain_text("is placed: Session 1, Main Hall, 10:00–10:30")
    placed = page.locator(".plan-grid .planned", has_text="Stoves and cold homes")
    drag(page, placed, row(page, "09:00"))
    expect(page.locator(".plan-grid td.clash")).to_contain_text("The room is taken twice")
    keys.assert_sound()
    drag(page, page.locator(".plan-grid .planned", has_text="Stoves and cold homes"), page.locator("#tray"))
    expect(page.locator("#plan-said")).to_contain_text("lies in the tray")
    expect(page.locator(".plan-grid td.clash")).to_have_count(0)


def meet_a_change_of_somebody_else(page: Page, plan: str) -> None:
    """A second window places the item first; the first window's drop is refused, and shows where it is."""
    other = page.context.new_page()
    other.goto(plan)
    drag(other, other.locator(".tray li", has_text="Stoves"), row(other, "11:00"))
    expect(other.locator("#plan-said")).to_contain_text("11:00–11:30")
    other.close()
    drag(page, page.locator(".tray li", has_text="Stoves"), row(page, "10:00"))
    expect(page.locator("#plan-said")).to_contain_text(
        "Now it stands here: Session 1, Main Hall, 11:00–11:30"
    )
    expect(page.locator(".tray li")).to_have_count(0)


def undo_by_keyboard(page: Page, keys: Keyboard) -> None:
    keys.link("Undo")
    keys.assert_sound()
    keys.button("Undo it")
    expect(page.locator(".tray li", has_text="Stoves")).to_be_visible()


def row(page: Page, time: str) -> Locator:
    return page.locator(".plan-grid tbody tr", has=page.get_by_role("rowheader", name=time, exact=True))


def drag(page: Page, item: Locator, target: Locator) -> None:
    """Press on an item, move in steps as a hand does, and let go over the first room of a row or the tray."""
    item.scroll_into_view_if_needed()
    start, end = item.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 6)
    page.mouse.down()
    page.mouse.move(end["x"] + 120, end["y"] + 8, steps=8)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.up()
