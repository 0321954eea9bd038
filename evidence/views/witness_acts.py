"""What the team does with a witness: each verb with its form, accounts, interests and agreements on their behalf."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from evidence.forms.witnesses import (
    AccountForm,
    AnswerForm,
    DecisionForm,
    EnterInterestsForm,
    InviteForm,
    MoveForm,
    ReleaseForm,
)
from evidence.models import Release, Witness
from evidence.services.releases import agree_release, take_back_release
from evidence.services.witness_accounts import BY_EMAIL, give_witness_account, send_witness_invitation
from evidence.services.witness_moves import (
    ANSWERS,
    DECISIONS,
    answer_invitation,
    decide_witness,
    invite_witness,
    step_witness,
)
from evidence.services.witnesses import declare_interests
from evidence.views.witnesses import OneWitnessView
from evidence.witness_lifecycle import WITNESS
from evidence.witness_verbs import verb_of


class _ActView(OneWitnessView):
    """A page on which the team does something with one witness."""

    permission: ClassVar[str] = "assembly.edit_witnesses"

    @property
    def gives_accounts(self) -> bool:
        """Whether the reader may let people sign in."""
        return self.can("assembly.manage_team")

    def tell_by_mail(self, witness: Witness) -> None:
        """Write to somebody that they are invited, and say whether that worked."""
        path = reverse("own_appearances", args=[self.assembly.slug])
        if send_witness_invitation(witness=witness, link=self.request.build_absolute_uri(path)):
            messages.success(
                self.request, _("A message to %(email)s says where to answer.") % {"email": witness.email}
            )
        else:
            messages.warning(
                self.request, _("The message could not be sent. Tell them yourself how to sign in.")
            )


class MoveWitnessView(_ActView):
    """One verb of the lifecycle."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the file and the verb."""
        super().load_scope(kwargs)
        verb = verb_of(kwargs.pop("verb"))
        if verb is None:
            raise Http404
        self.verb = verb

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or lead back where the verb is not possible any more."""
        if self.witness.erased_at or self.verb.key not in WITNESS.verbs_from(self.witness.state):
            messages.info(
                request,
                _("That is not possible now: %(name)s stands at “%(state)s”.")
                % {"name": self.witness, "state": self.witness.get_state_display()},
            )
            return self.back()
        return self.page(self.form(initial={"seen": self.witness.state}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            user = self._do(form.cleaned_data)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, str(self.verb.done))
        account = form.cleaned_data.get("account")
        if account == BY_EMAIL:
            self.tell_by_mail(self.witness)
        elif account and user is not None:
            return redirect("team_letter", self.assembly.slug, user.pk)
        return self.back()

    # An invitation whose account is refused is none: the page comes back with what to correct.
    @transaction.atomic
    def _do(self, given: dict[str, Any]) -> Any:
        by = {"actor": self.request.user, "now": self.now}
        told = {"witness": self.witness, "seen": given["seen"], **by}
        verb = self.verb.key
        if verb in DECISIONS:
            decide_witness(verb=verb, reason=given["reason"], **told)
        elif verb in ANSWERS:
            answer_invitation(verb=verb, way=given["way"], **told)
        elif verb == "invite":
            invited = invite_witness(**told)
            if given.get("account"):
                return give_witness_account(witness=invited, by=given["account"], **by)
        else:
            step_witness(verb=verb, **told)
        return None

    def form(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> MoveForm:
        """Return the form of the verb."""
        if self.verb.key in DECISIONS:
            return DecisionForm(data, initial=initial)
        if self.verb.key in ANSWERS:
            return AnswerForm(data, initial=initial)
        if self.verb.key == "invite":
            person = self.witness.person
            has_account = person is not None and person.user_id is not None
            return InviteForm(data, initial=initial, with_account=self.gives_accounts and not has_account)
        return MoveForm(data, initial=initial)

    def page(self, form: MoveForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"witness": self.witness, "verb": self.verb, "form": form}
        return self.render("evidence/witness_move.html", context, status=status)


class WitnessAccountView(_ActView):
    """Let somebody sign in who was invited without an account."""

    permission: ClassVar[str] = "assembly.manage_team"
    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(AccountForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give the account."""
        form = AccountForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        by = form.cleaned_data["account"]
        try:
            user = give_witness_account(witness=self.witness, by=by, actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        if by != BY_EMAIL:
            return redirect("team_letter", self.assembly.slug, user.pk)
        self.tell_by_mail(self.witness)
        return redirect("team", self.assembly.slug)

    def page(self, form: AccountForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"witness": self.witness, "form": form}
        return self.render("evidence/witness_account.html", context, status=status)


class EnterInterestsView(_ActView):
    """Enter what interests somebody declared on paper, by phone or in person."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form with what stands."""
        names = ("interests", "has_no_interests")
        return self.page(EnterInterestsForm(initial={name: getattr(self.witness, name) for name in names}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = EnterInterestsForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        given = form.cleaned_data
        try:
            declare_interests(
                witness=self.witness,
                interests=given["interests"],
                has_none=given["has_no_interests"],
                way=given["way"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The interests are kept."))
        return self.back()

    def page(self, form: EnterInterestsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"witness": self.witness, "form": form}
        return self.render("evidence/witness_interests.html", context, status=status)


class ReleaseView(_ActView):
    """Enter what somebody agrees to have made public."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(ReleaseForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            agree_release(witness=self.witness, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The agreement is kept."))
        return self.back()

    def page(self, form: ReleaseForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"witness": self.witness, "form": form}
        return self.render("evidence/witness_release.html", context, status=status)


class EndReleaseView(OneWitnessView):
    """Note that an agreement was taken back, also when the assembly is over."""

    permission: ClassVar[str] = "assembly.record_consents"
    post_permission: ClassVar[str | None] = None

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the agreement."""
        super().load_scope(kwargs)
        self.release = get_object_or_404(Release, witness=self.witness, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask once."""
        context = {"witness": self.witness, "release": self.release}
        return self.render("evidence/witness_release_end.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note it."""
        if take_back_release(release=self.release, actor=request.user, now=self.now):
            messages.success(request, _("It is noted that the agreement was taken back."))
        return self.back()
