"""Expense claims as the team sees them: the list, one claim, entering one on behalf of somebody."""

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from scheduling.enums_money import ClaimState
from scheduling.forms.money import DecideForm, EnterClaimForm
from scheduling.models import ExpenseClaim, PayDetails, Receipt
from scheduling.selectors.money import claims_of, terms_of
from scheduling.services.claims import approve_claim, ask_about_claim, refuse_claim, submit_claim
from scheduling.views.money import MoneyBase

PER_PAGE = 25


def receipt_answer(receipt: Receipt) -> HttpResponse:
    """Answer with a receipt as a download that no browser runs: what it is was found by its content."""
    with receipt.file.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=receipt.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{receipt.file.name.rsplit("/", 1)[-1]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


class ClaimsView(MoneyBase):
    """All claims, by where they stand."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        self.note_list_reading("payments.list_read")
        shown = request.GET.get("show", ClaimState.SUBMITTED)
        found = claims_of(self.assembly)
        if shown in ClaimState.values:
            found = found.filter(state=shown)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "shown": shown,
            "tabs": [*ClaimState.choices, ("all", _("All"))],
            "terms": terms_of(self.assembly),
        }
        return self.render("scheduling/claims.html", context)


class ClaimView(MoneyBase):
    """One claim with its receipts, and what becomes of it."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the claim."""
        self.claim: ExpenseClaim = get_object_or_404(claims_of(self.assembly), number=kwargs.pop("number"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page(DecideForm(initial={"granted": self.claim.amount}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Grant, ask or refuse."""
        form, act = DecideForm(request.POST), request.POST.get("act", "")
        if act not in ("approve", "query", "refuse"):
            raise BadRequest
        if not form.is_valid():
            return self.page(form, status=422)
        said: dict[str, Any] = {
            "claim": self.claim,
            "remark": form.cleaned_data["remark"],
            "actor": request.user,
            "now": self.now,
        }
        try:
            if act == "approve":
                approve_claim(granted=form.cleaned_data["granted"] or Decimal(0), **said)
            elif act == "query":
                ask_about_claim(**said)
            else:
                refuse_claim(**said)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Your decision is kept."))
        return redirect("claims", self.assembly.slug)

    def page(self, form: DecideForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        user = self.request.user.pk
        context = {
            "claim": self.claim,
            "receipts": list(self.claim.receipts.all()),
            "details": PayDetails.objects.filter(person=self.claim.person_id).first(),
            "form": form,
            "is_own": user in (self.claim.submitted_by_id, self.claim.person.user_id),
            "terms": terms_of(self.assembly),
        }
        return self.render("scheduling/claim.html", context, status=status)


class ClaimReceiptView(MoneyBase):
    """A receipt, for those who see claims."""

    def get(self, request: HttpRequest, number: int, pk: int) -> HttpResponseBase:  # noqa: ARG002
        """Answer with the file."""
        found = Receipt.objects.filter(claim__assembly=self.assembly, claim__number=number)
        return receipt_answer(get_object_or_404(found, pk=pk))


class EnterClaimView(AssemblyView):
    """Enter a claim that came on paper, by phone or in person."""

    permission: ClassVar[str] = "assembly.enter_claims"
    stage: ClassVar[str] = "claim_entry"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(EnterClaimForm(assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the claim."""
        form = EnterClaimForm(request.POST, request.FILES, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            claim = submit_claim(
                person=form.cleaned_data["person"],
                spent=form.spent(),
                way=form.cleaned_data["way"],
                token=form.cleaned_data["token"],
                receipts=form.cleaned_data["receipts"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Claim %(number)d is entered.") % {"number": claim.number})
        return redirect("claim_new", self.assembly.slug)

    def page(self, form: EnterClaimForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "terms": terms_of(self.assembly)}
        return self.render("scheduling/claim_new.html", context, status=status)
