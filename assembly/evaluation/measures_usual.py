"""The usual measures, in the order in which they are shown, each with its definition in plain words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assembly.evaluation.measures import Measure, Unit, register_measure
from assembly.evaluation.selectors import measured_people as people
from assembly.evaluation.selectors import measured_work as work

_FOUND = _("How people were found")
_STAYED = _("How people took part")
_WORK = _("The work")
_ANSWERS = _("What came of it")
_MONEY = _("Money")
_NO_LETTERS = _("No letters were posted.")
_NO_SESSIONS = _("No session is over.")
_NO_VOTES = _("No vote is published.")
_NO_ANSWERS = _("No answer is published.")
_NO_SEATS = _("Nobody has said yes to a seat.")
_NO_QUESTIONS = _("Nobody has asked a question.")

_USUAL = (
    ("seats", _FOUND, _("Seats"), _("The places on the panel."), Unit.COUNT, "", people.seats, True),
    (
        "letters",
        _FOUND,
        _("Letters posted"),
        _("Letters of all invitation waves that were posted."),
        Unit.COUNT,
        _NO_LETTERS,
        people.letters,
        False,
    ),
    (
        "response_rate",
        _FOUND,
        _("Response rate"),
        _(
            "Answers that named the code of a letter, of all letters posted. Answers without a code are not counted."
        ),
        Unit.SHARE,
        _NO_LETTERS,
        people.response_rate,
        False,
    ),
    (
        "offline_share",
        _FOUND,
        _("Answered without the web"),
        _("Volunteers who answered by phone, by post or in person, of all volunteers."),
        Unit.SHARE,
        _("There are no volunteers."),
        people.offline_share,
        False,
    ),
    (
        "pool",
        _FOUND,
        _("People drawn from"),
        _("How many people were in the pool from which the published draw was made."),
        Unit.COUNT,
        _("No draw is published."),
        people.pool,
        True,
    ),
    (
        "attendance",
        _STAYED,
        _("Attendance"),
        _(
            "Half-days that members attended, on site or from afar, of all half-days noted. Sessions that are over."
        ),
        Unit.SHARE,
        _("No attendance is noted of a session that is over."),
        people.attendance,
        False,
    ),
    (
        "left",
        _STAYED,
        _("People who left"),
        _("People who left after they had said yes, of all who said yes."),
        Unit.SHARE,
        _NO_SEATS,
        people.left,
        False,
    ),
    (
        "replaced",
        _STAYED,
        _("People who stepped in"),
        _("People who said yes to a place that somebody else had given up."),
        Unit.COUNT,
        _NO_SEATS,
        people.replaced,
        False,
    ),
    (
        "satisfaction",
        _STAYED,
        _("Satisfied members"),
        _(
            "Members who were satisfied with the assembly, of those who answered the last survey about it that is "
            "published. Where few gave one of the answers, the share is told from where to where."
        ),
        Unit.SHARE,
        _("No survey is published."),
        people.satisfaction,
        True,
    ),
    (
        "sessions",
        _WORK,
        _("Sessions"),
        _("Sessions that are over."),
        Unit.COUNT,
        _NO_SESSIONS,
        work.sessions,
        True,
    ),
    (
        "days",
        _WORK,
        _("Days of meeting"),
        _("Days on which there was a session that is over."),
        Unit.COUNT,
        _NO_SESSIONS,
        work.days,
        True,
    ),
    (
        "evidence",
        _WORK,
        _("Evidence published"),
        _("Papers, talks and recordings that everybody may read."),
        Unit.COUNT,
        _("No evidence is published."),
        work.evidence,
        True,
    ),
    (
        "questions",
        _WORK,
        _("Questions of members"),
        _("Questions that members asked witnesses. Several that were put together are one."),
        Unit.COUNT,
        _NO_QUESTIONS,
        work.questions,
        False,
    ),
    (
        "questions_answered",
        _WORK,
        _("Questions answered"),
        _("Questions that have an answer, of all questions. One that was asked again has none."),
        Unit.SHARE,
        _NO_QUESTIONS,
        work.questions_answered,
        False,
    ),
    (
        "days_to_report",
        _WORK,
        _("From the remit to the report"),
        _("Days from the day on which the remit was first published to the first edition of the report."),
        Unit.DAYS,
        _("The remit or the report is not published."),
        work.days_to_report,
        True,
    ),
    (
        "recommendations",
        _ANSWERS,
        _("Recommendations"),
        _("Recommendations in the published report."),
        Unit.COUNT,
        _("The report is not published."),
        work.recommendations,
        True,
    ),
    (
        "adopted",
        _ANSWERS,
        pgettext_lazy("measure", "Adopted"),
        _("Recommendations that reached what the assembly’s own rule asks for, of all that were voted on."),
        Unit.SHARE,
        _NO_VOTES,
        work.adopted,
        True,
    ),
    (
        "support",
        _ANSWERS,
        _("Support at the vote"),
        _(
            "Of each recommendation the share of members present who voted in favour; of these shares the one in the"
            " middle."
        ),
        Unit.SHARE,
        _NO_VOTES,
        work.support,
        True,
    ),
    (
        "accepted",
        _ANSWERS,
        _("Accepted by the authority"),
        _(
            "Accepted, accepted in principle, or already under way, of all recommendations that were answered."
        ),
        Unit.SHARE,
        _NO_ANSWERS,
        work.accepted,
        True,
    ),
    (
        "accepted_in_part",
        _ANSWERS,
        pgettext_lazy("measure", "Accepted in part"),
        _("Of all recommendations that were answered."),
        Unit.SHARE,
        _NO_ANSWERS,
        work.accepted_in_part,
        True,
    ),
    (
        "not_accepted",
        _ANSWERS,
        pgettext_lazy("measure", "Not accepted"),
        _("Of all recommendations that were answered."),
        Unit.SHARE,
        _NO_ANSWERS,
        work.not_accepted,
        True,
    ),
    (
        "left_open",
        _ANSWERS,
        _("Left open"),
        _("Noted, referred, or under further consideration, of all recommendations that were answered."),
        Unit.SHARE,
        _NO_ANSWERS,
        work.left_open,
        True,
    ),
    (
        "days_to_answer",
        _ANSWERS,
        _("Days to the answer"),
        _(
            "Days from the report to the answer of the body in the lead; of all answers the one in the middle."
        ),
        Unit.DAYS,
        _NO_ANSWERS,
        work.days_to_answer,
        True,
    ),
    (
        "late_answers",
        _ANSWERS,
        _("Late answers"),
        _(
            "Answers that came after the day on which they were due, or are late today, of all that came or should have"
            " come."
        ),
        Unit.SHARE,
        _("No answer is due yet."),
        work.late_answers,
        True,
    ),
    (
        "promises_delivered",
        _ANSWERS,
        _("Promises kept"),
        _("Promises that are delivered, of all in published answers. One that was replaced is not counted."),
        Unit.SHARE,
        _("No promise is published."),
        work.promises_delivered,
        True,
    ),
    (
        "paid_per_seat",
        _MONEY,
        _("Paid to people, for each seat"),
        _(
            "Honoraria and expenses that were paid, divided by the seats. Rooms, staff and letters are not in it."
        ),
        Unit.MONEY,
        _("Nothing was paid, or it was paid in more than one currency."),
        people.paid_per_seat,
        False,
    ),
    (
        "budget_per_seat",
        _MONEY,
        _("Budget, for each seat"),
        _("The budget that the public was told, divided by the seats."),
        Unit.MONEY,
        _("No budget is published."),
        people.budget_per_seat,
        True,
    ),
)

for _place, (_key, _group, _label, _definition, _unit, _lacking, _read, _is_public) in enumerate(_USUAL):
    register_measure(
        Measure(_key, _group, 10 * (_place + 1), _label, _definition, _unit, _lacking, _read, _is_public)
    )
