"""Publish the programme: a new version beside those that stand, which nobody can change."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, GateClosed, NothingToPublish
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.enums import SessionState
from scheduling.models import ProgrammeVersion, Session
from scheduling.programme_content import as_content, digest_of_content
from scheduling.publication_checks import publication_blockers
from scheduling.selectors.programme import draft_programme, latest_version
from scheduling.session_lifecycle import SESSION


def draft_mark(assembly: Assembly, chosen: Collection[int]) -> str:
    """Return the mark of what a person sees before they publish: another one once anything has changed."""
    latest = latest_version(assembly)
    content = as_content(draft_programme(assembly, chosen=chosen, latest=latest))
    return _mark(latest, digest_of_content(content))


def _mark(latest: ProgrammeVersion | None, digest: str) -> str:
    return f"{latest.number if latest else 0}:{digest}"


@transaction.atomic
def publish_programme(
    *,
    assembly: Assembly,
    chosen: Collection[int],
    note: str,
    seen: str,
    actor: User,
    now: datetime,
) -> ProgrammeVersion:
    """Publish the plan as it stands; sessions that are in it for the first time are published with it.

    chosen: keys of the sessions that were never published and go along. seen: the mark of what the actor has read.
    Messages are written apart, when the version stands.

    Raises:
        GateClosed: something must be right first.
        ChangedMeanwhile: the plan, or what is published, is no longer what the actor has read.
        NothingToPublish: the plan is what is published.
    """
    # The assembly's row is the lock: of two who publish at once, the second finds another mark.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    if blockers := publication_blockers(locked):
        raise GateClosed(blockers)
    # Read once: what is held against the mark is what is published, whatever a venue is renamed to meanwhile.
    latest = latest_version(locked)
    programme = draft_programme(locked, chosen=chosen, latest=latest)
    content = as_content(programme)
    digest = digest_of_content(content)
    if _mark(latest, digest) != seen:
        raise ChangedMeanwhile(
            _("The plan was changed since you opened this page. Read the differences again, then publish.")
        )
    if digest == (latest.digest if latest else digest_of_content(as_content(()))):
        raise NothingToPublish(_("Nothing was published: the plan is what is published already."))
    _move_sessions(locked, _changed_sessions(content, latest), actor=actor, now=now)
    version = ProgrammeVersion.objects.create(
        assembly=locked,
        number=(latest.number if latest else 0) + 1,
        published_at=now,
        published_by=actor,
        note=note,
        content=content,
        digest=digest,
    )
    record_event(
        "programme.published",
        obj=version,
        assembly=locked,
        actor=actor,
        now=now,
        details={"number": version.number, "sessions": len(programme), "digest": digest},
    )
    return version


def _changed_sessions(content: dict[str, Any], latest: ProgrammeVersion | None) -> set[str]:
    """Return the uids of the sessions whose content is new or different."""
    stood = {row["uid"]: row for row in latest.content["sessions"]} if latest else {}
    return {str(row["uid"]) for row in content["sessions"] if stood.get(row["uid"]) != row}


def _move_sessions(assembly: Assembly, changed: set[str], *, actor: User, now: datetime) -> None:
    # Those that are over are published as they were; only those that a change concerns have an event of their own.
    can_move = [state for state in SessionState if (state, "publish") in SESSION.moves]
    for session in Session.objects.filter(assembly=assembly, uid__in=changed, state__in=can_move):
        details = {"number": session.number}
        move(SESSION, session, "publish", assembly=assembly, actor=actor, now=now, details=details)
