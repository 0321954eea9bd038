"""Check a file of a draw that somebody brings, without looking at anything that is stored; give the program away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from assembly.limits import connection_of, is_over_limit
from assembly.views.programs import ProgramView
from sortition import verify
from sortition.forms.verify import VerifyForm

MOST_PER_CONNECTION, WITHIN_SECONDS = 30, 3600


class VerifyDrawView(View):
    """A form, and what the program says of the file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show how it is done."""
        return self._page(request, VerifyForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check the file; nothing of it is kept."""
        form = VerifyForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=422)
        if is_over_limit("verify", connection_of(request), most=MOST_PER_CONNECTION, seconds=WITHIN_SECONDS):
            form.add_error(
                None,
                _(
                    "Many files were checked from this connection. Wait a little, or check it on a machine of your own."
                ),
            )
            return self._page(request, form, status=429)
        try:
            report = verify.examine(
                form.cleaned_data["file"].read(), form.cleaned_data["published"].splitlines()
            )
        except verify.UnusableError as error:
            form.add_error(None, _("This cannot be checked: %(why)s") % {"why": error})
            return self._page(request, form, status=422)
        found = {"is_good": report.result == "holds", "text": verify.as_text(report)}
        return self._page(request, form, report=found)

    def _page(
        self, request: HttpRequest, form: VerifyForm, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        return render(request, "sortition/verify_draw.html", {"form": form, **context}, status=status)


class VerifyProgramView(ProgramView):
    """The program itself, as it stands in this installation."""

    program = verify
