"""The record: what happened, by whom, when; and the record as a file."""

import json
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from assembly import selectors
from assembly.exports_record import record_csv, record_json
from assembly.forms.record import RecordExportForm, RecordFilterForm
from assembly.models import AuditEvent
from assembly.personal_data import Found, people_found
from assembly.record import kind_label, link_of, sentence_of
from assembly.services.record import record_own_export
from assembly.views.workspace import AssemblyView

PER_PAGE = 25


class _RecordBase(AssemblyView):
    """The record of one assembly, as it was filtered."""

    stage: ClassVar[str] = "record"

    def filter_form(self, data: Any) -> RecordFilterForm:
        """Return the filter, with the kinds and people that the record has."""
        kinds = [(each, kind_label(each)) for each in selectors.kinds_of_events(self.assembly)]
        people = [(str(each.pk), str(each)) for each in selectors.actors_of(self.assembly)]
        return RecordFilterForm(data, kinds=kinds, people=people)

    def entries(self, form: RecordFilterForm) -> tuple[QuerySet[AuditEvent], list[Found] | None]:
        """Return the entries that a filter lets through, and whom its words mean; None where it names nobody."""
        whom = people_found(self.assembly, words, self.can) if (words := form.whom()) else None
        things = None if whom is None else [each.thing for each in whom]
        return selectors.events_of(self.assembly, **form.chosen(), things=things), whom


class RecordView(_RecordBase):
    """The entries, newest first."""

    permission: ClassVar[str] = "assembly.view_record"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the entries, filtered."""
        form = self.filter_form(request.GET)
        chosen = form.chosen()
        found, whom = self.entries(form)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "page": page,
            "entries": [self._entry(event) for event in selectors.with_people(page.object_list)],
            "form": form,
            "thing": chosen["thing"],
            "whom": whom,
            "query": query.urlencode(),
            "is_filtered": whom is not None or any(chosen.values()),
        }
        return self.render("assembly/record.html", context)

    def _entry(self, event: AuditEvent) -> dict[str, Any]:
        return {
            "event": event,
            "sentence": sentence_of(event),
            "link": link_of(event, self.assembly, self.can),
            "details": json.dumps(event.details, indent=2, ensure_ascii=False, sort_keys=True),
        }


class RecordExportView(_RecordBase):
    """The entries as a file. What it is for is asked, and stands in the record."""

    permission: ClassVar[str] = "assembly.export_record"
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Say how many entries it would be, and ask what for."""
        return self.page(RecordExportForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Write the export into the record, then answer with the file, piece by piece."""
        form = RecordExportForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        kind, found = form.cleaned_data["form"], self.found()
        # Counted and recorded first: the file then holds the entry about itself, if the filter lets it through.
        record_own_export(
            assembly=self.assembly,
            entries=found.count(),
            form=kind,
            purpose=form.cleaned_data["purpose"],
            actor=request.user,
            now=self.now,
        )
        if kind == "json":
            pieces, content_type = record_json(self.assembly, found, now=self.now), "application/json"
        else:
            pieces, content_type = record_csv(found), "text/csv"
        disposition = f'attachment; filename="{self.assembly.slug}-record.{kind}"'
        return StreamingHttpResponse(
            pieces,
            content_type=f"{content_type}; charset=utf-8",
            headers={"Content-Disposition": disposition},
        )

    def found(self) -> Any:
        """Return the entries that the filter in the address lets through."""
        return self.entries(self.filter_form(self.request.GET))[0]

    def page(self, form: RecordExportForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "entries": self.found().count(), "query": self.request.GET.urlencode()}
        return self.render("assembly/record_export.html", context, status=status)
