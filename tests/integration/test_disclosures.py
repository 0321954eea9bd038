"""A request for information is entered, a pack without anything about people answers it, and its end is noted."""

import csv
import hashlib
import io
import json
import re
import uuid
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from assembly.clock import tick
from assembly.errors import IllegalMove
from assembly.evaluation.closing_sources import _sources, register_closing_source
from assembly.evaluation.documents import disclosure_draw
from assembly.evaluation.documents.disclosure_pack import write_disclosure
from assembly.evaluation.errors_closing import DisclosureRefused
from assembly.evaluation.models import DisclosurePack, DisclosureRequest
from assembly.evaluation.redaction_rules import RULES, may_apply
from assembly.evaluation.services import disclosure_packs as services
from assembly.evaluation.services.disclosures import forget_who_asked, receive_request, settle_request
from assembly.evaluation.tasks_closing import build_disclosure
from assembly.models import AuditEvent
from assembly.personal_data import declarations
from assembly.record import sentence_of
from scheduling.models import Honorarium
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_attendance import make_open_session, note
from tests.factories_closing import SITE, ask_pack, make_asked, make_ready_pack, make_request
from tests.factories_draws import make_panel
from tests.factories_incidents import make_incident
from tests.factories_money import make_claim, make_honoraria
from tests.factories_secret_pages import make_secret_page
from tests.factories_votes import make_report
from tests.integration.test_personal_data import (
    _own_folders,  # noqa: F401 (a fixture)
    fill,
    traces_of,
    wilhelmina,  # noqa: F401 (a fixture)
)

pytestmark = pytest.mark.django_db
QUERIES = 40


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def files_of(pack):
    with pack.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(files, name):
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))


def who():
    return {"actor": UserFactory(), "now": NOON}


def test_the_same_form_sent_twice_is_one_request_and_the_record_says_nothing_of_who_asked(assembly):
    token = uuid.uuid4()
    first, second = (
        receive_request(assembly=assembly, asked=make_asked(), token=token, **who()) for _ in range(2)
    )
    assert (first, first.number, DisclosureRequest.objects.count()) == (second, 1, 1)
    event = AuditEvent.objects.get(type="disclosure.receive")
    assert event.details == {"number": 1, "way": "paper"}
    assert sentence_of(event).endswith("entered request for information 1")


def test_a_request_is_answered_refused_with_a_reason_and_looked_at_again(assembly):
    request = make_request(assembly)
    day = request.asked_on
    for verb, reason, before, code in (
        ("refuse", "", day, "reason_missing"),
        ("answer", "", day - timedelta(days=1), "too_early"),
    ):
        with pytest.raises(DisclosureRefused) as refused:
            settle_request(request=request, verb=verb, settled_on=before, reason=reason, **who())
        assert refused.value.code == code
    request = settle_request(request=request, verb="refuse", settled_on=day, reason="⟪Asked twice⟫", **who())
    assert (request.state, request.settled_on, request.reason) == ("refused", day, "⟪Asked twice⟫")
    with pytest.raises(IllegalMove):
        settle_request(request=request, verb="answer", settled_on=day, reason="", **who())
    request = settle_request(
        request=request, verb="reopen", settled_on=day, reason="⟪They are right⟫", **who()
    )
    assert (request.state, request.settled_on) == ("received", None)


def test_it_is_forgotten_who_asked_once_a_request_is_settled(assembly):
    make_request(assembly)
    settled = make_request(assembly, "answered")
    assert [forget_who_asked(assembly, None, NOON), forget_who_asked(assembly, None, NOON)] == [1, 0]
    settled.refresh_from_db()
    assert (settled.asked_by, DisclosureRequest.objects.exclude(asked_by="").count()) == ("", 1)


def test_a_pack_is_queued_and_built_by_one_worker(assembly):
    request = make_request(assembly)
    pack = ask_pack(request)
    (task,) = DBTaskResult.objects.all()
    assert (task.task_path, task.args_kwargs["args"]) == (services.TASK, [pack.pk])
    assert build_disclosure.module_path == services.TASK
    with pytest.raises(DisclosureRefused):
        ask_pack(request)
    assert services.build_pack(pack.pk, clock=lambda: NOON)
    assert not services.build_pack(pack.pk, clock=lambda: NOON)
    pack.refresh_from_db()
    with pack.file.open("rb") as file:
        data = file.read()
    assert (pack.state, pack.size, pack.sha256) == ("ready", len(data), hashlib.sha256(data).hexdigest())
    assert AuditEvent.objects.get(type="disclosure.pack_built").details["sha256"] == pack.sha256
    assert ask_pack(request).number == 2


def test_the_clock_fails_packs_whose_worker_is_silent_and_they_can_be_made_again(assembly):
    silent, later = ask_pack(make_request(assembly)), ask_pack(make_request(assembly))
    long_ago = NOON - services.SILENT_FOR - timedelta(seconds=1)
    DisclosurePack.objects.filter(pk=silent.pk).update(state="building", heartbeat_at=long_ago)
    assert services.fail_silent_packs(NOON) == 1
    assert services.fail_silent_packs(NOON + services.WAITING_FOR + timedelta(seconds=1)) == 1
    assert set(DisclosurePack.objects.values_list("state", flat=True)) == {"failed"}
    assert not services.build_pack(later.pk, clock=lambda: NOON)
    assert make_ready_pack(silent.request).number == 2
    tick(NOON)


def test_a_worker_that_was_taken_for_dead_leaves_no_file_behind(assembly, tmp_path):
    pack = ask_pack(make_request(assembly))
    moments = iter([NOON])

    def clock():
        # The row is failed while the first worker still works.
        if next(moments, None) is None:
            DisclosurePack.objects.filter(pk=pack.pk).update(state="failed", problem="⟪dead⟫")
        return NOON

    assert services.build_pack(pack.pk, clock=clock)
    pack.refresh_from_db()
    assert (pack.state, pack.problem, list(tmp_path.rglob("*.zip"))) == ("failed", "⟪dead⟫", [])


def test_a_worker_that_is_killed_leaves_a_pack_that_says_so(assembly, monkeypatch):
    pack = ask_pack(make_request(assembly))

    def killed(*_args, **_named):
        raise SystemExit

    monkeypatch.setattr(services, "write_disclosure", killed)
    with pytest.raises(SystemExit):
        services.build_pack(pack.pk, clock=lambda: NOON)
    pack.refresh_from_db()
    assert (pack.state, pack.problem) == (
        "failed",
        "The machine stopped while it was built. Have it built again.",
    )


def busy(assembly, *, has_report=True):
    """Let an assembly have had sessions, votes, a report, money and incidents."""
    session, members = make_open_session(assembly, members=12)
    for number, member in enumerate(members):
        note(session, member, "absent" if number == 0 else "present")
    make_honoraria(assembly, people=6)
    Honorarium.objects.update(state="approved")
    make_claim(members[0], state="approved", amount=Decimal("47.11"))
    make_incident(assembly, account="⟪SECRET fell⟫")
    make_secret_page(assembly, "published")
    if has_report:
        make_report(assembly)


def test_building_twice_gives_the_same_bytes(assembly):
    busy(assembly)
    pack = ask_pack(make_request(assembly))
    made = []
    for _ in range(2):
        out = io.BytesIO()
        contents = write_disclosure(out, pack)
        made.append((out.getvalue(), contents))
    assert made[0] == made[1]


def test_the_index_lists_every_file_with_its_rules_and_nothing_else(assembly):
    busy(assembly)
    pack = make_ready_pack(make_request(assembly))
    files = files_of(pack)
    index = files["index.html"].decode()
    listed = set(re.findall(r'<a href="([^"#]+)"', index))
    assert listed == set(files) - {"index.html"}
    assert {entry["name"] for entry in pack.contents} == listed
    for entry in pack.contents:
        data = files[entry["name"]]
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert [key for key in entry["rules"] if not may_apply(key, entry["name"])] == []
        assert entry["name"] in files["README.txt"].decode() or entry["name"] == "README.txt"
    used = {key for entry in pack.contents for key in entry["rules"]}
    assert used <= {rule.key for rule in RULES}
    for rule in RULES:
        assert (f'id="{rule.key}"' in index) == (rule.key in used)


def test_tables_are_the_same_as_csv_and_as_json_and_no_cell_is_a_formula(assembly):
    make_report(assembly)
    assembly.categories.create(name="=cmd()", source="+1")
    assembly.categories.get().values.create(name="@x")
    register_closing_source("⟪odd⟫", 99, "⟪Odd⟫", lambda _assembly, _now: [{"label": "-1", "value": "=2"}])
    try:
        files = files_of(make_ready_pack(make_request(assembly)))
    finally:
        del _sources["⟪odd⟫"]
    tables = [
        name.removesuffix(".csv") for name in files if name.endswith(".csv") and f"{name[:-4]}.json" in files
    ]
    assert "draw/targets" in tables
    assert "closing/⟪odd⟫" in tables
    for name in tables:
        if name.startswith("votes/secret"):
            continue
        rows = rows_of(files, name)
        told = json.loads(files[f"{name}.json"])
        assert [[cell.lstrip("'") for cell in row.values()] for row in rows] == [
            [str(cell).lstrip("'") for cell in row.values()] for row in told
        ]
        assert [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")] == []
    assert rows_of(files, "closing/⟪odd⟫") == [{"what": "'-1", "how": "'=2"}]


def test_small_groups_cannot_be_read_from_a_pack(assembly):
    busy(assembly)
    files = files_of(make_ready_pack(make_request(assembly)))
    (half,) = [row for row in rows_of(files, "attendance/half-days") if row["session"] == "1"]
    assert (half["present"], half["absent"], half["remote"]) == ("10 to 14", "0 to 4", "0 to 4")
    sums = rows_of(files, "spending/sums")
    assert [(row["what"], row["people"]) for row in sums] == [("several together", "7")]
    assert all(int(row["people"]) >= 5 for row in sums)
    assert {row["reports"] for row in rows_of(files, "oversight/incidents")} == {"0 to 4"}
    everything = b"\n".join(files.values()).decode(errors="replace")
    assert re.search(r"\b47\.11", everything) is None
    assert "SECRET" not in everything


def test_how_often_a_rule_was_applied_tells_nothing_of_a_small_group(assembly):
    for number in (1, 3):
        for _ in range(number):
            make_incident(assembly)
        entries = make_ready_pack(make_request(assembly)).contents
        (rules,) = [each["rules"] for each in entries if each["name"] == "oversight/incidents.csv"]
        assert rules == {"bands": 7, "words_in_confidence": 1}


def test_a_pack_for_a_period_leaves_out_what_lies_before_and_after(assembly):
    busy(assembly)
    request = make_request(assembly, period_from=date(2031, 1, 1), period_to=date(2031, 12, 31))
    pack = make_ready_pack(request)
    files = files_of(pack)
    for name in ("attendance/half-days", "spending/sums", "votes/results", "record/entries"):
        assert rows_of(files, name) == []
    entry = next(each for each in pack.contents if each["name"] == "attendance/half-days.csv")
    assert entry["rules"]["outside_period"] >= 1


def test_a_file_that_is_too_large_is_named_with_its_address_and_fingerprint(assembly, monkeypatch):
    make_panel(assembly)
    assert "draw/draw-1.json" in files_of(make_ready_pack(make_request(assembly)))
    monkeypatch.setattr(disclosure_draw, "MOST_BYTES", 10)
    files = files_of(make_ready_pack(make_request(assembly)))
    assert "draw/draw-1.json" not in files
    assert files["draw/draw-1.txt"].decode().startswith(f"{SITE}")


@pytest.mark.django_db(transaction=True)
def test_no_pack_holds_anything_about_people(assembly, organiser, request):
    make_report(assembly)
    person = request.getfixturevalue("wilhelmina")
    busy(assembly, has_report=False)
    for declaration in declarations():
        if "respondent" in declaration.rows:
            for row in declaration.rows["respondent"]([person.pk]):
                fill(row, declaration)
    asked = DisclosureRequest.objects.get()
    pack = make_ready_pack(asked)
    everything = "\n".join(data.decode(errors="replace") for data in files_of(pack).values())
    everything += json.dumps(pack.contents)
    found = [
        trace for trace in (*traces_of(person), organiser.name) if trace.casefold() in everything.casefold()
    ]
    assert found == []


def test_whoever_may_not_make_packs_is_refused_and_strangers_find_nothing(assembly, organiser, client_of):
    pack = make_ready_pack(make_request(assembly))
    address = reverse("evaluation_disclosure_file", args=[assembly.slug, 1, pack.number])
    answer = client_of(organiser).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert AuditEvent.objects.filter(type="disclosure.pack_taken").count() == 1
    member = AppointmentFactory(assembly=assembly, role="member").user
    assert client_of(member).get(address).status_code == 403
    assert client_of(UserFactory()).get(address).status_code == 404


def test_a_request_is_entered_and_one_press_makes_the_pack(assembly, organiser, client_of):
    client = client_of(organiser)
    new = reverse("evaluation_disclosure_new", args=[assembly.slug])
    wrong = client.post(
        new, {"asked_on": "2026-03-02", "period_from": "2026-03-02", "period_to": "2026-03-01"}
    )
    assert wrong.status_code == 422
    for said in ("Say how it came.", "Write what is asked.", "Choose a day that is not before the first."):
        assert said in wrong.content.decode()
    token = uuid.uuid4()
    form = {"asked_on": "2026-03-02", "way": "phone", "subject": "⟪Money?⟫", "token": token}
    client.post(new, form)
    request = DisclosureRequest.objects.get()
    assert (request.due_on, request.asked_by, request.token) == (date(2026, 3, 30), "", token)
    page = reverse("evaluation_disclosure_request", args=[assembly.slug, 1])
    assert "The pack is being made" in client.post(page, {"act": "pack"}, follow=True).content.decode()
    progress = reverse("evaluation_disclosure_progress", args=[assembly.slug, 1])
    assert "hx-get" in client.get(progress).content.decode()
    summary = reverse("evaluation_disclosure_summary", args=[assembly.slug, 1])
    assert client.get(summary, follow=True).redirect_chain
    services.build_pack(DisclosurePack.objects.get().pk, clock=lambda: NOON)
    assert client.get(progress)["HX-Refresh"] == "true"
    shown = client.get(page).content.decode()
    assert "Who a member" not in shown
    assert "Names, addresses and accounts of people are left out." in shown
    for size in ("", "?print=large"):
        pdf = PdfReader(io.BytesIO(client.get(summary + size).content))
        text = " ".join(each.extract_text() for each in pdf.pages)
        assert "Answer to your request for information" in " ".join(text.split())
    refused = client.post(page, {"act": "refuse", "reason": ""})
    assert (refused.status_code, "Say why." in refused.content.decode()) == (422, True)
    client.post(page, {"act": "answer", "settled_on": "2026-03-03"})
    request.refresh_from_db()
    assert (request.state, request.settled_on) == ("answered", date(2026, 3, 3))


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_request_as_for_three(assembly, organiser, client_of, n):
    for _ in range(n):
        make_request(assembly)
    client = client_of(organiser)
    address = reverse("evaluation_disclosure", args=[assembly.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).content.decode().count("How was the money spent") == n
    assert len(queries) <= QUERIES
