"""Proposing witnesses: by members and the advisory group, and by people without an account."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.enums import PersonKind, Role
from assembly.limits import connection_of, is_over_limit
from assembly.models import Person
from assembly.permissions import roles_of
from assembly.selectors import person_of
from assembly.services.people import person_of_account
from assembly.views.public_base import PublicView
from assembly.views.workspace import AssemblyView
from evidence.enums import ProposedBy, Way
from evidence.forms.proposals import ProposeForm, PublicProposeForm
from evidence.models import Receipt, Witness
from evidence.selectors.witnesses import own_proposals
from evidence.services.witnesses import PROPOSABLE, Proposer, propose_witness
from evidence.views.public_base import page_of

MOST_PER_CONNECTION, WITHIN_SECONDS = 30, 3600
"""A library or a community centre proposes for many from one connection; a programme would send thousands."""


class ProposeWitnessView(AssemblyView):
    """Propose a witness, and read what became of one's own proposals."""

    permission: ClassVar[str] = "assembly.propose_witnesses"
    stage: ClassVar[str] = "propose_witness"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Find out as whom the reader stands in the assembly."""
        self.person = person_of(self.assembly, self.request.user)
        self.is_member = Role.MEMBER in roles_of(self.request.user, self.assembly)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form and one's own proposals."""
        return self.page(ProposeForm(assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the proposal."""
        if self.person is None and self.is_member:
            return self.page(ProposeForm(assembly=self.assembly), status=409)
        form = ProposeForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        propose_witness(
            assembly=self.assembly,
            fields=form.content(),
            topics=form.chosen_topics(),
            proposer=Proposer(
                ProposedBy.MEMBER if self.is_member else ProposedBy.ADVISORY, self.proposing_person()
            ),
            way=Way.ONLINE,
            token=form.cleaned_data["token"],
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("Your proposal is with the team. You see here what is decided, and why."))
        return redirect("propose_witness", self.assembly.slug)

    def proposing_person(self) -> Person:
        """Return as whom the reader proposes; an advisor who is nobody's person yet is entered as a guest."""
        return self.person or person_of_account(
            assembly=self.assembly,
            user=self.request.user,
            kind=PersonKind.GUEST,
            actor=self.request.user,
            now=self.now,
        )

    def page(self, form: ProposeForm, *, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {
            "form": form,
            "proposals": list(own_proposals(self.person)) if self.person else [],
            "is_nobody": self.person is None and self.is_member,
        }
        return self.render("evidence/propose_witness.html", context, status=status)


class PublicProposeView(PublicView):
    """Propose a witness without an account. Nothing is shown of others' proposals."""

    here: ClassVar[str] = "evidence"
    is_cached: ClassVar[bool] = False

    @property
    def is_open(self) -> bool:
        """Whether proposals are taken."""
        return self.assembly.state in PROPOSABLE

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Show the form, or that proposals are not taken."""
        return self.page(PublicProposeForm(assembly=self.assembly))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Keep the proposal."""
        form = PublicProposeForm(request.POST, assembly=self.assembly)
        if not self.is_open:
            return self.page(form, status=409)
        if form.is_trapped:
            # A programme gets the same answer as a person, and nothing is kept.
            return redirect("public_propose_thanks", slug, uuid4())
        if not form.is_valid():
            return self.page(form, status=422)
        limit = {"most": MOST_PER_CONNECTION, "seconds": WITHIN_SECONDS}
        if is_over_limit("propose_witness", connection_of(request), **limit):
            return self.page(form, status=429)
        propose_witness(
            assembly=self.assembly,
            fields=form.content(),
            topics=form.chosen_topics(),
            proposer=form.proposed(),
            way=Way.ONLINE,
            token=form.cleaned_data["token"],
            actor=None,
            now=self.now,
            page=page_of(request),
        )
        return redirect("public_propose_thanks", slug, form.cleaned_data["token"])

    def page(self, form: PublicProposeForm, *, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {"form": form, "is_open": self.is_open, "is_over_limit": status == 429}
        return self.render("evidence/public_propose.html", context, status=status)


class PublicThanksView(PublicView):
    """The receipt. Whoever has the address sees a number, no name."""

    here: ClassVar[str] = "evidence"
    is_cached: ClassVar[bool] = False

    def get(self, request: HttpRequest, slug: str, token: UUID) -> HttpResponse:  # noqa: ARG002
        """Say thank you, with the number to keep."""
        made = Witness.objects.filter(assembly=self.assembly, token=token).first()
        context = {
            "is_hidden": True,
            "number": made.number if made else None,
            "has_receipt": Receipt.objects.filter(witness=made).exists() if made else False,
        }
        return self.render("evidence/public_propose_thanks.html", context)
