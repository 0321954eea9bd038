"""Where the link of an invitation leads."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from assembly.errors import HouseError
from assembly.forms.team import AcceptForm
from assembly.models import Invitation, User
from assembly.services.invitations import (
    accept_invitation,
    accept_invitation_as_new_user,
    digest_of,
)

TEMPLATE = "assembly/invitation.html"


class InvitationView(View):
    """Accept with the account of the invited address, or make one.

    Whoever holds the link has read the mailbox, so the page may say whether that address has an account.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Say who invites, to what, and what to do next."""
        invitation = self._find(token)
        if invitation is None:
            return render(request, TEMPLATE, {"refusal": "unknown"}, status=404)
        return self._show(request, invitation, AcceptForm(invitation=invitation))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept."""
        invitation = self._find(token)
        if invitation is None:
            return render(request, TEMPLATE, {"refusal": "unknown"}, status=404)
        now = timezone.now()
        if invitation.refusal(now):
            return self._show(request, invitation, AcceptForm(invitation=invitation))
        if request.user.is_authenticated:
            return self._accept_signed_in(request, invitation)
        return self._accept_new(request, invitation)

    def _accept_signed_in(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        try:
            accept_invitation(invitation=invitation, user=request.user, now=timezone.now())
        except HouseError:
            invitation.refresh_from_db()
            return self._show(request, invitation, AcceptForm(invitation=invitation))
        return self._welcome(request, invitation)

    def _accept_new(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        form = AcceptForm(request.POST, invitation=invitation)
        if not form.is_valid():
            return self._show(request, invitation, form, status=422)
        try:
            user = accept_invitation_as_new_user(
                invitation=invitation, now=timezone.now(), **form.cleaned_data
            )
        except HouseError:
            invitation.refresh_from_db()
            return self._show(request, invitation, AcceptForm(invitation=invitation))
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return self._welcome(request, invitation)

    def _welcome(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        words = {"assembly": invitation.assembly, "role": invitation.get_role_display()}
        messages.success(request, _("Welcome to the team of %(assembly)s. Your role: %(role)s.") % words)
        return redirect("home")

    def _find(self, token: str) -> Invitation | None:
        found = Invitation.objects.filter(token_digest=digest_of(token))
        return found.select_related("assembly", "invited_by").first()

    def _show(
        self, request: HttpRequest, invitation: Invitation, form: AcceptForm, *, status: int = 200
    ) -> HttpResponse:
        refusal = invitation.refusal(timezone.now())
        mine = request.user.is_authenticated and (request.user.email or "").lower() == invitation.email
        context = {
            "invitation": invitation,
            "refusal": refusal,
            "form": form,
            "needs_password": "password" in form.fields,
            "is_mine": mine,
            "has_account": User.objects.filter(email__iexact=invitation.email).exists(),
        }
        return render(request, TEMPLATE, context, status=410 if refusal else status)
