"""The close-out certificate says what was promised and delivered, and is kept as it was issued."""

import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from assembly.errors import ChangedMeanwhile, GateClosed
from assembly.evaluation.close_out_checks import close_out_checks
from assembly.evaluation.closing_sources import _sources, register_closing_source
from assembly.evaluation.errors_closing import CloseOutRefused
from assembly.evaluation.models import CloseOutCertificate, FollowUp
from assembly.evaluation.selectors.close_out import (
    canonical,
    changed_certificates,
    content_of,
    digest_of,
    is_as_issued,
    issued_on,
    told,
)
from assembly.evaluation.services.close_out import change_follow_up, issue_close_out, remove_follow_up
from assembly.models import Assembly, AuditEvent, Person
from assembly.record import sentence_of
from assembly.services.move_assembly import move_assembly
from assembly.services.record import record_event
from sortition.draw_pages import in_groups
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, RemitVersionFactory, UserFactory
from tests.factories_closing import close, make_certificate, make_follow_up, make_request
from tests.factories_learning import make_edition
from tests.factories_outcomes import (
    make_commitment,
    make_plan,
    make_response,
    make_response_version,
    publish_version,
)
from tests.factories_people import make_members
from tests.factories_publication import DUE, make_promise
from tests.factories_votes import make_report

pytestmark = pytest.mark.django_db
ON_TABLE = " ON evaluation_closeoutcertificate" if connection.vendor == "postgresql" else ""


def who():
    return {"actor": UserFactory(), "now": NOON}


def section(content, key):
    return next(each["facts"] for each in content["sections"] if each["key"] == key)


def test_nothing_is_issued_before_the_assembly_is_closed_and_somebody_follows_up(assembly):
    with pytest.raises(GateClosed) as refused:
        issue_close_out(assembly=assembly, seen=0, reason="", **who())
    assert refused.value.blockers == [
        "The assembly is closed.",
        "At least one open matter says who follows up and how they are reached.",
    ]
    make_follow_up(assembly)
    issued = issue_close_out(assembly=close(assembly), seen=0, reason="", **who())
    assert (issued.number, issued.replaces, issued_on(assembly)) == (1, None, NOON.date())
    event = AuditEvent.objects.get(type="close_out.issue")
    assert event.details == {"number": 1, "sha256": issued.sha256}
    assert "issued close-out certificate 1" in sentence_of(event)


def test_an_archived_assembly_can_replace_a_certificate_and_a_cancelled_one_has_none(assembly):
    make_certificate(assembly)
    for state, is_ok in (("archived", True), ("cancelled", False), ("follow_up", False)):
        assembly.state = state
        assert close_out_checks(assembly, NOON)[0].is_ok == is_ok


def test_a_later_certificate_says_why_and_two_people_at_once_issue_one(assembly):
    first = make_certificate(assembly)
    closed = close(assembly)
    with pytest.raises(CloseOutRefused):
        issue_close_out(assembly=closed, seen=1, reason="", **who())
    second = issue_close_out(assembly=closed, seen=1, reason="⟪A day was wrong⟫", **who())
    assert (second.number, second.replaces) == (2, first)
    assert second.content["replaces"] == {"number": 1, "reason": "⟪A day was wrong⟫"}
    with pytest.raises(ChangedMeanwhile):
        issue_close_out(assembly=closed, seen=1, reason="⟪Again⟫", **who())


@pytest.mark.owner
def test_the_database_refuses_to_change_or_remove_a_certificate_and_a_check_finds_what_was_changed(assembly):
    issued = make_certificate(assembly)
    rows = CloseOutCertificate.objects.filter(pk=issued.pk)
    for change in (lambda: rows.update(number=7), rows.delete, lambda: rows.update(content={})):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert changed_certificates(assembly) == []
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER close_out_no_update{ON_TABLE}")
    rows.update(content={**issued.content, "number": 9})
    assert [(fault.number, fault.code) for fault in changed_certificates(assembly)] == [(1, "changed")]
    assert not is_as_issued(rows.get())


@pytest.mark.owner
def test_the_check_of_the_record_names_certificates_that_are_others_or_gone(assembly):
    """A certificate that was changed together with its digest, and one that was taken out, are found by the record."""
    issued = make_certificate(assembly)
    gone = make_certificate(AssemblyFactory())
    said = io.StringIO()
    call_command("audit_verify", stdout=said)
    assert "certificate" not in said.getvalue()
    with connection.cursor() as cursor:
        for act in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER close_out_no_{act}{ON_TABLE}")
    content = {**issued.content, "number": 9}
    CloseOutCertificate.objects.filter(pk=issued.pk).update(content=content, sha256=digest_of(content))
    CloseOutCertificate.objects.filter(pk=gone.pk).delete()
    with pytest.raises(CommandError, match="2 faults"):
        call_command("audit_verify", stdout=said)
    assert said.getvalue().splitlines()[-2:] == [
        f"close-out certificate 1 of {assembly.slug} is not as it was issued",
        f"close-out certificate 1 of {gone.assembly.slug} is gone",
    ]


def test_what_was_promised_stands_beside_what_was_delivered(assembly):
    RemitVersionFactory(assembly=assembly, published=True)
    make_report(assembly)
    make_plan(assembly)
    day = NOON.date() - timedelta(days=3)
    late = make_response(assembly, state="published", first_due_on=day, due_on=day)
    version = make_response_version(late, reasons="⟪As asked⟫")
    make_commitment(version, due_on=NOON.date() - timedelta(days=1), owner="⟪Roads Office⟫")
    publish_version(version)
    make_response(assembly)
    members = make_members(assembly, 3)
    Person.objects.filter(pk=members[0].pk).update(left_at=NOON)
    content = content_of(assembly, NOON, number=1)
    people = {row["kind"]: row["n"] for row in section(content, "people")}
    assert (people["seats"], people["members"], people["served"]) == (50, 3, 2)
    answers = {row["kind"]: row.get("n") for row in section(content, "answers")}
    assert (answers["asked"], answers["late"], answers["none"], answers["in_time"]) == (2, 1, 1, 0)
    (owed,) = [row for row in section(content, "commitments") if row["kind"] == "open"]
    assert (owed["who"], owed["is_late"]) == ("⟪Roads Office⟫", True)
    lacking = [str(line.label) for line in told(content).not_delivered]
    assert {"Answered late", "Not answered", "The draw of the panel", "The programme"} <= set(lacking)
    assert "The report" not in lacking


def test_each_kind_of_data_is_told_as_erased_or_held_and_what_is_overdue_in_words(assembly):
    with transaction.atomic():
        for people in (2, 3):
            details = {"kind": "respondent", "people": people, "subjects": [], "reason": "x", "counts": {}}
            record_event("privacy.erased", assembly=assembly, actor=None, now=NOON, details=details)
    make_request(assembly, "answered")
    closed = close(assembly)
    later = NOON + timedelta(days=800)
    content = content_of(closed, later, number=1)
    assert section(content, "erased") == [
        {"kind": "privacy.erased:respondent", "n": 5, "first": "2026-03-02", "last": "2026-03-02"}
    ]
    (held,) = section(content, "held")
    assert (held["class"], held["n"], held["until"], held["is_overdue"]) == (
        "information_askers",
        1,
        "2027-03-02",
        True,
    )
    assert "1; should have been erased on 2 March 2027" in [
        str(line.value) for line in told(content).not_delivered
    ]


def test_colleagues_register_sections_of_their_own(assembly):
    register_closing_source(
        "⟪surveys⟫",
        70,
        "⟪Surveys⟫",
        lambda _assembly, _now: [{"label": "⟪Asked⟫", "value": 4, "tone": "bad"}],
    )
    try:
        shown = told(content_of(assembly, NOON, number=1))
        assert [(line.label, line.value) for line in shown.not_delivered if line.value == 4] == [
            ("⟪Asked⟫", 4)
        ]
    finally:
        del _sources["⟪surveys⟫"]


def test_open_matters_are_changed_and_removed_and_a_stale_form_is_noticed(assembly):
    matter = make_follow_up(assembly)
    assert make_follow_up(assembly) == matter
    fields = {"matter": "⟪Other⟫", "who": "⟪Office⟫", "contact": "⟪Phone⟫", "by_when": None, "note": ""}
    changed = change_follow_up(matter=matter, fields=fields, revision=1, **who())
    assert (changed.matter, changed.revision) == ("⟪Other⟫", 2)
    with pytest.raises(ChangedMeanwhile):
        change_follow_up(matter=matter, fields=fields, revision=1, **who())
    remove_follow_up(matter=matter, **who())
    assert not FollowUp.objects.exists()
    types = AuditEvent.objects.filter(type__startswith="close_out.").order_by("number")
    assert list(types.values_list("type", flat=True)) == [
        "close_out.matter_added",
        "close_out.matter_changed",
        "close_out.matter_removed",
    ]


def test_the_organiser_prepares_and_issues_it_and_the_public_reads_it(assembly, organiser, client_of, client):
    team = client_of(organiser)
    page = reverse("evaluation_close_out", args=[assembly.slug])
    public = reverse("public_close_out", args=[assembly.slug])
    assert "Must be done" in team.get(page).content.decode()
    new = reverse("evaluation_follow_up_new", args=[assembly.slug])
    wrong = team.post(new, {"matter": "⟪x⟫"})
    assert (wrong.status_code, "Name the office that follows it up." in wrong.content.decode()) == (422, True)
    team.post(new, {"matter": "⟪Bus lane⟫", "who": "⟪Roads⟫", "contact": "⟪0117 4960100⟫"})
    issue = reverse("evaluation_close_out_issue", args=[assembly.slug])
    assert team.post(issue, {"seen": 0}).status_code == 409
    close(assembly)
    assert client.get(public).status_code == 404
    assert "Everybody can read it" in team.post(issue, {"seen": 0}, follow=True).content.decode()
    refused = team.post(issue, {"seen": 1, "reason": ""})
    assert "Say why it replaces the one before." in refused.content.decode()
    issued = CloseOutCertificate.objects.get()
    shown = client.get(public).content.decode()
    assert "".join(f"<code>{group}</code>" for group in in_groups(issued.sha256)) in shown
    assert "⟪Bus lane⟫" in shown
    assert "The draw of the panel: Not published" in shown
    for form in ("close_out.json", "close_out.pdf", "close_out-large.pdf"):
        address = reverse("public_close_out_file", args=[assembly.slug, 1, form])
        assert client.get(address).content[:4] in (b'{"as', b"%PDF")
    data = client.get(reverse("public_close_out_file", args=[assembly.slug, 1, "close_out.json"])).content
    assert hashlib.sha256(data).hexdigest() == issued.sha256
    assert canonical(json.loads(data)) == data
    pdf = client.get(reverse("public_close_out_file", args=[assembly.slug, 1, "close_out.pdf"])).content
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "Not delivered as promised" in text
    assert " ".join(in_groups(issued.sha256)) in text
    nowhere = reverse("public_close_out_file", args=[assembly.slug, 1, "x.exe"])
    assert client.get(nowhere).status_code == 404


def test_one_that_was_replaced_stays_readable_and_says_so(assembly, client):
    make_certificate(assembly)
    make_certificate(assembly)
    close(assembly)
    public = reverse("public_close_out", args=[assembly.slug])
    assert "This certificate was replaced." in client.get(f"{public}?number=1").content.decode()
    newest = client.get(public).content.decode()
    assert "This certificate was replaced." not in newest
    assert "It replaces certificate 1:" in newest
    assert "⟪A day was wrong⟫" in newest


def test_members_may_not_and_strangers_find_nothing(assembly, client_of):
    make_certificate(assembly)
    member = AppointmentFactory(assembly=assembly, role="member").user
    for name in ("evaluation_close_out", "evaluation_close_out_issue"):
        address = reverse(name, args=[assembly.slug])
        assert client_of(member).get(address).status_code == 403
        assert client_of(UserFactory()).get(address).status_code == 404


def test_the_overview_points_to_it_once_the_assembly_is_closed(assembly, organiser, client_of):
    overview = reverse("overview", args=[assembly.slug])
    client = client_of(organiser)
    assert "Issue the close-out certificate" not in client.get(overview).content.decode()
    close(assembly)
    assert "Issue the close-out certificate" in client.get(overview).content.decode()
    make_certificate(Assembly.objects.get(pk=assembly.pk))
    assert "Issue the close-out certificate" not in client.get(overview).content.decode()


def test_an_assembly_with_something_open_is_closed_once_somebody_is_named_who_follows_it_up():
    assembly = AssemblyFactory(state="follow_up")
    make_plan(assembly)
    response = make_response(assembly, state="published")
    make_commitment(publish_version(make_response_version(response)))
    make_response(assembly)
    with pytest.raises(GateClosed) as refused:
        move_assembly(assembly=assembly, verb="close", reason="", **who())
    assert refused.value.blockers == [
        "One answer is still owed.",
        "One promise is not kept yet.",
        "Enter under Close-out who follows this up, and how they are reached.",
    ]
    make_follow_up(assembly)
    assert move_assembly(assembly=assembly, verb="close", reason="", **who()).state == "closed"


def test_an_assembly_with_nothing_open_is_closed_without_more_ado():
    assembly = AssemblyFactory(state="follow_up")
    make_plan(assembly)
    make_response(assembly, state="published")
    assert move_assembly(assembly=assembly, verb="close", reason="", **who()).state == "closed"


def test_a_certificate_says_in_french_what_other_parts_tell_of_promises_and_learning(assembly, client):
    make_promise(assembly, "delivered", delivered_on=DUE + timedelta(days=1))
    make_promise(assembly)
    make_edition(assembly)
    make_certificate(assembly)
    close(assembly)
    page = client.get(reverse("public_close_out", args=[assembly.slug]), {"language": "fr"}).content.decode()
    for said in (
        "Ce qui avait été promis au public",
        "1 sur 2, dont 0 à temps",
        "paru le 2 juin 2026, en retard",
        "promis pour le 1 juin 2026, pas paru",
        "Édition 1 des enseignements",
    ):
        assert said in page


def test_large_numbers_are_written_in_groups(assembly):
    for many in range(1, 4):
        details = {"addresses": 400 * many}
        record_event("wave.addresses_erased", assembly=assembly, actor=None, now=NOON, details=details)
    make_certificate(assembly)
    content = told(CloseOutCertificate.objects.get().content)
    erased = next(each for each in content.sections if each.key == "erased")
    assert [str(line.value) for line in erased.lines] == ["2,400, on 2 March 2026"]
