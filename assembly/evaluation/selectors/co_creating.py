"""Co-creating: whether members shaped the work and the texts themselves."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assembly.evaluation.indicators import Found, NotMeasured, Words, share_or_not
from assembly.models import Assembly
from assembly.outcomes.enums import AmendmentState
from assembly.outcomes.models import Amendment, TableComment
from evidence.enums import ProposedBy, WitnessKind, WitnessState
from evidence.models import Witness
from scheduling.enums import Part
from scheduling.enums_attendance import OVER
from scheduling.models import Session, Slot

AMENDMENTS_DECIDED = Words(
    name=_("Amendments that were decided with a reason"),
    meaning=_("Whether whoever proposed a change learnt what became of it, and why."),
    counted=_("amendments that were decided, with the reason written down"),
    of=_("amendments that were proposed, without those taken back"),
    source=_("The amendments to recommendations"),
    cannot_show=_("Whether the reason satisfied whoever proposed it."),
    page="recommendations",
    permission="assembly.view_recommendations",
)
AMENDMENTS_ADOPTED = Words(
    name=_("Amendments that were adopted"),
    meaning=_("Whether a proposed change could change the text."),
    counted=_("amendments that were adopted"),
    of=_("amendments that were decided"),
    source=_("The amendments to recommendations"),
    cannot_show=_("Whether more would be better: a good first text needs few changes."),
    page="recommendations",
    permission="assembly.view_recommendations",
)
COMMENTS_SETTLED = Words(
    name=_("Comments of tables that were dealt with"),
    meaning=_("Whether what a table said of a text led to something that can be read."),
    counted=_("comments of which it is written down what became of them"),
    of=_("comments of tables on recommendations"),
    source=_("The comments on recommendations"),
    cannot_show=_("Whether the text became better by it."),
    page="recommendations",
    permission="assembly.view_recommendations",
)
MEMBERS_WITNESSES = Words(
    name=_("Witnesses proposed by members who were taken up"),
    meaning=_("Whether members could choose whom they hear."),
    counted=_("witnesses proposed by members who were shortlisted or went further"),
    of=_("witnesses proposed by members of whom it was decided"),
    source=_("The directory of witnesses"),
    cannot_show=_("Witnesses whom members wished to hear and did not propose."),
    page="witnesses",
    permission="assembly.view_witnesses",
)
AUTHORITY_HEARD = Words(
    name=_("Sessions at which somebody spoke for an authority"),
    meaning=_("Whether those who must act later were there to listen and to answer."),
    counted=_("sessions with a talk by a witness who speaks for an authority"),
    of=_("sessions that are over"),
    source=_("The programme, and the directory of witnesses"),
    cannot_show=_("Officials who came to listen and did not speak."),
    page="programme",
    permission="assembly.view_programme",
)


def _states(assembly: Assembly) -> list[tuple[str, str]]:
    """Return state and reason of all amendments that were not taken back."""
    proposed = Amendment.objects.filter(recommendation__assembly=assembly).order_by()
    return list(proposed.exclude(state=AmendmentState.WITHDRAWN).values_list("state", "decision_reason"))


_DECIDED = (AmendmentState.ADOPTED, AmendmentState.NOT_ADOPTED)
_NO_AMENDMENT = _("No amendment was proposed yet.")


def amendments_decided(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001 (all are computed alike)
    """Count amendments that were decided and say why."""
    found = _states(assembly)
    told = [state for state, reason in found if state in _DECIDED and reason]
    return share_or_not(AMENDMENTS_DECIDED, len(told), len(found), _NO_AMENDMENT)


def amendments_adopted(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count adopted amendments among those decided."""
    decided = [state for state, _reason in _states(assembly) if state in _DECIDED]
    return share_or_not(
        AMENDMENTS_ADOPTED,
        decided.count(AmendmentState.ADOPTED),
        len(decided),
        _("No amendment was decided yet."),
    )


def comments_settled(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count comments that were dealt with."""
    comments = TableComment.objects.filter(recommendation__assembly=assembly).order_by()
    settled = list(comments.values_list("settled_at", flat=True))
    return share_or_not(
        COMMENTS_SETTLED, sum(map(bool, settled)), len(settled), _("No table has commented on a text yet.")
    )


def members_witnesses(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count witnesses proposed by members who were not refused, among those decided on."""
    decided = Witness.objects.filter(assembly=assembly, proposed_by=ProposedBy.MEMBER).exclude(
        state=WitnessState.PROPOSED
    )
    states = list(decided.order_by().values_list("state", flat=True))
    taken = len(states) - states.count(WitnessState.NOT_CHOSEN)
    return share_or_not(
        MEMBERS_WITNESSES,
        taken,
        len(states),
        _("Nothing was decided yet of a witness proposed by a member."),
        people=len(states),
    )


def authority_heard(assembly: Assembly, now: datetime) -> Found:  # noqa: ARG001
    """Count sessions that are over in which a witness spoke for an authority."""
    sessions = set(
        Session.objects.filter(assembly=assembly, state__in=OVER).order_by().values_list("pk", flat=True)
    )
    if not sessions:
        return NotMeasured(AUTHORITY_HEARD, _("No session is over yet."))
    spoke = Slot.objects.filter(
        item__session__in=sessions, part=Part.SPEAKER, person__witness__kind=WitnessKind.AUTHORITY
    ).order_by()
    heard = set(spoke.values_list("item__session", flat=True))
    return share_or_not(AUTHORITY_HEARD, len(heard), len(sessions), "")
