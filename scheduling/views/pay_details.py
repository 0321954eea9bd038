"""How somebody is paid, entered by staff for those who told it by phone or post."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.models import Person
from assembly.views.workspace import AssemblyView
from scheduling.forms.money import PayDetailsForm
from scheduling.models import PayDetails
from scheduling.services.money_terms import save_pay_details


class PayDetailsView(AssemblyView):
    """Enter on behalf of somebody how they are paid; an account that is known is not shown in full."""

    permission: ClassVar[str] = "assembly.enter_claims"
    stage: ClassVar[str] = "claim_entry"
    needs_recent_sign_in: ClassVar[bool] = True

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the person."""
        self.person = get_object_or_404(Person, assembly=self.assembly, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(PayDetailsForm.of(self.details()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = PayDetailsForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            save_pay_details(person=self.person, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept how %(person)s is paid.") % {"person": self.person})
        return redirect("claim_new", self.assembly.slug)

    def details(self) -> PayDetails | None:
        """Return what is known."""
        return PayDetails.objects.filter(person=self.person).first()

    def page(self, form: PayDetailsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "details": self.details(), "person": self.person, "is_own": False}
        return self.render("scheduling/pay_details.html", context, status=status)
