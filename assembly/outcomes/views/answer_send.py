"""Send a draft to whoever clears it, from the page on which it is written."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.outcomes.services.clearing import send_to_clear
from assembly.outcomes.views.answers import AnswerBase


class AnswerSendBase(AnswerBase):
    """A page about one answer from which its draft is sent."""

    def send(self, sent: Any) -> HttpResponse:
        """Send the draft as the page showed it, and say to whom; lead back to it."""
        revision = sent.get("revision", "")
        address = reverse("answer_clear", args=[self.assembly.slug, self.response.pk])
        try:
            done = send_to_clear(
                response=self.response,
                revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,
                page_url=self.request.build_absolute_uri(address),
                actor=self.request.user,
                now=self.now,
            )
        except ChangedMeanwhile:
            messages.error(self.request, _("The draft was changed meanwhile. Read it, and send it then."))
        except HouseError as refused:
            for each in getattr(refused, "blockers", None) or [refused]:
                messages.error(self.request, str(each))
        else:
            who = {"who": ", ".join(str(each) for each in done.officials)}
            if done.is_mailed:
                messages.success(self.request, _("It waits to be cleared. A message tells %(who)s.") % who)
            else:
                messages.warning(
                    self.request,
                    _("It waits to be cleared, but not everybody could be sent a message. Tell %(who)s.")
                    % who,
                )
        return redirect("answer_draft", self.assembly.slug, self.response.pk)
