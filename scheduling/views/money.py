"""What is owed and paid: the overview, terms, honoraria of a session, payments of many."""

from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from scheduling.enums_attendance import OVER
from scheduling.enums_money import HonorariumState
from scheduling.exports_payments import payment_csv
from scheduling.forms.money import PaidForm, TermsForm
from scheduling.models import Honorarium, Payment, Session
from scheduling.selectors.money import (
    honoraria_of,
    lines_from,
    lines_of,
    money_by_session,
    money_figures,
    overpaid_at,
    people_without_details,
    rates_of,
    terms_of,
    unpaid,
)
from scheduling.selectors.sessions import sessions_of
from scheduling.services.honoraria import approve_honoraria, move_honorarium, work_out_honoraria
from scheduling.services.money_terms import save_terms
from scheduling.services.payments import (
    cancel_payment,
    make_payment,
    record_payment_export,
    settle_payment,
)


def amount_in(request: HttpRequest) -> Decimal:
    """Return the sum that the page showed, as its form carried it."""
    try:
        return Decimal(request.POST.get("seen", ""))
    except InvalidOperation:
        raise BadRequest from None


class MoneyBase(AssemblyView):
    """A page about money; whoever only looks may not change."""

    permission: ClassVar[str] = "assembly.view_payments"
    post_permission: ClassVar[str | None] = "assembly.manage_payments"
    stage: ClassVar[str] = "payments"


class PaymentsView(MoneyBase):
    """Where the money stands: what is due, what waits, what was paid."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the overview."""
        lines = [line for line in lines_from(*unpaid(self.assembly)) if line.details]
        context = {
            "figures": money_figures(self.assembly),
            "terms": terms_of(self.assembly),
            "has_rates": bool(rates_of(self.assembly)),
            "sessions": money_by_session(self.assembly),
            "payments": Payment.objects.filter(assembly=self.assembly).select_related("made_by"),
            "pay_lines": lines,
            "total": sum((line.amount for line in lines), Decimal(0)),
            "without_details": people_without_details(self.assembly),
        }
        return self.render("scheduling/payments.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put together what can be paid."""
        try:
            payment = make_payment(
                assembly=self.assembly, seen=amount_in(request), actor=request.user, now=self.now
            )
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("payments", self.assembly.slug)
        return redirect("payment", self.assembly.slug, payment.number)


class TermsView(MoneyBase):
    """What the assembly pays."""

    permission: ClassVar[str] = "assembly.manage_payments"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the terms."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        names = ("currency", "per_mile", "receipt_above", "claim_days", "note")
        save_terms(
            assembly=self.assembly,
            terms={name: form.cleaned_data[name] for name in names},
            rates=form.rates(),
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("The terms are kept."))
        return redirect("payments", self.assembly.slug)

    def form(self, data: Any = None) -> TermsForm:
        """Return the form with what stands."""
        return TermsForm(data, instance=terms_of(self.assembly), rates=rates_of(self.assembly))

    def page(self, form: TermsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("scheduling/payment_terms.html", {"form": form}, status=status)


class HonorariaView(MoneyBase):
    """The honoraria of one session: worked out, looked at, approved."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the session."""
        self.session: Session = get_object_or_404(sessions_of(self.assembly), number=kwargs.pop("number"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the list; that it names people is recorded like every list of them."""
        self.note_list_reading("payments.list_read")
        rows = list(honoraria_of(self.session))
        due = [row for row in rows if row.state == HonorariumState.DUE]
        context = {
            "session": self.session,
            "rows": rows,
            "due_total": sum((row.amount for row in due), Decimal(0)),
            "due_count": len(due),
            "overpaid": overpaid_at(self.session),
            "terms": terms_of(self.assembly),
            "is_over": self.session.state in OVER,
            "has_rates": bool(rates_of(self.assembly)),
        }
        return self.render("scheduling/honoraria.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Work out, or approve what is due, or move one of them."""
        act = request.POST.get("act", "")
        try:
            if act == "work_out":
                changed = work_out_honoraria(session=self.session, actor=request.user, now=self.now)
                said = ngettext("One honorarium is new or changed.", "%(n)d are new or changed.", changed)
                messages.success(
                    request, said % {"n": changed} if changed else _("Everything is in line with attendance.")
                )
            elif act == "approve":
                many = approve_honoraria(
                    session=self.session, seen=amount_in(request), actor=request.user, now=self.now
                )
                said = ngettext("One honorarium is approved.", "%(n)d honoraria are approved.", many)
                messages.success(request, said % {"n": many})
            elif act in ("take_back", "waive", "restore"):
                rows = Honorarium.objects.filter(session=self.session)
                key = request.POST.get("honorarium", "")
                move_honorarium(
                    honorarium=get_object_or_404(rows, pk=key if key.isdecimal() else 0),
                    verb=act,
                    reason=request.POST.get("reason", ""),
                    actor=request.user,
                    now=self.now,
                )
            else:
                raise BadRequest
        except HouseError as refused:
            messages.error(request, str(refused))
        return redirect("honoraria", self.assembly.slug, self.session.number)


class OnePaymentView(MoneyBase):
    """The base of pages about one payment."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the payment."""
        found = Payment.objects.filter(assembly=self.assembly).select_related("made_by", "assembly")
        self.payment = get_object_or_404(found, number=kwargs.pop("number"))


class PaymentView(OnePaymentView):
    """One payment: who gets what. Accounts are shown by their last marks alone."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page(PaidForm(today=timezone.localdate(self.now)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note that it was paid, or take it apart."""
        act = request.POST.get("act", "")
        form = PaidForm(request.POST)
        if act not in ("settle", "cancel"):
            raise BadRequest
        if act == "settle" and not form.is_valid():
            return self.page(form, status=422)
        try:
            if act == "settle":
                settle_payment(
                    payment=self.payment,
                    paid_on=form.cleaned_data["paid_on"],
                    actor=request.user,
                    now=self.now,
                )
            else:
                cancel_payment(payment=self.payment, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        return redirect("payment", self.assembly.slug, self.payment.number)

    def page(self, form: PaidForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        self.note_list_reading("payments.list_read")
        lines = lines_of(self.payment)
        context = {
            "payment": self.payment,
            "pay_lines": lines,
            "total": sum((line.amount for line in lines), Decimal(0)),
            "form": form,
        }
        return self.render("scheduling/payment.html", context, status=status)


class PaymentExportView(OnePaymentView):
    """The file for the bank, with accounts in full. Who took it, and what for, goes into the record."""

    permission: ClassVar[str] = "assembly.manage_payments"
    needs_recent_sign_in: ClassVar[bool] = True
    needs_purpose: ClassVar[bool] = True
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        data = payment_csv(self.payment, lines_of(self.payment))
        record_payment_export(payment=self.payment, purpose=self.purpose, actor=request.user, now=self.now)
        answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
        name = f"{self.assembly.slug}-payment-{self.payment.number}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
