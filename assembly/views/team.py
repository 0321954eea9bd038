"""The team: who has which role, who was invited."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly import selectors
from assembly.errors import HouseError
from assembly.forms.team import InviteForm, RolesForm, grantable_roles
from assembly.models import Invitation, User
from assembly.permissions import roles_of
from assembly.sent_once import answered_once
from assembly.services.invitations import (
    invite_person,
    renew_invitation,
    revoke_invitation,
    send_invitation,
)
from assembly.services.sign_in_letters import add_person_without_address, letter_refusal, open_letter
from assembly.services.team import change_roles
from assembly.views.workspace import AssemblyView

PER_PAGE = 25


class TeamView(AssemblyView):
    """People with roles, and open invitations."""

    permission: ClassVar[str] = "assembly.view_team"
    stage: ClassVar[str] = "team"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the team, searched and paged."""
        search = request.GET.get("search", "").strip()
        role = request.GET.get("role", "")
        team = selectors.team_of(self.assembly, search, role)
        page = Paginator(team, PER_PAGE).get_page(request.GET.get("page"))
        invitations = [(each, each.refusal(self.now)) for each in selectors.open_invitations(self.assembly)]
        is_filtered = bool(search or role)
        context = {
            "page": page,
            "invitations": invitations,
            "search": search,
            "role": role,
            "roles": grantable_roles(),
            "is_filtered": is_filtered,
            "offers_letters": any(not each.user.email for each in team),
            "offers_search": is_filtered or page.paginator.count > PER_PAGE,
        }
        return self.render("assembly/team.html", context)


class _InvitingView(AssemblyView):
    """What sends an invitation."""

    permission: ClassVar[str] = "assembly.manage_team"
    stage: ClassVar[str] = "team"

    def deliver(self, invitation: Invitation, token: str) -> None:
        """Send the message with the full address of the link, and tell whether it left."""
        link = self.request.build_absolute_uri(reverse("invitation", args=[token]))
        if send_invitation(invitation=invitation, link=link, now=self.now):
            messages.success(
                self.request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
            )
        else:
            messages.error(
                self.request,
                _(
                    "The invitation of %(name)s stands, but the message could not be sent. Send it again in a while."
                )
                % {"name": invitation.name},
            )


class InviteView(_InvitingView):
    """Invite one person by e-mail, or enter one without."""

    is_sent_once: ClassVar[bool] = False

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.render("assembly/team_invite.html", {"form": InviteForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the invitation, then send its message."""
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                return self._invite(form.cleaned_data)
            except HouseError as refused:
                form.add_error("email", str(refused))
        return self.render("assembly/team_invite.html", {"form": form}, status=422)

    def _invite(self, given: dict[str, str]) -> HttpResponse:
        by = {"assembly": self.assembly, "actor": self.request.user, "now": self.now}
        if not given["email"]:
            return answered_once(self.request, partial(self._enter, given["name"], given["role"]))
        # The same address is refused a second time, and the message leaves after the commit.
        invitation, token = invite_person(**given, **by)
        self.deliver(invitation, token)
        return redirect("team", self.assembly.slug)

    def _enter(self, name: str, role: str) -> HttpResponse:
        person = add_person_without_address(
            name=name, role=role, assembly=self.assembly, actor=self.request.user, now=self.now
        )
        said = _("%(name)s is on the team. Print a letter with codes, if they want to sign in themselves.")
        messages.success(self.request, said % {"name": person})
        return redirect("team_letter", self.assembly.slug, person.pk)


class SendAgainView(_InvitingView):
    """Send an invitation again, with a new link and a new term."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Ask once, because the old link stops working."""
        invitation = get_object_or_404(Invitation, assembly=self.assembly, pk=pk)
        return self.render("assembly/team_send_again.html", {"invitation": invitation})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the new link and send it."""
        invitation = get_object_or_404(Invitation, assembly=self.assembly, pk=pk)
        try:
            fresh, token = renew_invitation(invitation=invitation, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            self.deliver(fresh, token)
        return redirect("team", self.assembly.slug)


class WithdrawView(AssemblyView):
    """Withdraw an invitation."""

    permission: ClassVar[str] = "assembly.manage_team"
    stage: ClassVar[str] = "team"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Ask once."""
        invitation = get_object_or_404(Invitation, assembly=self.assembly, pk=pk)
        return self.render("assembly/team_withdraw.html", {"invitation": invitation})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the link useless."""
        invitation = get_object_or_404(Invitation, assembly=self.assembly, pk=pk)
        try:
            revoke_invitation(invitation=invitation, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("The invitation of %(name)s is withdrawn.") % {"name": invitation.name}
            )
        return redirect("team", self.assembly.slug)


class PersonView(AssemblyView):
    """What concerns one person of the team."""

    permission: ClassVar[str] = "assembly.manage_team"
    stage: ClassVar[str] = "team"

    def person(self, pk: int) -> User:
        """Return the person, who must be on this team."""
        return get_object_or_404(User.objects.filter(appointments__assembly=self.assembly).distinct(), pk=pk)

    def change(self, person: User, roles: list[str], seen: list[str]) -> None:
        """Call the service for the person."""
        change_roles(
            assembly=self.assembly, user=person, roles=roles, seen=seen, actor=self.request.user, now=self.now
        )


class RolesView(PersonView):
    """Add and take roles of one person."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show the roles."""
        person = self.person(pk)
        held = roles_of(person, self.assembly)
        initial = {"roles": sorted(held), "seen": ",".join(sorted(held))}
        return self._show(person, RolesForm(initial=initial, held=held))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change the roles."""
        person = self.person(pk)
        form = RolesForm(request.POST, held=roles_of(person, self.assembly))
        if form.is_valid():
            try:
                self.change(person, form.cleaned_data["roles"], form.cleaned_data["seen"])
            except HouseError as refused:
                form.add_error("roles", str(refused))
            else:
                messages.success(request, _("The roles of %(name)s are saved.") % {"name": person})
                return self._after()
        return self._show(person, form, status=422)

    def _after(self) -> HttpResponse:
        # Somebody who gave up their own last role in view has no workspace to go back to.
        is_still_here = bool(roles_of(self.request.user, self.assembly))
        return redirect("team", self.assembly.slug) if is_still_here else redirect("home")

    def _show(self, person: User, form: RolesForm, *, status: int = 200) -> HttpResponse:
        letter = open_letter(person)
        context: dict[str, Any] = {
            "person": person,
            "form": form,
            "letter": letter,
            "letter_refusal": letter.refusal(self.now) if letter else "",
            "codes_left": letter.codes.filter(used_at=None).count() if letter else 0,
            "offers_letter": not letter_refusal(person, self.assembly),
        }
        return self.render("assembly/team_roles.html", context, status=status)


class RemoveView(PersonView):
    """Take all roles of one person."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Ask once."""
        person = self.person(pk)
        seen = ",".join(sorted(roles_of(person, self.assembly)))
        return self.render("assembly/team_remove.html", {"person": person, "seen": seen})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove the person from the team."""
        person = self.person(pk)
        try:
            self.change(person, [], [role for role in request.POST.get("seen", "").split(",") if role])
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("team_roles", self.assembly.slug, pk)
        messages.success(request, _("%(name)s is no longer on the team.") % {"name": person})
        return redirect("home") if person.pk == request.user.pk else redirect("team", self.assembly.slug)
