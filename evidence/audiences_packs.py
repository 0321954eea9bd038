"""Those who are told that a pack is out, as an audience of messages."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.audiences import Audience, Recipient, register_audience
from assembly.models import Assembly, Person
from evidence.documents.pack_papers import session_lines
from evidence.models import PackNotice
from evidence.services.pack_notices import AUDIENCE
from scheduling.audiences_people import as_recipients


def _told(assembly: Assembly, keys: Collection[int]) -> Iterator[Recipient]:
    """Yield those of some people about whom it is noted that they are told, with what they are told of."""
    # Of a notice that waits for its mailing nobody has been told; the newest is the one that is being written.
    waiting = PackNotice.objects.filter(person__in=keys, mailing=None, version__pack__assembly=assembly)
    related = waiting.select_related("version__pack__session__venue").order_by("version__issued_at", "pk")
    notices = {notice.person_id: notice for notice in related}

    def values(person: Person) -> dict[str, str]:
        notice = notices[person.pk]
        version = notice.version
        news = _now("What is new in it: %(note)s") % {"note": version.note}
        return {
            "name": str(person),
            "called": person.badge,
            "assembly": assembly.name,
            "pack": version.content["title"],
            "session": "\n".join(session_lines(version.pack.session)),
            "news": news if version.note else _now("This is its first version."),
            "link": notice.page_url,
        }

    return as_recipients(Person.objects.here().filter(assembly=assembly, pk__in=notices), values)


def _nobody(assembly: Assembly, part: str) -> Iterable[Recipient]:  # noqa: ARG001 (the signature of audiences)
    return ()


register_audience(
    Audience(
        key=AUDIENCE,
        label=_("Those who read a new version of a pack"),
        placeholders={
            "name": _("whole name"),
            "called": _("name on the badge"),
            "assembly": _("name of the assembly"),
            "pack": _("title of the pack"),
            "session": _("session, day and place, a line each"),
            "news": _("what is new in it, or that it is the first version"),
            "link": _("address of the page"),
        },
        # Whom a version concerns is reckoned on its own page; nobody chooses them here.
        filters={},
        recipients=_nobody,
        among=_told,
    )
)
