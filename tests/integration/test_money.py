"""Honoraria follow attendance, claims are decided by a second person, payments pay each thing once."""

import csv
import io
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.enums import Role
from assembly.errors import IllegalMove, ReasonMissing
from assembly.models import AuditEvent, Person
from scheduling.enums import Half
from scheduling.errors import MoneyRefused
from scheduling.exports_payments import payment_csv
from scheduling.models import Attendance, ExpenseClaim, Honorarium, PayDetails, Payment
from scheduling.receipt_files import checked_receipt
from scheduling.selectors.money import lines_of, money_by_session, money_figures, overpaid_at
from scheduling.services.claims import (
    Spent,
    answer_query,
    approve_claim,
    ask_about_claim,
    refuse_claim,
    submit_claim,
)
from scheduling.services.honoraria import approve_honoraria, move_honorarium, work_out_honoraria
from scheduling.services.money_terms import save_pay_details
from scheduling.services.payments import cancel_payment, make_payment, settle_payment
from tests.clamd_server import SCANNER, ClamdServer
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_money import (
    IBAN,
    attend,
    make_claim,
    make_honoraria,
    make_own_claim,
    make_pay_details,
    make_payable,
    picture,
)
from tests.factories_people import make_members
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def rows_of(session):
    return [
        (row.row, row.halves, row.amount, row.state) for row in Honorarium.objects.filter(session=session)
    ]


def refused(code, service, **said):
    with pytest.raises(MoneyRefused) as refusal:
        service(**said)
    assert refusal.value.code == code


def test_who_attended_gets_the_rate_for_each_half(assembly):
    session = make_honoraria(assembly, people=2)
    first = Honorarium.objects.filter(session=session).first()
    Attendance.objects.filter(person=first.person, half=Half.SECOND).update(state="absent")
    assert work_out_honoraria(session=session, actor=UserFactory(), now=NOON) == 1
    assert rows_of(session) == [(1, 1, Decimal(75), "due"), (1, 2, Decimal(150), "due")]


def test_working_out_again_changes_nothing(assembly):
    session = make_honoraria(assembly)
    assert work_out_honoraria(session=session, actor=UserFactory(), now=NOON) == 0


def test_nothing_is_worked_out_before_a_session_is_closed_or_without_rates(assembly):
    refused("not_closed", work_out_honoraria, session=make_session(assembly), actor=UserFactory(), now=NOON)
    closed = make_session(assembly, state="closed")
    refused("no_rates", work_out_honoraria, session=closed, actor=UserFactory(), now=NOON)


def test_a_sheet_that_comes_late_adds_a_row_beside_what_is_approved(assembly):
    session = make_honoraria(assembly, people=1)
    person = Honorarium.objects.get().person
    Attendance.objects.filter(half=Half.SECOND).update(state="absent")
    work_out_honoraria(session=session, actor=UserFactory(), now=NOON)
    approve_honoraria(session=session, seen=Decimal(75), actor=UserFactory(), now=NOON)
    Attendance.objects.filter(half=Half.SECOND).update(state="present")
    work_out_honoraria(session=session, actor=UserFactory(), now=NOON)
    assert rows_of(session) == [(1, 1, Decimal(75), "approved"), (2, 1, Decimal(75), "due")]
    Attendance.objects.all().update(state="absent")
    work_out_honoraria(session=session, actor=UserFactory(), now=NOON)
    assert rows_of(session) == [(1, 1, Decimal(75), "approved")]
    assert [(each.person, each.approved, each.attended) for each in overpaid_at(session)] == [(person, 1, 0)]


def test_an_approval_is_of_the_sum_that_was_seen(assembly):
    session = make_honoraria(assembly)
    refused("changed", approve_honoraria, session=session, seen=Decimal(299), actor=UserFactory(), now=NOON)
    assert {row.state for row in Honorarium.objects.all()} == {"due"}


def test_one_that_is_not_paid_says_why_and_is_restored(assembly):
    make_honoraria(assembly, people=1)
    row, who = Honorarium.objects.get(), {"actor": UserFactory(), "now": NOON}
    with pytest.raises(ReasonMissing):
        move_honorarium(honorarium=row, verb="waive", reason=" ", **who)
    assert move_honorarium(honorarium=row, verb="waive", reason="⟪Her wish⟫", **who).reason == "⟪Her wish⟫"
    assert move_honorarium(honorarium=row, verb="restore", reason="", **who).state == "due"
    with pytest.raises(IllegalMove):
        move_honorarium(honorarium=row, verb="take_back", reason="", **who)


def spent(**fields):
    return Spent(
        **{"kind": "travel", "words": "⟪Bus⟫", "spent_on": date(2026, 3, 1), "amount": Decimal(8)} | fields
    )


@pytest.mark.parametrize(
    ("fields", "receipts", "code"),
    [
        ({"spent_on": date(2026, 3, 3)}, True, "to_come"),
        ({"spent_on": date(2025, 11, 30)}, True, "too_late"),
        ({"amount": None}, True, "no_amount"),
        ({"kind": "mileage", "miles": None}, True, "no_amount"),
        ({"amount": Decimal("10.01")}, False, "no_receipt"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(assembly, fields, receipts, code):
    person = make_members(assembly, 1)[0]
    refused(
        code,
        submit_claim,
        person=person,
        spent=spent(**fields),
        way="self",
        token=uuid.uuid4(),
        receipts=[checked_receipt(picture(), "a.png")] if receipts else [],
        actor=UserFactory(),
        now=NOON,
    )
    assert not ExpenseClaim.objects.exists()


def test_staff_enter_what_came_late_or_with_a_receipt_on_paper(assembly):
    person = make_members(assembly, 1)[0]
    claim = submit_claim(
        person=person,
        spent=spent(spent_on=date(2025, 1, 1), amount=Decimal(90)),
        way="paper",
        token=uuid.uuid4(),
        receipts=[],
        actor=UserFactory(),
        now=NOON,
    )
    assert (claim.number, claim.state) == (1, "submitted")


def test_miles_are_paid_by_the_terms_whatever_the_form_said(assembly):
    claim = make_claim(make_members(assembly, 1)[0], kind="mileage", miles=21, amount=Decimal(900))
    assert (claim.miles, claim.amount) == (21, Decimal("9.45"))


def test_the_same_form_sent_twice_is_one_claim(assembly):
    person, token = make_members(assembly, 1)[0], uuid.uuid4()
    said = {
        "person": person,
        "spent": spent(),
        "way": "self",
        "token": token,
        "actor": UserFactory(),
        "now": NOON,
    }
    file = checked_receipt(picture(), "a.png")
    assert submit_claim(receipts=[file], **said) == submit_claim(receipts=[file], **said)
    assert ExpenseClaim.objects.count() == 1


def test_nobody_decides_about_a_claim_that_they_entered_or_that_is_their_own(assembly):
    clerk = UserFactory()
    claimant = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    person = make_members(assembly, 1, user=claimant)[0]
    claim = make_claim(person, actor=clerk)
    for user in (clerk, claimant):
        said = {"claim": claim, "actor": user, "now": NOON, "remark": "⟪why⟫"}
        refused("own_claim", approve_claim, granted=claim.amount, **said)
        refused("own_claim", ask_about_claim, **said)
        refused("own_claim", refuse_claim, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseClaim.objects.filter(pk=claim.pk).update(decided_by=clerk)


def test_less_is_granted_only_with_a_reason_and_never_more(assembly):
    claim = make_claim(make_members(assembly, 1)[0])
    said = {"claim": claim, "actor": UserFactory(), "now": NOON}
    refused("out_of_range", approve_claim, granted=Decimal("8.41"), remark="", **said)
    with pytest.raises(ReasonMissing):
        approve_claim(granted=Decimal(5), remark=" ", **said)
    assert approve_claim(granted=Decimal(5), remark="⟪One way⟫", **said).granted == Decimal(5)


def test_a_question_goes_to_the_claimant_and_the_answer_back_to_the_team(assembly):
    claim = make_claim(make_members(assembly, 1)[0])
    asked = ask_about_claim(claim=claim, remark="⟪Which bus?⟫", actor=UserFactory(), now=NOON)
    assert asked.state == "queried"
    owner = claim.submitted_by
    more = checked_receipt(picture("blue"), "b.png")
    answered = answer_query(claim=asked, words="⟪Bus 4⟫", receipts=[more, more], actor=owner, now=NOON)
    assert (answered.state, answered.words, answered.receipts.count()) == ("submitted", "⟪Bus 4⟫", 2)
    with pytest.raises(IllegalMove):
        answer_query(claim=answered, words="", receipts=[], actor=owner, now=NOON)


def test_a_payment_holds_what_is_approved_and_pays_it_once(assembly):
    payment = make_payable(assembly)
    assert [line.amount for line in lines_of(payment)] == [Decimal(150), Decimal(150)]
    refused("nothing", make_payment, assembly=assembly, seen=Decimal(0), actor=UserFactory(), now=NOON)
    settle_payment(payment=payment, paid_on=NOON.date(), actor=UserFactory(), now=NOON)
    assert {row.state for row in Honorarium.objects.all()} == {"paid"}
    with pytest.raises(IllegalMove):
        cancel_payment(payment=payment, actor=UserFactory(), now=NOON)


def test_a_payment_that_is_cancelled_leaves_everything_for_the_next(assembly):
    payment = make_payable(assembly)
    cancel_payment(payment=payment, actor=UserFactory(), now=NOON)
    again = make_payment(assembly=assembly, seen=Decimal(300), actor=UserFactory(), now=NOON)
    assert (again.number, [line.amount for line in lines_of(payment)]) == (2, [])


def test_who_cannot_be_paid_yet_waits_for_the_next_payment(assembly):
    first, second = make_members(assembly, 2)
    make_claim(first, state="approved")
    make_claim(second, state="approved", amount=Decimal(3))
    make_pay_details(second)
    payment = make_payment(assembly=assembly, seen=Decimal(3), actor=UserFactory(), now=NOON)
    assert [line.person for line in lines_of(payment)] == [second]


def test_what_is_in_a_payment_is_not_asked_about_or_taken_back(assembly):
    payment = make_payable(assembly)
    row = payment.honoraria.first()
    refused(
        "in_payment",
        move_honorarium,
        honorarium=row,
        verb="take_back",
        reason="",
        actor=UserFactory(),
        now=NOON,
    )


def test_the_file_for_the_bank_has_accounts_whole_and_no_formula(assembly):
    member = make_members(assembly, 1, name="=⟪cmd⟫")[0]
    make_claim(member, state="approved")
    make_pay_details(member, account="20000055779911")
    payment = make_payment(assembly=assembly, seen=Decimal("8.40"), actor=UserFactory(), now=NOON)
    rows = list(csv.reader(io.StringIO(payment_csv(payment, lines_of(payment)).decode("utf-8-sig"))))
    reference = f"P1-{member.pk}"
    assert rows[1] == [
        "'=⟪cmd⟫",
        "Bank transfer",
        "⟪Grace Adeyemi⟫",
        "'20000055779911",
        "8.40",
        "GBP",
        reference,
        "0.00",
        "8.40",
    ]


def test_sums_are_told_to_the_penny_by_session_with_as_many_queries_for_three_as_for_one(
    assembly, organiser, client_of, django_assert_num_queries
):
    make_honoraria(assembly)
    make_claim(Person.objects.first(), state="approved")
    assert str(money_figures(assembly).approved) == "8.40"
    with django_assert_num_queries(2):
        assert [(each.due, each.paid) for each in money_by_session(assembly)] == [(Decimal("300.00"), 0)]
    for _time in range(2):
        make_honoraria(assembly)
    with django_assert_num_queries(2):
        assert len(money_by_session(assembly)) == 3
    page = client_of(organiser).get(reverse("payments", args=[assembly.slug])).content.decode()
    assert "8.40 GBP" in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("gb29 nwbk 6016 1331 9268 19", IBAN), ("20-00-00 55779911", "20000055779911")],
)
def test_accounts_are_kept_without_marks(assembly, typed, kept):
    person = make_members(assembly, 1)[0]
    said = {"person": person, "way": "bank", "holder": "⟪Grace⟫", "actor": UserFactory(), "now": NOON}
    assert save_pay_details(account=typed, **said).account == kept


@pytest.mark.parametrize("typed", ["", "GB29NWBK60161331926818", "12345", "DE00", "20000055779"])
def test_accounts_that_cannot_be_are_refused(assembly, typed):
    person = make_members(assembly, 1)[0]
    said = {"person": person, "way": "bank", "holder": "⟪Grace⟫", "actor": UserFactory(), "now": NOON}
    refused("no_account", save_pay_details, account=typed, **said)


def test_the_record_never_holds_an_account(assembly):
    payment = make_payable(assembly)
    save_pay_details(
        person=payment.honoraria.first().person,
        way="bank",
        holder="⟪Grace⟫",
        account=IBAN,
        actor=UserFactory(),
        now=NOON,
    )
    told = " ".join(event.kept.text for event in AuditEvent.objects.select_related("kept"))
    assert IBAN not in told
    assert IBAN[-4:] not in told


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"MZ\x90\x00",
        picture()[:20],
        b"GIF89a",
    ],
)
def test_what_is_no_picture_and_no_pdf_is_no_receipt(data):
    refused("not_a_receipt", checked_receipt, data=data, name="receipt.png")


def claim_with(receipt, client_of, assembly):
    """Have a member send a claim with a file; return the answer."""
    person = make_members(assembly, 1)[0]
    person.user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    person.save()
    form = {
        "kind": "travel",
        "words": "⟪Bus⟫",
        "spent_on": timezone.localdate(),
        "amount": "8",
        "token": uuid.uuid4(),
    }
    file = SimpleUploadedFile("bus.pdf", receipt)
    return client_of(person.user).post(
        reverse("own_claim_new", args=[assembly.slug]), form | {"receipts": [file]}
    )


def test_a_receipt_with_malware_is_not_kept_and_whoever_sent_it_is_told(assembly, client_of, clamd):
    page = claim_with(b"%PDF-1.7 EICAR", client_of, assembly)
    assert page.status_code == 422
    assert "bus.pdf: This file was not kept: the look for malware found “Eicar-Test” in it." in page.text
    assert (ExpenseClaim.objects.count(), clamd.sizes) == (0, [14])


def test_a_receipt_in_which_nothing_is_found_is_kept_whole(assembly, client_of, clamd):
    assert claim_with(b"%PDF-1.7 a bus", client_of, assembly).status_code == 302
    with ExpenseClaim.objects.get().receipts.get().file.open() as kept:
        assert kept.read() == b"%PDF-1.7 a bus"


def test_no_receipt_is_kept_while_the_scanner_is_silent(assembly, client_of, settings):
    with ClamdServer() as server:
        address = server.address
        server.shutdown()
    settings.MALWARE_SCANNER, settings.CLAMD_ADDRESS = SCANNER, address
    page = claim_with(b"%PDF-1.7 a bus", client_of, assembly)
    assert "could not be looked at for malware just now" in page.text
    assert ExpenseClaim.objects.count() == 0


def test_a_receipt_keeps_its_name_for_people_and_none_of_its_path():
    assert checked_receipt(picture(), "../../etc/bus\n.png").shown_name == "bus.png"


def test_a_member_claims_and_follows_their_own_claims_alone(assembly, client_of):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    make_members(assembly, 1, user=user)
    client = client_of(user)
    file = SimpleUploadedFile("bus.png", picture(), "image/png")
    form = {
        "kind": "travel",
        "words": "⟪Bus⟫",
        "spent_on": "2026-11-01",
        "amount": "12.40",
        "token": uuid.uuid4(),
    }
    answer = client.post(
        reverse("own_claim_new", args=[assembly.slug]), {**form, "receipts": file}, follow=True
    )
    assert "⟪Bus⟫" in answer.content.decode()
    claim = ExpenseClaim.objects.get()
    others = make_own_claim(assembly)
    receipt = reverse("own_receipt", args=[assembly.slug, claim.number, claim.receipts.get().pk])
    served = client.get(receipt)
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert served["Content-Disposition"].startswith("attachment")
    home = reverse("own_payments", args=[assembly.slug])
    assert client.get(reverse("own_claim", args=[assembly.slug, others.number]))["Location"] == home
    foreign = reverse("own_receipt", args=[assembly.slug, others.number, others.receipts.get().pk])
    assert client.get(foreign)["Location"] == home


def test_somebody_whose_account_is_nobodys_yet_is_told_whom_to_ask(assembly, client_of):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    for name in ("own_payments", "own_claim_new", "own_pay_details"):
        assert "Call the team" in client_of(user).get(reverse(name, args=[assembly.slug])).content.decode()


def test_an_account_is_never_shown_whole_again(assembly, client_of, organiser):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    person = make_members(assembly, 1, user=user)[0]
    make_pay_details(person)
    claim = make_claim(person)
    pages = [
        client_of(user).get(reverse("own_payments", args=[assembly.slug])),
        client_of(user).get(reverse("own_pay_details", args=[assembly.slug])),
        client_of(organiser).get(reverse("claim", args=[assembly.slug, claim.number])),
        client_of(organiser).get(reverse("pay_details", args=[assembly.slug, person.pk])),
    ]
    for page in pages:
        assert IBAN not in page.content.decode()
        assert "…6819" in page.content.decode()


def test_an_organiser_goes_from_attendance_to_the_file_for_the_bank(assembly, client_of, organiser):
    client = client_of(organiser)
    rates = {
        "rate_member": "75",
        "currency": "gbp",
        "per_mile": "0.45",
        "receipt_above": "10",
        "claim_days": "90",
    }
    client.post(reverse("payment_terms", args=[assembly.slug]), rates)
    session = make_session(assembly, state="closed")
    person = make_members(assembly, 1)[0]
    attend(person, session)
    address = reverse("honoraria", args=[assembly.slug, session.number])
    client.post(address, {"act": "work_out"})
    client.post(address, {"act": "approve", "seen": "150.00"})
    details = {"way": "bank", "holder": "⟪Grace⟫", "account": IBAN}
    client.post(reverse("pay_details", args=[assembly.slug, person.pk]), details)
    client.post(reverse("payments", args=[assembly.slug]), {"seen": "150.00"})
    export = reverse("payment_export", args=[assembly.slug, 1])
    file = client.post(export)
    assert IBAN in file.content.decode("utf-8-sig")
    client.post(reverse("payment", args=[assembly.slug, 1]), {"act": "settle", "paid_on": "2026-03-02"})
    assert [(each.state, each.settled_on) for each in Payment.objects.all()] == [("paid", date(2026, 3, 2))]


@pytest.mark.parametrize("name", ["payments", "claims"])
def test_lists_cost_as_many_queries_for_three_as_for_one(
    name, assembly, organiser, client_of, django_assert_num_queries
):
    client = client_of(organiser)
    address = reverse(name, args=[assembly.slug])
    make_claim(make_members(assembly, 1)[0])
    client.get(address)

    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for person in make_members(assembly, 2):
        make_claim(person)
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_an_account_kept_for_cheques_is_refused_by_the_database(assembly):
    person = make_members(assembly, 1)[0]
    with pytest.raises(IntegrityError):
        PayDetails.objects.create(
            person=person, way="cheque", account=IBAN, changed_at=NOON, changed_by=UserFactory()
        )


def test_where_nothing_is_approved_there_is_nothing_to_pay(assembly, organiser, client_of):
    page = client_of(organiser).get(reverse("payments", args=[assembly.slug])).content.decode()
    assert "Nothing is approved that is not in a payment." in page
    assert "Make a payment of it" not in page


def test_a_payment_tells_who_gets_what(assembly, organiser, client_of):
    payment = make_payable(assembly)
    page = client_of(organiser).get(reverse("payment", args=[assembly.slug, payment.number])).content.decode()
    assert page.count("Bank transfer …6819") == 2
    cancel_payment(payment=payment, actor=organiser, now=NOON)
    page = client_of(organiser).get(reverse("payment", args=[assembly.slug, payment.number])).content.decode()
    assert "Nothing is in it." in page
