"""The panel's page, its exports and its report."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assembly.models import AuditEvent
from sortition.exports_panel import harmless
from sortition.models import Respondent, Value
from sortition.selectors.panel import panel_of, panel_people
from tests.factories_draws import make_panel
from tests.factories_replacements import leave_pool
from tests.factories_runs import make_pool


def address(name, assembly):
    """The page's address."""
    return reverse(name, args=[assembly.slug])


@pytest.fixture
def panel(assembly):
    """The adopted panel of four seats."""
    make_panel(assembly)
    assembly.refresh_from_db()
    return panel_of(assembly)


def test_without_a_panel_the_page_says_how_to_come_to_one(assembly, organiser, client_of):
    """And nothing can be downloaded."""
    client = client_of(organiser)
    assert "No panel yet" in client.get(address("panel", assembly)).content.decode()
    assert client.get(address("panel_export", assembly)).status_code == 404
    assert client.get(address("panel_reached_pdf", assembly)).status_code == 404


def test_staff_see_names_and_observers_only_the_balance(panel, organiser, session_staff, observer, client_of):
    """Observers may not read a single id."""
    assembly = panel.run.assembly
    ids = [person.respondent.reference for person in panel_people(panel)]
    for user in (organiser, session_staff):
        page = client_of(user).get(address("panel", assembly)).content.decode()
        assert [identifier for identifier in ids if identifier in page] == ids
    page = client_of(observer).get(address("panel", assembly)).content.decode()
    assert [identifier for identifier in ids if identifier in page] == []
    assert "4 of 4 seats held" in page


def test_the_people_cost_the_same_questions_for_one_and_for_three(panel, assembly, organiser, client_of):
    """However many names the search leaves."""
    client = client_of(organiser)
    where = address("panel", assembly)
    names = [person.respondent for person in panel_people(panel)]
    client.get(where)

    def asked(words: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(where, {"q": words})
        shown[words] = len(page.context["table"].rows)
        return len(queries)

    shown: dict[str, int] = {}
    everybody = asked("")
    one = names[0].reference
    assert asked(one) == everybody
    assert (shown[one], shown[""]) == (1, 4)


def test_the_balance_is_live(panel, assembly, observer, client_of):
    """Who withdraws leaves a seat behind, and the balance counts without them."""
    gone = Respondent.objects.get(pk=panel.seats[0].respondent_id)
    leave_pool(gone)
    now = panel_of(assembly)
    assert (now.taken, now.vacant, now.seats[0].slot) == (3, 1, "vacant")
    for category in now.balance():
        assert sum(value.panel for value in category.values) == 3
    assert "3 of 4 seats held" in client_of(observer).get(address("panel", assembly)).content.decode()


def test_people_are_searched_and_sorted(panel, assembly, organiser, client_of):
    """By name, id or answer; the order of columns can be turned round."""
    client = client_of(organiser)
    page = client.get(address("panel", assembly), {"q": "⟪young⟫"})
    assert len(page.context["table"].rows) == 2
    page = client.get(address("panel", assembly), {"sort": "-seat"})
    assert [row.record.seat for row in page.context["table"].rows] == [4, 3, 2, 1]
    assert client.get(address("panel", assembly), {"q": "nobody at all"}).status_code == 200


def test_the_csv_holds_everybody_once_and_is_recorded(panel, assembly, organiser, client_of):
    """Seats in order, answers under their category; the record keeps how many people's data went out."""
    answer = client_of(organiser).get(address("panel_export", assembly))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Seat"] for row in rows] == ["1", "2", "3", "4"]
    assert sorted(row["⟪Age⟫"] for row in rows) == ["⟪old⟫", "⟪old⟫", "⟪young⟫", "⟪young⟫"]
    event = AuditEvent.objects.get(type="panel.export")
    assert (event.details, event.actor) == ({"format": "csv", "people": 4, "purpose": "⟪Tests⟫"}, organiser)


def test_no_cell_becomes_a_formula(panel, assembly, organiser, client_of):
    """Neither in CSV nor in XLSX."""
    Respondent.objects.filter(pk=panel.seats[0].respondent_id).update(
        first_name='=HYPERLINK("x")', last_name="@a"
    )
    client = client_of(organiser)
    assert "'=HYPERLINK" in client.get(address("panel_export", assembly)).content.decode("utf-8-sig")
    book = client.get(address("panel_export", assembly), {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(book.content)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert [sheet["A2"].value, sheet["C2"].value, sheet["D2"].value] == [1, '\'=HYPERLINK("x")', "'@a"]


def test_a_plain_number_with_its_sign_stays():
    """A phone number is no formula."""
    assert [harmless(text) for text in ("+44 7700 900000", "+cmd", "-1+2", "tab\t", "\tx")] == [
        "+44 7700 900000",
        "'+cmd",
        "'-1+2",
        "tab\t",
        "'\tx",
    ]


@pytest.mark.parametrize("name", ["panel", "panel_reached", "panel_reached_pdf"])
def test_an_observer_reads_the_report_and_exports_nothing(name, panel, observer, client_of):
    """The report holds counts, the export names."""
    assert client_of(observer).get(address(name, panel.run.assembly)).status_code == 200
    assert client_of(observer).get(address("panel_export", panel.run.assembly)).status_code == 403
    assert AuditEvent.objects.filter(type="panel.export").count() == 0


@pytest.mark.parametrize("name", ["panel", "panel_export", "panel_reached", "panel_reached_pdf"])
def test_strangers_find_nothing(name, panel, outsider, client_of, client):
    """404 to an outsider, the sign-in page to a visitor."""
    assert client_of(outsider).get(address(name, panel.run.assembly)).status_code == 404
    assert client.get(address(name, panel.run.assembly)).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("large", [False, True])
def test_the_pdf_reads_in_order_with_title_language_and_bookmarks(
    large, panel, assembly, observer, client_of
):
    """Fonts are embedded (they lack the marks ⟪⟫), pages numbered; the page with the same content is linked."""
    assembly, query = panel.run.assembly, {"large": "1"} if large else {}
    answer = client_of(observer).get(address("panel_reached_pdf", assembly), query)
    reader = PdfReader(io.BytesIO(answer.content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    parts = ["Targets against reached", "How the panel was drawn", "Key to the pictures", "Age", "Area"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert reader.metadata.title == f"Targets against reached: {assembly.name}"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "/StructTreeRoot" not in reader.trailer["/Root"]
    assert [entry.title.strip("⟪⟫") for entry in reader.outline] == parts
    assert f"Page 1 of {len(reader.pages)}" in text
    links = {a.get_object()["/A"]["/URI"] for page in reader.pages for a in page.get("/Annots", [])}
    assert links == {f"http://testserver{address('panel_reached', assembly)}"}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_page_and_pdf_say_the_same_numbers(panel, assembly, observer, client_of):
    """Every cell of the page's tables stands in the PDF."""
    page = client_of(observer).get(address("panel_reached", assembly))
    pdf = PdfReader(io.BytesIO(client_of(observer).get(address("panel_reached_pdf", assembly)).content))
    text = " ".join(" ".join(part.extract_text() for part in pdf.pages).split())
    cells = [cell for table in page.context["reached"] for row in table.rows for cell in row]
    assert [cell for cell in cells if " ".join(cell.strip("⟪⟫").split()) not in text] == []
    assert len(cells) == 24


def test_shares_and_seats_are_rounded_not_cut_off(assembly, observer, client_of):
    """16.4 % of four seats are 0.7; two of three people are 67 %."""
    make_pool(assembly)
    Value.objects.filter(name="⟪young⟫").update(share="16.4")
    run = make_panel(assembly)
    old = Respondent.objects.filter(selected_by=run, answers__value__name="⟪old⟫").first()
    leave_pool(old)
    page = client_of(observer).get(address("panel_reached", assembly))
    young = page.context["reached"][0].rows[0]
    assert [cell.replace("\u00a0", " ") for cell in young] == [
        "⟪young⟫",
        "16.4 %",
        "0.7",
        "2–2",
        "3 (25 %)",
        "2 (67 %)",
    ]
    assert page.context["finding"].endswith("1 seat was given up since the panel was drawn.")
