"""How the record tells of messages, and their line of the rail. No event holds a name, an address or a text."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from assembly.enums import MailingState, MessageState, StageState
from assembly.message_dates import message_date
from assembly.models import Assembly, AuditEvent, Mailing, OutboxMessage
from assembly.record import actor_name, register_event_kinds, register_event_sentences, register_object_links
from assembly.stages import NextAction, Stage, StageStatus, register_stage


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("mailing", args=[assembly.slug, number]) if number else None


def _reminders(assembly: Assembly, event: AuditEvent) -> str | None:  # noqa: ARG001 (the protocol's signature)
    return reverse("reminders", args=[assembly.slug])


def _planned(event: AuditEvent) -> str:
    what = message_date(event.details["date"])
    words = {
        "actor": actor_name(event),
        "days": event.details["days"],
        "date": what.label if what else event.details["date"],
    }
    if event.details["is_before"]:
        return _("%(actor)s planned a reminder %(days)s days before %(date)s") % words
    return _("%(actor)s planned a reminder %(days)s days after %(date)s") % words


def _status(assembly: Assembly) -> StageStatus:
    url = reverse("messages", args=[assembly.slug])
    doubts = OutboxMessage.objects.filter(mailing__assembly=assembly, state=MessageState.UNKNOWN).count()
    drafts = Mailing.objects.filter(assembly=assembly, state=MailingState.DRAFT).count()
    actions = []
    if doubts:
        title = ngettext("Decide about one message", "Decide about %(n)s messages", doubts) % {"n": doubts}
        why = _("Nobody knows whether it left. It is not sent again before you say so.")
        actions.append(
            NextAction(title, why, url, _("Open the messages"), permission="assembly.run_messages")
        )
    if drafts:
        title = ngettext("Review one mailing", "Review %(n)s mailings", drafts) % {"n": drafts}
        why = _("It is written out for everybody and waits for somebody to approve it.")
        actions.append(
            NextAction(title, why, url, _("Open the messages"), permission="assembly.run_messages")
        )
    letters = OutboxMessage.objects.letters().filter(
        mailing__assembly=assembly, mailing__state=MailingState.APPROVED, state=MessageState.PENDING
    )
    if waiting := letters.count():
        title = ngettext("Print and post one letter", "Print and post %(n)s letters", waiting) % {
            "n": waiting
        }
        why = _("They are approved, and wait for somebody to print them.")
        actions.append(
            NextAction(title, why, url, _("Open the messages"), permission="assembly.run_messages")
        )
    return StageStatus(StageState.ACTIVE, "", tuple(actions))


register_stage(
    Stage(
        key="messages",
        name=gettext_lazy("Messages"),
        order=890,
        url_name="messages",
        permission="assembly.run_messages",
        status=_status,
        icon="mail",
    )
)
register_event_kinds(
    {
        "mailing": gettext_lazy("Messages"),
        "message": gettext_lazy("One message"),
        "reminder": gettext_lazy("Reminders"),
    }
)
register_object_links({"mailing": _link, "reminder": _reminders}, permission="assembly.run_messages")
register_event_sentences(
    {
        "reminder.planned": _planned,
        "reminder.cancel": gettext_lazy("%(actor)s cancelled a reminder"),
        "reminder.written": gettext_lazy("%(actor)s wrote mailing %(number)s as a reminder"),
        "reminder.nobody": gettext_lazy("%(actor)s found nobody to remind"),
        "mailing.template_saved": gettext_lazy("%(actor)s saved a template for messages"),
        "mailing.written": ngettext_lazy(
            "%(actor)s wrote mailing %(number)s to %(messages)s person",
            "%(actor)s wrote mailing %(number)s to %(messages)s people",
            "messages",
        ),
        "mailing.approve": ngettext_lazy(
            "%(actor)s approved mailing %(number)s with %(messages)s message",
            "%(actor)s approved mailing %(number)s with %(messages)s messages",
            "messages",
        ),
        "mailing.cancel": ngettext_lazy(
            "%(actor)s cancelled mailing %(number)s; %(messages)s message was not sent",
            "%(actor)s cancelled mailing %(number)s; %(messages)s messages were not sent",
            "messages",
        ),
        "mailing.letters_printed": ngettext_lazy(
            "%(actor)s printed %(letters)s letter of mailing %(number)s: %(purpose)s",
            "%(actor)s printed %(letters)s letters of mailing %(number)s: %(purpose)s",
            "letters",
        ),
        "mailing.letters_posted": ngettext_lazy(
            "%(actor)s posted %(letters)s letter of mailing %(number)s on %(posted_on)s",
            "%(actor)s posted %(letters)s letters of mailing %(number)s on %(posted_on)s",
            "letters",
        ),
        "message.settle": gettext_lazy(
            "%(actor)s decided that message %(number)s of mailing %(mailing)s was sent"
        ),
        "message.retry": gettext_lazy("%(actor)s had message %(number)s of mailing %(mailing)s sent again"),
    }
)
