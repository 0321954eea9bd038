"""How the membership record is told in the record: that something was written or read, never what."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _member_link(assembly: Assembly, event: AuditEvent) -> str | None:
    person = event.details.get("respondent")
    return reverse("member", args=[assembly.slug, person]) if isinstance(person, int) else None


def _need_link(assembly: Assembly, event: AuditEvent) -> str | None:
    # Once its person is erased the need is gone, and so are the details.
    return reverse("support_need", args=[assembly.slug, event.object_id]) if event.details else None


register_event_kinds(
    {"member": gettext_lazy("Membership record"), "support_need": gettext_lazy("Support needs")}
)
register_object_links(
    {"memberconsent": _member_link, "contactpreference": _member_link, "emergencycontact": _member_link},
    permission="assembly.view_members",
)
register_object_links({"supportneed": _need_link}, permission="assembly.view_support_needs")
register_event_sentences(
    {
        "member.read": gettext_lazy("%(actor)s opened a member’s record: %(purpose)s"),
        "member.consent": gettext_lazy("%(actor)s entered what a member said about a consent"),
        "member.preference": gettext_lazy("%(actor)s entered how a member wishes to be reached"),
        "member.emergency": gettext_lazy("%(actor)s entered a member’s emergency contact"),
        "member.emergency_removed": gettext_lazy("%(actor)s deleted a member’s emergency contact"),
        "member.emergency_read": gettext_lazy("%(actor)s read a member’s emergency contact: %(purpose)s"),
        "support_need.declare": gettext_lazy("%(actor)s entered what a member needs"),
        "support_need.change": gettext_lazy("%(actor)s changed a support need"),
        "support_need.arrange": gettext_lazy("%(actor)s arranged a support need"),
        "support_need.confirm": gettext_lazy("%(actor)s confirmed a support need with the member"),
        "support_need.meet": gettext_lazy("%(actor)s noted that a support need was met"),
        "support_need.leave_unmet": gettext_lazy("%(actor)s noted that a support need was not met"),
        "support_need.list_read": gettext_lazy("%(actor)s read the list of support needs: %(purpose)s"),
        "support_need.export": gettext_lazy("%(actor)s exported %(needs)s support needs: %(purpose)s"),
    }
)
