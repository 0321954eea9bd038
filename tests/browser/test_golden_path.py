"""The way from a spreadsheet of volunteers to a drawn panel, with the keyboard alone."""

import csv
import io
import random
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.keyboard import Keyboard

QUOTAS = {"Female": (9, 11), "Male": (9, 11), "16-34": (5, 7), "35-54": (6, 8), "55+": (7, 8)}
"""Minimum and maximum of 20 seats."""

IMPOSSIBLE = {**QUOTAS, "Female": (0, 9), "Male": (0, 9)}
"""Two seats that neither may take."""


def spreadsheet() -> bytes:
    """Make what an organiser's form gives: own headings, several spellings, a blank row at the end."""
    chance = random.Random(3)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Full name", "E-mail address", "Home address", "Post code", "Gender", "Age group"])
    for number in range(120):
        gender = chance.choice(["Female", "Female", "Female ", "female", "Male", "Male", "Male", "male"])
        age = chance.choice(["16-34", "35-54", "55+", "55+"])
        rows.writerow(
            [f"Person {number}", f"p{number}@example.org", f"{number} High Street", "HF1", gender, age]
        )
    rows.writerow([""] * 6)
    return out.getvalue().encode()


def test_a_stranger_gets_from_a_spreadsheet_to_a_panel_by_keyboard(
    page: Page, browser: Browser, tmp_path: Path
):
    """Mistakes on the way are shown at their place and take the focus; the panel meets every quota by its export."""
    keys = Keyboard(page)
    page.goto("/demo/")
    keys.button("Amara Osei")
    assembly = create_assembly(page, keys)
    import_pool(page, keys, assembly)
    set_quotas(page, keys, assembly)
    run_lottery(page, keys, assembly)
    invite_second_organiser(page, keys, assembly)
    draw_in_public(page, keys, assembly, browser)
    page.goto(f"{assembly}panel/")
    keys.assert_sound()
    keys.link("Export as CSV")
    keys.choose_purpose()
    keys.reach(page.get_by_role("button", name="Go on"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    file = tmp_path / "panel.csv"
    download.value.save_as(file)
    members = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert len(members) == 20
    for value, (least, most) in QUOTAS.items():
        assert least <= sum(value in member.values() for member in members) <= most, value


def create_assembly(page: Page, keys: Keyboard) -> str:
    page.goto("/")
    keys.link("New assembly")
    keys.button("Create the assembly")
    assert "to put right" in keys.focused()
    keys.assert_sound()
    answers = {
        "name": "Market hall jury",
        "commissioning_authority": "Hillford Council",
        "question": "What should become of the market hall?",
        "seats": "20",
    }
    for name, answer in answers.items():
        keys.type(page.locator(f"[name={name}]"), answer)
    keys.button("Create the assembly")
    expect(page).to_have_title(re.compile("Market hall jury"))
    keys.assert_sound()
    return page.url


def import_pool(page: Page, keys: Keyboard, assembly: str) -> None:
    page.goto(f"{assembly}pool/")
    keys.link("Import a spreadsheet")
    keys.button("Read the file")
    assert "to put right" in keys.focused()
    keys.assert_sound()
    # The one step that is not the page's own: a file is chosen in the system's window.
    file = {"name": "volunteers.csv", "mimeType": "text/csv", "buffer": spreadsheet()}
    page.set_input_files("[type=file]", [file])
    keys.button("Read the file")
    keys.assert_sound()
    for field in ("consents", "is_eligible", "can_attend"):
        choice = page.locator(f"[name=declared_{field}]")
        keys.type(choice, choice.locator("option[value=all]").inner_text())
    keys.button("Go on to the values")
    keys.assert_sound()
    keys.button("Go on to the dry run")
    keys.assert_sound()
    keys.button("Commit the import")
    expect(page.get_by_text("Imported: 120 new")).to_be_visible()
    keys.assert_sound()


def set_quotas(page: Page, keys: Keyboard, assembly: str) -> None:
    """Ask for what cannot be, be told so, apply the repair, and think again."""
    page.goto(f"{assembly}targets/")
    fill_quotas(page, keys, IMPOSSIBLE)
    keys.button("Save the quotas")
    expect(page.get_by_role("heading", name="No panel of 20 can meet the saved quotas")).to_be_visible()
    keys.assert_sound()
    keys.button("Apply repair 1")
    expect(page.get_by_role("heading", name="A panel of 20 can meet the saved quotas")).to_be_visible()
    fill_quotas(page, keys, QUOTAS)
    keys.button("Save the quotas")
    expect(page.get_by_role("heading", name="A panel of 20 can meet the saved quotas")).to_be_visible()
    keys.assert_sound()


def fill_quotas(page: Page, keys: Keyboard, quotas: dict[str, tuple[int, int]]) -> None:
    for value, bounds in quotas.items():
        row = page.locator("#quotas tr[id^=value]", has=page.get_by_role("rowheader", name=value, exact=True))
        for name, bound in zip(("minimum", "maximum"), bounds, strict=True):
            keys.type(row.locator(f"input[name^={name}-]"), str(bound))


def run_lottery(page: Page, keys: Keyboard, assembly: str) -> None:
    page.goto(f"{assembly}lottery/")
    keys.link("Start the first run")
    keys.assert_sound()
    keys.button("Start the run")
    prepare = page.get_by_role("link", name="Prepare the draw")
    prepare.wait_for(timeout=60_000)
    keys.assert_sound()


def invite_second_organiser(page: Page, keys: Keyboard, assembly: str) -> None:
    page.goto(f"{assembly}team/invite/")
    keys.type(page.locator("[name=name]"), "Jonas Weber")
    keys.type(page.locator("[name=email]"), "jonas.weber@riverbend.example")
    keys.reach(page.locator("[name=role]").first)
    page.keyboard.press("Space")
    keys.button("Invite")
    keys.assert_sound()


def draw_in_public(page: Page, keys: Keyboard, assembly: str, browser: Browser) -> None:
    """Prepare, let Jonas approve, freeze, read three balls twice, publish."""
    page.goto(f"{assembly}lottery/1/")
    keys.link("Prepare the draw")
    keys.button("Prepare the draw")
    assert "to put right" in keys.focused()
    keys.assert_sound()
    keys.type(page.locator("[name=witnesses]"), "Helen Marsh")
    keys.button("Prepare the draw")
    keys.assert_sound()
    approve_as_jonas(browser, page.url)
    page.reload()
    for step in ("Freeze and commit", "Type in what was drawn"):
        keys.link(step)
        keys.assert_sound()
        if step == "Freeze and commit":
            keys.button(step)
            keys.assert_sound()
    for reader in ("Helen Marsh", "Amara Osei"):
        keys.type(page.locator("[name=by]"), reader)
        keys.type(page.locator("[name=goes]"), "0 4 2")
        keys.button("Take it in")
        keys.assert_sound()
    keys.button("Compute the panel’s number")
    expect(page.get_by_role("heading", name="Panel 42 was drawn")).to_be_visible()
    keys.assert_sound()
    keys.link("Publish the result")
    keys.assert_sound()
    keys.button("Publish the result")
    expect(page.get_by_role("heading", name="Panel 42 was drawn and published")).to_be_visible()
    keys.assert_sound()


def approve_as_jonas(browser: Browser, draw: str) -> None:
    """Accept the invitation from the mailbox, read the terms, approve them."""
    site = re.match(r"https?://[^/]+", draw)[0]
    context = browser.new_context(base_url=site, reduced_motion="reduce")
    page = context.new_page()
    keys = Keyboard(page)
    page.goto("/demo/mailbox/")
    invitation = re.search(rf"{site}/invitations?/\S+", page.get_by_role("main").inner_text())
    page.goto("/demo/as/jonas/")
    page.goto(invitation[0])
    keys.button("Accept the invitation")
    page.goto(draw)
    keys.assert_sound()
    keys.button("Approve these terms")
    expect(page.get_by_role("heading", name="Approved. Next: freeze and commit")).to_be_visible()
    context.close()
