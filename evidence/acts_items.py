"""The acts on an evidence item."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from evidence.enums import ItemState
from evidence.item_lifecycle import ITEM
from evidence.item_verbs import EDITS, RELEASES

register_acts(
    Acts(
        ITEM,
        _("An evidence item"),
        dict(ItemState.choices),
        {
            "submit": Act(_("Note that it has come in"), EDITS),
            "send_back": Act(_("Send it back to its author, with what is missing"), EDITS),
            "review": Act(_("Give it to the reviewers"), EDITS),
            "pass_review": Act(_("Let it pass, once a reviewer found it balanced and accurate"), EDITS),
            "review_again": Act(_("Give it back to the reviewers, with the reason"), EDITS),
            "approve": Act(_("Approve it"), RELEASES),
            "reopen": Act(_("Open it again, with the reason"), RELEASES),
            "release": Act(_("Release it to members; at a planned moment the clock does it"), RELEASES),
            "publish": Act(_("Publish it; at a planned moment the clock does it"), RELEASES),
            "correct": Act(_("Release a correction that was reviewed"), RELEASES),
            "drop": Act(_("Throw away a correction that was begun"), EDITS),
            "withdraw": Act(_("Withdraw it, with the reason"), EDITS),
        },
    )
)
