"""Every form of the workspace is sent twice: what the first sending made is not made again.

Forms are found on the pages and filled in as far as that can be guessed, so that one that is added later is sent
without being named. One that makes something carries a token, or stands here with the reason why it needs none. The
usual run sends those of some pages that make much, and of one in ten others; `make slow` sends all.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.forms import Field
from django.test import Client
from django.urls import resolve

from assembly.models import Assembly
from assembly.sent_once import FIELD, LEADS_AWAY
from tests.factories import AppointmentFactory
from tests.filled_forms import fields_of, filled
from tests.integration.test_every_role import PAGES, signed_in
from tests.load.pages import Form, forms_of
from tests.pages import Page, Shown, reader_of

pytestmark = pytest.mark.django_db

ALWAYS = {
    "assembly_copy",
    "body_new",
    "incident",
    "incident_new",
    "item",
    "item_new",
    "notes",
    "person_new",
    "pool_import_new",
    "pool_person_new",
    "publication_new",
    "seating_new",
    "survey",
    "survey_new",
    "topic_new",
    "venue_new",
    "welfare_call",
}
"""Pages on which a form makes something, filled in as it is here."""
SAID: dict[str, dict[str, str]] = {
    "pool_person_new": {"code": "", "reference": ""},
    "reminder_new": {"side": "after", "days": "300"},
    "seating_new": {"tables": "2", "most": "6"},
}
"""What cannot be guessed, by addresses."""
SAME_ALREADY = {
    "alternates_rates": "each rate has one row",
    "amendment_decide": "an amendment is decided once",
    "assembly_move_verb": "a state is left once",
    "attendance_person": "it is noted once that somebody caught up",
    "attendance_rest": "nobody is left the second time",
    "ballot_count": "a second count tells what the first was",
    "ballot_papers": "a second count tells what the first was",
    "draw_publish": "a draw is published once",
    "evaluation_figures": "there is one row of settings",
    "item_tray": "what lies in the tray is not put there again",
    "offer": "an offer is answered once",
    "official_new": "somebody answers for a body once, and the message leaves after the commit",
    "pack_issue": "the form knows what was issued before",
    "payment_terms": "there is one row of terms",
    "placement_apply": "a placement is applied once",
    "pool_household_decide": "a pair is decided once",
    "pool_import_check": "an import is committed once",
    "pool_person_edit": "the form knows what stood before",
    "pool_person_withdraw": "somebody withdraws once",
    "processing_edit": "there is one record",
    "publication_item": "the same day is refused",
    "reading_wish": "each person has one row",
    "remit_edit": "there is one draft",
    "replacement_adopt": "a replacement is adopted once",
    "report_publish": "the draft is gone",
    "seat_alternate": "a seat is filled once",
    "session_attendance": "the same tap is the same attendance",
    "session_duty": "the form knows who was on duty before",
    "support_need_new": "the same need is one",
    "targets_category": "the form knows what stood before",
    "venue_ways": "each way has one row",
    "witness_account": "somebody has one account, and the message leaves after the commit",
}
"""Addresses to which a form without a token is sent that makes something: why a second sending does not."""
SHOWN_AT_ONCE = {
    "check_in": "the device gives each tap a name of its own",
    "connections_token_new": "the secret is shown once; the second sending says so, by a token of its own",
    "connections_webhook_new": "the secret is shown once; the second sending says so, by a token of its own",
    "person_calendar": "a new address ends the one before, and is shown once",
    "programme_calendar": "a new address ends the one before, and is shown once",
    "survey_papers": "new codes end those before, and are printed once",
}
"""Addresses that make something and answer with it, so that there is nowhere to lead to a second time."""
UNCOUNTED = {
    "assembly.AuditEvent",
    "assembly.EventDetails",
    "assembly.RecordChain",
    "assembly.SentForm",
    "django_tasks_database.DBTaskResult",
    # One to which nothing points goes after a day.
    "evidence.StoredFile",
    "sessions.Session",
    "usersessions.UserSession",
}
COUNTED = {model._meta.db_table for model in apps.get_models() if model._meta.label not in UNCOUNTED}
NOT_OURS = {"account_logout", "set_language"}
OPENED = [
    pytest.param(page, id=page.name, marks=[] if page.name in ALWAYS else [pytest.mark.one_in(10)])
    for page in PAGES.values()
    if page.has("get")
]


def rows() -> dict[str, int]:
    """Count the rows of all tables, by one question."""
    tables = sorted(COUNTED)
    counts = ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)  # noqa: S608 (the names are Django’s)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def more(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return how many rows came, by tables."""
    return {table: many - before[table] for table, many in after.items() if many > before[table]}


def forms_sent_by(page: str, address: str) -> Iterator[tuple[str, str, Form]]:
    """Yield each form of a page that writes: the name of where it is sent, where that is, and itself."""
    for form in forms_of(page):
        if form.method != "post":
            continue
        to = urljoin(address, form.action) if form.action else address
        name = resolve(to.partition("?")[0]).url_name or ""
        if name not in NOT_OURS:
            yield name, to, form


def has_token(form: Form) -> bool:
    """Whether a form carries a token, ours or that of what it makes."""
    return any(name == FIELD or name.endswith("token") for name in form.names - {"csrfmiddlewaretoken"})


def sent_twice(client: Client, to: str, twice: list[dict[str, Any]]) -> tuple[int, Any, Any]:
    """Send a form two times, and leave nothing behind: the first status, and what each sending made."""
    with transaction.atomic():
        counts, answers = [rows()], []
        for sent in twice:
            answers.append(client.post(to, sent))
            counts.append(rows())
        transaction.set_rollback(True)
    return answers[0].status_code, more(counts[0], counts[1]), more(counts[1], counts[2])


@pytest.mark.parametrize("page", OPENED, scope="module")
def test_what_a_form_made_is_not_made_again_by_sending_it_twice(page: Page, shown: Shown, assembly: Assembly):
    client = signed_in(AppointmentFactory(assembly=assembly, role=reader_of(page)).user)
    answer = client.get(shown.address)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return
    fields: dict[str, Field] = fields_of(answer)
    something, again, untold = False, [], []
    for name, to, form in forms_sent_by(answer.content.decode(), shown.address):
        for button in form.buttons or [None]:
            for wholly in (False, True):
                said = SAID.get(name, {})
                twice = [{**filled(form, fields, button, wholly=wholly), **said} for _press in range(2)]
                status, made, made_again = sent_twice(client, to, twice)
                is_told = has_token(form) or name in SAME_ALREADY
                something |= bool(made)
                if name not in SHOWN_AT_ONCE:
                    again += [(name, button, made_again)] if made and made_again else []
                    untold += [] if is_told or not made else [(name, button, made)]
                if status in LEADS_AWAY:
                    break
    assert (again, untold) == ([], [])
    assert something or page.name not in ALWAYS


def test_the_reasons_are_about_addresses_that_there_are():
    assert (SAME_ALREADY.keys() | SHOWN_AT_ONCE.keys() | SAID.keys() | ALWAYS) - PAGES.keys() == set()
