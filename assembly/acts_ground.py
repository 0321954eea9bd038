"""The ground floor's acts: on an assembly, mailings, their messages, reminders, incidents."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.enums import AssemblyState, IncidentState, MailingState, MessageState, ReminderState
from assembly.incident_lifecycle import INCIDENT
from assembly.lifecycles import ASSEMBLY, VERBS
from assembly.mailing_lifecycle import MAILING, MESSAGE, REMINDER

_WRITES = "assembly.run_messages"
_WORKER = _("The system, when it sends")

register_acts(
    Acts(
        ASSEMBLY,
        _("An assembly"),
        dict(AssemblyState.choices),
        {verb.name: Act(verb.button, "assembly.move_assembly") for verb in VERBS.values()},
    )
)
register_acts(
    Acts(
        MAILING,
        _("A mailing"),
        dict(MailingState.choices),
        {"approve": Act(_("Approve it for sending"), _WRITES), "cancel": Act(_("Cancel it"), _WRITES)},
    )
)
register_acts(
    Acts(
        MESSAGE,
        _("One message of a mailing"),
        dict(MessageState.choices),
        {
            "approve": Act(_("Release it"), by_itself=_("Follows from approving its mailing")),
            "cancel": Act(_("Cancel it"), by_itself=_("Follows from cancelling its mailing")),
            "claim": Act(_("Begin to send it"), by_itself=_WORKER),
            "deliver": Act(_("Hand it over"), by_itself=_WORKER),
            "refuse": Act(_("Note that it was refused"), by_itself=_WORKER),
            "postpone": Act(_("Try again later"), by_itself=_WORKER),
            "lose": Act(_("Note that nobody knows whether it left"), by_itself=_WORKER),
            "post": Act(
                _("Note that a letter was posted"), by_itself=_("Follows from marking letters as posted")
            ),
            "misprint": Act(
                _("Note that a letter could not be printed"), by_itself=_("Follows from printing letters")
            ),
            "settle": Act(_("Say that it arrived after all"), _WRITES),
            "retry": Act(_("Send it again"), _WRITES),
        },
    )
)
register_acts(
    Acts(REMINDER, _("A reminder"), dict(ReminderState.choices), {"cancel": Act(_("Cancel it"), _WRITES)})
)
register_acts(
    Acts(
        INCIDENT,
        _("An incident, for those who were given it"),
        dict(IncidentState.choices),
        {
            "look_into": Act(_("Take it up with a first step"), "assembly.handle_incidents"),
            "close": Act(_("Close it"), "assembly.handle_incidents"),
            "reopen": Act(_("Open it again"), "assembly.handle_incidents"),
        },
    )
)
