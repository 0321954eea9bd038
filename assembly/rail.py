"""The ground floor's lines of the rail: Overview, Remit, Team, Personal data, Record."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly import selectors
from assembly.enums import StageState
from assembly.models import Assembly, RemitVersion
from assembly.stages import NextAction, Stage, StageStatus, register_stage


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


def _remit_status(assembly: Assembly) -> StageStatus:
    versions = list(RemitVersion.objects.filter(assembly=assembly).order_by("-number")[:2])
    draft = next((version for version in versions if not version.is_published), None)
    published = next((version for version in versions if version.is_published), None)
    url = reverse("remit", args=[assembly.slug])
    if published is None:
        ready = draft is not None and draft.response_promise and draft.response_months
        action = NextAction(
            title=_("Publish the remit") if ready else _("Complete the remit"),
            why=_(
                "The question, its scope and the promise of an answer. Nobody is recruited before it is published."
            ),
            url=url,
            button=_("Open the remit"),
            is_blocking=True,
            permission="assembly.edit_remit",
        )
        state = StageState.ACTIVE if draft else StageState.TODO
        return StageStatus(state, _("Not published yet."), (action,))
    sentence = _("Version %(number)s published on %(day)s; an answer is promised within %(months)s.") % {
        "number": published.number,
        "day": date_format(timezone.localtime(published.published_at)),
        "months": ngettext("%(n)s month", "%(n)s months", published.response_months)
        % {"n": published.response_months},
    }
    if draft is None:
        return StageStatus(StageState.DONE, sentence)
    action = NextAction(
        title=_("Publish the new draft of the remit, or leave it a draft"),
        why=_("Version %(number)s is a draft. People read the published one until you publish it.")
        % {"number": draft.number},
        url=url,
        button=_("Open the remit"),
        permission="assembly.edit_remit",
    )
    return StageStatus(StageState.DONE, sentence, (action,))


def _team_status(assembly: Assembly) -> StageStatus:
    now = timezone.now()
    stuck = [i for i in selectors.open_invitations(assembly) if i.mailed_at is None or i.refusal(now)]
    if not stuck:
        return StageStatus(StageState.ACTIVE, "")
    action = NextAction(
        title=ngettext("Send one invitation again", "Send %(n)s invitations again", len(stuck))
        % {"n": len(stuck)},
        why=_("The message could not be sent, or the link has expired before it was used."),
        url=reverse("team", args=[assembly.slug]),
        button=_("Open the team"),
        permission="assembly.manage_team",
    )
    return StageStatus(StageState.ACTIVE, "", (action,))


register_stage(
    Stage(
        key="overview",
        name=gettext_lazy("Overview"),
        order=0,
        url_name="overview",
        permission="assembly.view_workspace",
        status=_no_state,
        icon="text-align-start",
    )
)
register_stage(
    Stage(
        key="own_home",
        name=gettext_lazy("My part"),
        order=1,
        url_name="own_home",
        permission="assembly.view_own_home",
        status=_no_state,
        icon="house",
    )
)
register_stage(
    Stage(
        key="remit",
        name=gettext_lazy("Remit"),
        order=10,
        url_name="remit",
        permission="assembly.view_remit",
        status=_remit_status,
    )
)
register_stage(
    Stage(
        key="team",
        name=gettext_lazy("Team"),
        order=900,
        url_name="team",
        permission="assembly.view_team",
        status=_team_status,
        icon="users",
    )
)
register_stage(
    Stage(
        key="privacy",
        name=gettext_lazy("Personal data"),
        order=905,
        url_name="privacy",
        permission="assembly.view_privacy",
        status=_no_state,
        icon="shield",
    )
)
register_stage(
    Stage(
        key="record",
        name=gettext_lazy("Record"),
        order=910,
        url_name="record",
        permission="assembly.view_record",
        status=_no_state,
        icon="scroll-text",
    )
)
