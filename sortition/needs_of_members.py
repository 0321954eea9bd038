"""What the members of a panel need, told to the apps that plan for them."""

from collections.abc import Iterator

from django.urls import reverse

from assembly.member_needs import MemberNeed, register_needs
from assembly.models import Assembly, Person
from sortition.enums import RESPONDENT_KIND
from sortition.enums_membership import SupportState
from sortition.models import SupportNeed


def _needs(assembly: Assembly) -> Iterator[MemberNeed]:
    members = Person.objects.here().filter(assembly=assembly, origin_kind=RESPONDENT_KIND)
    people = dict(members.values_list("origin_key", "pk"))
    rows = SupportNeed.objects.filter(respondent__assembly=assembly, respondent__in=people)
    for need in rows.exclude(state=SupportState.UNMET).select_related("owner"):
        yield MemberNeed(
            person=people[need.respondent_id],
            kind=need.kind,
            kind_label=need.get_kind_display(),
            words=need.words,
            state_label=need.get_state_display(),
            tone=need.tone,
            is_open=need.is_open,
            feature=need.feature,
            owner=str(need.owner or ""),
            due_on=need.due_on,
            url=reverse("support_need", args=[assembly.slug, need.pk]),
        )


register_needs(_needs)
