"""What must be so of the demonstration's finished assembly, on libraries, once its story is told."""

from collections import Counter

from django.core.management import call_command
from django.utils import timezone

from assembly.demo.libraries_answers import ADVICE
from assembly.enums import StageState
from assembly.evaluation.close_out_checks import close_out_checks
from assembly.evaluation.models import WelfareCall
from assembly.evaluation.selectors.close_out import certificates_of, is_as_issued
from assembly.evaluation.selectors.figures_published import columns_of
from assembly.models import User
from assembly.outcomes.models import FormalResponse, MinorityStatement, ResponseRating
from assembly.selectors import route_of
from assembly.selectors_publication import publication_rows
from assembly.services.retention import clocks_of
from assembly.stages import stages_for
from evidence.models import PackDelivery, Review
from scheduling.models import Attendance, AttendanceAlert, ExpenseClaim, Honorarium, Payment, SeatingPlan
from sortition.models import (
    Draw,
    InvitationWave,
    Offer,
    Respondent,
    Seat,
    SelectionRun,
    TargetsSignOff,
    WaveResponse,
)
from sortition.snapshot import unpack_bytes
from sortition.verify import examine


def check_the_libraries(assembly, today):
    """From the letters to the archive: nothing is left to be done, and all can be checked."""
    assembly.refresh_from_db()
    assert assembly.state == "archived"
    check_the_invitation(assembly)
    check_the_panel(assembly)
    check_the_days(assembly)
    check_what_was_recommended(assembly)
    check_what_was_answered(assembly)
    check_what_was_asked_and_learnt(assembly)
    check_what_is_held(assembly, today)
    check_the_end(assembly, today)
    check_the_record(assembly)


def check_the_invitation(assembly):
    """1,200 letters, 120 answers on several ways, of which sixty came with a code; targets signed off by another."""
    wave = InvitationWave.objects.get(assembly=assembly)
    assert (wave.state, wave.letters, wave.posted_on is not None) == ("landed", 1200, True)
    people = Respondent.objects.filter(assembly=assembly)
    assert (people.count(), people.exclude(channel="web").count()) == (120, 18)
    assert WaveResponse.objects.filter(wave=wave).count() == 60
    assert TargetsSignOff.objects.get(assembly=assembly).signed_by.name == "Amara Osei"


def check_the_panel(assembly):
    """A draw whose file the independent program finds whole; answers by link, post and phone; two replaced."""
    runs = SelectionRun.objects.filter(assembly=assembly).order_by("number")
    assert list(runs.values_list("is_replacement", "state")) == [(False, "completed"), (True, "completed")]
    draw = Draw.objects.get(assembly=assembly)
    report = examine(unpack_bytes(draw.file.bundle), [draw.bundle_hash])
    assert (draw.state, draw.panel_number, report.faults, report.unbound) == ("published", 293, [], [])
    seats = Seat.objects.filter(assembly=assembly)
    assert counted(seats, "state") == {"completed": 24, "filled": 2}
    answers = Offer.objects.filter(seat__assembly=assembly)
    assert counted(answers, "answer") == {"yes": 25, "no": 1}
    assert counted(answers, "channel") == {"link": 10, "post": 6, "phone": 10}
    assert User.objects.get(name="Ida Novotny").people.get(assembly=assembly).left_at is None


def check_the_days(assembly):
    """Three days with tables, everybody noted, everybody paid; packs on screens and on paper; evidence looked at."""
    assert list(assembly.sessions.values_list("state", flat=True)) == ["materials_published"] * 3
    noted = Attendance.objects.filter(session__assembly=assembly)
    assert counted(noted, "state") == {"present": 139, "excused": 4, "partial": 1}
    assert AttendanceAlert.objects.filter(session__assembly=assembly, settled_at=None).count() == 0
    plans = SeatingPlan.objects.filter(session__assembly=assembly)
    assert counted(plans, "state") == {"in_use": 3}
    assert counted(Honorarium.objects.filter(session__assembly=assembly), "state") == {"paid": 70}
    assert counted(ExpenseClaim.objects.filter(assembly=assembly), "state") == {"paid": 2}
    assert counted(Payment.objects.filter(assembly=assembly), "state") == {"paid": 3}
    assert counted(assembly.witnesses.all(), "state") == {"followed_up": 4}
    assert counted(assembly.evidence_items.all(), "state") == {"published": 4}
    assert Review.objects.filter(version__item__assembly=assembly, verdict="fit").count() == 4
    packs = PackDelivery.objects.filter(version__pack__assembly=assembly)
    assert (packs.exclude(opened_at=None).count(), packs.exclude(posted_at=None).count()) == (36, 6)
    assert counted(assembly.questions.exclude(published_at=None), "state") == {"accepted": 2}


def check_what_was_recommended(assembly):
    """Six of seven were adopted on paper, counted by one and looked at by another; three see one of them otherwise."""
    told = assembly.recommendations.exclude(report_number=None).order_by("report_number")
    titles = [each.versions.latest("number").title for each in told]
    assert titles == [advice.title for advice in ADVICE[:-1]]
    assert counted(assembly.recommendations.all(), "state") == {"closed": 6, "not_adopted": 1}
    ballot = assembly.ballots.get()
    who = (ballot.state, ballot.counted_by.name, ballot.verified_by.name)
    assert who == ("published", "Mei Tran", "Amara Osei")
    dissent = MinorityStatement.objects.get(recommendation__assembly=assembly)
    assert (dissent.state, dissent.recommendation.report_number) == ("published", 6)


def check_what_was_answered(assembly):
    """All six have an answer, one of them three weeks late; what was promised was kept, and somebody looked at it."""
    asked = FormalResponse.objects.filter(assembly=assembly)
    decided = {each.recommendation.report_number: each.versions.get().decision for each in asked}
    assert decided == {
        1: "accepted",
        2: "accepted_in_part",
        3: "accepted",
        4: "accepted",
        5: "accepted_in_principle",
        6: "not_accepted",
    }
    late = [each.recommendation.report_number for each in asked if is_late(each)]
    assert late == [3]
    promises = assembly.commitments.all()
    assert counted(promises, "state") == {"delivered": 4, "partially_delivered": 1}
    assert counted(promises, "verification") == {"confirmed": 5}
    rated = ResponseRating.objects.filter(version__response__assembly=assembly)
    assert counted(rated, "way") == {"online": 54, "paper": 30}


def is_late(response):
    """Whether an answer came after its day."""
    return timezone.localdate(response.versions.get().published_at) > response.due_on


def check_what_was_asked_and_learnt(assembly):
    """Six surveys are published, a call was made, figures of every stage stand, the learning record is out."""
    assert counted(assembly.survey_waves.all(), "state") == {"published": 6}
    # The call itself was forgotten with those who were asked; that it was made stands in the record.
    assert assembly.audit_events.filter(type__startswith="welfare.").count() == 1
    assert WelfareCall.objects.filter(assembly=assembly).count() == 0
    assert "letters" in {column.stage for column in columns_of(assembly)}
    assert [edition.number for edition in assembly.learning_editions.all()] == [1]
    rows = publication_rows(assembly, timezone.localdate())
    assert counted_words(rows) == {"out": 6}


def counted_words(rows):
    """Count promises by their state."""
    return Counter("out" if row.done_on else "not out" for row in rows)


def check_what_is_held(assembly, today):
    """Whoever was not drawn is erased, with letters, files and accounts; the rest waits for its day."""
    waiting = {clock.retention.key: clock.waiting for clock in clocks_of(assembly) if clock.waiting}
    assert waiting == {"selected": 24, "receipts": 1, "witnesses": 4}
    assert all(clock.due > today for clock in clocks_of(assembly) if clock.waiting)
    people = Respondent.objects.filter(assembly=assembly)
    assert counted(people, "state") == {"erased": 96, "confirmed": 24}
    assert not people.filter(state="erased").exclude(last_name="").exists()


def check_the_end(assembly, today):
    """Every stage is done and wants nothing; the certificates are as they were issued, and the checks pass."""
    amara = User.objects.get(name="Amara Osei")
    line = [stage for stage in stages_for(amara, assembly) if not stage.icon]
    told = {stage.key: stage.status(assembly) for stage in line}
    assert {key: status.state for key, status in told.items()} == dict.fromkeys(told, StageState.DONE)
    assert {key: status.actions for key, status in told.items()} == dict.fromkeys(told, ())
    assert [stop.key for stop in route_of(assembly)][-2:] == ["closed", "archived"]
    certificates = list(certificates_of(assembly).order_by("number"))
    assert [(each.number, is_as_issued(each)) for each in certificates] == [(1, True), (2, True)]
    assert [
        str(check.sentence) for check in close_out_checks(assembly, timezone.now()) if not check.is_ok
    ] == []


def check_the_record(assembly):
    """Entries stand in the order of time, and the chain is whole."""
    moments = list(assembly.audit_events.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    call_command("audit_verify")


def counted(rows, name):
    """Count rows by a field."""
    return Counter(rows.order_by().values_list(name, flat=True))
