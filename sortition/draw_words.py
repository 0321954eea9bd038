"""The story of a draw in plain words, told alike on the public page and on paper."""

from bisect import bisect_left
from datetime import datetime

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.templatetags.look import one_in
from sortition.draw import OwnOpening
from sortition.draw.frozen import WHOLE_CHANCE
from sortition.draw_terms import source_of, source_words
from sortition.enums_draws import DrawState
from sortition.models import Draw
from sortition.objective_words import AIMS


def moment_words(moment: datetime | None) -> str:
    """Say day and time in words."""
    return date_format(localtime(moment), "j F Y, H:i") if moment else ""


def draw_story(draw: Draw) -> list[str]:
    """Tell what was frozen, where the number came from and what came of it; it names no volunteer."""
    run = draw.run
    words = {
        "people": number_format(run.pool_size, force_grouping=True),
        "seats": run.seats,
        "panels": number_format(run.panels or 0, force_grouping=True),
        "time": moment_words(draw.committed_at),
        "number": draw.panel_number,
    }
    story = [
        ngettext(
            "%(people)s volunteer could be drawn for %(seats)s seats.",
            "%(people)s volunteers could be drawn for %(seats)s seats.",
            run.pool_size,
        )
        % words,
        ngettext(
            "The lottery was computed as %(panels)s panel that meets every quota.",
            "The lottery was computed as %(panels)s numbered panels. Each meets every quota, and each was as likely "
            "as any other.",
            run.panels or 0,
        )
        % words,
        _("On %(time)s people, quotas and panels were frozen, and the hash of the file was made public.")
        % words,
        source_words(source_of(draw.source)),
    ]
    if draw.state == DrawState.VOIDED:
        story.append(_("The draw is void: %(reason)s") % {"reason": draw.void_reason})
    elif draw.panel_number is None:
        story.append(_("The number is not known yet."))
    else:
        story += [
            _("Given was: %(value)s.") % {"value": value_words(draw)},
            _("By the published rule it stands for panel %(number)s.") % words,
        ]
    return story


def value_words(draw: Draw) -> str:
    """Say what the source gave."""
    value = draw.value
    if value.get("kind") == "balls":
        goes = "; ".join(" ".join(map(str, go)) for go in value["entries"][0]["goes"])
        readers = ", ".join(entry["by"] for entry in value["entries"])
        return _("%(goes)s, read by %(readers)s") % {"goes": goes, "readers": readers}
    if value.get("kind") == "beacon":
        return value["randomness"]
    return "; ".join(f"{each['by']}: {each['text']}" for each in value.get("added", ()))


def fairness_sentences(draw: Draw) -> list[str]:
    """Say how fair the lottery was, from the run's figures."""
    figures = draw.run.summary
    words = {
        "lowest": one_in(figures.get("lowest")),
        "median": one_in(figures.get("median")),
        "highest": one_in(figures.get("highest")),
    }
    told = [
        _("The lowest chance was %(lowest)s, the typical one %(median)s, the highest %(highest)s.") % words
    ]
    if figures.get("status") == "proven":
        told.append(str(AIMS[draw.run.objective]))
    return told


def own_words(own: OwnOpening) -> list[str]:
    """Tell one volunteer whether they were in the draw, with what chance, and whether they were drawn."""
    panels = len(own.public.frozen.panels)
    people = own.public.frozen.people
    person = people[bisect_left(people, own.opening.pseudonym, key=lambda each: each.pseudonym)]
    words = {
        "held": len(own.panels),
        "panels": panels,
        "chance": one_in(len(own.panels) / panels),
        "exact": one_in(person.chance / WHOLE_CHANCE),
    }
    told = [
        _("Yes, you were in the draw."),
        _("You are on %(held)s of the %(panels)s panels, so your chance was %(chance)s.") % words
        if own.panels
        else _(
            "You are on none of the %(panels)s panels. Your chance was %(exact)s: too small, or none at all, for the "
            "numbered panels. The report on fairness says which quota causes it."
        )
        % words,
    ]
    if own.is_drawn is True:
        told.append(_("You are on the panel that was drawn."))
    elif own.is_drawn is False:
        told.append(_("You are not on the panel that was drawn."))
    else:
        told.append(_("No panel was drawn: the draw is void, or its number is not known yet."))
    return told
