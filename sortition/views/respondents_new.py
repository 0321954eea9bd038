"""Enter somebody who phoned or wrote, and be told at once if they are here already."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums import Channel
from sortition.forms.respondents import CONTACT, NewRespondentForm
from sortition.respondent_words import reasons_in_words
from sortition.selectors.matches import Alike, people_alike
from sortition.selectors.respondents import categories_with_values
from sortition.services.respondents_edit import add_respondent

_FIELD_AT_FAULT = {"reference_taken": "reference", "code_unknown": "code", "code_over": "code"}


class _EntryView(AssemblyView):
    permission: ClassVar[str] = "assembly.import_pool"
    stage: ClassVar[str] = "pool"

    def form(self, *args: Any, **kwargs: Any) -> NewRespondentForm:
        """Return the form with the assembly's categories."""
        return NewRespondentForm(
            *args,
            categories=categories_with_values(self.assembly),
            today=timezone.localdate(self.now),
            **kwargs,
        )

    def alike(self, form: NewRespondentForm) -> list[Alike]:
        """Return who is like what was typed, as far as it can be understood already."""
        form.is_valid()
        return people_alike(self.assembly, {name: form.cleaned_data.get(name) for name in CONTACT})


class NewRespondentView(_EntryView):
    """One page, one person; the next one begins where this one was saved."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show an empty form; the channel is that of the last entry."""
        channel = request.GET.get("channel", "")
        initial = {
            "channel": channel if channel in Channel.values else Channel.PHONE.value,
            "registered_on": timezone.localdate(self.now),
        }
        return self.page(self.form(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save, unless somebody alike is here who has not been said to be somebody else."""
        form = self.form(request.POST)
        known = self.alike(form)
        different = _different(request.POST)
        if not form.is_valid():
            return self.page(form, known, status=422)
        if not {each.person.pk for each in known} <= different:
            return self.page(form, known, is_held_back=True, status=422)
        try:
            person = add_respondent(
                assembly=self.assembly,
                fields=form.content(),
                answers=form.answers(),
                reference=form.cleaned_data["reference"],
                code=form.cleaned_data["code"],
                different_from=[each.person.pk for each in known],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(_FIELD_AT_FAULT.get(refused.code), str(refused))
            return self.page(form, known, status=422)
        messages.success(
            request, _("%(name)s is entered, with the id %(id)s.") % {"name": person, "id": person.reference}
        )
        if "open" in request.POST:
            return redirect("pool_person", self.assembly.slug, person.pk)
        return redirect(f"{reverse('pool_person_new', args=[self.assembly.slug])}?channel={person.channel}")

    def page(
        self,
        form: NewRespondentForm,
        known: list[Alike] | None = None,
        *,
        is_held_back: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "asks_who_is_known": True,
            "is_held_back": is_held_back,
            **_known(known or [], self.request.POST),
        }
        return self.render("sortition/pool_person_new.html", context, status=status)


class KnownView(_EntryView):
    """Who is like the entry being typed: a part of the page, asked for when a field is left."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with a notice, or with nothing. Nothing is written: it is a POST to keep names out of logs."""
        context = {"assembly": self.assembly, **_known(self.alike(self.form(request.POST)), request.POST)}
        return render(request, "sortition/pool_person_known.html", context)


def _different(data: QueryDict) -> set[int]:
    return {int(pk) for pk in data.getlist("different") if pk.isascii() and pk.isdigit() and len(pk) < 18}


def _known(known: list[Alike], data: QueryDict) -> dict[str, Any]:
    different = _different(data)
    return {
        "known": [
            (each.person, reasons_in_words(each.reasons), each.person.pk in different) for each in known
        ]
    }
