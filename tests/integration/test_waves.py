"""Invitation waves: drawn, printed, posted, answered by code, landed; the record and what is kept."""

import io
import random
from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone
from pypdf import PdfReader

from assembly.errors import IllegalMove
from assembly.models import AuditEvent
from assembly.typed_codes import shown_code
from sortition.errors import CodeRefused, WaveRefused
from sortition.models import AddressFile, InvitationWave, InvitedAddress, WaveLetters, WaveResponse
from sortition.reading.files import read_file
from sortition.selectors.waves_kept import addresses_kept
from sortition.selectors.waves_plan import plan_wave, read_address_file
from sortition.services.respondents_edit import add_respondent
from sortition.services.waves import (
    cancel_wave,
    draw_wave,
    keep_address_file,
    land_wave,
    match_address_columns,
    post_wave,
)
from sortition.services.waves_erasure import erase_addresses
from sortition.services.waves_print import fail_silent_printing, print_wave, want_letters
from sortition.wave_codes import code_of
from tests.factories import NOON

TODAY = timezone.localdate(NOON)
WORDS = {
    "subject": "You are invited",
    "body": "Dear residents,\n\nyour address was drawn by lot.",
    "sender_name": "City of Riverbend",
    "sender_lines": "Town Hall\nRiverbend",
    "language": "en",
    "answer_by": TODAY + timedelta(days=20),
    "link_base": "https://example.org/r/abc234/",
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def addresses(number, start=0):
    """Return a file: a tenth of the addresses are in the deprived ward, which has twice the weight."""
    rows = [
        f"Household {each},{each} Weir Lane,Riverbend,RB{each % 9} 1AA,{'Quay' if each % 10 == 0 else 'Hill'},1"
        for each in range(start, start + number)
    ]
    return ("Name,Street,Town,Postcode,Ward,Weight\n" + "\n".join(rows) + "\n").encode()


@pytest.fixture
def source(assembly, organiser):
    return kept(assembly, organiser, addresses(100))


def kept(assembly, organiser, data):
    return keep_address_file(
        assembly=assembly, file_name="a.csv", data=data, table=read_file(data), actor=organiser, now=NOON
    )


def drawn(source, organiser, letters=10, **options):
    given = {"favoured": [], "favoured_share": Fraction(0), "chance": random.Random(1), "now": NOON} | options
    return draw_wave(source=source, letters=letters, actor=organiser, **given)


def printed(source, organiser, **options):
    wave = drawn(source, organiser, **options)
    want_letters(wave=wave, actor=organiser, now=NOON, **WORDS)
    assert print_wave(wave.pk, clock=lambda: NOON)
    return InvitationWave.objects.get(pk=wave.pk)


def posted(source, organiser, **options):
    wave = printed(source, organiser, **options)
    return post_wave(wave=wave, posted_on=TODAY, answer_by=WORDS["answer_by"], actor=organiser, now=NOON)


def test_columns_are_guessed_and_bad_rows_are_named(assembly, organiser):
    data = (
        b"Name,Street,Town,Postcode,Ward,Weight\n"
        b"Ann,1 Weir Lane,Riverbend,RB1,Hill,2\n"
        b"Bob,1 weir lane,Riverbend,rb1,Hill,1\n"
        b"Cy,,Riverbend,RB1,Hill,1\n"
        b"Di,3 Weir Lane,Riverbend,RB1,Hill,heavy\n"
        b"Ed," + b"X" * 90 + b",Riverbend,RB1,Hill,1\n" + ",李 Road 5,Riverbend,RB1,,1\n".encode()
    )
    file = kept(assembly, organiser, data)
    assert file.columns == {
        "name": "Name",
        "street": "Street",
        "town": "Town",
        "postcode": "Postcode",
        "area": "Ward",
        "weight": "Weight",
        "strata": ["Ward"],
    }
    read = read_address_file(file)
    assert [(row.number, row.lines, row.weight, row.stratum) for row in read.rows] == [
        (2, ("Ann", "1 Weir Lane", "Riverbend RB1"), 2, "Hill")
    ]
    assert [number for number, _reason in read.rejected] == [3, 4, 5, 6, 7]
    assert read.rejected[0][1] == "The same address as in row 2."
    assert read.rejected[4][1] == "These characters cannot be printed: 李"


def test_letters_are_shared_out_between_strata(source):
    plan = plan_wave(source, 20, favoured=["Quay"], favoured_share=Fraction(1, 5))
    assert plan.strata == (("Hill", 90, 14), ("Quay", 10, 6))
    assert (plan.available, plan.invited_before) == (100, 0)


def test_a_wave_is_drawn_and_stands_in_the_record_as_one_event(source, organiser):
    wave = drawn(source, organiser, favoured=["Quay"], favoured_share=Fraction(1, 5), letters=20)
    assert (wave.number, wave.state, wave.letters) == (1, "drawn", 20)
    assert wave.invited.filter(area="Quay").count() == 6
    assert {round(each.chance, 4) for each in wave.invited.filter(area="Quay")} == {0.6}
    event = AuditEvent.objects.get(type="wave.draw")
    assert event.details["letters"] == 20
    assert (event.details["seed"], len(event.details["digest"])) == (wave.seed, 64)


def test_no_address_is_invited_twice_unless_its_wave_was_cancelled(source, organiser):
    first = drawn(source, organiser, letters=60)
    second = drawn(source, organiser, letters=40, chance=random.Random(2))
    keys = InvitedAddress.objects.values_list("address_key", flat=True)
    assert (second.number, len(set(keys)), len(keys)) == (2, 100, 100)
    with pytest.raises(WaveRefused) as refused:
        drawn(source, organiser, letters=1)
    assert refused.value.code == "not_enough"
    cancel_wave(wave=first, actor=organiser, now=NOON)
    assert plan_wave(source, 60).available == 60


@pytest.mark.parametrize("letters", [0, 50_001])
def test_a_wave_has_a_sensible_size(source, organiser, letters):
    with pytest.raises(WaveRefused):
        drawn(source, organiser, letters=letters)


@pytest.mark.django_db(transaction=True)
def test_letters_are_printed_in_the_background(source, organiser, work):
    wave = drawn(source, organiser, letters=5)
    want_letters(wave=wave, actor=organiser, now=NOON, **WORDS)
    work()
    wave.refresh_from_db()
    assert (wave.state, wave.print_wanted_at, wave.print_done, wave.print_error) == ("printed", None, 5, "")
    with wave.printed.pdf.open("rb") as file:
        reader = PdfReader(io.BytesIO(file.read()))
    assert len(reader.pages) == wave.printed.pages == 5
    text = reader.pages[1].extract_text()
    code = code_of(wave.token, 2)
    assert shown_code(code) in text
    assert f"example.org/r/abc234/{code}/" in text
    assert wave.invited.get(number=2).lines.split("\n")[0] in text


def test_the_database_holds_no_code(source, organiser):
    wave = printed(source, organiser)
    stored = str(list(InvitedAddress.objects.values())) + str(list(InvitationWave.objects.values()))
    assert [number for number in range(1, 11) if code_of(wave.token, number) in stored] == []


def test_letters_can_be_printed_again_with_the_same_codes_until_they_are_posted(source, organiser):
    wave = printed(source, organiser)
    before = WaveLetters.objects.get(wave=wave).pdf.name
    want_letters(wave=wave, actor=organiser, now=NOON, **WORDS)
    with pytest.raises(WaveRefused):
        want_letters(wave=wave, actor=organiser, now=NOON, **WORDS)
    assert print_wave(wave.pk, clock=lambda: NOON)
    assert not print_wave(wave.pk, clock=lambda: NOON)
    assert WaveLetters.objects.get(wave=wave).pdf.name != before
    wave.refresh_from_db()
    post_wave(wave=wave, posted_on=TODAY, answer_by=None, actor=organiser, now=NOON)
    with pytest.raises(IllegalMove):
        want_letters(wave=wave, actor=organiser, now=NOON, **WORDS)


def test_a_new_secret_is_noticed_before_wrong_codes_are_printed(source, organiser, settings):
    wave = drawn(source, organiser)
    settings.SECRET_KEY = "another secret"
    with pytest.raises(WaveRefused) as refused:
        want_letters(wave=wave, actor=organiser, now=NOON, **WORDS)
    assert refused.value.code == "secret_changed"


def test_a_wave_that_was_cancelled_meanwhile_is_not_printed(source, organiser):
    wave = drawn(source, organiser)
    want_letters(wave=wave, actor=organiser, now=NOON, **WORDS)
    cancel_wave(wave=wave, actor=organiser, now=NOON)
    assert not print_wave(wave.pk, clock=lambda: NOON)
    assert not WaveLetters.objects.exists()


def test_what_cannot_be_printed_is_said_in_the_wave(source, organiser):
    wave = drawn(source, organiser)
    want_letters(wave=wave, actor=organiser, now=NOON, **{**WORDS, "subject": "邀请"})
    print_wave(wave.pk, clock=lambda: NOON)
    wave.refresh_from_db()
    assert (wave.state, wave.print_wanted_at) == ("drawn", None)
    assert wave.print_error == "Letter 1: These characters cannot be printed: 请 邀"


def test_a_dead_printer_is_found_by_the_clock(source, organiser):
    wave = drawn(source, organiser)
    want_letters(wave=wave, actor=organiser, now=NOON, **WORDS)
    InvitationWave.objects.update(print_beat_at=NOON)
    assert fail_silent_printing(NOON + timedelta(minutes=1)) == 0
    assert fail_silent_printing(NOON + timedelta(minutes=3)) == 1
    assert fail_silent_printing(NOON + timedelta(minutes=3)) == 0


def answer(assembly, code, now=NOON, **fields):
    return add_respondent(
        assembly=assembly, fields={"first_name": "Ada", **fields}, answers={}, actor=None, now=now, code=code
    )


def test_a_code_counts_for_its_wave_and_area_however_it_is_typed(source, organiser, assembly):
    wave = posted(source, organiser)
    letter = wave.invited.get(number=3)
    code = code_of(wave.token, 3)
    for typed in (code, shown_code(code), f" {shown_code(code).replace('-', ' ')} "):
        person = answer(assembly, typed)
        kept_answer = WaveResponse.objects.get(respondent=person)
        assert (kept_answer.wave, kept_answer.area) == (wave, letter.area)
    assert not WaveResponse.objects.filter(respondent=answer(assembly, "")).exists()


def test_a_test_entry_counts_for_no_wave(source, organiser, assembly):
    wave = posted(source, organiser)
    answer(assembly, code_of(wave.token, 1), is_test=True)
    assert WaveResponse.objects.count() == 0


def test_an_unknown_code_and_one_whose_time_is_over_are_told_apart_politely(source, organiser, assembly):
    wave = posted(source, organiser)
    code = code_of(wave.token, 1)
    with pytest.raises(CodeRefused) as refused:
        answer(assembly, "abcd-efgh-jkmn")
    assert refused.value.code == "code_unknown"
    with pytest.raises(CodeRefused) as refused:
        answer(assembly, code, now=NOON + timedelta(days=21))
    assert refused.value.code == "code_over"
    assert str(refused.value).startswith(
        "Thank you for wanting to take part. This letter could be answered until"
    )
    land_wave(wave=wave, actor=organiser, now=NOON)
    with pytest.raises(CodeRefused) as refused:
        answer(assembly, code)
    assert "please ask us" in str(refused.value)


def test_illegal_moves_are_refused(source, organiser):
    wave = drawn(source, organiser)
    with pytest.raises(IllegalMove):
        post_wave(wave=wave, posted_on=TODAY, answer_by=None, actor=organiser, now=NOON)
    with pytest.raises(IllegalMove):
        land_wave(wave=wave, actor=organiser, now=NOON)
    wave = posted(source, organiser, chance=random.Random(2))
    with pytest.raises(IllegalMove):
        cancel_wave(wave=wave, actor=organiser, now=NOON)


def test_addresses_are_erased_when_their_time_is_over_and_figures_stay(source, organiser, assembly):
    wave = posted(source, organiser)
    answer(assembly, code_of(wave.token, 1))
    assert addresses_kept(assembly) == 12
    assert erase_addresses(assembly=assembly, actor=None, now=NOON) == 12
    assert erase_addresses(assembly=assembly, actor=None, now=NOON) == 0
    assert set(wave.invited.values_list("lines", "address_key")) == {("", "")}
    assert (AddressFile.objects.get().file.name, WaveLetters.objects.count()) == ("", 0)
    assert WaveResponse.objects.filter(wave=wave).count() == 1
    with pytest.raises(WaveRefused) as refused:
        read_address_file(AddressFile.objects.get())
    assert refused.value.code == "file_erased"


def test_columns_can_be_matched_otherwise(source):
    match_address_columns(source=source, columns={**source.columns, "strata": ["Ward", "Postcode"]})
    assert len(plan_wave(source, 10).strata) == 18
