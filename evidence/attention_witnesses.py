"""What of an assembly's witnesses needs somebody, and how many come."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from assembly.stages import Figure, NextAction
from evidence.attention import WITNESSES, evidence_parts
from evidence.enums import COMING, WitnessState
from evidence.models import Witness

PATIENCE = timedelta(days=7)
"""How long an invitation may wait for its answer before somebody asks."""


def _actions(assembly: Assembly) -> Iterator[NextAction]:
    late = Q(state=WitnessState.INVITED, invited_at__lte=timezone.now() - PATIENCE)
    many = Witness.objects.filter(assembly=assembly, erased_at=None).aggregate(
        proposed=Count("pk", filter=Q(state=WitnessState.PROPOSED)),
        unanswered=Count("pk", filter=late),
        undeclared=Count("pk", filter=Q(state=WitnessState.ACCEPTED, interests_at=None)),
        heard=Count("pk", filter=Q(state=WitnessState.HEARD)),
    )
    list_of = reverse("witnesses", args=[assembly.slug])
    if many["proposed"]:
        yield _action(
            ngettext(
                "Decide about one proposed witness",
                "Decide about %(n)s proposed witnesses",
                many["proposed"],
            )
            % {"n": many["proposed"]},
            _("Whoever proposed them waits for a decision and its reason."),
            reverse("witness_proposals", args=[assembly.slug]),
        )
    if many["unanswered"]:
        yield _action(
            ngettext(
                "Ask one witness who has not answered",
                "Ask %(n)s witnesses who have not answered",
                many["unanswered"],
            )
            % {"n": many["unanswered"]},
            _("They were invited seven days ago or longer."),
            f"{list_of}?state={WitnessState.INVITED}",
        )
    if many["undeclared"]:
        yield _action(
            ngettext(
                "Ask one witness for their interests",
                "Ask %(n)s witnesses for their interests",
                many["undeclared"],
            )
            % {"n": many["undeclared"]},
            _("Nobody is briefed before their interests are declared."),
            f"{list_of}?state={WitnessState.ACCEPTED}",
        )
    if many["heard"]:
        yield _action(
            ngettext("Follow up with one witness", "Follow up with %(n)s witnesses", many["heard"])
            % {"n": many["heard"]},
            _("They were heard, and nobody has thanked them yet."),
            f"{list_of}?state={WitnessState.HEARD}",
        )


def _action(title: str, why: str, url: str) -> NextAction:
    return NextAction(title, why, url, _("Open the witnesses"), permission="assembly.edit_witnesses")


def _figures(assembly: Assembly) -> Iterator[Figure]:
    many = Witness.objects.filter(assembly=assembly).aggregate(
        coming=Count("pk", filter=Q(state__in=COMING)),
        invited=Count("pk", filter=Q(state=WitnessState.INVITED)),
    )
    if many["coming"] or many["invited"]:
        note = _("%(n)s more are invited") % {"n": many["invited"]} if many["invited"] else ""
        yield Figure(_("Witnesses who said yes"), many["coming"], note)


evidence_parts.register_attention(WITNESSES, _actions)
evidence_parts.register_figures(WITNESSES, _figures)
