"""What somebody who takes part is paid, and what they claim."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.selectors import person_of
from assembly.views.workspace import AssemblyView
from scheduling.enums_money import ClaimState, ClaimWay
from scheduling.forms.money import AnswerForm, ClaimForm, PayDetailsForm
from scheduling.models import ExpenseClaim, Honorarium, PayDetails, Receipt
from scheduling.selectors.money import claims_of, terms_of
from scheduling.services.claims import answer_query, submit_claim
from scheduling.services.money_terms import save_pay_details
from scheduling.views.claims import receipt_answer


class OwnMoneyBase(AssemblyView):
    """A page for whoever is paid; each sees their own alone. Who is nobody's person yet is told whom to ask."""

    permission: ClassVar[str] = "assembly.claim_expenses"
    stage: ClassVar[str] = "own_payments"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Find out who the reader is."""
        self.person = person_of(self.assembly, self.request.user)

    def nobody(self) -> HttpResponse:
        """Say that the account belongs to nobody who is paid."""
        return self.render("scheduling/own_money_nobody.html")


class OwnPaymentsView(OwnMoneyBase):
    """Honoraria, claims, and how one is paid."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the page."""
        if self.person is None:
            return self.nobody()
        honoraria = Honorarium.objects.filter(person=self.person).select_related("session", "payment")
        context = {
            "honoraria": honoraria.order_by("session__starts_at", "row"),
            "claims": claims_of(self.assembly).filter(person=self.person),
            "details": PayDetails.objects.filter(person=self.person).first(),
            "terms": terms_of(self.assembly),
        }
        return self.render("scheduling/own_payments.html", context)


class OwnClaimNewView(OwnMoneyBase):
    """Claim what one spent."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(ClaimForm(assembly=self.assembly)) if self.person else self.nobody()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the claim."""
        if self.person is None:
            return self.nobody()
        form = ClaimForm(request.POST, request.FILES, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            submit_claim(
                person=self.person,
                spent=form.spent(),
                way=ClaimWay.SELF,
                token=form.cleaned_data["token"],
                receipts=form.cleaned_data["receipts"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Your claim is with the team. You see here what becomes of it."))
        return redirect("own_payments", self.assembly.slug)

    def page(self, form: ClaimForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "terms": terms_of(self.assembly)}
        return self.render("scheduling/own_claim_new.html", context, status=status)


class OneOwnClaimBase(OwnMoneyBase):
    """A page about one claim, for whoever it belongs to; anybody else is led to their own."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the claim."""
        super().load_scope(kwargs)
        self.claim: ExpenseClaim = get_object_or_404(claims_of(self.assembly), number=kwargs.pop("number"))

    @property
    def is_own(self) -> bool:
        """Whether the claim is the reader's."""
        return self.person is not None and self.claim.person_id == self.person.pk

    def not_own(self, request: HttpRequest) -> HttpResponse:
        """Lead to the reader's own claims."""
        messages.info(request, _("That claim is not yours. These are yours."))
        return redirect("own_payments", self.assembly.slug)


class OwnClaimView(OneOwnClaimBase):
    """One's own claim: how it stands, and an answer where the team asked something."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        if not self.is_own:
            return self.not_own(request)
        return self.page(AnswerForm(initial={"words": self.claim.words}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer what was asked."""
        if not self.is_own:
            return self.not_own(request)
        form = AnswerForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            answer_query(claim=self.claim, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Your answer is with the team."))
        return redirect("own_payments", self.assembly.slug)

    def page(self, form: AnswerForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        context = {
            "claim": self.claim,
            "receipts": list(self.claim.receipts.all()),
            "form": form,
            "is_asked": self.claim.state == ClaimState.QUERIED,
            "terms": terms_of(self.assembly),
        }
        return self.render("scheduling/own_claim.html", context, status=status)


class OwnReceiptView(OneOwnClaimBase):
    """One's own receipt."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Answer with the file."""
        receipt = get_object_or_404(Receipt, claim=self.claim, pk=pk)
        return receipt_answer(receipt) if self.is_own else self.not_own(request)


class OwnDetailsView(OwnMoneyBase):
    """How one is paid."""

    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form; of an account only its last marks."""
        if self.person is None:
            return self.nobody()
        return self.page(PayDetailsForm.of(self.details()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        if self.person is None:
            return self.nobody()
        form = PayDetailsForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            save_pay_details(person=self.person, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept how you are paid."))
        return redirect("own_payments", self.assembly.slug)

    def details(self) -> PayDetails | None:
        """Return what is known."""
        return PayDetails.objects.filter(person=self.person).first()

    def page(self, form: PayDetailsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render(
            "scheduling/pay_details.html",
            {"form": form, "details": self.details(), "is_own": True},
            status=status,
        )
