"""What of packs needs somebody: a session soon without one, something in one taken back, paper that is to be posted."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from assembly.stages import Figure, NextAction
from evidence.attention import PACKS, SESSIONS, evidence_parts
from evidence.enums import PackWay
from evidence.models import PackDelivery, PackFile, PackVersion
from evidence.selectors.packs import is_due_anew, latest_versions
from scheduling.enums import Phase
from scheduling.models import Session

SOON = timedelta(days=10)


def packs_attention(assembly: Assembly) -> Iterator[NextAction]:
    """Answer from the sessions that are not over; as many queries for one as for twenty."""
    now = timezone.now()
    versions = [each for each in latest_versions(assembly) if each.pack.session.ends_at > now]
    if not versions:
        return
    stale = is_due_anew(versions, now)
    failed = set(
        PackFile.objects.filter(version__in=versions).exclude(problem="").values_list("version", flat=True)
    )
    for version in versions:
        session = version.pack.session
        due = timezone.localdate(session.starts_at, session.zone)
        if version.pk in stale:
            yield NextAction(
                title=_("Issue the pack of session %(number)s anew") % {"number": session.number},
                why=_("Something in it was corrected or taken back since."),
                url=reverse("pack", args=[assembly.slug, session.number]),
                button=_("Open the pack"),
                due=due,
                permission="assembly.edit_packs",
            )
        if version.pk in failed:
            yield NextAction(
                title=_("A PDF of the pack of session %(number)s could not be built")
                % {"number": session.number},
                why=_("Nobody can print it. Its page says why."),
                url=reverse("pack_version", args=[assembly.slug, session.number, version.number]),
                button=_("Open the version"),
                due=due,
                permission="assembly.edit_packs",
            )
    yield from _to_post(assembly, versions)


def sessions_without_pack(assembly: Assembly) -> Iterator[NextAction]:
    """Ask for the packs of sessions that are soon; also where nobody has begun one."""
    now = timezone.now()
    issued = PackVersion.objects.filter(pack__session=OuterRef("pk"))
    found = Session.objects.filter(assembly=assembly, starts_at__gt=now, starts_at__lte=now + SOON)
    needs = Q(phase=Phase.LEARNING) | Q(evidence_items__isnull=False) | Q(pack__isnull=False)
    for session in found.filter(needs, ~Exists(issued)).distinct().order_by("starts_at"):
        yield NextAction(
            title=_("Issue the pack of session %(number)s") % {"number": session.number},
            why=_("The session is soon, and members have nothing to read for it."),
            url=reverse("pack", args=[assembly.slug, session.number]),
            button=_("Open the pack"),
            due=timezone.localdate(session.starts_at, session.zone),
            permission="assembly.edit_packs",
        )


def _to_post(assembly: Assembly, versions: Iterable[PackVersion]) -> Iterator[NextAction]:
    """Yield one for each version that still has to go out on paper to somebody."""
    wants = Q(reading_wish__way__in=[PackWay.PAPER, PackWay.BOTH]) | Q(reading_wish=None, user=None)
    people = Person.objects.filter(wants, assembly=assembly, kind=PersonKind.MEMBER)
    wanting = list(people.values_list("pk", "joined_at", "left_at"))
    out = PackDelivery.objects.filter(version__in=list(versions), returned_at=None)
    out = out.exclude(posted_at=None, handed_at=None)
    has = set(out.values_list("version", "person"))
    for version in versions:
        session = version.pack.session
        many = sum(
            (version.pk, pk) not in has
            for pk, joined, left in wanting
            if joined <= session.ends_at and (left is None or left > session.starts_at)
        )
        if not many:
            continue
        title = ngettext(
            "Post the pack of session %(number)s to one person",
            "Post the pack of session %(number)s to %(n)s people",
            many,
        )
        yield NextAction(
            title=title % {"number": session.number, "n": many},
            why=_("They read on paper, and do not have what was issued last."),
            url=f"{reverse('pack_deliveries', args=[assembly.slug, session.number])}?show=to_send",
            button=_("Open the list"),
            due=timezone.localdate(session.starts_at, session.zone),
            permission="assembly.deliver_packs",
        )


def packs_figures(assembly: Assembly) -> Iterator[Figure]:
    """Answer how many sessions have a pack that members can read."""
    issued = PackVersion.objects.filter(pack__assembly=assembly).values("pack").distinct().count()
    if issued:
        sessions = Session.objects.filter(assembly=assembly).count()
        yield Figure(_("Packs issued"), issued, _("of %(n)s sessions") % {"n": sessions})


evidence_parts.register_attention(PACKS, packs_attention)
evidence_parts.register_attention(SESSIONS, sessions_without_pack)
evidence_parts.register_figures(PACKS, packs_figures)
