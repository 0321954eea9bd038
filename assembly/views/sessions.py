"""Where one is signed in, with a way out of each."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from assembly.recent_sign_in import ask_again_unless_recent

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class SessionsView(LoginRequiredMixin, View):
    """List one's own sessions; end one of them, or all but this."""

    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list, the newest first; what has run out by itself is not shown."""
        # Whoever came by an invitation or before there was a list is put on it now.
        UserSession.objects.create_from_request(request)
        sessions = sorted(
            UserSession.objects.purge_and_list(request.user), key=lambda each: each.created_at, reverse=True
        )
        rows = [(each, _browser_in_words(each.user_agent)) for each in sessions]
        return render(request, "account/sessions.html", {"rows": rows})

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session that the button names, or all others, once it is known that it is them."""
        ask_again_unless_recent(request)
        others = UserSession.objects.filter(user=request.user).exclude(
            session_key=request.session.session_key
        )
        wanted = request.POST.get("session", "")
        if wanted != "others":
            others = others.filter(pk=wanted) if wanted.isascii() and wanted.isdigit() else others.none()
            if not others:
                raise Http404
        ended = list(others)
        for each in ended:
            each.end()
        messages.success(
            request,
            ngettext("One session was ended.", "%(count)s sessions were ended.", len(ended))
            % {"count": len(ended)}
            if ended
            else _("You are signed in nowhere else."),
        )
        return redirect("account_sessions")


def _browser_in_words(user_agent: str) -> str:
    """Say what a browser calls itself as people would: “Firefox on Windows”."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("an unknown browser")
