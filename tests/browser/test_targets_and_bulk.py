"""What only a browser shows: rows ticked for one act, a page left with unsaved numbers, figures that follow typing."""

from playwright.sync_api import Dialog, Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.test_golden_path import QUOTAS, create_assembly, fill_quotas, import_pool


def test_people_are_ticked_changed_and_exported_and_unsaved_targets_are_not_lost(page: Page):
    """One organiser's morning on one pool."""
    keys = Keyboard(page)
    page.goto("/demo/")
    keys.button("Amara Osei")
    assembly = create_assembly(page, keys)
    import_pool(page, keys, assembly)
    export_ticked_rows(page, assembly)
    change_ticked_people(page, keys, assembly)
    leave_with_unsaved_numbers(page, keys, assembly)
    watch_chances_while_typing(page, keys, assembly)


def export_ticked_rows(page: Page, assembly: str) -> None:
    page.goto(f"{assembly}pool/")
    names = [tick(page, row) for row in (0, 2)]
    page.get_by_role("button", name="Export the ticked as CSV").click()
    page.check("input[name=purpose][value=check]")
    with page.expect_download() as download:
        page.get_by_role("button", name="Go on").click()
    text = download.value.path().read_text("utf-8-sig")
    assert len(text.splitlines()) == 3
    assert all(name.removeprefix("Choose Person ") in text for name in names)


def change_ticked_people(page: Page, keys: Keyboard, assembly: str) -> None:
    page.goto(f"{assembly}pool/")
    for row in (0, 1):
        tick(page, row)
    page.get_by_label("What to do").select_option(label="Take out of the pool")
    keys.button("Go on")
    expect(page.get_by_role("heading", name="Take 2 people out of the pool?")).to_be_visible()
    keys.assert_sound()
    keys.type(page.get_by_label("Reason", exact=False), "They moved away")
    keys.button("Take 2 people out")
    expect(page.get_by_role("link", name="Withdrawn (2)")).to_be_visible()


def leave_with_unsaved_numbers(page: Page, keys: Keyboard, assembly: str) -> None:
    """The browser asks; whoever stays finds what was typed, and whoever saved is not asked."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.goto(f"{assembly}targets/")
    fill_quotas(page, keys, QUOTAS)
    page.once("dialog", stay)
    page.get_by_role("link", name="Pool", exact=False).first.click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/targets/")
    page.once("dialog", stay)
    keys.button("Save the quotas")
    expect(page.get_by_text("The quotas are saved")).to_be_visible()
    page.goto(f"{assembly}pool/")
    assert asked == ["beforeunload"]


def watch_chances_while_typing(page: Page, keys: Keyboard, assembly: str) -> None:
    page.goto(f"{assembly}targets/what-if/")
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text("With the saved quotas")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="55+", exact=False))
    keys.type(row.locator("input[name^=maximum-]"), "20")
    expect(outcome).to_contain_text("nothing is saved")
    keys.type(row.locator("input[name^=minimum-]"), "20")
    expect(outcome).to_contain_text("No panel could meet these quotas.")
    keys.assert_sound()


def tick(page: Page, row: int) -> str:
    box = page.get_by_role("checkbox", name="Choose").nth(row)
    box.check()
    return str(box.get_attribute("aria-label"))
