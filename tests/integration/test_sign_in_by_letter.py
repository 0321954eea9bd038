"""People without e-mail: their accounts, and the letters by which they sign in."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, process_time

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from pypdf import PdfReader

from assembly.enums import Role
from assembly.errors import AddressTaken, AlreadyOnTeam, LetterNotAllowed
from assembly.letter_digests import fresh_digests
from assembly.models import Appointment, AuditEvent, SignInCode, SignInLetter, User
from assembly.services.accounts import erase_accounts
from assembly.services.sign_in_letters import (
    LetterCodes,
    add_person_without_address,
    draw_codes,
    give_address,
    keep_letter,
    letter_refusal,
    use_code,
    withdraw_letter,
)
from assembly.typed_codes import shown_code
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, add_second_factor

pytestmark = pytest.mark.django_db
PAGE = "/accounts/sign-in/letter/"
CODES = LetterCodes("abcd2345", ("aaaabbbbcccc", "ddddeeeeffff"))


@pytest.fixture
def member(assembly, organiser):
    return add_person_without_address(
        assembly=assembly, name="Ada Post", role=Role.MEMBER, actor=organiser, now=NOON
    )


@pytest.fixture
def letter(assembly, organiser, member):
    return keep_letter(assembly=assembly, user=member, printed=CODES, actor=organiser, now=timezone.now())


def try_code(code, reference="abcd2345", client=None):
    return (client or Client()).post(PAGE, {"reference": reference, "code": code})


def said(answer):
    return re.findall(r"<li>(.*?)</li>", answer.content.decode())


def test_an_organiser_adds_somebody_without_email_and_prints_a_letter_that_lets_them_in(
    assembly, organiser, client_of
):
    """The whole way: form, letter, the numbers read off the paper, the member's own page."""
    type(assembly).objects.filter(pk=assembly.pk).update(
        name="Assembly on clean air", commissioning_authority="Riverbend City Council"
    )
    staff = client_of(organiser)
    added = staff.post(
        reverse("team_invite", args=[assembly.slug]), {"name": "Ada Post", "email": "", "role": "member"}
    )
    person = User.objects.get(name="Ada Post")
    assert (person.email, person.has_usable_password()) == (None, False)
    assert added["Location"] == reverse("team_letter", args=[assembly.slug, person.pk])
    made = staff.post(
        added["Location"],
        {"address": "Ada Post\n3 Mill Lane\nRiverbend", "sender": "Phone 0117 496", "codes": "3"},
    )
    assert made["Content-Type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    reference = re.search(r"(?<![A-Z0-9-])[A-Z0-9]{4}-[A-Z0-9]{4}(?![A-Z0-9-])", text)[0]
    codes = re.findall(r"\d\.\s+([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})", text)
    assert len(codes) == 3
    reader = Client()
    answer = try_code(codes[1].lower().replace("-", " "), reference, reader)
    assert answer["Location"] == "/"
    assert "Ada Post" in reader.get(reverse("own_home", args=[assembly.slug])).content.decode()
    assert list(SignInCode.objects.exclude(used_at=None).values_list("number", flat=True)) == [2]


def test_a_code_works_once(letter):
    assert try_code("AAAA-BBBB-CCCC").status_code == 302
    assert try_code("AAAA-BBBB-CCCC").status_code == 422
    assert try_code("dddd eeee ffff").status_code == 302


def test_five_wrong_codes_lock_the_letter_and_the_record_says_so(letter, settings):
    settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
    for _each in range(5):
        assert try_code("zzzzzzzzzzzz").status_code == 422
    assert try_code("aaaabbbbcccc").status_code == 422
    letter.refresh_from_db()
    assert (letter.wrong_attempts, letter.refusal(timezone.now())) == (5, "locked")
    assert AuditEvent.objects.filter(type="account.letter_locked").count() == 1


def test_as_many_attempts_as_configured_and_a_fitting_code_begins_anew(letter, settings):
    settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 2
    try_code("zzzzzzzzzzzz")
    assert try_code("aaaabbbbcccc").status_code == 302
    try_code("zzzzzzzzzzzz")
    assert try_code("ddddeeeeffff").status_code == 302


def test_the_answer_never_tells_what_did_not_fit(letter, member, assembly, organiser):
    """A number that nobody has, a wrong code, a used, withdrawn, expired or locked one: the same words."""
    try_code("aaaabbbbcccc")
    answers = [try_code("aaaabbbbcccc", "nobody22"), try_code("zzzz"), try_code("aaaabbbbcccc")]
    SignInLetter.objects.update(expires_at=timezone.now() - timedelta(days=1))
    answers.append(try_code("ddddeeeeffff"))
    SignInLetter.objects.update(expires_at=timezone.now() + timedelta(days=1), wrong_attempts=99)
    answers.append(try_code("ddddeeeeffff"))
    SignInLetter.objects.update(wrong_attempts=0)
    withdraw_letter(user=member, actor=organiser, now=timezone.now())
    answers.append(try_code("ddddeeeeffff"))
    assert {each.status_code for each in answers} == {422}
    assert len({tuple(said(each)) for each in answers}) == 1
    assert said(answers[0])


def kept_without_a_slow_digest(letter):
    """Keep the codes of a letter as they were kept before: keyed alone."""
    for code, typed in zip(letter.codes.all(), CODES.codes, strict=True):
        keyed = salted_hmac("assembly.sign_in_letters", f"{letter.reference}:{typed}", algorithm="sha256")
        code.digest = keyed.hexdigest()
        code.save()


def test_every_try_takes_one_slow_digest_whatever_does_not_fit(letter, settings):
    """A number that nobody has, a wrong code, a locked letter, an old one: time tells nobody which letters exist."""
    settings.LETTER_CODE_ROUNDS = 400_000
    tries = {"nobody22": "aaaabbbbcccc", "abcd2345": "zzzzzzzzzzzz"}

    def took(reference):
        began = process_time()
        assert use_code(reference=reference, code=tries[reference], now=timezone.now()) is None
        return process_time() - began

    began = process_time()
    fresh_digests("abcd2345", ["aaaabbbbcccc"])
    one = process_time() - began
    times = [took("nobody22"), took("abcd2345")]  # the letter's own digests were made in one round
    kept_without_a_slow_digest(letter)
    times.append(took("abcd2345"))
    SignInLetter.objects.update(wrong_attempts=99)
    times.append(took("abcd2345"))
    assert all(one / 2 < each < one * 2 for each in times), (one, times)


def test_what_does_not_fit_is_refused_at_one_time_and_what_fits_at_once(letter, settings):
    """A letter that is there takes more queries; they end before that time."""
    settings.LETTER_REFUSED_AFTER = 1.5

    def took(code, reference="abcd2345"):
        began = monotonic()
        try_code(code, reference)
        return monotonic() - began

    assert took("zzzzzzzzzzzz") >= 1.5
    assert took("zzzzzzzzzzzz", "nobody22") >= 1.5
    assert took("aaaabbbbcccc") < 1.5


def test_digests_of_codes_are_slow_and_salted_by_letter(letter, assembly, organiser, member, settings):
    """The same codes of the same number come out otherwise under another salt; letters of other rounds still work."""
    first = set(letter.codes.values_list("digest", flat=True))
    assert {digest.rsplit("$", 1)[0] for digest in first} == {next(iter(first)).rsplit("$", 1)[0]}
    assert {digest.split("$")[:2] == ["pbkdf2_sha256", "1"] for digest in first} == {True}
    settings.LETTER_CODE_ROUNDS = 3
    assert not first & set(fresh_digests(letter.reference, CODES.codes))
    assert fresh_digests(letter.reference, CODES.codes)[0].split("$")[1] == "3"
    assert try_code("aaaabbbbcccc").status_code == 302


def test_letters_that_were_printed_before_digests_were_slow_work_until_they_run_out(letter):
    kept_without_a_slow_digest(letter)
    assert try_code("zzzzzzzzzzzz").status_code == 422
    assert try_code("AAAA-BBBB-CCCC").status_code == 302
    assert try_code("AAAA-BBBB-CCCC").status_code == 422
    SignInLetter.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert try_code("ddddeeeeffff").status_code == 422


def test_what_is_kept_is_no_code_that_could_be_typed(letter):
    """Whoever reads the digests and types one of them, slow or keyed alone, is not let in."""
    slow = letter.codes.first().digest
    kept_without_a_slow_digest(letter)
    for digest in (slow, letter.codes.first().digest):
        assert use_code(reference=letter.reference, code=digest, now=timezone.now()) is None


def test_too_many_attempts_from_one_connection_are_stopped(letter):
    client = Client()
    for _each in range(60):
        try_code("zzzz", "nobody22", client)
    assert try_code("aaaabbbbcccc", client=client).status_code == 429


def test_a_new_letter_makes_the_old_one_useless(letter, assembly, organiser, member):
    keep_letter(assembly=assembly, user=member, printed=draw_codes(2), actor=organiser, now=timezone.now())
    assert try_code("aaaabbbbcccc").status_code == 422
    assert SignInLetter.objects.filter(user=member, withdrawn_at=None).count() == 1


def test_codes_are_nowhere_in_the_database(letter):
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            cells = {str(cell) for row in cursor.fetchall() for cell in row}
            assert not any("aaaabbbbcccc" in cell or "AAAA-BBBB" in cell for cell in cells), table


@pytest.mark.parametrize("role", [role for role in Role if role not in ("member", "witness", "official")])
def test_whoever_needs_a_second_factor_is_not_let_in_by_paper(role, assembly, organiser, member, letter):
    """Neither printed for, nor with a letter that was printed before the role was given."""
    AppointmentFactory(assembly=assembly, user=member, role=role, second_factor=False)
    assert try_code("aaaabbbbcccc").status_code == 422
    with pytest.raises(LetterNotAllowed):
        keep_letter(assembly=assembly, user=member, printed=draw_codes(1), actor=organiser, now=NOON)


def test_organisers_of_one_assembly_print_no_key_to_another(assembly, member):
    assert letter_refusal(member, assembly) == ""
    AppointmentFactory(user=member, role=Role.OFFICIAL, assembly=AssemblyFactory())
    assert letter_refusal(member, assembly) != ""


def test_a_second_factor_of_ones_own_is_not_gone_around(assembly, member, letter):
    add_second_factor(member)
    assert try_code("aaaabbbbcccc").status_code == 422


def test_a_closed_account_or_one_without_roles_is_not_let_in(member, letter):
    Appointment.objects.all().delete()
    assert try_code("aaaabbbbcccc").status_code == 422


def test_staff_roles_need_an_address(assembly, organiser, client_of):
    answer = client_of(organiser).post(
        reverse("team_invite", args=[assembly.slug]), {"name": "X", "email": "", "role": "facilitator"}
    )
    assert (answer.status_code, User.objects.filter(name="X").exists()) == (422, False)
    with pytest.raises(LetterNotAllowed):
        add_person_without_address(
            assembly=assembly, name="X", role=Role.FACILITATOR, actor=organiser, now=NOON
        )


def test_the_same_name_is_not_added_twice_by_a_double_click(assembly, organiser, member):
    with pytest.raises(AlreadyOnTeam):
        add_person_without_address(
            assembly=assembly, name="ada post", role=Role.MEMBER, actor=organiser, now=NOON
        )
    assert User.objects.filter(email=None).count() == 1


def test_an_address_that_does_not_fit_the_window_keeps_the_earlier_letter(
    assembly, organiser, member, letter, client_of
):
    answer = client_of(organiser).post(
        reverse("team_letter", args=[assembly.slug, member.pk]),
        {"address": "\n".join("abcdefghi"), "sender": "Phone 1", "codes": "2"},
    )
    assert (answer.status_code, SignInLetter.objects.get(withdrawn_at=None).pk) == (422, letter.pk)


def test_printing_asks_again_who_signed_in_long_ago(assembly, organiser, member, client_of):
    client = client_of(organiser)
    from tests.conftest import sign_in_recently

    sign_in_recently(client, organiser, ago=3600)
    answer = client.post(
        reverse("team_letter", args=[assembly.slug, member.pk]),
        {"address": "Ada\n1 Lane", "sender": "Phone 1", "codes": "2"},
    )
    assert (answer.status_code, SignInLetter.objects.count()) == (302, 0)


def test_lost_codes_are_made_useless_on_the_page(assembly, organiser, member, letter, client_of):
    page = reverse("team_letter_withdraw", args=[assembly.slug, member.pk])
    client_of(organiser).post(page)
    assert try_code("aaaabbbbcccc").status_code == 422
    assert client_of(organiser).post(page).status_code == 302


def test_the_persons_page_tells_how_many_codes_are_left(assembly, organiser, member, letter, client_of):
    page = reverse("team_roles", args=[assembly.slug, member.pk])
    assert "2 codes are left" in client_of(organiser).get(page).content.decode()
    try_code("aaaabbbbcccc")
    assert "1 code is left" in client_of(organiser).get(page).content.decode()


def test_somebody_who_gets_an_address_signs_in_by_email_from_then_on(assembly, organiser, member, client_of):
    client_of(organiser).post(
        reverse("team_address", args=[assembly.slug, member.pk]), {"email": "Ada@Post.example"}
    )
    member.refresh_from_db()
    assert member.email == "ada@post.example"
    with pytest.raises(AddressTaken):
        give_address(assembly=assembly, user=member, email="b@post.example", actor=organiser, now=NOON)


def test_an_address_of_another_account_is_refused(assembly, organiser, member):
    with pytest.raises(AddressTaken):
        give_address(assembly=assembly, user=member, email=organiser.email.upper(), actor=organiser, now=NOON)


def test_an_account_without_address_is_erased_with_its_letters(assembly, organiser, member, letter):
    Appointment.objects.filter(user=member).delete()
    erase_accounts(pks=[member.pk], assembly=assembly, actor=organiser, now=NOON, reason="asked")
    member.refresh_from_db()
    assert (member.name, SignInLetter.objects.count()) == (f"Erased account {member.pk}", 0)


def test_shown_codes_have_groups(letter):
    assert shown_code("aaaabbbbcccc") == "AAAA-BBBB-CCCC"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time")
def test_of_two_at_once_one_is_let_in(letter):
    def use(_number):
        try:
            return use_code(reference="abcd2345", code="aaaabbbbcccc", now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(use, range(2)))
    assert sum(each is not None for each in found) == 1
