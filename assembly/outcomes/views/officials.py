"""Officials of a body as the team sees to them: accounts, offices, and who stands in for whom."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.models import Invitation
from assembly.outcomes.forms.bodies import InviteOfficialForm, NameOfficialForm, OfficialForm, StandInForm
from assembly.outcomes.models import Official, StandIn
from assembly.outcomes.selectors.officials import officials_with_role
from assembly.outcomes.services.officials import (
    change_official,
    end_stand_in,
    invite_official,
    name_official,
    name_stand_in,
    remove_official,
    send_official_welcome,
)
from assembly.outcomes.views.bodies import OneBodyView
from assembly.services.invitations import send_invitation
from scheduling.selectors.seen import seen_of


class OfficialNewView(OneBodyView):
    """Name somebody of the team, or give somebody new an account."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show both forms."""
        return self.page(self.naming(), self.inviting())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        if request.POST.get("act") == "name":
            return self._name(self.naming(request.POST))
        return self._invite(self.inviting(request.POST))

    def naming(self, data: Any = None) -> NameOfficialForm:
        """Return the form for somebody of the team."""
        return NameOfficialForm(data, body=self.body, auto_id="name_%s")

    def inviting(self, data: Any = None) -> InviteOfficialForm:
        """Return the form for somebody new."""
        return InviteOfficialForm(data, auto_id="invite_%s")

    def _name(self, form: NameOfficialForm) -> HttpResponse:
        if not form.is_valid():
            return self.page(form, self.inviting(), bound=form, status=422)
        try:
            name_official(body=self.body, actor=self.request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            form.add_error("user", str(refused))
            return self.page(form, self.inviting(), bound=form, status=409)
        messages.success(self.request, _("They answer for this body now."))
        return self.back()

    def _invite(self, form: InviteOfficialForm) -> HttpResponse:
        if not form.is_valid():
            return self.page(self.naming(), form, bound=form, status=422)
        try:
            official, invited = invite_official(
                body=self.body, actor=self.request.user, now=self.now, **form.cleaned_data
            )
        except HouseError as refused:
            form.add_error("email", str(refused))
            return self.page(self.naming(), form, bound=form, status=409)
        if not official.user.email:
            messages.success(
                self.request, _("They answer for this body now. Print their letter with codes here.")
            )
            return redirect("team_letter", self.assembly.slug, official.user_id)
        self._tell(official, invited)
        return self.back()

    def _tell(self, official: Official, invited: tuple[Invitation, str] | None) -> None:
        """Write to a new official, and to whoever is to clear answers; say whether it left."""
        own = self.request.build_absolute_uri(reverse("own_home", args=[self.assembly.slug]))
        has_left = send_official_welcome(official=official, link=own)
        if invited is not None:
            invitation, token = invited
            link = self.request.build_absolute_uri(reverse("invitation", args=[token]))
            has_left = send_invitation(invitation=invitation, link=link, now=self.now) and has_left
        if has_left:
            messages.success(
                self.request,
                _("A message to %(email)s says how to sign in.") % {"email": official.user.email},
            )
        else:
            messages.warning(
                self.request, _("The message could not be sent. Tell them yourself how to sign in.")
            )

    def page(
        self, naming: NameOfficialForm, inviting: InviteOfficialForm, *, bound: Any = None, status: int = 200
    ) -> HttpResponse:
        """Render both forms."""
        context = {"naming": naming, "inviting": inviting, "bound": bound}
        return self.render("outcomes/official_new.html", context, status=status)


class OfficialView(OneBodyView):
    """Change what an official is, or take them from the body."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load body and official."""
        super().load_scope(kwargs)
        found = Official.objects.filter(body=self.body).select_related("user")
        self.official: Official = get_object_or_404(found, pk=kwargs.pop("official"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self._fresh_form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, or take them away."""
        by = {"actor": request.user, "now": self.now}
        if request.POST.get("act") == "remove":
            remove_official(official=self.official, **by)
            messages.success(request, _("They answer for this body no more."))
            return self.back()
        form = OfficialForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_official(official=self.official, **form.cleaned_data, **by)
        except ChangedMeanwhile as refused:
            fresh = Official.objects.select_related("user").get(pk=self.official.pk)
            data = request.POST.copy()
            data["seen"] = seen_of(fresh)
            form = OfficialForm(data)
            form.add_error(None, str(refused))
            return self.page(form, fresh=fresh, status=409)
        except HouseError as refused:
            form.add_error("is_approver", str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept."))
        return self.back()

    def _fresh_form(self) -> OfficialForm:
        official = self.official
        initial = {"office": official.office, "is_approver": official.is_approver, "seen": seen_of(official)}
        return OfficialForm(initial=initial)

    def page(self, form: OfficialForm, *, fresh: Official | None = None, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "official": self.official, "fresh": fresh}
        return self.render("outcomes/official.html", context, status=status)


class BodyStandInView(OneBodyView):
    """The team enters who stands in for an official who called or wrote."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, or end one."""
        by = {"actor": request.user, "now": self.now}
        if request.POST.get("act") == "end":
            key = request.POST.get("stand_in", "")
            found = StandIn.objects.filter(official__body=self.body)
            stand_in = get_object_or_404(found, pk=int(key) if key.isdecimal() else 0)
            end_stand_in(stand_in=stand_in, **by)
            messages.success(request, _("It is ended."))
            return self.back()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            name_stand_in(**form.said(), **by)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept."))
        return self.back()

    def form(self, data: Any = None) -> StandInForm:
        """Return the form."""
        return StandInForm(data, officials=officials_with_role(self.body))

    def page(self, form: StandInForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("outcomes/body_stand_in.html", {"form": form}, status=status)
