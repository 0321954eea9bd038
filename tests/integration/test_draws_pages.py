"""The pages of a draw, as organisers, observers, auditors, volunteers and anybody use them."""

import hashlib
import io
import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assembly.enums import Role
from assembly.models import Assembly, AuditEvent
from sortition.draw import read_auditor_bundle, read_own_opening, read_public_bundle
from sortition.enums import RunState
from sortition.enums_draws import DrawState, SourceKind
from sortition.models import Category, Draw, DrawEntrant, Respondent, Seat, Value
from sortition.own_opening_links import own_token
from sortition.selectors.draws import terms_digest
from sortition.services.respondents_erasure import erase_respondents
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_draws import HELD, make_draw
from tests.factories_runs import make_pool, make_run

pytestmark = pytest.mark.django_db


def address(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def text_of(answer):
    return answer.content.decode()


def terms(**fields):
    """What the form sends: a draw in the year after any test runs."""
    year = timezone.now().year + 1
    return {
        "way": "balls",
        "held_at": f"{year}-05-04T19:00",
        "deadline": f"{year}-05-04T22:00",
        "witnesses": "⟪Helen Marsh⟫\n⟪Yusuf Demir⟫",
        "void_rule": "⟪Void if nothing\nis drawn.⟫",
    } | fields


def test_an_organiser_prepares_and_an_observer_approves(assembly, organiser, observer, client_of):
    run = make_run(assembly, RunState.COMPLETED)
    mine, theirs = client_of(organiser), client_of(observer)
    done = mine.post(address("draw_new", assembly, run.number), terms())
    draw = Draw.objects.get()
    page = address("draw", assembly, draw.number)
    assert done.headers["Location"] == page
    assert (draw.void_rule, draw.witnesses) == (
        "⟪Void if nothing is drawn.⟫",
        ["⟪Helen Marsh⟫", "⟪Yusuf Demir⟫"],
    )
    assert draw.source == {"kind": "balls", "sides": 10, "count": 3, "lowest": 0}
    assert "A second person has to approve this draw" in text_of(mine.get(page))
    assert address("draw_approve", assembly, draw.number) in text_of(theirs.get(page))
    theirs.post(address("draw_approve", assembly, draw.number), {"seen": terms_digest(draw)})
    assert "Approved. Next: freeze and commit" in text_of(mine.get(page))
    assert theirs.post(address("draw_commit", assembly, draw.number)).status_code == 403
    assert "will happen" in text_of(mine.get(address("draw_commit", assembly, draw.number)))
    mine.post(address("draw_commit", assembly, draw.number))
    draw.refresh_from_db()
    assert draw.state == DrawState.COMMITTED
    shown = re.findall(r"<code>([0-9a-f]{4})</code>", text_of(mine.get(page)))
    assert "".join(shown) == draw.frozen_hash


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("held_at", "2020-01-01T10:00", "Name a time in the future."),
        ("deadline", "2021-01-01T10:00", "The deadline has to come after the draw."),
        ("witnesses", " \n ", "This field is required."),
        ("way", "guess", "Select a valid choice."),
    ],
)
def test_wrong_terms_are_told_at_their_field_and_what_was_typed_is_kept(
    assembly, organiser, client_of, *, field, value, sentence
):
    run = make_run(assembly, RunState.COMPLETED)
    answer = client_of(organiser).post(address("draw_new", assembly, run.number), terms(**{field: value}))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "⟪Void if nothing" in text_of(answer)
    assert not Draw.objects.exists()


def test_the_terms_are_changed_before_the_commitment_only(assembly, organiser, client_of):
    draw = make_draw(assembly)
    client = client_of(organiser)
    client.post(address("draw_edit", assembly, draw.number), terms(way="dice"))
    draw.refresh_from_db()
    assert draw.source == {"kind": "balls", "sides": 6, "count": 3, "lowest": 1}
    Draw.objects.filter(pk=draw.pk).update(state=DrawState.VOIDED, void_reason="x", voided_at=NOON)
    assert client.get(address("draw_edit", assembly, draw.number)).status_code == 404


def test_two_people_type_what_was_drawn_and_the_hall_sees_it_digit_by_digit(assembly, organiser, client_of):
    draw = make_draw(assembly, DrawState.COMMITTED)
    Draw.objects.filter(pk=draw.pk).update(deadline=timezone.now() + timedelta(days=9))
    frozen = address("draw_randomness", assembly, draw.number)
    client = client_of(organiser)
    hall = address("draw_night", assembly, draw.number)
    assert "The number is being drawn." in text_of(client.get(hall))
    first = client.post(frozen, {"by": "⟪Helen⟫", "goes": "47"})
    assert "⟪Helen⟫ has read the numbers. They are not shown here" in text_of(first)
    wrong = client.post(frozen, {"by": "⟪Yusuf⟫", "goes": "4 eleven"})
    assert (wrong.status_code, "Write only the numbers" in text_of(wrong)) == (422, True)
    assert Draw.objects.get().readings[0]["by"] == "⟪Helen⟫"


def test_the_hall_shows_as_many_digits_as_were_asked_for(assembly, observer, client_of):
    draw = make_draw(assembly, DrawState.RESOLVED)
    client, hall = client_of(observer), address("draw_night", assembly, draw.number)

    def digits(query):
        return re.findall(r'class="digit"[^>]*>(\d?)<', text_of(client.get(hall + query)))

    assert [digits(query) for query in ("", "?digits=1", "?digits=2", "?digits=99", "?digits=x")] == [
        ["", ""],
        ["4", ""],
        ["4", "7"],
        ["4", "7"],
        ["", ""],
    ]
    assert "Panel 47 is drawn." in text_of(client.get(f"{hall}?digits=2"))


def test_publishing_names_what_happens_and_leads_to_the_panel(assembly, organiser, client_of):
    draw = make_draw(assembly, DrawState.RESOLVED)
    client = client_of(organiser)
    assert "This cannot be undone" in text_of(client.get(address("draw_publish", assembly, draw.number)))
    after = client.post(address("draw_publish", assembly, draw.number), follow=True)
    assert "Panel 47 was drawn and published" in text_of(after)
    assert Seat.objects.filter(assembly=assembly).count() == 4
    again = client.post(address("draw_publish", assembly, draw.number), follow=True)
    assert Seat.objects.count() == 4
    assert "is not possible from" in text_of(again)


def test_a_draw_is_called_void_with_a_reason_and_witnesses(assembly, organiser, client_of):
    draw = make_draw(assembly, DrawState.COMMITTED)
    client, form = client_of(organiser), address("draw_void", assembly, draw.number)
    Draw.objects.filter(pk=draw.pk).update(committed_at=NOON)
    missing = client.post(form, {"reason": "⟪The tube broke⟫", "witnesses": ""})
    assert (missing.status_code, "Name who witnesses" in text_of(missing)) == (422, True)
    client.post(form, {"reason": "⟪The tube broke⟫", "witnesses": "⟪Helen⟫"})
    public = text_of(Client().get(address("public_draw", assembly, draw.number)))
    assert "The draw is void: ⟪The tube broke⟫" in public
    assert client.get(form).status_code == 404


def test_anybody_sees_committed_draws_and_all_runs_but_no_draft(assembly):
    assembly.state = "recruiting"
    assembly.save(update_fields=["state"])
    make_run(assembly, RunState.COMPLETED, is_test=True)
    draw = make_draw(assembly)
    listed = text_of(Client().get(address("public_draws", assembly)))
    assert "No draw has been frozen yet." in listed
    assert listed.count('<th scope="row">') == 2
    assert Client().get(address("public_draw", assembly, draw.number)).status_code == 404
    assembly.state = "draft"
    assembly.save(update_fields=["state"])
    assert Client().get(address("public_draws", assembly)).status_code == 404


def test_the_public_file_is_what_was_hashed(assembly):
    draw = make_draw(assembly, DrawState.PUBLISHED)
    data = Client().get(address("public_draw_file", assembly, draw.number)).content
    assert hashlib.sha256(data).hexdigest() == draw.bundle_hash
    assert read_public_bundle(data).frozen.hash == draw.frozen_hash


def test_an_auditor_takes_the_openings_away_and_the_record_says_so(assembly, organiser, observer, client_of):
    draw = make_draw(assembly, DrawState.PUBLISHED)
    file = address("draw_auditor_file", assembly, draw.number)
    auditor = AppointmentFactory(assembly=assembly, role=Role.AUDITOR).user
    audited = read_auditor_bundle(client_of(auditor).get(file).content)
    assert len(audited.openings) == draw.run.pool_size
    event = AuditEvent.objects.get(type="draw.auditor_exported")
    assert (event.actor, event.details["people"], event.details["purpose"]) == (auditor, 12, "⟪Tests⟫")
    assert client_of(observer).get(file).status_code == 403


def test_a_volunteer_sees_their_own_part_and_nobody_elses(assembly, organiser):
    draw = make_draw(assembly, DrawState.PUBLISHED)
    drawn = DrawEntrant.objects.filter(respondent__held_seats__isnull=False).first()
    other = DrawEntrant.objects.filter(respondent__held_seats__isnull=True).first()
    page = Client().get(reverse("own_opening", args=[own_token(drawn)]))
    assert "You are on the panel that was drawn." in text_of(page)
    assert "You are not on the panel that was drawn." in text_of(
        Client().get(reverse("own_opening", args=[own_token(other)]))
    )
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in page["Cache-Control"]
    own = read_own_opening(
        Client().get(f"{reverse('own_opening', args=[own_token(drawn)])}?form=json").content
    )
    assert (own.is_drawn, own.opening.reference) == (True, drawn.reference)
    guessed = f"{other.pk}-{own_token(drawn).partition('-')[2]}"
    for wrong in (guessed, own_token(drawn)[:-1], "x", "-", f"{10**30}-00", "١-00"):
        assert Client().get(reverse("own_opening", args=[wrong])).status_code == 404
    erase_respondents(pks=[other.respondent_id], assembly=assembly, actor=organiser, now=HELD, reason="x")
    assert Client().get(reverse("own_opening", args=[own_token(other)])).status_code == 404
    assert draw.entrants.count() == 12


def test_the_papers_tell_the_story_in_real_text(assembly, organiser, client_of):
    make_pool(assembly)
    # The letters' font has no marks of the made-up language.
    for model in (Respondent, Category, Value):
        field = "reference" if model is Respondent else "name"
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{field: getattr(row, field).strip("⟪⟫")})
    Assembly.objects.update(name="Riverbend", commissioning_authority="Riverbend Council")
    assembly.refresh_from_db()
    Respondent.objects.exclude(reference="R00001").update(address="7 High Street")
    draw = make_draw(assembly, DrawState.PUBLISHED)
    client = client_of(organiser)

    def pdf(name, query=""):
        answer = client.get(address(name, assembly, draw.number) + query, follow=True)
        assert answer["Content-Type"] == "application/pdf", text_of(answer)
        return PdfReader(io.BytesIO(answer.content))

    certificate = pdf("draw_certificate_pdf")
    words = " ".join(certificate.pages[0].extract_text().split())
    assert certificate.metadata.title.startswith("Certificate of the draw: ")
    for said in (
        "12 volunteers could be drawn for 4 seats",
        "4 7, read by",
        "stands for panel 47",
        draw.bundle_hash[:4],
    ):
        assert said in words
    panels = pdf("draw_panels_pdf")
    assert "Panel 99" in "".join(page.extract_text() for page in panels.pages)
    assert "Signatures" in pdf("draw_witnesses_pdf", "?large=1").pages[-1].extract_text()
    letters = pdf("draw_own_letters")
    assert "Yes, you were in the draw." in letters.pages[0].extract_text()
    assert AuditEvent.objects.get(type="draw.letters_exported").details["people"] == len(letters.pages) == 11


@pytest.mark.parametrize("kind", SourceKind)
def test_anybody_checks_a_file_and_a_changed_one_is_named(assembly, kind):
    draw = make_draw(assembly, DrawState.PUBLISHED, kind=kind)
    data = Client().get(address("public_draw_file", assembly, draw.number)).content

    def check(content, published):
        file = SimpleUploadedFile("draw.json", content)
        return Client().post(reverse("verify_draw"), {"file": file, "published": published})

    both = f"{draw.frozen_hash}\n{draw.bundle_hash}"
    assert "Everything that this file can show is in order" in text_of(check(data, both))
    changed = data.replace(
        f'"number":{draw.panel_number}'.encode(), f'"number":{draw.panel_number + 1}'.encode()
    )
    assert "This file is not in order" in text_of(check(changed, both))
    refused = check(b"\x00\xff", both)
    assert (refused.status_code, "This cannot be checked" in text_of(refused)) == (422, True)
    assert check(data, "x").status_code == 422


def test_the_program_that_checks_is_given_away(db):
    answer = Client().get(reverse("verify_program"))
    assert b"def examine" in answer.content
    assert "verify.py" in answer["Content-Disposition"]


def test_many_checks_from_one_connection_wait(db, settings):
    file = json.dumps({"kind": "public"}).encode()
    statuses = [
        Client()
        .post(reverse("verify_draw"), {"file": SimpleUploadedFile("a", file), "published": "0" * 64})
        .status_code
        for _ in range(31)
    ]
    assert (set(statuses[:30]), statuses[30]) == ({200}, 429)


def test_the_lists_cost_the_same_for_one_draw_and_for_three(
    assembly, organiser, client_of, django_assert_num_queries
):
    client = client_of(organiser)
    make_draw(assembly, DrawState.VOIDED)
    for name in ("draws", "public_draws"):
        client.get(address(name, assembly))

    counts = {}
    for name in ("draws", "public_draws"):
        with CaptureQueriesContext(connection) as one:
            client.get(address(name, assembly))
        counts[name] = len(one)
    make_draw(assembly, DrawState.VOIDED)
    make_draw(assembly, DrawState.VOIDED)
    for name, count in counts.items():
        with django_assert_num_queries(count):
            client.get(address(name, assembly))


def test_the_next_step_of_a_draw_stands_on_the_overview(assembly, organiser, client_of):
    draw = make_draw(assembly, actor=UserFactory())
    overview = text_of(client_of(organiser).get(reverse("overview", args=[assembly.slug])))
    assert f"Approve draw {draw.number}" in overview


@pytest.fixture
def beacon(settings):
    """A beacon on this machine that knows one round of one chain."""
    rounds = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = rounds.get(self.path)
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_args):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.BEACON_URL = f"http://127.0.0.1:{server.server_port}/"
        yield rounds
        server.shutdown()
        thread.join()


def test_the_named_round_is_fetched_from_the_beacon_and_looked_at_before_it_is_taken_in(
    assembly, organiser, client_of, beacon
):
    draw = make_draw(assembly, DrawState.COMMITTED, kind=SourceKind.BEACON)
    form, client = address("draw_randomness", assembly, draw.number), client_of(organiser)
    assert "Fetch it from the beacon" in text_of(client.get(form))
    assert "The beacon did not give the round" in text_of(client.post(form, {"fetch": "1"}))
    path = f"/{draw.source['chain']}/public/{draw.source['round']}"
    beacon[path] = {"round": draw.source["round"], "signature": "ab" * 48, "randomness": "cd" * 32}
    fetched = text_of(client.post(form, {"fetch": "1"}))
    assert ("ab" * 48 in fetched, "cd" * 32 in fetched) == (True, True)
    assert Draw.objects.get().state == DrawState.COMMITTED
