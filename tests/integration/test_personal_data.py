"""Personal data declare themselves; they are shown to their owner, erased everywhere, and not kept too long."""

import io
import json
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from assembly.clock import tick
from assembly.errors import AccountInUse, RetentionImpossible
from assembly.models import AuditEvent, EventDetails, RetentionPeriod, User
from assembly.personal_data import declaration_of, declarations, retention_classes, subject_kinds
from assembly.record import sentence_of
from assembly.record_check import check_chain, check_record
from assembly.services.accounts import erase_accounts
from assembly.services.erasure import complete_ledger, replay_erasures
from assembly.services.record import record_event
from assembly.services.retention import clocks_of, keep_for, months_after
from scheduling.models import Honorarium, PlanFacilitator, ProgrammeNotice
from scheduling.services.calendar_feeds import make_feed
from sortition.enums import ImportState, RespondentState
from sortition.models import (
    Answer,
    ImportTrace,
    PairDecision,
    PoolImport,
    PossibleMatch,
    Registration,
    RegistrationPage,
    Respondent,
    RespondentChange,
)
from sortition.services.imports_commit import commit_import
from sortition.services.respondents_erasure import erase_respondents, erase_upload_files
from tests.factories import (
    NOON,
    AppointmentFactory,
    AssemblyFactory,
    AuditEventFactory,
    InvitationFactory,
    StateEntryFactory,
    UserFactory,
)
from tests.factories_attendance import fill_attendance
from tests.factories_bodies import make_extension
from tests.factories_calls import make_answered, make_call, make_submission
from tests.factories_closing import make_request
from tests.factories_draws import make_panel
from tests.factories_evidence_items import fill_evidence
from tests.factories_evidence_witnesses import make_declared, make_release
from tests.factories_follow import make_concern, make_rating
from tests.factories_incidents import make_incident, make_note
from tests.factories_learning import make_entry, make_summary
from tests.factories_membership import fill_record
from tests.factories_messages import make_mailing
from tests.factories_money import make_claim, make_pay_details
from tests.factories_offers import make_attempt, make_offer
from tests.factories_outcomes import make_body, make_published, make_response, make_response_version
from tests.factories_packs import (
    make_delivery,
    make_issued,
    make_pack_notice,
    make_private_note,
    make_wish,
)
from tests.factories_people import make_members, member_of
from tests.factories_pool import AnswerFactory, RespondentFactory, dry_run_of
from tests.factories_programme import publish
from tests.factories_recommendations import fill_words_on_recommendations
from tests.factories_replacements import make_alternates
from tests.factories_seats import enter_draw
from tests.factories_secret_votes import make_turn
from tests.factories_sessions import make_duty, make_item, make_person_time, make_session
from tests.factories_surveys import fill_surveys
from tests.factories_tables import make_fixed, make_plan, make_rule
from tests.factories_waves import invited_at_home
from tests.factories_webhooks import make_hook

HOUSE = Path(settings.ROOT)
TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
MARK = "Wilhelmina Quartz"


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    settings.MEDIA_ROOT = tmp_path / "uploads"


def models_of_the_house():
    folders = {model: Path(model._meta.app_config.path) for model in apps.get_models()}
    ours = [model for model, folder in folders.items() if folder.is_relative_to(HOUSE)]
    return [model for model in ours if "site-packages" not in folders[model].parts]


def about_people(column):
    """Whether a field could hold something about a person: text, files, JSON, bytes; not a choice from a list."""
    return isinstance(column, TEXTS) and not column.choices


@pytest.mark.parametrize("model", models_of_the_house(), ids=lambda model: model._meta.label)
def test_every_field_that_could_be_about_people_is_declared(model):
    """A model added later is caught without being named."""
    declaration = declaration_of(model)
    assert declaration is not None, f"{model._meta.label} is not declared"
    said = {*declaration.personal, *declaration.sensitive, *declaration.impersonal}
    assert {column.name for column in model._meta.fields if about_people(column)} <= said
    assert said <= {column.name for column in model._meta.fields}


def test_whoever_holds_something_personal_says_what_for():
    """The record of processing and the notice are made of it."""
    for each in declarations():
        assert bool(each.purpose) or not (each.personal or each.sensitive), each.model
        assert not each.retention or each.retention in {known.key for known in retention_classes()}


def everything_in_the_database():
    """Read every cell of every table as text, packed ones unpacked."""
    import gzip

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                for cell in row:
                    if isinstance(cell, (bytes, memoryview)):
                        data = bytes(cell)
                        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
                        found.append(data.decode(errors="replace"))
                    else:
                        found.append(str(cell))
    return "\n".join(found)


def everything_in_files(folder):
    return "\n".join(path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())


def fill(row, declaration):
    """Write the mark into every declared text of a row; one without any may be append-only."""
    filled = []
    for name in (*declaration.personal, *declaration.sensitive):
        column = row._meta.get_field(name)
        is_known_by = isinstance(row, Respondent) and getattr(row, name)
        if is_known_by or isinstance(column, models.FileField | models.BinaryField):
            continue
        if isinstance(column, models.JSONField):
            setattr(row, name, {"changes": [MARK]})
        elif isinstance(column, models.CharField | models.TextField):
            setattr(row, name, MARK[: column.max_length])
        else:
            continue
        filled.append(name)
    if filled:
        row.save()


def pk_of(row):
    return row.pk


@pytest.fixture
def wilhelmina(assembly, organiser):
    """A respondent who came by a file, answered, was corrected by hand, and is named in others' entries."""
    file = (
        f"id,name,family,email,phone,street,Age\n"
        f'w1,Wilhelmina,Quartz,wilhelmina@quartz.example,0117 4960123,"{MARK}, 7 Opal Street",30\n'
        f"x2,Xaver,Yard,xaver@yard.example,0117 4960999,8 Opal Street,30\n"
    ).encode()
    checked = dry_run_of(
        assembly,
        organiser,
        file,
        columns={
            "name": "field:first_name",
            "family": "field:last_name",
            "email": "field:email",
            "phone": "field:phone",
            "street": "field:address",
            "Age": "new",
        },
    )
    commit_import(pool_import=checked, digest=checked.result["digest"], actor=organiser, now=NOON)
    person = Respondent.objects.get(reference="w1")
    other = Respondent.objects.get(reference="x2")
    PossibleMatch.objects.create(
        assembly=assembly,
        kind="person",
        first=min(person, other, key=pk_of),
        second=max(person, other, key=pk_of),
        score=50,
    )
    page = RegistrationPage.objects.create(assembly=assembly, code="c1")
    Registration.objects.create(respondent=person, page=page, token=uuid.uuid4(), language="en")
    invited_at_home(person)
    fill_record(person)
    make_incident(assembly, account=f"{MARK} fell on the stairs", step=f"Called {MARK}")
    make_note(assembly, text=f"{MARK.upper()} asked for a chair near the door")
    make_mailing(assembly, to=person)
    enter_draw(person)
    make_attempt(make_offer(person=person))
    make_alternates(assembly, people=[person])
    member = member_of(person)
    session = make_session(assembly)
    make_item(session, people=(member,))
    version = publish(assembly, actor=organiser)
    make_person_time(member, session)
    fill_attendance(member, session)
    make_duty(session, member)
    make_claim(member)
    make_pay_details(member)
    Honorarium.objects.create(session=session, person=member, halves=1, amount=75, made_at=NOON)
    plan = make_plan(session)
    PlanFacilitator.objects.create(plan=plan, round=1, table=plan.tables.get(number=2), person=member)
    make_fixed(session, member)
    make_rule(member, *make_members(assembly, 1))
    ProgrammeNotice.objects.create(version=version, person=member)
    make_pack_notice(make_delivery(make_issued(assembly), member))
    make_wish(member)
    make_private_note(member)
    make_answered(assembly, asked_by=member, text=f"{MARK} asks why", answer=f"{MARK} is right")
    make_submission(make_call(assembly), text=f"My neighbour {MARK} coughs")
    make_feed(assembly=assembly, person=member, actor=organiser, now=NOON)
    make_release(make_declared(assembly, why=f"{MARK} knows her"), on_behalf=f"By {MARK}")
    fill_evidence(assembly, MARK)
    fill_words_on_recommendations(member, MARK)
    drafted = make_response(assembly, state="drafting", body=make_body(assembly, "⟪Office⟫", head_name=MARK))
    make_response_version(drafted, text=f"{MARK} said so", reasons=MARK, by_whom=MARK)
    make_extension(drafted, reason=f"{MARK} is away")
    answer = make_published(assembly)
    make_concern(answer, raised_by=member, text=f"{MARK} disagrees")
    make_rating(answer, member)
    make_turn(member)
    make_entry(assembly, text=f"{MARK} told us so")
    make_summary(assembly, advice=f"Ask {MARK}")
    make_request(assembly, asked_by=MARK, subject=f"What did {MARK} say?")
    fill_surveys(member, MARK)
    make_hook(assembly, purpose=f"{MARK} looks after it")
    with transaction.atomic():
        for details in ({"note": "spoke with WILHELMINA Quartz"}, {"mail": "wilhelmina@quartz.example"}):
            record_event("pool.note", assembly=assembly, actor=organiser, now=NOON, details=details)
        event = record_event(
            "respondent.changed",
            obj=person,
            assembly=assembly,
            actor=organiser,
            now=NOON,
            details={"x": "Opal"},
        )
        RespondentChange.objects.create(event=event, respondent=person, before={"address": "1 Opal Street"})
    return person


def traces_of(person):
    """Every text by which somebody could be found again."""
    return {person.email, person.phone, f"{person.first_name} {person.last_name}", person.last_name, MARK}


@pytest.mark.django_db(transaction=True)
def test_an_erased_person_is_nowhere_in_the_database_or_the_files(assembly, organiser, wilhelmina):
    """Every declared model is filled first, so that a model of tomorrow is searched as well."""
    for declaration in declarations():
        if "respondent" in declaration.rows:
            rows = list(declaration.rows["respondent"]([wilhelmina.pk]))
            assert rows, f"nothing of {declaration.model._meta.label} is about the person of this test"
            for row in rows:
                fill(row, declaration)
    traces = traces_of(wilhelmina)
    before = everything_in_the_database() + everything_in_files(Path(settings.MEDIA_ROOT))
    assert all(trace.casefold() in before.casefold() for trace in traces)
    erased = erase_respondents(
        pks=[wilhelmina.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked by letter"
    )
    assert erased == 1
    after = everything_in_the_database() + everything_in_files(Path(settings.MEDIA_ROOT))
    assert [trace for trace in traces if trace.casefold() in after.casefold()] == []
    assert check_chain(assembly.pk).faults == []
    assert check_chain(assembly.pk).erased >= 3


@pytest.mark.django_db(transaction=True)
def test_statistics_and_other_people_stay(assembly, organiser, wilhelmina):
    """The value of each answer stays with the stub; the other volunteer is as before."""
    answers = Answer.objects.filter(respondent=wilhelmina).count()
    other = Respondent.objects.filter(reference="x2").values().get()
    erase_respondents(pks=[wilhelmina.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    stub = Respondent.objects.get(pk=wilhelmina.pk)
    assert (stub.state, stub.reference, str(stub)) == ("erased", f"erased-{stub.pk}", f"erased-{stub.pk}")
    assert (stub.born_on, stub.household_key, stub.row_digest) == (None, "", "")
    assert Answer.objects.filter(respondent=stub, value__isnull=False).count() == answers
    assert Respondent.objects.filter(reference="x2").values().get() == other


@pytest.mark.django_db(transaction=True)
def test_the_record_says_that_somebody_was_erased_and_by_whom(assembly, organiser, wilhelmina):
    """With figures, and in a sentence; erasing again does nothing."""
    erase_respondents(pks=[wilhelmina.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    event = AuditEvent.objects.get(type="privacy.erased")
    assert event.details["subjects"] == [wilhelmina.pk]
    assert event.details["counts"]["sortition.respondent"] == 1
    assert sentence_of(event) == f"{organiser.name} erased the data of 1 person: Asked"
    again = erase_respondents(
        pks=[wilhelmina.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked"
    )
    assert again == 0
    assert AuditEvent.objects.filter(type="privacy.erased").count() == 1


@pytest.mark.django_db(transaction=True)
def test_entries_that_were_merged_are_erased_together(assembly, organiser):
    """They are one person, over as many merges as there are; somebody found to be another stays."""
    people = [RespondentFactory(assembly=assembly) for _ in range(4)]
    for first, second, verdict in ((0, 1, "merged"), (1, 2, "merged"), (2, 3, "different")):
        PairDecision.objects.create(
            assembly=assembly,
            first=people[first],
            second=people[second],
            verdict=verdict,
            decided_at=NOON,
            decided_by=organiser,
        )
    erase_respondents(pks=[people[0].pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    states = [Respondent.objects.get(pk=person.pk).state for person in people]
    assert states == ["erased", "erased", "erased", "pool"]


@pytest.mark.django_db(transaction=True)
def test_nobody_of_another_assembly_is_erased(assembly, organiser):
    """Whatever numbers are sent."""
    stranger = RespondentFactory()
    erased = erase_respondents(pks=[stranger.pk], assembly=assembly, actor=organiser, now=NOON, reason="x")
    assert erased == 0
    assert Respondent.objects.get(pk=stranger.pk).email == stranger.email


@pytest.mark.django_db(transaction=True)
def test_a_drawn_person_can_be_erased_and_the_run_keeps_its_proof(assembly, organiser):
    """The run knows people by number only."""
    run = make_panel(assembly)
    member = assembly.respondents.filter(state=RespondentState.SELECTED).first()
    snapshot = bytes(run.data.snapshot)
    erase_respondents(pks=[member.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    run.data.refresh_from_db()
    assert bytes(run.data.snapshot) == snapshot


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_fails_erases_nothing(assembly, organiser, wilhelmina):
    """One transaction: files go only after it."""
    files = sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*.*"))
    with transaction.atomic():
        erase_respondents(pks=[wilhelmina.pk], assembly=assembly, actor=organiser, now=NOON, reason="x")
        transaction.set_rollback(True)
    assert Respondent.objects.get(pk=wilhelmina.pk).last_name == "Quartz"
    assert sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*.*")) == files
    assert not Path(settings.ERASURE_LEDGER).exists()


@pytest.mark.django_db(transaction=True)
def test_erasures_are_repeated_after_a_backup_was_put_back(assembly, organiser, wilhelmina):
    """From the ledger beside the database; whoever is erased already is passed over."""
    stored = Respondent.objects.filter(pk=wilhelmina.pk).values().get()
    erase_respondents(pks=[wilhelmina.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    assert replay_erasures(now=NOON, reason="again") == 0
    Respondent.objects.filter(pk=wilhelmina.pk).update(**stored)
    said = io.StringIO()
    call_command("replay_erasures", stdout=said)
    assert said.getvalue() == "Erased again: 1\n"
    assert Respondent.objects.get(pk=wilhelmina.pk).email == ""


@pytest.mark.django_db(transaction=True)
def test_a_ledger_that_a_crash_left_behind_is_completed_by_the_clock(assembly, organiser, wilhelmina):
    """The record knows who was erased; half a line is passed over."""
    erase_respondents(pks=[wilhelmina.pk], assembly=assembly, actor=organiser, now=NOON, reason="Asked")
    ledger = Path(settings.ERASURE_LEDGER)
    ledger.write_text('{"kind": "respon\n')
    assert complete_ledger(NOON) == 1
    assert complete_ledger(NOON) == 0
    assert json.loads(ledger.read_text().splitlines()[-1])["subject"] == wilhelmina.pk


@pytest.mark.django_db(transaction=True)
def test_an_account_without_roles_can_be_erased(organiser):
    """The record goes on naming it, by a number."""
    user = UserFactory(name="Wilhelmina Quartz", email="wilhelmina@quartz.example")
    InvitationFactory(email="wilhelmina@quartz.example", name="Wilhelmina Quartz")
    event = AuditEventFactory(actor=user, details={"about": "wilhelmina@quartz.example"})
    assert erase_accounts(pks=[user.pk], assembly=None, actor=organiser, now=NOON, reason="Asked") == 1
    user.refresh_from_db()
    assert (str(user), user.is_active, user.has_usable_password()) == (
        f"Erased account {user.pk}",
        False,
        False,
    )
    assert "quartz" not in everything_in_the_database().casefold()
    assert AuditEvent.objects.get(pk=event.pk).actor == user
    assert [report.faults for report in check_record()] == [[] for _ in check_record()]
    assert erase_accounts(pks=[user.pk], assembly=None, actor=organiser, now=NOON, reason="Asked") == 0


@pytest.mark.django_db
def test_an_account_with_a_role_is_kept(assembly, organiser, administrator):
    """So are platform administrators."""
    for user in (organiser, administrator):
        with pytest.raises(AccountInUse):
            erase_accounts(pks=[user.pk], assembly=None, actor=None, now=NOON, reason="x")
    assert User.objects.get(pk=organiser.pk).is_active


def entered(assembly, state, at):
    StateEntryFactory(assembly=assembly, state=state, entered_at=at)


def clock_of(assembly, key):
    return next(clock for clock in clocks_of(assembly) if clock.retention.key == key)


@pytest.mark.django_db
def test_clocks_start_with_what_they_count_from(assembly):
    """And stand until then."""
    RespondentFactory(assembly=assembly)
    RespondentFactory(assembly=assembly, state="selected")
    waiting = {clock.retention.key: clock.waiting for clock in clocks_of(assembly)}
    assert {key for key, people in waiting.items() if people} == {"not_selected", "selected"}
    assert {clock.due for clock in clocks_of(assembly)} == {None}
    entered(assembly, "reported", datetime(2026, 8, 31, 12, tzinfo=UTC))
    assert clock_of(assembly, "not_selected").due == date(2027, 2, 28)
    assert clock_of(assembly, "selected").due is None
    entered(assembly, "closed", datetime(2027, 1, 15, 12, tzinfo=UTC))
    assert clock_of(assembly, "selected").due == date(2029, 1, 15)


@pytest.mark.django_db(transaction=True)
def test_the_clock_erases_what_is_due_and_nothing_else(assembly, organiser):
    """On the day, not before; a second tick finds nothing."""
    waiting = RespondentFactory(assembly=assembly)
    drawn = RespondentFactory(assembly=assembly, state="selected")
    elsewhere = RespondentFactory()
    reported = datetime(2026, 3, 2, 12, tzinfo=UTC)
    entered(assembly, "reported", reported)

    def handled(now):
        return next(result for result in tick(now) if result.name == "assembly.retention")

    assert handled(datetime(2026, 9, 1, 12, tzinfo=UTC)).handled == 0
    result = handled(datetime(2026, 9, 2, 12, tzinfo=UTC))
    assert (result.handled, result.error) == (1, "")
    assert handled(datetime(2026, 9, 2, 12, tzinfo=UTC)).handled == 0
    states = [Respondent.objects.get(pk=each.pk).state for each in (waiting, drawn, elsewhere)]
    assert states == ["erased", "selected", "pool"]
    assert AuditEvent.objects.get(type="privacy.erased").actor is None


@pytest.mark.django_db(transaction=True)
def test_many_people_are_erased_in_one_go(assembly):
    """The number of queries does not grow with every person: a hundred cost a few more than twenty at most."""
    counts = []
    for many in (20, 100):
        pks = [person.pk for person in RespondentFactory.create_batch(many, assembly=assembly)]
        with CaptureQueriesContext(connection) as queries:
            assert erase_respondents(pks=pks, assembly=assembly, actor=None, now=NOON, reason="due") == many
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 4


@pytest.mark.django_db(transaction=True)
def test_uploaded_files_go_and_what_they_brought_stays(assembly, organiser, wilhelmina):
    """The import's page stays; it cannot be undone any more."""
    assert erase_upload_files(assembly=assembly, actor=organiser, now=NOON) == 1
    assert everything_in_files(Path(settings.MEDIA_ROOT, "pool-imports")) == ""
    assert PoolImport.objects.get().state == ImportState.COMMITTED
    assert not ImportTrace.objects.exists()
    assert Respondent.objects.get(pk=wilhelmina.pk).last_name == "Quartz"
    assert erase_upload_files(assembly=assembly, actor=organiser, now=NOON) == 0


@pytest.mark.django_db
def test_a_period_is_changed_and_recorded(assembly, organiser):
    """Within limits; the same again changes nothing."""
    keep_for(assembly=assembly, data_class="selected", months=12, actor=organiser, now=NOON)
    keep_for(assembly=assembly, data_class="selected", months=12, actor=organiser, now=NOON)
    keep_for(assembly=assembly, data_class="nonsense", months=12, actor=organiser, now=NOON)
    assert clock_of(assembly, "selected").months == 12
    event = AuditEvent.objects.get(type="privacy.retention_changed")
    assert event.details == {"class": "selected", "from": 24, "to": 12}
    with pytest.raises(RetentionImpossible):
        keep_for(assembly=assembly, data_class="selected", months=241, actor=organiser, now=NOON)
    assert RetentionPeriod.objects.count() == 1


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), months=st.integers(0, 240))
def test_months_after_a_day(day, months):
    """The right month; the same day of it, or its last."""
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_a_copy_holds_everything_about_the_person_and_nobody_else(assembly, organiser, wilhelmina, client_of):
    """As JSON and as PDF, in both sizes; each copy is in the record."""
    client = client_of(organiser)
    url = f"/assemblies/{assembly.slug}/privacy/respondent/{wilhelmina.pk}/"
    page = client.get(url).content.decode()
    copy = client.get(f"{url}json/")
    assert copy["Content-Disposition"].startswith("attachment;")
    for text in (page, copy.content.decode()):
        assert "wilhelmina@quartz.example" in text
        assert "0117 4960123" in text
        assert "yard.example" not in text
    for form in ("pdf", "large"):
        text = "".join(
            p.extract_text() for p in PdfReader(io.BytesIO(client.get(f"{url}{form}/").content)).pages
        )
        assert "wilhelmina@quartz.example" in text.replace("\n", "")
        assert "yard.example" not in text
    types = (
        AuditEvent.objects.filter(type__startswith="privacy.").order_by("pk").values_list("type", flat=True)
    )
    assert list(types) == ["privacy.shown", "privacy.copied", "privacy.copied", "privacy.copied"]


def test_erasing_asks_once_and_for_a_reason(assembly, organiser, client_of, wilhelmina):
    """The page says what goes."""
    client = client_of(organiser)
    url = f"/assemblies/{assembly.slug}/privacy/respondent/{wilhelmina.pk}/erase/"
    assert "cannot be undone" in client.get(url).content.decode()
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert "Say why the data are erased." in refused.content.decode()
    done = client.post(url, {"reason": "Asked by letter"}, follow=True)
    assert "The data are erased." in done.content.decode()
    assert Respondent.objects.get(pk=wilhelmina.pk).state == "erased"
    assert "erased already" in client.post(url, {"reason": "Again"}, follow=True).content.decode()


def test_an_account_in_use_is_not_erased_from_the_page(assembly, organiser, client_of):
    """The page says what to do first."""
    colleague = AppointmentFactory(assembly=assembly).user
    url = f"/assemblies/{assembly.slug}/privacy/account/{colleague.pk}/erase/"
    answer = client_of(organiser).post(url, {"reason": "Left"})
    assert answer.status_code == 409
    assert "Take away all roles" in answer.content.decode()


@pytest.mark.parametrize("kind", ["respondent", "account", "nonsense"])
def test_people_of_other_assemblies_are_not_found(assembly, organiser, client_of, kind):
    """Neither shown nor copied nor erased."""
    pk = {"respondent": lambda: RespondentFactory().pk, "account": lambda: UserFactory().pk}.get(
        kind, lambda: 1
    )()
    client = client_of(organiser)
    for part in ("", "json/", "erase/"):
        assert client.get(f"/assemblies/{assembly.slug}/privacy/{kind}/{pk}/{part}").status_code == 404


def test_periods_are_changed_on_the_page(assembly, organiser, observer, client_of):
    """By organisers; a mistake is shown beside its row, observers only look."""
    url = f"/assemblies/{assembly.slug}/privacy/"
    client = client_of(organiser)
    wrong = client.post(url, {"data_class": "selected", "months": "x"})
    assert wrong.status_code == 422
    assert "Write a whole number of months." in wrong.content.decode()
    assert (
        "The period is saved."
        in client.post(url, {"data_class": "selected", "months": "7"}, follow=True).content.decode()
    )
    assert clock_of(assembly, "selected").months == 7
    seen = client_of(observer).get(url).content.decode()
    assert "7 months after the assembly was closed" in seen
    assert "Save<span" not in seen
    assert client_of(observer).post(url, {"data_class": "selected", "months": "9"}).status_code == 403


def test_the_notice_is_public_once_the_assembly_is(client, db):
    """Made of the same declarations and clocks."""
    draft, announced = AssemblyFactory(), AssemblyFactory(state="announced")
    assert client.get(f"/privacy/{draft.slug}/").status_code == 404
    assert client.get("/privacy/nonsense/").status_code == 404
    text = client.get(f"/privacy/{announced.slug}/").content.decode()
    assert "24 months after the assembly was closed or cancelled" in text
    assert "You need not say why" in text


def test_every_kind_of_person_has_somebody_to_ask_for(db):
    """A kind without rows could never be erased."""
    for kind in subject_kinds():
        assert any(kind.key in each.rows for each in declarations())
        assert kind.not_erased([]) == []
        assert kind.texts([]) == []


def test_answers_of_test_entries_are_erased_too(assembly, organiser):
    """They can hold real names as well."""
    person = RespondentFactory(assembly=assembly, is_test=True)
    answer = AnswerFactory(respondent=person, value__category__assembly=assembly, raw="as Grace said")
    erase_respondents(pks=[person.pk], assembly=assembly, actor=organiser, now=NOON, reason="x")
    assert Answer.objects.get(pk=answer.pk).raw == ""
    assert EventDetails.objects.filter(text__contains="Grace").count() == 0
