"""Keep the topics on which evidence is heard: their words and their order."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.pointing_rows import deleting
from assembly.services.record import record_event
from evidence.errors import WitnessRefused
from evidence.models import Topic

_AWAY = 10_000
"""Numbers are unique: whoever changes places goes out of the way first."""


def _lock(assembly: Assembly) -> Assembly:
    return Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)


def _refuse_double(assembly: Assembly, title: str, own: int | None = None) -> None:
    if Topic.objects.filter(assembly=assembly, title__iexact=title).exclude(pk=own or 0).exists():
        raise WitnessRefused(_("There is a topic of this title already."), code="double_topic")


@transaction.atomic
def add_topic(*, assembly: Assembly, title: str, description: str, actor: User, now: datetime) -> Topic:
    """Add a topic at the end; the same words sent twice are one topic.

    Raises:
        WitnessRefused: there is one of this title that says something else.
    """
    locked = _lock(assembly)
    if standing := Topic.objects.filter(assembly=locked, title=title, description=description).first():
        return standing
    _refuse_double(locked, title)
    last = Topic.objects.filter(assembly=locked).aggregate(last=Max("number"))["last"] or 0
    topic = Topic.objects.create(assembly=locked, number=last + 1, title=title, description=description)
    _record("topic.add", topic, actor, now)
    return topic


@transaction.atomic
def change_topic(*, topic: Topic, title: str, description: str, actor: User, now: datetime) -> Topic:
    """Change a topic's words; nothing is recorded where nothing is different.

    Raises:
        WitnessRefused: there is another of this title.
    """
    _refuse_double(_lock(topic.assembly), title, topic.pk)
    fresh = Topic.objects.select_for_update(no_key=True, of=("self",)).get(pk=topic.pk)
    if (fresh.title, fresh.description) != (title, description):
        fresh.title, fresh.description = title, description
        fresh.save(update_fields=["title", "description"])
        _record("topic.change", fresh, actor, now)
    return fresh


@transaction.atomic
def move_topic(*, topic: Topic, is_up: bool, actor: User, now: datetime) -> bool:
    """Change places with the topic before or after; answer whether there is one."""
    locked = _lock(topic.assembly)
    topics = list(Topic.objects.filter(assembly=locked))
    place = next((at for at, each in enumerate(topics) if each.pk == topic.pk), None)
    if place is None:
        return False
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(topics):
        return False
    first, second = topics[place], topics[other]
    Topic.objects.filter(pk=first.pk).update(number=F("number") + _AWAY)
    Topic.objects.filter(pk=second.pk).update(number=first.number)
    Topic.objects.filter(pk=first.pk).update(number=second.number)
    _record("topic.order", first, actor, now)
    return True


def uses_of(topic: Topic) -> str:
    """Say what a topic is used for, "" where nothing uses it."""
    used = [
        (topic.witnesses.count(), _("witnesses")),
        (topic.items.count(), _("evidence items")),
        (topic.questions.count(), _("questions")),
        (topic.submissions.count(), _("submissions")),
    ]
    return ", ".join(f"{many} {name}" for many, name in used if many)


@transaction.atomic
def delete_topic(*, topic: Topic, actor: User, now: datetime) -> None:
    """Delete a topic that nothing uses.

    Raises:
        WitnessRefused: something does.
    """
    _lock(topic.assembly)
    locked = Topic.objects.select_for_update(no_key=True, of=("self",)).filter(pk=topic.pk).first()
    if locked is None:
        raise WitnessRefused(_("Somebody else has deleted it already."), code="topic_gone")
    if uses_of(locked):
        raise _used(locked)
    _record("topic.delete", locked, actor, now)
    with deleting(lambda: _used(locked)):
        locked.delete()


def _used(topic: Topic) -> WitnessRefused:
    return WitnessRefused(_("It is in use: %(used)s.") % {"used": uses_of(topic)}, code="topic_used")


def _record(event: str, topic: Topic, actor: User, now: datetime) -> None:
    record_event(
        event, obj=topic, assembly=topic.assembly, actor=actor, now=now, details={"title": topic.title}
    )
