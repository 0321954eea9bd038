"""Publish the remits of the story's assemblies."""

from datetime import datetime, timedelta

from assembly.models import Assembly, User
from assembly.services.remit import RemitWords, fingerprint, latest_version, publish_remit, save_remit_draft


def publish_words(assembly: Assembly, words: RemitWords, *, actor: User, now: datetime) -> None:
    """Draft the remit and publish it."""
    draft = save_remit_draft(
        assembly=assembly,
        words=words,
        seen=fingerprint(latest_version(assembly)),
        actor=actor,
        now=now - timedelta(days=7),
    )
    publish_remit(assembly=assembly, seen=fingerprint(draft), actor=actor, now=now)
