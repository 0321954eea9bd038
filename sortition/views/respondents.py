"""One respondent: everything known about them, and the ways to correct or withdraw them."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.record import sentence_of
from assembly.services.privacy import record_reading
from assembly.views.workspace import AssemblyView
from sortition.enums import RespondentState, Standing
from sortition.forms.respondents import FLAGS, EditRespondentForm, WithdrawForm, initial_of
from sortition.models import Respondent
from sortition.reading.fields import BY_NAME
from sortition.respondent_lifecycle import RESPONDENT
from sortition.respondent_words import label_of_field, reasons_in_words, shown_value
from sortition.selectors.households import housemates
from sortition.selectors.matches import matches_of
from sortition.selectors.pool import respondents_with_standing
from sortition.selectors.respondents import (
    CLOSED,
    answers_of,
    categories_with_values,
    category_names,
    content_of,
    differences,
    respondent_timeline,
    version_of,
)
from sortition.selectors.waves_answers import has_waves, letter_of
from sortition.services.respondents import withdraw_respondent
from sortition.services.respondents_edit import change_respondent

DRAWN = (RespondentState.SELECTED, RespondentState.CONFIRMED)


def record_person_read(view: AssemblyView, person: Respondent) -> None:
    """Write that somebody's contact details and answers are read, once for each purpose."""
    if view.is_first_reading(f"respondent:{person.pk}"):
        record_reading(
            what="respondent.read",
            subject=person,
            assembly=view.assembly,
            purpose=view.purpose,
            actor=view.request.user,
            now=view.now,
        )


class PersonView(AssemblyView):
    """The base of pages about one respondent."""

    permission: ClassVar[str] = "assembly.view_respondents"
    needs_purpose: ClassVar[bool] = True
    stage: ClassVar[str] = "pool"

    def load(self, pk: int) -> Respondent:
        """Return the person, who must have answered this assembly, with their standing."""
        everybody = respondents_with_standing(self.assembly).select_related("assembly")
        person = get_object_or_404(everybody, pk=pk)
        record_person_read(self, person)
        return person


class RespondentView(PersonView):
    """Everything known about one respondent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show fields, answers as given and as understood, flags, who may be the same, and what happened."""
        person = self.load(pk)
        names = category_names(self.assembly)
        context = {
            "person": person,
            "standing": Standing(person.standing),
            "answers": person.answers.select_related("category", "value").order_by("category__position"),
            "timeline": [
                (each, sentence_of(each.event), _in_words(each.differences, names))
                for each in respondent_timeline(person)
            ],
            "is_open": person.state not in CLOSED,
            "is_drawn": person.state in DRAWN,
            "can_withdraw": "withdraw" in RESPONDENT.verbs_from(person.state),
            "flags": [(BY_NAME[name].label, getattr(person, name)) for name in FLAGS],
            "matches": [
                (each, each.second if each.first_id == pk else each.first, reasons_in_words(each.reasons))
                for each in matches_of(person)
            ],
            "housemates": housemates(person),
            "letter": letter_of(person),
            "has_waves": has_waves(self.assembly),
        }
        return self.render("sortition/pool_person.html", context)


class EditRespondentView(PersonView):
    """Correct somebody by hand, with a reason."""

    permission: ClassVar[str] = "assembly.import_pool"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form, or say why there is none."""
        person = self.load(pk)
        if person.state in CLOSED:
            messages.info(request, _("Nothing about this person is changed any more: they left the pool."))
            return redirect("pool_person", self.assembly.slug, pk)
        answers = answers_of(person)
        initial = {**initial_of(person, answers), "seen": version_of(person, answers)}
        return self.page(person, self.form(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save, or keep what was typed and show what somebody else saved meanwhile."""
        person = self.load(pk)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(person, form, status=422)
        try:
            changed = change_respondent(
                respondent=person,
                fields=form.content(),
                answers=form.answers(),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            return self.page_after_conflict(form, pk, refused)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            said = _("Saved. What stood before is kept below.") if changed else _("Nothing was different.")
            messages.success(request, said)
        return redirect("pool_person", self.assembly.slug, pk)

    def page_after_conflict(
        self, typed: EditRespondentForm, pk: int, refused: ChangedMeanwhile
    ) -> HttpResponse:
        """Show both: what this person typed, and what stands now. The next save is meant to replace it."""
        person = self.load(pk)
        answers = answers_of(person)
        data = typed.data.copy()
        data["seen"] = version_of(person, answers)
        form = self.form(data)
        form.is_valid()
        form.add_error(None, str(refused))
        values = {
            str(value.pk): value.name for category in form.categories for value in category.values.all()
        }
        mine = {
            **form.content(),
            **{
                f"category:{category}": values.get(str(value), "")
                for category, value in form.answers().items()
            },
        }
        stands = {name: "" for name in mine if ":" in name} | content_of(person, answers)
        theirs = _in_words(differences(stands, mine), category_names(self.assembly))
        return self.page(person, form, theirs=theirs, is_conflict=True, status=409)

    def form(self, *args: Any, **kwargs: Any) -> EditRespondentForm:
        """Return the form with the assembly's categories."""
        return EditRespondentForm(
            *args,
            categories=categories_with_values(self.assembly),
            today=timezone.localdate(self.now),
            **kwargs,
        )

    def page(
        self, person: Respondent, form: EditRespondentForm, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        """Render the form."""
        context |= {"person": person, "form": form, "is_drawn": person.state in DRAWN}
        return self.render("sortition/pool_person_edit.html", context, status=status)


class WithdrawView(PersonView):
    """Take one person out of the pool."""

    permission: ClassVar[str] = "assembly.import_pool"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Ask once, naming what will happen."""
        return self.page(self.load(pk), WithdrawForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw, with the reason."""
        person, form = self.load(pk), WithdrawForm(request.POST)
        if not form.is_valid():
            return self.page(person, form, status=422)
        try:
            withdraw_respondent(
                respondent=person, reason=form.cleaned_data["reason"], actor=request.user, now=self.now
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(name)s is out of the pool.") % {"name": person})
        return redirect("pool_person", self.assembly.slug, pk)

    def page(self, person: Respondent, form: WithdrawForm, *, status: int = 200) -> HttpResponse:
        """Render the question."""
        context = {"person": person, "form": form, "is_drawn": person.state in DRAWN}
        return self.render("sortition/pool_withdraw.html", context, status=status)


def _in_words(found: list[tuple[str, Any, Any]], categories: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (label_of_field(name, categories), shown_value(name, before), shown_value(name, after))
        for name, before, after in found
    ]
