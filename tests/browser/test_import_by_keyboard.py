"""An import with the keyboard alone, by somebody who makes a mistake in each step and puts it right."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.test_golden_path import create_assembly


def spreadsheet() -> bytes:
    """Make a file with a title, two columns of addresses, an abbreviation and a birth date that cannot be."""
    lines = ["Registrations for the market hall", "Id,Full name,E-mail,Other e-mail,Gender,Born"]
    for number in range(24):
        gender = ("Female", "Male", "F")[number % 3]
        born = "31/31/1980" if number == 5 else f"{1 + number}/2/{1950 + number}"
        lines.append(f"m{number},Person {number},p{number}@example.org,q{number}@example.org,{gender},{born}")
    return "\n".join(lines).encode()


def test_every_step_of_an_import_forgives_a_mistake(page: Page, tmp_path: Path):
    """What is wrong is said at its place and takes the focus; nothing is written before the commit."""
    keys = Keyboard(page)
    page.goto("/demo/")
    keys.button("Amara Osei")
    assembly = create_assembly(page, keys)
    page.goto(f"{assembly}pool/")
    keys.link("Import a spreadsheet")
    choose_the_wrong_file_first(page, keys)
    match_one_field_twice_first(page, keys)
    mistake_a_value_first(page, keys)
    rejected = tmp_path / "rejected.csv"
    commit_without_the_rejected_row(page, keys, rejected)
    bring_the_corrected_row(page, keys, assembly, rejected.read_bytes().replace(b"31/31/1980", b"31/12/1980"))
    undo_the_last_import(page, keys, assembly)


def upload(page: Page, keys: Keyboard, name: str, data: bytes) -> None:
    # The one step that is not the page's own: a file is chosen in the system's window.
    page.set_input_files("[type=file]", [{"name": name, "mimeType": "text/csv", "buffer": data}])
    keys.button("Read the file")


def choose_the_wrong_file_first(page: Page, keys: Keyboard) -> None:
    keys.button("Read the file")
    assert "Choose a file first." in keys.focused()
    upload(page, keys, "volunteers.csv", b"%PDF-1.7")
    assert "This is a PDF." in keys.focused()
    keys.assert_sound()
    upload(page, keys, "volunteers.csv", spreadsheet())
    expect(page.locator("#header_row")).to_have_value("2")
    keys.assert_sound()


def match_one_field_twice_first(page: Page, keys: Keyboard) -> None:
    other = page.get_by_label("Other e-mail", exact=True)
    keys.type(other, "E-mail address")
    keys.button("Go on to the values")
    assert "to put right" in keys.focused()
    expect(page.get_by_role("alert")).to_contain_text(
        "“E-mail address” is already taken from the column “E-mail”."
    )
    keys.assert_sound()
    keys.type(other, "Ignore")
    for field in ("consents", "is_eligible", "can_attend"):
        choice = page.locator(f"[name=declared_{field}]")
        keys.type(choice, choice.locator("option[value=all]").inner_text())
    keys.button("Go on to the values")
    keys.assert_sound()


def mistake_a_value_first(page: Page, keys: Keyboard) -> None:
    short = page.get_by_label("“F” becomes", exact=True)
    expect(short).to_have_value("=Female")
    keys.type(short, "Male")
    keys.button("Go on to the dry run")
    keys.link("Back to the values")
    expect(short).to_have_value("=Male")
    keys.type(short, "Female")
    keys.button("Go on to the dry run")
    keys.assert_sound()


def commit_without_the_rejected_row(page: Page, keys: Keyboard, file: Path) -> None:
    expect(page.get_by_text("“31/31/1980” is not a date of birth.")).to_be_visible()
    keys.reach(page.get_by_role("link", name="Rejected rows as CSV"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(file)
    keys.button("Commit the import")
    expect(page.get_by_text("Imported: 23 new")).to_be_visible()
    keys.assert_sound()


def bring_the_corrected_row(page: Page, keys: Keyboard, assembly: str, data: bytes) -> None:
    """Columns, values and declarations are as before, so every page only needs its button."""
    page.goto(f"{assembly}pool/imports/new/")
    upload(page, keys, "rejected.csv", data)
    expect(page.get_by_text("columns are matched as in the import of volunteers.csv")).to_be_visible()
    keys.assert_sound()
    keys.button("Go on to the values")
    keys.button("Go on to the dry run")
    keys.button("Commit the import")
    expect(page.get_by_text("Imported: 1 new")).to_be_visible()


def undo_the_last_import(page: Page, keys: Keyboard, assembly: str) -> None:
    page.goto(f"{assembly}pool/")
    keys.link("rejected.csv")
    keys.link("Undo this import")
    keys.assert_sound()
    keys.link("Keep it")
    keys.link("Undo this import")
    keys.button("Undo the import")
    expect(page.get_by_text("The import is undone: 1 people removed")).to_be_visible()
    keys.assert_sound()
