"""What the stage Lottery says once there is a draw."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import NextAction, StageStatus
from sortition.enums_draws import DrawState
from sortition.models import Draw
from sortition.selectors.draws import draw_that_counts


def draw_status(assembly: Assembly) -> StageStatus | None:
    """Answer from the draw that counts and whose result does not stand yet; None where there is none."""
    draw = draw_that_counts(assembly)
    if draw is None or draw.state == DrawState.PUBLISHED:
        return None
    words = {"number": draw.number}
    sentence = _("Draw %(number)s: %(state)s.") % {**words, "state": draw.get_state_display()}
    return StageStatus(StageState.ACTIVE, sentence, (_next_action(draw),))


def _next_action(draw: Draw) -> NextAction:
    url, words = reverse("draw", args=[draw.assembly.slug, draw.number]), {"number": draw.number}
    day = draw.held_at.date()
    if draw.state == DrawState.PREPARED and draw.approved_by_id is None:
        return NextAction(
            title=_("Approve draw %(number)s") % words,
            why=_("Somebody other than %(name)s has to read and approve its terms.")
            % {"name": draw.prepared_by},
            url=url,
            button=_("Read the terms"),
            due=day,
            permission="assembly.approve_draw",
        )
    titles = {
        DrawState.PREPARED: (
            _("Freeze and commit draw %(number)s"),
            _("It is approved. Its hash has to be public before the draw."),
        ),
        DrawState.COMMITTED: (_("Hold draw %(number)s"), _("It is frozen and waits for its random number.")),
        DrawState.RANDOMNESS_RECEIVED: (
            _("Compute the panel of draw %(number)s"),
            _("Its random number is known."),
        ),
        DrawState.RESOLVED: (
            _("Publish draw %(number)s"),
            _("Its panel is known. Publishing offers the seats."),
        ),
    }
    title, why = titles[DrawState(draw.state)]
    return NextAction(
        title=title % words,
        why=why,
        url=url,
        button=_("Go to the draw"),
        due=day,
        permission="assembly.run_draw",
    )
