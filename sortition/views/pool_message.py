"""A message to exactly the people whom somebody chose in the pool's list."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.forms.messages import ChosenPeopleForm
from assembly.services.mailings import write_mailing
from sortition.audiences_respondents import REACHABLE, RESPONDENTS
from sortition.services.respondents import people_digest
from sortition.views.pool_bulk import ChosenPeopleView


class PoolMessageView(ChosenPeopleView):
    """Say how many and whom, ask for a template and a way; the mailing is then reviewed as any other."""

    permission: ClassVar[str] = "assembly.run_messages"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the question, or write the mailing for the people who were shown."""
        asked = self.asked_for(request)
        able = asked.filter(state__in=REACHABLE, is_test=False)
        pks = sorted(able.order_by().values_list("pk", flat=True))
        if not pks:
            messages.error(request, _("None of these people can be written to. Tick somebody in the list."))
            return self.back(request)
        left_out = asked.order_by().count() - len(pks)
        if "confirmed" not in request.POST:
            form = ChosenPeopleForm(assembly=self.assembly, audience=RESPONDENTS)
            return self.page(request, pks, left_out, form)
        form = ChosenPeopleForm(request.POST, assembly=self.assembly, audience=RESPONDENTS)
        if not form.is_valid():
            return self.page(request, pks, left_out, form, status=422)
        if request.POST.get("seen") != people_digest(pks):
            form.add_error(None, _("The list changed meanwhile. Look at whom it concerns now, and go on."))
            return self.page(request, pks, left_out, form, status=409)
        return self.write(request, pks, left_out, form)

    def write(
        self, request: HttpRequest, pks: list[int], left_out: int, form: ChosenPeopleForm
    ) -> HttpResponse:
        """Write the mailing out; from here on the list of people stands."""
        try:
            mailing = write_mailing(
                template=form.cleaned_data["template"],
                part="",
                people=pks,
                channel=form.cleaned_data["channel"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(request, pks, left_out, form, status=422)
        return redirect("mailing", self.assembly.slug, mailing.number)

    def page(
        self,
        request: HttpRequest,
        pks: list[int],
        left_out: int,
        form: ChosenPeopleForm,
        status: int = 200,
    ) -> HttpResponse:
        """Render the question."""
        context = {**self.whom(request, pks, left_out), "form": form}
        return self.render("sortition/pool_message.html", context, status=status)
