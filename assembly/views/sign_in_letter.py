"""Sign in with the number of a letter and one of its codes."""

from time import monotonic, sleep

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from assembly.forms.sign_in_letter import CodeFromLetterForm
from assembly.limits import connection_of, is_over_limit
from assembly.services.sign_in_letters import use_code

TEMPLATE = "account/sign_in_by_letter.html"
MOST_PER_CONNECTION, WITHIN_SECONDS = 60, 3600
"""A hall in which all members sign in by letter shares one connection; a programme would try thousands."""


class SignInByLetterView(View):
    """For members, witnesses and officials without e-mail."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        if request.user.is_authenticated:
            return redirect("home")
        return render(request, TEMPLATE, {"form": CodeFromLetterForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let the holder of the letter in, or say the same whatever did not fit."""
        form = CodeFromLetterForm(request.POST)
        if not form.is_valid():
            return render(request, TEMPLATE, {"form": form}, status=422)
        if is_over_limit(
            "sign_in_letter", connection_of(request), most=MOST_PER_CONNECTION, seconds=WITHIN_SECONDS
        ):
            form.add_error(None, _("Too many attempts from here. Try again in an hour, or call the team."))
            return render(request, TEMPLATE, {"form": form}, status=429)
        began = monotonic()
        user = use_code(now=timezone.now(), **form.cleaned_data)
        if user is None:
            # A letter that is there is looked at and counted, which takes a few milliseconds: nobody is to see them.
            sleep(max(0, began + settings.LETTER_REFUSED_AFTER - monotonic()))
            form.add_error(
                None,
                _(
                    "Number and code do not fit, or are no longer valid. Compare them with your letter and try a code "
                    "that you have not used; or call the number in the letter."
                ),
            )
            return render(request, TEMPLATE, {"form": form}, status=422)
        record_authentication(request, user, "letter")
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("home")
