"""What each decision says, in a line for whoever chooses it."""

from django.utils.translation import gettext_lazy as _

from assembly.outcomes.enums_responses import Decision

MEANS = {
    Decision.ACCEPTED: _("We will do all of it."),
    Decision.ACCEPTED_IN_PRINCIPLE: _("We agree with the aim; the way is open."),
    Decision.ACCEPTED_IN_PART: _("We will do the part named below."),
    Decision.ALREADY_UNDER_WAY: _("It is being done now; say by whom."),
    Decision.UNDER_FURTHER_CONSIDERATION: _("Needs a day by which you decide."),
    Decision.REFERRED: _("Another body decides; say which."),
    Decision.NOTED: _("Counts as no real answer."),
    Decision.NOT_ACCEPTED: _("We will not do it; say why."),
}
