"""Write to those who read a pack on a screen that a version is out, as drafts that somebody reviews: nobody twice."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from assembly.enums import MailingChannel
from assembly.errors import MailingRefused
from assembly.models import Assembly, Mailing, MessageTemplate, User
from assembly.services.mailings import save_template, stopped_mailings, write_mailing
from evidence.enums import PackWay
from evidence.models import PackNotice, PackVersion
from evidence.selectors.deliveries import Reader, readers_of

AUDIENCE = "packs"


def people_to_tell(version: PackVersion, readers: Iterable[Reader]) -> list[int]:
    """Return the keys of those who read on a screen and were not written to about a version.

    Whoever reads on paper alone gets a letter with their copy. A mailing that was stopped before anything left told
    nobody.
    """
    is_told = Q(mailing=None) | ~Q(mailing__in=stopped_mailings().values("pk"))
    told = set(PackNotice.objects.filter(is_told, version=version).values_list("person", flat=True))
    return [each.person.pk for each in readers if each.way != PackWay.PAPER and each.person.pk not in told]


@transaction.atomic
def write_pack_notices(
    *,
    version: PackVersion,
    page_url: str,
    actor: User,
    now: datetime,
    template: MessageTemplate | None = None,
) -> Mailing:
    """Write a draft to each who reads a version on a screen; return the mailing, which somebody approves.

    Who has no e-mail address gets a letter. page_url: where it is read. template: words of this audience; None takes
    the assembly's, and makes one of the house's own words where there is none.

    Raises:
        MailingRefused: nobody is left to be told, or nobody of them can be reached.
    """
    # The assembly's row is the lock: of two who press at once, the second finds that everybody was written to.
    home = Assembly.objects.select_for_update(no_key=True).get(pk=version.pack.assembly_id)
    people = people_to_tell(version, readers_of(version))
    if not people:
        raise MailingRefused(_("Nobody is left to write to about this version."), code="nobody_left")
    # Those of a mailing that was stopped make place for the new ones.
    PackNotice.objects.filter(version=version, person__in=people).delete()
    PackNotice.objects.bulk_create(
        PackNotice(version=version, person_id=person, page_url=page_url) for person in people
    )
    mailing = write_mailing(
        template=template or _own_template(home, actor=actor, now=now),
        part="",
        people=people,
        channel=MailingChannel.PREFERRED,
        actor=actor,
        now=now,
    )
    PackNotice.objects.filter(version=version, person__in=people).update(mailing=mailing)
    return mailing


def _own_template(assembly: Assembly, *, actor: User, now: datetime) -> MessageTemplate:
    """Return the assembly's first template for this audience, made of the house's own words where there is none."""
    standing = MessageTemplate.objects.filter(assembly=assembly, audience=AUDIENCE).order_by("pk").first()
    if standing is not None:
        return standing
    name, number = _("A pack is out"), 2
    taken = set(MessageTemplate.objects.filter(assembly=assembly).values_list("name", flat=True))
    while name in taken:
        name, number = f"{_('A pack is out')} {number}", number + 1
    own = settings.LANGUAGE_CODE
    subject, body = _words_in(own)
    texts = {code: _words_in(code) for code, _label in settings.LANGUAGES if code != own}
    template = MessageTemplate(assembly=assembly, name=name, audience=AUDIENCE, subject=subject, body=body)
    return save_template(template=template, texts=texts, actor=actor, now=now)


def _words_in(language: str) -> tuple[str, str]:
    with override(language):
        return (
            _("{{ assembly }}: to read before the session"),
            _(
                "Dear {{ name }},\n\n“{{ pack }}” is out: what members of {{ assembly }} read before this session.\n\n"
                "{{ session }}\n\n{{ news }}\n\nYou find it here, on the page and as a PDF:\n{{ link }}\n\n"
                "If you would rather have it on paper or in large print, please tell us."
            ),
        )
