"""Write to those whom a published version changes something for, as drafts that somebody reviews: nobody twice."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assembly.enums import MailingChannel
from assembly.errors import MailingRefused
from assembly.models import Assembly, Mailing, MessageTemplate, User
from assembly.services.mailings import save_template, stopped_mailings, write_mailing
from scheduling.models import ProgrammeNotice, ProgrammeVersion
from scheduling.programme_changes import changes_between
from scheduling.selectors.programme import Affected, affected_people, programme_of

AUDIENCE = "programme"


def people_to_tell(version: ProgrammeVersion, since: ProgrammeVersion | None) -> list[Affected]:
    """Return whom the step from one version to another concerns and who was not written to about the newer one."""
    told = set(standing_notices(version).values_list("person", flat=True))
    found = changes_between(programme_of(since), programme_of(version))
    return [each for each in affected_people(version.assembly, found) if each.person.pk not in told]


def standing_notices(version: ProgrammeVersion) -> QuerySet[ProgrammeNotice]:
    """Return the notices of a version but for those whose mailing was stopped before anything left."""
    notices = ProgrammeNotice.objects.filter(version=version)
    return notices.filter(Q(mailing=None) | ~Q(mailing__in=stopped_mailings().values("pk")))


def version_known(version: ProgrammeVersion) -> ProgrammeVersion | None:
    """Return the version that people are taken to know: the last one about which messages were written."""
    earlier = ProgrammeVersion.objects.filter(assembly=version.assembly, number__lt=version.number)
    return (
        earlier.filter(notices__isnull=False).order_by("-number").first()
        or earlier.order_by("-number").first()
    )


@transaction.atomic
def write_notices(
    *,
    version: ProgrammeVersion,
    since: ProgrammeVersion | None,
    template: MessageTemplate | None,
    actor: User,
    now: datetime,
    channel: str = MailingChannel.PREFERRED,
) -> Mailing:
    """Write a draft to each person whom the version concerns; return the mailing, which somebody approves.

    template: words of the programme's audience; None makes the house's own words a template first.

    Raises:
        MailingRefused: nobody is left to be told, or nobody of them can be reached.
    """
    # The assembly's row is the lock: of two who press at once, the second finds that everybody was written to.
    Assembly.objects.select_for_update(no_key=True).get(pk=version.assembly_id)
    people = [each.person.pk for each in people_to_tell(version, since)]
    if not people:
        raise MailingRefused(_("Nobody is left to write to about this version."))
    _keep_notices(version, since, people)
    mailing = write_mailing(
        template=template or own_template(version.assembly, actor=actor, now=now),
        part="",
        people=people,
        channel=channel,
        actor=actor,
        now=now,
    )
    ProgrammeNotice.objects.filter(version=version, person__in=people).update(mailing=mailing)
    return mailing


def _keep_notices(version: ProgrammeVersion, since: ProgrammeVersion | None, people: Collection[int]) -> None:
    # Those of a mailing that was stopped make place for the new ones.
    ProgrammeNotice.objects.filter(version=version, person__in=people).delete()
    ProgrammeNotice.objects.bulk_create(
        ProgrammeNotice(version=version, since=since, person_id=person) for person in people
    )


def own_template(assembly: Assembly, *, actor: User, now: datetime) -> MessageTemplate:
    """Return the assembly's first template for this audience, made of the house's own words where there is none."""
    standing = MessageTemplate.objects.filter(assembly=assembly, audience=AUDIENCE).order_by("pk").first()
    if standing is not None:
        return standing
    name, number = _("The programme was changed"), 2
    taken = set(MessageTemplate.objects.filter(assembly=assembly).values_list("name", flat=True))
    while name in taken:
        name, number = f"{_('The programme was changed')} {number}", number + 1
    template = MessageTemplate(
        assembly=assembly,
        name=name,
        audience=AUDIENCE,
        subject=_("{{ assembly }}: the programme"),
        body=_(
            "Dear {{ name }},\n\nhere is what is new for you in the programme of {{ assembly }}:\n\n{{ changes }}\n\n"
            "If something does not suit you, please tell us as soon as you can.\n\nThank you for taking part."
        ),
    )
    return save_template(template=template, actor=actor, now=now)
