"""The publication calendar for the team: the list and its files, new promises, and one of them."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.documents.publication_calendar import publication_calendar_pdf
from assembly.enums import PublicationState
from assembly.errors import HouseError
from assembly.exports_publication import calendar_csv
from assembly.forms.publication import (
    CorrectForm,
    DeliveredForm,
    MoveDayForm,
    PromiseForm,
    UsualPromiseForm,
    WithdrawForm,
    taken,
)
from assembly.models import PublicationItem
from assembly.publication_days import DELIVERED
from assembly.publication_kinds import publication_kind
from assembly.publication_words import STANDING_LABELS, STANDING_SLOTS, STANDING_TONES, summary_words
from assembly.selectors_publication import (
    PublicationRow,
    narrowed,
    publication_row,
    publication_rows,
    publication_summary,
    summary_of,
)
from assembly.services.publication import (
    correct_delivery,
    move_publication_day,
    note_delivered,
    promise_publications,
    withdraw_publication,
)
from assembly.usual_promises import usual_promises
from assembly.views.publication_base import PublicationView

PER_PAGE = 25
SEARCH_LENGTH = 100


def shown(row: PublicationRow) -> dict[str, Any]:
    """Return a row with what a page draws of it."""
    standing = row.standing
    is_out_late = standing == DELIVERED and row.is_late
    return {
        "row": row,
        "label": STANDING_LABELS[standing],
        "tone": "warn" if is_out_late else STANDING_TONES[standing],
        "slot": STANDING_SLOTS[standing],
    }


class PromisesView(PublicationView):
    """A page of the tab "What is promised"."""

    tab: ClassVar[str] = "promises"


class PublicationListView(PromisesView):
    """What was promised and how it stands, overdue first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of what is asked for."""
        rows = publication_rows(self.assembly, timezone.localdate(self.now))
        standing, words = wanted_of(request)
        page = Paginator(narrowed(rows, standing, words), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "promises": [shown(row) for row in page],
            "pictured": [shown(row) for row in sorted(rows, key=lambda row: (row.due_on, row.number))],
            "said": summary_words(summary_of(rows)),
            "standings": STANDING_LABELS.items(),
            "standing": standing,
            "words": words,
            "has_promises": bool(rows),
            "export": request.GET.urlencode(),
        }
        return self.render("assembly/publication.html", context)


class PublicationExportView(PromisesView):
    """What the list shows, as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        rows = publication_rows(self.assembly, timezone.localdate(self.now))
        content = calendar_csv(narrowed(rows, *wanted_of(request)), request.build_absolute_uri)
        return _file(content, "text/csv; charset=utf-8", f"{self.assembly.slug}-promised.csv")


class PublicationPaperView(PromisesView):
    """The calendar as PDF for the notice board and the post; `?print=large` for large print."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        today = timezone.localdate(self.now)
        content = publication_calendar_pdf(
            self.assembly,
            publication_summary(self.assembly, today),
            page=request.build_absolute_uri(reverse("public_calendar", args=[self.assembly.slug])),
            today=today,
            is_large=request.GET.get("print") == "large",
        )
        return _file(content, "application/pdf", f"{self.assembly.slug}-promised.pdf")


class NewPromiseView(PromisesView):
    """Promise something."""

    permission: ClassVar[str] = "assembly.manage_publication"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Promise it."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                (item,) = promise_publications(
                    assembly=self.assembly, promises=[form.promise()], actor=request.user, now=self.now
                )
            except HouseError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("It is promised, and stands in the calendar for everybody."))
                return redirect(item)
        return self.page(form, status=422)

    def form(self, data: Any = None) -> PromiseForm:
        """Return the form."""
        return PromiseForm(data, today=timezone.localdate(self.now))

    def page(self, form: PromiseForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("assembly/publication_new.html", {"form": form}, status=status)


class UsualPromisesView(PromisesView):
    """The usual promises with their usual days, to be looked through before they are made."""

    permission: ClassVar[str] = "assembly.manage_publication"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the list; what has a day is ticked."""
        return self.page(self.forms())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Promise what is ticked, all or nothing."""
        forms = self.forms(request.POST)
        if not all([form.is_valid() for form in forms]):  # noqa: C419 (each must say what is wrong)
            return self.page(forms, status=422)
        promises = taken(forms)
        try:
            made = promise_publications(
                assembly=self.assembly, promises=promises, actor=request.user, now=self.now
            )
        except HouseError as refused:
            forms[0].add_error(None, str(refused))
            return self.page(forms, status=422)
        if made:
            said = ngettext("One thing is promised.", "%(n)s things are promised.", len(made))
            messages.success(request, said % {"n": len(made)})
        else:
            messages.info(request, _("Nothing was ticked, so nothing is promised."))
        return redirect("publication", self.assembly.slug)

    def forms(self, data: Any = None) -> list[UsualPromiseForm]:
        """Return one form for each of the usual promises that is neither made nor out."""
        today = timezone.localdate(self.now)
        return [
            UsualPromiseForm(
                data,
                kind=each.kind,
                today=today,
                prefix=each.kind.key,
                initial={
                    "is_taken": each.due_on is not None,
                    "title": each.kind.label,
                    "what": each.kind.sentence,
                    "due_on": each.due_on,
                },
            )
            for each in usual_promises(self.assembly, today)
        ]

    def page(self, forms: list[UsualPromiseForm], *, status: int = 200) -> HttpResponse:
        """Render the list."""
        return self.render("assembly/publication_usual.html", {"forms": forms}, status=status)


class PublicationItemView(PromisesView):
    """One promise: its days with their reasons, and what can be done to it."""

    post_permission: ClassVar[str] = "assembly.manage_publication"
    item: PublicationItem

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the promise."""
        found = PublicationItem.objects.select_related("promised_by").prefetch_related("days__set_by")
        self.item = get_object_or_404(found, assembly=self.assembly, number=kwargs.pop("number"))
        self.row = publication_row(self.item, timezone.localdate(self.now))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        act = request.POST.get("act", "")
        if act not in _FORMS:
            raise BadRequest
        if act not in self.acts():
            messages.error(request, _("This is not possible as it stands now. Nothing was changed."))
            return redirect(self.item)
        form = self.form(act, request.POST)
        if form.is_valid():
            try:
                _SERVICES[act](item=self.item, actor=request.user, now=self.now, **form.cleaned_data)
            except HouseError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Saved, in the calendar for everybody."))
                return redirect(self.item)
        return self.page({act: form}, status=422)

    def acts(self) -> list[str]:
        """Return what can be done to it as it stands."""
        if self.row.is_seen:
            return []
        if self.item.state == PublicationState.PROMISED:
            return ["deliver", "move_day", "withdraw"]
        return ["correct"] if self.item.state == PublicationState.DELIVERED else []

    def form(self, act: str, data: Any = None) -> Form:
        """Return the form of an act."""
        own = {"today": timezone.localdate(self.now)} if act in ("deliver", "move_day") else {}
        return _FORMS[act](data, auto_id=f"{act}_%s", **own)

    def page(self, wrong: dict[str, Form] | None = None, *, status: int = 200) -> HttpResponse:
        """Render it with the forms of what this reader can do."""
        acts = self.acts() if self.can("assembly.manage_publication") else []
        context = {
            "item": self.item,
            **shown(self.row),
            "kind": publication_kind(self.item.kind),
            "forms": {act: self.form(act) for act in acts} | (wrong or {}),
            "wrong": next(iter((wrong or {}).values()), None),
        }
        return self.render("assembly/publication_item.html", context, status=status)


_FORMS: dict[str, type[Form]] = {
    "deliver": DeliveredForm,
    "move_day": MoveDayForm,
    "withdraw": WithdrawForm,
    "correct": CorrectForm,
}
_SERVICES: dict[str, Any] = {
    "deliver": note_delivered,
    "move_day": move_publication_day,
    "withdraw": withdraw_publication,
    "correct": correct_delivery,
}


def wanted_of(request: HttpRequest) -> tuple[str, str]:
    """Return what the address narrows the list to: how it stands, and words."""
    return request.GET.get("standing", ""), request.GET.get("search", "")[:SEARCH_LENGTH]


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
