"""The stage Pool: how many answered, how many can be drawn, and what to do next."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from assembly.enums import AssemblyState, StageState
from assembly.models import Assembly
from assembly.record import register_event_kinds, register_event_sentences
from assembly.stages import Figure, NextAction, Stage, StageStatus, register_stage
from sortition.enums import MatchKind
from sortition.selectors.matches import open_match_counts
from sortition.selectors.pool import open_import
from sortition.selectors.pool_figures import pool_figures


def pool_status(assembly: Assembly) -> StageStatus:
    """Answer from counts: the pool is done when it holds at least as many people as there are seats."""
    figures = pool_figures(assembly)
    url = reverse("pool", args=[assembly.slug])
    cards = (
        Figure(_("Respondents"), figures.total),
        Figure(_("In the pool"), figures.in_pool, _("can be drawn")),
    )
    unfinished = open_import(assembly)
    actions: tuple[NextAction, ...] = ()
    if unfinished:
        actions = (
            NextAction(
                title=_("Finish the import of %(file)s") % {"file": unfinished.file_name},
                why=_("Nothing of it is in the pool before you commit it."),
                url=reverse("pool_import", args=[assembly.slug, unfinished.pk]),
                button=_("Go on with the import"),
                permission="assembly.import_pool",
            ),
        )
    elif not figures.total:
        actions = (
            NextAction(
                title=_("Import the volunteers"),
                why=_("The lottery draws from the people who answered. A spreadsheet is enough."),
                url=url,
                button=_("Open the pool"),
                permission="assembly.import_pool",
            ),
        )
    if not figures.total:
        return StageStatus(StageState.TODO, _("Nobody has been imported yet."), actions, cards)
    if _is_over(assembly):
        return StageStatus(StageState.DONE, _what_is_kept(figures.total), actions, cards[:1])
    actions += _matches_to_decide(assembly)
    sentence = ngettext(
        "%(pool)d of %(count)d respondent can be drawn.",
        "%(pool)d of %(count)d respondents can be drawn.",
        figures.total,
    ) % {"pool": figures.in_pool, "count": figures.total}
    is_enough = figures.in_pool >= assembly.seats
    return StageStatus(StageState.DONE if is_enough else StageState.ACTIVE, sentence, actions, cards)


def _is_over(assembly: Assembly) -> bool:
    """Whether nobody will be drawn any more: whoever is still here was, or waits for their data to be erased."""
    return assembly.state in (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)


def _what_is_kept(count: int) -> str:
    said = ngettext(
        "Nobody is drawn any more; the data of %(count)d person are still held.",
        "Nobody is drawn any more; the data of %(count)d people are still held.",
        count,
    )
    return said % {"count": count}


def _matches_to_decide(assembly: Assembly) -> tuple[NextAction, ...]:
    """Name the pairs that wait for a person, as far as there are any."""
    waiting = open_match_counts(assembly)
    found = []
    if pairs := waiting[MatchKind.PERSON]:
        title = ngettext(
            "Decide whether %(number)d pair of entries is one person",
            "Decide on %(number)d pairs of entries that may be one person each",
            pairs,
        ) % {"number": pairs}
        why = _("Whoever is in the pool twice has twice the chance.")
        found.append((title, why, "pool_matches"))
    if pairs := waiting[MatchKind.HOUSEHOLD]:
        title = ngettext(
            "Decide whether %(number)d pair of addresses is one household",
            "Decide on %(number)d pairs of addresses that may be one household each",
            pairs,
        ) % {"number": pairs}
        why = _("People of one household should not be drawn together.")
        found.append((title, why, "pool_households"))
    return tuple(
        NextAction(
            title=title,
            why=why,
            url=reverse(name, args=[assembly.slug]),
            button=_("Look at them"),
            permission="assembly.import_pool",
        )
        for title, why, name in found
    )


register_stage(
    Stage(
        key="pool",
        name=gettext_lazy("Pool"),
        order=20,
        url_name="pool",
        permission="assembly.view_pool_figures",
        status=pool_status,
    )
)
register_event_kinds({"pool": gettext_lazy("Pool"), "respondent": gettext_lazy("Respondents")})
register_event_sentences(
    {
        "pool.file_uploaded": ngettext_lazy(
            "%(actor)s uploaded %(file)s with %(rows)s row; nothing imported yet",
            "%(actor)s uploaded %(file)s with %(rows)s rows; nothing imported yet",
            "rows",
        ),
        "pool.import_abandoned": gettext_lazy("%(actor)s set the import of %(file)s aside"),
        "pool.imported": gettext_lazy(
            "%(actor)s imported %(file)s: %(new)s new, %(changed)s changed, %(unchanged)s unchanged,"
            " %(rejected)s rejected"
        ),
        "pool.import_undone": ngettext_lazy(
            "%(actor)s undid the import of %(file)s: %(removed)s person removed, %(restored)s put back as they were",
            "%(actor)s undid the import of %(file)s: %(removed)s people removed, %(restored)s put back as they were",
            "removed",
        ),
        "pool.mapping_changed": ngettext_lazy(
            "%(actor)s changed what “%(text)s” means for %(what)s: from %(before)s to %(after)s; "
            "%(answers)s answer changed",
            "%(actor)s changed what “%(text)s” means for %(what)s: from %(before)s to %(after)s; "
            "%(answers)s answers changed",
            "answers",
        ),
        "pool.mapping_forgotten": gettext_lazy("%(actor)s let imports forget “%(text)s”"),
        "pool.derivation_set": gettext_lazy("%(actor)s set how %(category)s is worked out"),
        "pool.derivation_removed": gettext_lazy("%(actor)s removed how %(category)s is worked out"),
        "pool.registration_changed": gettext_lazy("%(actor)s changed the registration page"),
        "pool.registration_opened": gettext_lazy("%(actor)s opened the registration page"),
        "pool.registration_closed": gettext_lazy("%(actor)s closed the registration page"),
        "pool.exported": ngettext_lazy(
            "%(actor)s exported %(respondents)s respondent as %(format)s: %(purpose)s",
            "%(actor)s exported %(respondents)s respondents as %(format)s: %(purpose)s",
            "respondents",
        ),
        "pool.list_read": gettext_lazy("%(actor)s read the list of volunteers: %(purpose)s"),
        "respondent.read": gettext_lazy(
            "%(actor)s read a volunteer’s contact details and answers: %(purpose)s"
        ),
    }
)
