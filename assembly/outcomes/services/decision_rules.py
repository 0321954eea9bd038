"""Make and change decision rules; one under which a ballot was opened stays as it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.outcomes.counting.presets import ASKS_FOR_MINORITY, PRESETS
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import DecisionRule
from assembly.services.record import record_event


def preset_fields(preset: str) -> dict[str, Any]:
    """Return the fields of a preset as a rule of the assembly keeps them."""
    rule = PRESETS[preset]
    return {
        "kind": rule.kind,
        "denominator": rule.denominator,
        "numerator": rule.share.numerator,
        "denominator_of_share": rule.share.denominator,
        "is_more_than": rule.is_more_than,
        "counts_abstentions": rule.counts_abstentions,
        "counts_blanks": rule.counts_blanks,
        "strong_numerator": rule.strong.numerator if rule.strong else None,
        "strong_denominator": rule.strong.denominator if rule.strong else None,
        "quorum_numerator": None,
        "quorum_denominator": None,
        "scale_points": rule.scale_points,
        "ranked_method": rule.ranked_method,
        "invites_minority": preset in ASKS_FOR_MINORITY,
    }


@transaction.atomic
def save_rule(
    *,
    assembly: Assembly,
    rule: DecisionRule | None,
    name: str,
    preset: str,
    fields: Mapping[str, Any],
    seen: str = "",
    actor: User,
    now: datetime,
) -> DecisionRule:
    """Make a rule, or change one under which nothing was opened yet.

    Raises:
        VoteRefused: another rule has the name, a ballot under it was opened, or somebody changed it meanwhile.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    name = name.strip()
    others = DecisionRule.objects.filter(assembly=home, name__iexact=name)
    if others.exclude(pk=rule.pk if rule else 0).exists():
        raise VoteRefused(_("There is a rule of this name already."), code="double_name")
    if rule is None:
        saved = DecisionRule(assembly=home)
    else:
        saved = DecisionRule.objects.select_for_update(no_key=True, of=("self",)).get(pk=rule.pk)
        _refuse_fixed(saved)
        if seen != seen_rule(saved):
            raise VoteRefused(
                _("Somebody changed this rule meanwhile. It is shown below as it is now."), code="stale"
            )
        if saved.kind != fields["kind"] and saved.questions.exists():
            raise VoteRefused(
                _("Questions are asked under it already, so what is asked stays as it is."), code="in_use"
            )
    saved.name, saved.preset = name, preset
    for key, value in fields.items():
        setattr(saved, key, value)
    saved.save()
    _record("rule.change" if rule else "rule.make", saved, actor, now)
    return saved


@transaction.atomic
def delete_rule(*, rule: DecisionRule, actor: User, now: datetime) -> None:
    """Delete a rule that nothing is asked under.

    Raises:
        VoteRefused: a ballot was opened under it, or a question stands under it.
    """
    locked = DecisionRule.objects.select_for_update(no_key=True, of=("self",)).get(pk=rule.pk)
    _refuse_fixed(locked)
    if locked.questions.exists():
        raise VoteRefused(_("Questions are asked under it."), code="in_use")
    _record("rule.delete", locked, actor, now)
    locked.delete()


def seen_rule(rule: DecisionRule) -> str:
    """Return what tells a form that is stale from one that is not."""
    return "|".join(
        str(field.value_from_object(rule)) for field in rule._meta.concrete_fields if field.name != "fixed_at"
    )


def _refuse_fixed(rule: DecisionRule) -> None:
    if rule.fixed_at is not None:
        raise VoteRefused(_("A ballot under this rule was opened, so it stays as it is."), code="fixed")


def _record(verb: str, rule: DecisionRule, actor: User, now: datetime) -> None:
    details = {"name": rule.name, "rule": rule.pk}
    record_event(verb, obj=rule, assembly=rule.assembly, actor=actor, now=now, details=details)
