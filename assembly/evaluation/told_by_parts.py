"""What the parts of the evaluation tell each other, the publication calendar, the feed and the certificate.

Each part knows only registries; here, at start-up, they are filled with what the other parts publish.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.evaluation.closing_sources import Facts, Told, register_closing_source
from assembly.evaluation.closing_words import day_words
from assembly.evaluation.enums_surveys import Measure, SurveyMoment
from assembly.evaluation.models import (
    CloseOutCertificate,
    LearningEdition,
    SurveyWave,
)
from assembly.evaluation.told_elsewhere import (
    Budget,
    Satisfaction,
    tell_budget,
    tell_satisfaction,
)
from assembly.models import Assembly, PublicStatement
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.publication_kinds import REPORT, PublicationKind, Usual, register_publication_kind
from assembly.selectors_publication import publication_summary


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def learning_published_on(assembly: Assembly) -> date | None:
    """Return the day of the first edition of the learning record."""
    editions = LearningEdition.objects.filter(assembly=assembly).order_by("number")
    return _day(editions.values_list("published_at", flat=True).first())


def closed_out_on(assembly: Assembly) -> date | None:
    """Return the day on which the first close-out certificate was issued."""
    certificates = CloseOutCertificate.objects.filter(assembly=assembly).order_by("number")
    return _day(certificates.values_list("issued_at", flat=True).first())


for _kind in (
    PublicationKind(
        "learning",
        gettext_lazy("What was learnt"),
        gettext_lazy("What worked, what did not, and what others should know."),
        learning_published_on,
        "public_learning",
        order=85,
        usual=Usual(REPORT, 180),
    ),
    PublicationKind(
        "close_out",
        gettext_lazy("The close-out certificate"),
        gettext_lazy("What was promised, delivered and erased, and who follows up what stays open."),
        closed_out_on,
        "public_close_out",
        order=90,
    ),
):
    register_publication_kind(_kind)


def satisfaction_told(assemblies: Collection[int], now: datetime) -> dict[int, Satisfaction]:  # noqa: ARG001
    """Return satisfaction with each assembly in its last published wave that enough members answered.

    After the response members are asked how satisfied they are with that, which is another question.
    """
    published = SurveyWave.objects.filter(assembly__in=assemblies, published_at__isnull=False)
    waves = published.exclude(moment=SurveyMoment.AFTER_RESPONSE).order_by("number")
    found: dict[int, Satisfaction] = {}
    for wave in waves:
        for question in wave.published["questions"]:
            if (
                question["measures"] != Measure.SATISFACTION
                or question["good_low"] is None
                or not question["n"]
            ):
                continue
            found[wave.assembly_id] = Satisfaction(
                satisfied=question["good_low"],
                most=question["good_high"] if question["good"] is None else None,
                answers=question["n"],
                asked=wave.published["asked"],
                title=wave.title,
                published_on=timezone.localdate(wave.published_at),
            )
    return found


def budget_told(assemblies: Collection[int], now: datetime) -> dict[int, Budget]:  # noqa: ARG001
    """Return what each assembly's newest public statement says of money."""
    told = PublicStatement.objects.filter(assembly__in=assemblies, published_at__isnull=False)
    return {
        each.assembly_id: Budget(each.who_pays, each.budget, each.currency)
        for each in told.order_by("number")
    }


tell_satisfaction(satisfaction_told)
tell_budget(budget_told)


def calendar_facts(assembly: Assembly, now: datetime) -> Facts:
    """Return how what was promised to the public stands, row by row; the titles are public."""
    summary = publication_summary(assembly, timezone.localdate(now))
    rows = [
        {
            "title": row.title,
            "due_on": row.due_on.isoformat(),
            "done_on": row.done_on.isoformat() if row.done_on else None,
            "is_late": row.is_late,
            "is_withdrawn": row.is_withdrawn,
        }
        for row in summary.rows
    ]
    return (
        [
            {"promised": summary.promised, "delivered": summary.delivered, "on_time": summary.on_time},
            *rows,
        ]
        if rows
        else []
    )


def calendar_words(facts: Facts) -> Iterator[Told]:
    """Tell how many promised publications are out, and each with its day."""
    if not facts:
        return
    head, *rows = facts
    yield Told(
        _("Out of what was promised"),
        _("%(done)s of %(all)s, %(on_time)s of them on time")
        % {"done": head["delivered"], "all": head["promised"], "on_time": head["on_time"]},
    )
    for row in rows:
        if row["is_withdrawn"]:
            yield Told(row["title"], _("withdrawn"), "warn")
        elif row["done_on"]:
            day = day_words(row["done_on"])
            words = _("out since %(day)s, late") if row["is_late"] else _("out since %(day)s")
            yield Told(row["title"], words % {"day": day}, "bad" if row["is_late"] else "good")
        else:
            words = _("promised for %(day)s, not out") % {"day": day_words(row["due_on"])}
            yield Told(row["title"], words, "bad" if row["is_late"] else "")


def learning_facts(assembly: Assembly, now: datetime) -> Facts:  # noqa: ARG001
    """Return the editions of the learning record."""
    editions = LearningEdition.objects.filter(assembly=assembly).order_by("number")
    return [
        {"number": each.number, "on": timezone.localdate(each.published_at).isoformat()} for each in editions
    ]


def learning_words(facts: Facts) -> Iterator[Told]:
    """Tell when each edition came out."""
    for row in facts:
        yield Told(
            _("Edition %(number)s of the learning record") % {"number": row["number"]}, day_words(row["on"])
        )


register_closing_source(
    "calendar", 45, gettext_lazy("What was promised to the public"), calendar_facts, calendar_words
)
register_closing_source("learning", 75, gettext_lazy("What was learnt"), learning_facts, learning_words)


def _feed(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001 (the registry's signature)
    for edition in LearningEdition.objects.filter(assembly=assembly):
        title = _("What was learnt, edition %(number)s") % {"number": edition.number}
        yield FeedEntry(
            f"learning-{edition.number}", title, edition.note, edition.published_at, "public_learning"
        )
    for certificate in CloseOutCertificate.objects.filter(assembly=assembly):
        title = _("Close-out certificate %(number)s") % {"number": certificate.number}
        key = f"close-out-{certificate.number}"
        yield FeedEntry(key, title, certificate.reason, certificate.issued_at, "public_close_out")


register_feed_source(_feed)
