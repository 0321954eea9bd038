"""Officials say who stands in for them while they are away."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.forms.bodies import StandInForm
from assembly.outcomes.models import Official
from assembly.outcomes.selectors.officials import colleagues_of, own_officials, own_stand_ins
from assembly.outcomes.services.officials import end_stand_in, name_stand_in
from assembly.views.workspace import AssemblyView


class OwnStandInView(AssemblyView):
    """Who acts for me, and for whom I act."""

    permission: ClassVar[str] = "assembly.answer_recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show both, and the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep who stands in, or end it."""
        by = {"actor": request.user, "now": self.now}
        if request.POST.get("act") == "end":
            key = request.POST.get("stand_in", "")
            mine = own_stand_ins(request.user, self.assembly)
            end_stand_in(stand_in=get_object_or_404(mine, pk=int(key) if key.isdecimal() else 0), **by)
            messages.success(request, _("It is ended."))
            return redirect("own_stand_in", self.assembly.slug)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            name_stand_in(**form.said(), **by)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept. Reminders go to whoever stands in for you on these days."))
        return redirect("own_stand_in", self.assembly.slug)

    def form(self, data: Any = None) -> StandInForm:
        """Return the form: for oneself alone, and with colleagues of the same body."""
        own = own_officials(self.request.user, self.assembly)
        return StandInForm(data, officials=colleagues_of(self.request.user, self.assembly), own=own)

    def page(self, form: StandInForm, *, status: int = 200) -> HttpResponse:
        """Render the page."""
        today, user = timezone.localdate(self.now), self.request.user
        context = {
            "form": form,
            "is_official": Official.objects.filter(user=user, body__assembly=self.assembly).exists(),
            "has_colleagues": colleagues_of(user, self.assembly).exists(),
            "mine": list(own_stand_ins(user, self.assembly).filter(until_on__gte=today)),
            "for_others": list(
                own_stand_ins(user, self.assembly, for_others=True).filter(until_on__gte=today)
            ),
        }
        return self.render("outcomes/own_stand_in.html", context, status=status)
