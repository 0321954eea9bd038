"""How the record tells of requests for information and of the close-out: never who asked, or what."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _request_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    if not isinstance(number, int):
        return None
    return reverse("evaluation_disclosure_request", args=[assembly.slug, number])


def _close_out_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("evaluation_close_out", args=[assembly.slug])


register_event_kinds({"disclosure": _("Requests for information"), "close_out": _("Close-out")})
register_object_links(
    {"disclosurerequest": _request_link, "disclosurepack": _request_link},
    permission="assembly.make_disclosure",
)
register_object_links(
    {"closeoutcertificate": _close_out_link, "followup": _close_out_link}, permission="assembly.close_out"
)
register_event_sentences(
    {
        "disclosure.receive": _("%(actor)s entered request for information %(number)s"),
        "disclosure.answer": _("%(actor)s noted that request for information %(number)s was answered"),
        "disclosure.withdraw": _("%(actor)s noted that request for information %(number)s was withdrawn"),
        "disclosure.refuse": _("%(actor)s refused request for information %(number)s"),
        "disclosure.reopen": _("%(actor)s took request for information %(number)s up again"),
        "disclosure.pack_asked": _("%(actor)s had pack %(pack)s made for request for information %(number)s"),
        "disclosure.pack_built": _("Pack %(pack)s for request for information %(number)s was built"),
        "disclosure.pack_failed": _(
            "Pack %(pack)s for request for information %(number)s could not be built"
        ),
        "disclosure.pack_taken": _(
            "%(actor)s took pack %(pack)s for request for information %(number)s away as a file"
        ),
        "disclosure.askers_erased": _(
            "It was forgotten who asked %(requests)s settled requests for information"
        ),
        "close_out.matter_added": _(
            "%(actor)s entered an open matter for the close-out: %(matter)s (%(who)s)"
        ),
        "close_out.matter_changed": _(
            "%(actor)s changed an open matter of the close-out: %(matter)s (%(who)s)"
        ),
        "close_out.matter_removed": _(
            "%(actor)s took an open matter off the close-out: %(matter)s (%(who)s)"
        ),
        "close_out.issue": _(
            "%(actor)s issued close-out certificate %(number)s with the fingerprint %(sha256)s"
        ),
    }
)
