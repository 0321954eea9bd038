"""How the record is told: a sentence for each type of event, which each app registers in `AppConfig.ready`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.enums import AssemblyState, Role
from assembly.lifecycles import VERBS
from assembly.models import Assembly, AuditEvent

# A sentence is a text with named places (`%(actor)s`, and the event's details by their names), or a function.
EventSentence = Any | Callable[[AuditEvent], str]
ObjectLink = Callable[[Assembly, AuditEvent], str | None]

_sentences: dict[str, EventSentence] = {}
_links: dict[str, tuple[ObjectLink, str]] = {}
_kinds: dict[str, Any] = {
    "assembly": gettext_lazy("Assembly"),
    "remit": gettext_lazy("Remit"),
    "team": gettext_lazy("Team"),
    "account": gettext_lazy("Accounts"),
    "record": gettext_lazy("Record"),
    "platform": gettext_lazy("Installation"),
    "privacy": gettext_lazy("Personal data"),
}


def register_event_sentences(sentences: Mapping[str, EventSentence]) -> None:
    """Add sentences by event type; call it from `AppConfig.ready`."""
    _sentences.update(sentences)


def register_object_links(links: Mapping[str, ObjectLink], *, permission: str = "") -> None:
    """Add, by object type (the model's name), where an entry's object can be looked at, without a query.

    permission: what a reader of the record needs to open it, where not all of them may.
    """
    _links.update({name: (link, permission) for name, link in links.items()})


def register_event_kinds(kinds: Mapping[str, Any]) -> None:
    """Add names for the part of a type before its point, for the record's filter."""
    _kinds.update(kinds)


def kind_label(kind: str) -> Any:
    """Return the name of a kind of event; one that nobody named is shown as it is written."""
    return _kinds.get(kind, kind)


class _NotNoted(int):
    """What an old event did not note: an ellipsis in a sentence, and many where the sentence counts."""

    def __str__(self) -> str:
        return "…"


class _Details(dict[str, Any]):
    """Details of an event as texts; what an old event did not note is no error."""

    def __missing__(self, key: str) -> _NotNoted:
        return _NotNoted()


def actor_name(event: AuditEvent) -> str:
    """Return who did it; the clock and the workers have no account."""
    return str(event.actor) if event.actor else _("The system")


def sentence_of(event: AuditEvent) -> str:
    """Tell `event` in one sentence. Read `actor` together with the events, or each sentence costs a query."""
    sentence = _sentences.get(event.type)
    if sentence is None:
        return _("%(actor)s: %(event)s") % {"actor": actor_name(event), "event": event.type}
    if callable(sentence):
        return sentence(event)
    return str(sentence % _Details({**event.details, "actor": actor_name(event)}))


def link_of(event: AuditEvent, assembly: Assembly, can: Callable[[str], bool]) -> str:
    """Return the page of the event's object, or "" where there is none that this reader `can` open."""
    link, permission = _links.get(event.object_type, (None, ""))
    if link is None or (permission and not can(permission)):
        return ""
    return link(assembly, event) or ""


def _moved(event: AuditEvent) -> str:
    verb = VERBS.get(event.type.removeprefix("assembly."))
    state = event.details.get("to", "")
    words = {
        "actor": actor_name(event),
        "state": AssemblyState(state).label if state in AssemblyState.values else state,
        "reason": event.details.get("reason", ""),
        "verb": verb.button if verb else event.type,
    }
    if words["reason"]:
        return _("%(actor)s moved the assembly to “%(state)s”: %(reason)s") % words
    return _("%(actor)s moved the assembly to “%(state)s”") % words


def _with_role(sentence: Any) -> Callable[[AuditEvent], str]:
    """Fill a sentence with the role's name and, where the selector has put it, the person's."""

    def tell(event: AuditEvent) -> str:
        role = event.details.get("role", "")
        return str(sentence) % {
            "actor": actor_name(event),
            "role": Role(role).label if role in Role.values else role,
            "person": getattr(event, "person_name", "") or _("somebody"),
        }

    return tell


register_event_sentences(
    {
        "assembly.created": ngettext_lazy(
            "%(actor)s created the assembly with %(seats)s seat",
            "%(actor)s created the assembly with %(seats)s seats",
            "seats",
        ),
        "assembly.copied": ngettext_lazy(
            "%(actor)s made this assembly as a copy, with %(seats)s seat",
            "%(actor)s made this assembly as a copy, with %(seats)s seats",
            "seats",
        ),
        **{f"assembly.{verb}": _moved for verb in VERBS},
        "remit.drafted": gettext_lazy("%(actor)s changed the draft of the remit (version %(number)s)"),
        "remit.published": gettext_lazy("%(actor)s published version %(number)s of the remit"),
        "privacy.erased": ngettext_lazy(
            "%(actor)s erased the data of %(people)s person: %(reason)s",
            "%(actor)s erased the data of %(people)s people: %(reason)s",
            "people",
        ),
        "privacy.uploads_erased": ngettext_lazy(
            "%(actor)s erased the uploaded files of %(imports)s import",
            "%(actor)s erased the uploaded files of %(imports)s imports",
            "imports",
        ),
        "privacy.retention_changed": gettext_lazy(
            "%(actor)s changed for how many months data are kept (%(class)s): %(from)s to %(to)s"
        ),
        "privacy.processing_changed": gettext_lazy("%(actor)s changed the record of processing"),
        "privacy.shown": gettext_lazy(
            "%(actor)s looked at everything that is held about one person: %(purpose)s"
        ),
        "privacy.copied": gettext_lazy(
            "%(actor)s took a copy of everything that is held about one person: %(purpose)s"
        ),
        "account.second_factor_added": gettext_lazy("%(actor)s set up a second factor (%(kind)s)"),
        "account.second_factor_removed": gettext_lazy("%(actor)s removed a second factor (%(kind)s)"),
        "account.second_factor_renewed": gettext_lazy("%(actor)s made new recovery codes"),
        "platform.canary_drawn": gettext_lazy("A draw with invented people was tried (faults: %(faults)s)"),
        "platform.backup_made": gettext_lazy("A backup of everything was made"),
        "platform.backup_restored": gettext_lazy("A backup of %(made_at)s was put back"),
        "platform.database_moved": gettext_lazy("Everything was copied here from another database"),
        "account.second_factor_reset": gettext_lazy("An administrator reset a second factor: %(reason)s"),
        "account.signed_out": gettext_lazy("An administrator signed an account out everywhere: %(reason)s"),
        "platform.everybody_signed_out": gettext_lazy("An administrator signed everybody out: %(reason)s"),
        "account.letter_printed": _with_role(
            gettext_lazy("%(actor)s printed a letter with codes to sign in for %(person)s")
        ),
        "account.letter_withdrawn": _with_role(
            gettext_lazy("%(actor)s made the printed codes of %(person)s useless")
        ),
        "account.letter_used": _with_role(gettext_lazy("%(person)s signed in with a printed code")),
        "account.letter_locked": _with_role(
            gettext_lazy("The printed codes of %(person)s were locked after wrong attempts")
        ),
        "account.address_given": _with_role(
            gettext_lazy("%(actor)s gave the account of %(person)s an e-mail address")
        ),
        "team.added": _with_role(gettext_lazy("%(actor)s added %(person)s, who has no e-mail, as %(role)s")),
        "record.exported": ngettext_lazy(
            "%(actor)s took %(entries)s entry of the record away as a file: %(purpose)s",
            "%(actor)s took %(entries)s entries of the record away as a file: %(purpose)s",
            "entries",
        ),
        "record.details_erased": gettext_lazy("%(actor)s erased details of the record: %(reason)s"),
        "team.role_given": _with_role(gettext_lazy("%(person)s became %(role)s, by %(actor)s")),
        "team.role_taken": _with_role(gettext_lazy("%(person)s is no longer %(role)s, by %(actor)s")),
        "team.invited": _with_role(gettext_lazy("%(actor)s invited %(person)s as %(role)s")),
        "team.invitation_renewed": _with_role(
            gettext_lazy("%(actor)s made a new link for the invitation of %(person)s as %(role)s")
        ),
        "team.invitation_revoked": _with_role(
            gettext_lazy("%(actor)s withdrew the invitation of %(person)s as %(role)s")
        ),
        "team.invitation_accepted": _with_role(gettext_lazy("%(actor)s accepted the invitation as %(role)s")),
    }
)


def _remit_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("remit_version", args=[assembly.slug, number]) if number else None


def _team_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("team", args=[assembly.slug])


register_object_links({"remitversion": _remit_link, "user": _team_link, "invitation": _team_link})
