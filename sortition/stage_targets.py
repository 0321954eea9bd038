"""The stage Targets: whether there are quotas, whether they hold together, and what to do next."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import NextAction, Stage, StageStatus, register_stage
from sortition.models import Category
from sortition.quota_checks import QuotaLine, Tone, findings_of_category
from sortition.selectors.feasibility import IMPOSSIBLE, POSSIBLE, known_feasibility
from sortition.selectors.targets import categories_of, has_binding_run
from sortition.selectors.targets_rules import sign_off_state


def targets_status(assembly: Assembly) -> StageStatus:
    """Answer from the stored quotas and the last check; nothing is computed here."""
    categories = categories_of(assembly)
    url = reverse("targets", args=[assembly.slug])
    if not categories:
        action = NextAction(
            title=_("Enter targets"),
            why=_("The lottery needs to know whom the room should hold."),
            url=url,
            button=_("Enter targets"),
            permission="assembly.edit_targets",
        )
        return StageStatus(StageState.TODO, _("No targets yet."), (action,))
    values = [value for category in categories for value in category.values.all()]
    if has_binding_run(assembly):
        # The panel has left the pool, so whether these quotas can be met again is no question any more.
        return StageStatus(StageState.DONE, _("The panel was drawn for these quotas."))
    missing = sum(not value.has_quota for value in values)
    if missing or not values:
        return StageStatus(StageState.ACTIVE, _quotas_missing(missing), (_set_quotas(url),))
    if any(_sums_exclude_seats(category, assembly.seats) for category in categories):
        sentence = _("The sums of the quotas do not fit %(seats)s seats.") % {"seats": assembly.seats}
        return StageStatus(StageState.ACTIVE, sentence, (_put_right(url, sentence),))
    known = known_feasibility(assembly, categories)
    if known and known.state == IMPOSSIBLE:
        sentence = _("No panel can meet these quotas.")
        return StageStatus(StageState.ACTIVE, sentence, (_put_right(url, sentence),))
    words = {"categories": len(categories), "values": len(values)}
    if known and known.state == POSSIBLE:
        sentence = _("%(categories)s categories, %(values)s values; a panel is possible.")
    else:
        sentence = _("%(categories)s categories, %(values)s values; not yet checked against the pool.")
    return StageStatus(StageState.DONE, f"{sentence % words} {_signed(assembly)}")


def _signed(assembly: Assembly) -> str:
    standing = sign_off_state(assembly).standing
    if standing is None:
        return _("Nobody has signed them off.")
    return _("Signed off by %(name)s.") % {"name": standing.signed_by}


def _quotas_missing(missing: int) -> str:
    if not missing:
        return _("The categories have no values yet.")
    return ngettext("One value has no quota yet.", "%(count)s values have no quota yet.", missing) % {
        "count": missing
    }


def _set_quotas(url: str) -> NextAction:
    return NextAction(
        title=_("Set the quotas"),
        why=_("Every value needs a minimum and a maximum."),
        url=url,
        button=_("Set quotas"),
        permission="assembly.edit_targets",
    )


def _put_right(url: str, why: str) -> NextAction:
    return NextAction(
        title=_("Quotas cannot be met: choose a repair"),
        why=why,
        url=url,
        button=_("See the repairs"),
        is_blocking=True,
        permission="assembly.edit_targets",
    )


def _sums_exclude_seats(category: Category, seats: int) -> bool:
    lines = [QuotaLine(minimum=value.minimum, maximum=value.maximum) for value in category.values.all()]
    return any(finding.tone is Tone.BAD for finding in findings_of_category(lines, seats=seats))


register_stage(
    Stage(
        key="targets",
        name=gettext_lazy("Targets"),
        order=30,
        url_name="targets",
        permission="assembly.view_targets",
        status=targets_status,
    )
)
