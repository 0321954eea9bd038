"""The code of the letter that brought somebody, where it is known later than they are."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sortition.errors import CodeRefused
from sortition.services.waves_answers import note_letter
from sortition.views.respondents import PersonView


class NoteLetterView(PersonView):
    """Take the code from a person's page."""

    permission: ClassVar[str] = "assembly.import_pool"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Count the answer, or say what is wrong with the code."""
        person = self.load(pk)
        try:
            noted = note_letter(
                respondent=person, code=request.POST.get("code", "")[:40], actor=request.user, now=self.now
            )
        except CodeRefused as refused:
            messages.error(request, str(refused))
        else:
            if noted:
                said = _("Counted for wave %(number)d.") % {"number": noted.wave.number}
                messages.success(request, said)
        return redirect("pool_person", self.assembly.slug, pk)
