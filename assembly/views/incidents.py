"""Incidents and facilitators' notes."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.forms.incidents import IncidentForm, NoteForm, OutcomeForm, ReaderForm, ReopenForm, StepForm
from assembly.models import FacilitatorNote, Incident
from assembly.selectors_incidents import handlers_of, incidents_readable_by, notes_readable_by
from assembly.services.incidents import (
    add_step,
    close_incident,
    let_read,
    note_reading,
    reopen_incident,
    report_incident,
    write_note,
)
from assembly.views.workspace import AssemblyView

PER_PAGE = 25


def day_asked(request: HttpRequest, now: datetime) -> date | None:
    """Return the day for which a new entry is asked for, unless it is none or has not come yet."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return day if day <= timezone.localdate(now) else None


class IncidentsBase(AssemblyView):
    """Whoever may report incidents; who may read which is asked for each."""

    permission: ClassVar[str] = "assembly.report_incident"
    stage: ClassVar[str] = "incidents"


class IncidentsView(IncidentsBase):
    """The incidents that this reader may read, and how many are with others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list, without a word of what happened."""
        found = incidents_readable_by(request.user, self.assembly).select_related("reported_by")
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        everything = Incident.objects.filter(assembly=self.assembly).count()
        context = {"page": page, "with_others": everything - page.paginator.count}
        return self.render("assembly/incidents.html", context)


class NewIncidentView(IncidentsBase):
    """Report an incident."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, for the day that a link from its session names."""
        return self.page(self.form(initial={"happened_on": day_asked(request, self.now)}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the report."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                incident = report_incident(
                    assembly=self.assembly, actor=request.user, now=self.now, **form.cleaned_data
                )
            except HouseError as refused:
                form.add_error("handlers", str(refused))
            else:
                messages.success(request, _("Your report is kept. Only those you named can read it."))
                return redirect("incident", self.assembly.slug, incident.number)
        return self.page(form, status=422)

    def form(self, data: Any = None, initial: dict[str, Any] | None = None) -> IncidentForm:
        """Return the form for this assembly."""
        today = timezone.localdate(self.now)
        return IncidentForm(data, assembly=self.assembly, today=today, initial=initial)

    def page(self, form: IncidentForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("assembly/incident_new.html", {"form": form}, status=status)


class IncidentView(IncidentsBase):
    """One incident, for its readers; anybody else learns only with whom it is."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show it, and record the reading."""
        incident = self.load(number)
        if not self.is_readable(incident):
            return self.render(
                "assembly/incident_closed.html",
                {"incident": incident, "handlers": list(handlers_of(incident))},
            )
        note_reading(incident=incident, actor=request.user, now=self.now)
        return self.page(incident)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Do what the button says."""
        incident = self.load(number)
        act = request.POST.get("act", "")
        if act not in ("step", "close", "reopen", "share"):
            raise BadRequest
        if not self.is_readable(incident):
            messages.error(request, _("This report is with other people."))
            return redirect("incident", self.assembly.slug, number)
        form = self.forms(incident, act)[act]
        if not form.is_valid():
            return self.page(incident, {act: form}, status=422)
        try:
            self.do(incident, act, form.cleaned_data)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect("incident", self.assembly.slug, number)

    def do(self, incident: Incident, act: str, given: dict[str, Any]) -> None:
        """Call the service."""
        by: dict[str, Any] = {"incident": incident, "actor": self.request.user, "now": self.now}
        if act == "step":
            add_step(text=given["text"], **by)
        elif act == "close":
            close_incident(outcome=given["text"], **by)
        elif act == "reopen":
            reopen_incident(text=given["text"], **by)
        else:
            let_read(reader=given["reader"], **by)

    def forms(self, incident: Incident, act: str = "") -> dict[str, Form]:
        """Return the forms of the page; that of the act is filled with what was sent."""
        data = {act: self.request.POST} if act else {}
        return {
            "step": StepForm(data.get("step"), auto_id="step_%s"),
            "close": OutcomeForm(data.get("close"), auto_id="close_%s"),
            "reopen": ReopenForm(data.get("reopen"), auto_id="reopen_%s"),
            "share": ReaderForm(data.get("share"), auto_id="share_%s", incident=incident),
        }

    def page(
        self, incident: Incident, wrong: dict[str, Form] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render the incident with its forms."""
        context = {
            "incident": incident,
            "steps": list(incident.steps.select_related("author")),
            "readers": [each.user for each in incident.readers.select_related("user").order_by("user__name")],
            "forms": {**self.forms(incident), **(wrong or {})},
            "wrong": next(iter((wrong or {}).values()), None),
        }
        return self.render("assembly/incident.html", context, status=status)

    def load(self, number: int) -> Incident:
        """Return the incident of this assembly."""
        found = Incident.objects.select_related("assembly", "reported_by")
        return get_object_or_404(found, assembly=self.assembly, number=number)

    def is_readable(self, incident: Incident) -> bool:
        """Whether this reader may read it."""
        return incidents_readable_by(self.request.user, self.assembly).filter(pk=incident.pk).exists()


class NotesBase(AssemblyView):
    """What concerns facilitators' notes."""

    permission: ClassVar[str] = "assembly.write_notes"
    stage: ClassVar[str] = "notes"

    def form(self, note: FacilitatorNote, data: Any = None) -> NoteForm:
        """Return the form of a note."""
        return NoteForm(data, instance=note, today=timezone.localdate(self.now))


class NotesView(NotesBase):
    """The notes that this reader may read, by day and table, and a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the notes."""
        days = request.GET.get("day", "")
        asked = day_asked(request, self.now)
        new = FacilitatorNote(assembly=self.assembly, day=asked or timezone.localdate(self.now))
        return self.page(self.form(new), days)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep a new note."""
        form = self.form(FacilitatorNote(assembly=self.assembly), request.POST)
        if not form.is_valid():
            return self.page(form, "", status=422)
        write_note(note=form.save(commit=False), actor=request.user, now=self.now)
        messages.success(request, _("The note is kept."))
        return redirect("notes", self.assembly.slug)

    def page(self, form: NoteForm, day: str, *, status: int = 200) -> HttpResponse:
        """Render the notes of a day, or of all days."""
        may_read_all = self.can("assembly.read_notes")
        found = notes_readable_by(self.request.user, self.assembly, is_staff=may_read_all)
        days = [each.isoformat() for each in found.order_by("-day").values_list("day", flat=True).distinct()]
        shown = found.filter(day=day) if day in days else found
        context = {
            "form": form,
            "page": Paginator(shown, PER_PAGE).get_page(self.request.GET.get("page")),
            "days": days,
            "day": day,
            "may_read_all": may_read_all,
        }
        return self.render("assembly/notes.html", context, status=status)


class NoteView(NotesBase):
    """Correct a note of one's own."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show the form, or to others the way back."""
        note = self.load(pk)
        if note.author_id != self.request.user.pk:
            return self.refuse()
        return self.render("assembly/note.html", {"form": self.form(note), "note": note})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the correction."""
        note = self.load(pk)
        if note.author_id != self.request.user.pk:
            return self.refuse()
        form = self.form(note, request.POST)
        if not form.is_valid():
            return self.render("assembly/note.html", {"form": form, "note": note}, status=422)
        write_note(note=form.save(commit=False), actor=request.user, now=self.now)
        messages.success(request, _("The note is kept."))
        return redirect("notes", self.assembly.slug)

    def load(self, pk: int) -> FacilitatorNote:
        """Return a note of this assembly."""
        return get_object_or_404(FacilitatorNote, assembly=self.assembly, pk=pk)

    def refuse(self) -> HttpResponse:
        """Say that notes are their authors'."""
        messages.error(self.request, _("Only its author can change a note."))
        return redirect("notes", self.assembly.slug)
