"""Words of the page about the API that its own description has in English alone."""

from django.utils.translation import gettext_lazy as _

TAGS = {
    "public": _("What everybody reads, without a token"),
    "whole": _("The assembly as a whole"),
    "panel": _("Pool, targets, runs and seats"),
    "work": _("Sessions, evidence and questions"),
    "outcomes": _("Recommendations, votes, answers and promises"),
}
PARAMETERS = {
    "slug": _("The assembly’s name in addresses."),
    "number": _("Its number."),
    "after": _("Begin after this number. The address in “next” has it."),
    "limit": _("How many at most: 50 unless told, 100 at most."),
}
